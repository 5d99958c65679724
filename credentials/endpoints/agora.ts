import { UserError, type ICredentialDataDecryptedObject } from 'n8n-workflow';

import { easemobClientOf } from '../tokens/easemobClient';
import { upkeepOf } from '../tokens/upkeep';
import { positiveInteger, requiredText } from '../fields';
import type { Endpoint } from './endpoint';
import { hiding } from './hiding';
import { baseUrlOf } from './secureUrl';

export interface AgoraEndpoint extends Endpoint {
	/** `org#app`, which some answers put before a user's ID; unknown where the app ID names the project. */
	appKey?: string;
}

/** Throws a UserError that names the field at fault. */
export function agoraEndpoint(credentials: ICredentialDataDecryptedObject): AgoraEndpoint {
	const project = projectOf(credentials);
	const path = project.map((name) => `/${encodeURIComponent(name)}`).join('');
	const baseUrl = baseUrlOf(credentials.host, 'Host') + path;
	const client = easemobClientOf(credentials, baseUrl);
	return {
		baseUrl,
		app: baseUrl,
		appKey: credentials.project === 'appId' ? undefined : project.join('#'),
		requestsPerSecond: positiveInteger(credentials.requestsPerSecond, 'Requests per Second'),
		// Which tokens there were is known when the reply is there.
		hide: (text, data) => hiding(client?.keeper.texts ?? [])(text, data),
		upkeep: client && upkeepOf(client),
	};
}

/** One for each of the console's callback rules. With an empty one, the signature would be anybody's. */
export function callbackSecrets({ callbackSecrets }: ICredentialDataDecryptedObject): string[] {
	return (typeof callbackSecrets === 'string' ? callbackSecrets : '')
		.split(',')
		.map((secret) => secret.trim())
		.filter((secret) => secret !== '');
}

/** The names in the path. */
function projectOf(credentials: ICredentialDataDecryptedObject): string[] {
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
