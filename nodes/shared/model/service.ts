import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { Endpoint } from '../../../credentials/endpoints/endpoint';
import type { Resource } from './operation';
import type { HttpReply, Reply } from './requests';

/** All that the steps need of a chat service. It knows URLs, field names, units, limits and codes, and nothing of n8n items. */
export interface Service<E extends Endpoint = Endpoint> {
	/** As its users call it. */
	name: string;
	credentialType: string;
	endpoint(credentials: ICredentialDataDecryptedObject): E;
	/** By the value of the node's Resource parameter. */
	resources: Readonly<Record<string, Resource>>;
	/** The ID as the service writes it. Throws a UserError if it can't be one. */
	checkUserId(userId: string): string;
	/** Tells success from failure, whatever the HTTP status says. */
	readReply(reply: HttpReply): Reply;
}
