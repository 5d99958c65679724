import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { positiveInteger, type Endpoint } from './endpoint';
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

/** Throws a UserError that names the field at fault. */
export function tencentEndpoint(credentials: ICredentialDataDecryptedObject): Endpoint {
	const host = TENCENT_HOSTS[String(credentials.region)] ?? credentials.baseUrl;
	const baseUrl = baseUrlOf(host, 'Base URL');
	return {
		baseUrl,
		app: `${baseUrl} ${positiveInteger(credentials.sdkAppId, 'SDKAppID')}`,
		requestsPerSecond: positiveInteger(credentials.requestsPerSecond, 'Requests per Second'),
		hide: hiding([credentials.secretKey, credentials.userSig]),
	};
}
