import { UserError, type ICredentialDataDecryptedObject } from 'n8n-workflow';

import { clientOf } from '../tokens/client';
import { upkeepOf } from '../tokens/upkeep';
import { positiveInteger, requiredText, type Endpoint } from './endpoint';
import { hiding } from './hiding';
import { baseUrlOf } from './secureUrl';

/** Throws a UserError that names the field at fault. */
export function agoraEndpoint(credentials: ICredentialDataDecryptedObject): Endpoint {
	const baseUrl = baseUrlOf(credentials.host, 'Host') + projectPath(credentials);
	const { appCertificate, accessToken, clientSecret } = credentials;
	const client = clientOf(credentials, baseUrl);
	return {
		baseUrl,
		app: baseUrl,
		requestsPerSecond: positiveInteger(credentials.requestsPerSecond, 'Requests per Second'),
		hide: (text, data) => {
			const fetched = client?.keeper.texts ?? [];
			return hiding([appCertificate, accessToken, clientSecret, ...fetched])(text, data);
		},
		upkeep: client && upkeepOf(client),
	};
}

function projectPath(credentials: ICredentialDataDecryptedObject): string {
	return namesOf(credentials)
		.map((name) => `/${encodeURIComponent(name)}`)
		.join('');
}

function namesOf(credentials: ICredentialDataDecryptedObject): string[] {
	const { project, authentication, appId, orgName, appName } = credentials;
	if (project !== 'appId') {
		return [requiredText(orgName, 'Organization Name'), requiredText(appName, 'App Name')];
	}
	if (authentication === 'clientCredentials') {
		throw new UserError(
			"The 'Authentication' field of the credential cannot be 'Client Credentials' where 'Project' is 'App ID': choose 'Organization and App Name'",
		);
	}
	return ['app-id', requiredText(appId, 'App ID')];
}
