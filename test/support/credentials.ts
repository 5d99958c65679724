import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { AgoraSimulator, TencentSimulator } from '../simulator';
import type { CredentialData } from './engine';

/** Credentials for the simulator, as a user would fill them in. */

/** Far above what a test can send: the limiter has no say. */
const NO_LIMIT = 1_000_000;

export const tencentCredential = (
	{ url, credentials }: TencentSimulator,
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
	{ url, credentials }: AgoraSimulator,
	changes: ICredentialDataDecryptedObject = {},
): CredentialData => {
	const { orgName, appName, appId, appCertificate } = credentials;
	return {
		agoraChatApi: {
			host: url,
			project: 'orgAndApp',
			orgName,
			appName,
			appId,
			appCertificate,
			authentication: 'appCertificate',
			requestsPerSecond: NO_LIMIT,
			...changes,
		},
	};
};
