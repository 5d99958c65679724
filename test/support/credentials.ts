import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { AgoraSimulator, TencentSimulator } from '../simulator';
import type { CredentialData } from './engine';

/** Credentials for the simulator, or for an app at another address, as a user would fill them in. */

export type TencentApp = Pick<TencentSimulator, 'url' | 'credentials'>;
export type AgoraApp = Pick<AgoraSimulator, 'url' | 'credentials'>;

/** Far above what a test can send: the limiter has no say. */
const NO_LIMIT = 1_000_000;

export const tencentCredential = (
	{ url, credentials }: TencentApp,
	changes: ICredentialDataDecryptedObject = {},
): CredentialData => ({
	tencentCloudChatApi: {
		region: 'custom',
		baseUrl: url,
		...credentials,
		authentication: 'secretKey',
		requestsPerSecond: NO_LIMIT,
		...changes,
	},
});

export const agoraCredential = (
	{ url, credentials }: AgoraApp,
	changes: ICredentialDataDecryptedObject = {},
): CredentialData => {
	const { orgName, appName, appId, appCertificate, clientId, clientSecret } = credentials;
	return {
		agoraChatApi: {
			host: url,
			project: 'orgAndApp',
			orgName,
			appName,
			appId,
			appCertificate,
			clientId,
			clientSecret,
			authentication: 'appCertificate',
			requestsPerSecond: NO_LIMIT,
			...changes,
		},
	};
};
