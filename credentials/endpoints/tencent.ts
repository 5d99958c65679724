import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { positiveInteger, requiredText } from '../fields';
import type { Endpoint } from './endpoint';
import { hiding } from './hiding';
import { baseUrlOf } from './secureUrl';

/** An app lives in one data centre for ever; which one cannot be told from its SDKAppID. */
export const TENCENT_HOSTS: Readonly<Record<string, string>> = {
	china: 'console.tim.qq.com',
	singapore: 'adminapisgp.im.qcloud.com',
	seoul: 'adminapikr.im.qcloud.com',
	tokyo: 'adminapijpn.im.qcloud.com',
	frankfurt: 'adminapiger.im.qcloud.com',
	siliconValley: 'adminapiusa.im.qcloud.com',
	jakarta: 'adminapiidn.im.qcloud.com',
	riyadh: 'adminapiksa.im.qcloud.com',
	mumbai: 'adminapiind.im.qcloud.com',
};

export interface TencentEndpoint extends Endpoint {
	/** The app admin that makes the requests. */
	identifier: string;
}

/** Throws a UserError that names the field at fault. */
export function tencentEndpoint(credentials: ICredentialDataDecryptedObject): TencentEndpoint {
	const host = TENCENT_HOSTS[String(credentials.region)] ?? credentials.baseUrl;
	const baseUrl = baseUrlOf(host, 'Base URL');
	return {
		baseUrl,
		app: `${baseUrl} ${positiveInteger(credentials.sdkAppId, 'SDKAppID')}`,
		identifier: requiredText(credentials.identifier, 'Identifier'),
		requestsPerSecond: positiveInteger(credentials.requestsPerSecond, 'Requests per Second'),
		hide: hiding([]),
	};
}
