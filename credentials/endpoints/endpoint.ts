import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { Upkeep } from '../tokens/upkeep';

/** What the nodes may know of a credential: nothing in it is secret. */
export interface Endpoint {
	/** Without a trailing slash. */
	baseUrl: string;
	/** The app whose quota the requests count against. */
	app: string;
	/** Allowed calls of one API in any one second. */
	requestsPerSecond: number;
	/**
	 * A reply without what requests were signed with: a service may echo what it was sent. Nothing else is hidden: what
	 * looks like a secret that no request carries is the name of somebody.
	 * @param data the credential's data, the very object that n8n was given for the request
	 */
	hide(text: string, data: ICredentialDataDecryptedObject): string;
	/** Where requests carry a token that is fetched, and runs out. */
	upkeep?: Upkeep;
}
