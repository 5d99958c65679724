import { createHash } from 'node:crypto';

import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { requiredText } from '../fields';
import { TokenKeeper } from './keeper';

/** An Easemob app's client, which fetches tokens with its ID and secret. */
export interface EasemobClient {
	/** Below it tokens are fetched. */
	baseUrl: string;
	id: string;
	secret: string;
	/** Tells clients apart, secret and address included, and gives neither away. */
	key: string;
	/** The one for this client, in the process. */
	keeper: TokenKeeper;
}

const keepers = new Map<string, TokenKeeper>();

/**
 * The client of a credential, or none where it authenticates in another way.
 * Throws a UserError that names the field at fault.
 */
export function easemobClientOf(
	credentials: ICredentialDataDecryptedObject,
	baseUrl: string,
): EasemobClient | undefined {
	if (credentials.authentication !== 'clientCredentials') return undefined;
	const id = requiredText(credentials.clientId, 'Client ID');
	const secret = requiredText(credentials.clientSecret, 'Client Secret');
	const key = createHash('sha256')
		.update(JSON.stringify([baseUrl, id, secret]))
		.digest('hex');
	const keeper = keepers.get(key) ?? new TokenKeeper();
	keepers.set(key, keeper);
	return { baseUrl, id, secret, key, keeper };
}
