import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { positiveInteger, requiredText, type Endpoint } from './endpoint';
import { hiding } from './hiding';
import { baseUrlOf } from './secureUrl';

export interface AgoraEndpoint extends Endpoint {
	/** `org#app`, which some answers put before a user's ID; unknown where the app ID names the project. */
	appKey?: string;
}

/** Throws a UserError that names the field at fault. */
export function agoraEndpoint(credentials: ICredentialDataDecryptedObject): AgoraEndpoint {
	const baseUrl = baseUrlOf(credentials.host, 'Host') + projectPath(credentials);
	return {
		baseUrl,
		app: baseUrl,
		appKey: appKeyOf(credentials),
		requestsPerSecond: positiveInteger(credentials.requestsPerSecond, 'Requests per Second'),
		hide: hiding([credentials.appCertificate, credentials.accessToken]),
	};
}

function projectPath(credentials: ICredentialDataDecryptedObject): string {
	const names =
		credentials.project === 'appId'
			? ['app-id', requiredText(credentials.appId, 'App ID')]
			: [
					requiredText(credentials.orgName, 'Organization Name'),
					requiredText(credentials.appName, 'App Name'),
				];
	return names.map((name) => `/${encodeURIComponent(name)}`).join('');
}

function appKeyOf({
	project,
	orgName,
	appName,
}: ICredentialDataDecryptedObject): string | undefined {
	if (project === 'appId') return undefined;
	return `${requiredText(orgName, 'Organization Name')}#${requiredText(appName, 'App Name')}`;
}
