import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestMethods,
} from 'n8n-workflow';

import type { Endpoint } from '../../../credentials/endpoints/endpoint';
import type { Failure } from './failure';
import type { Resource } from './operation';

/** What the service counts the calls of. */
export interface Api {
	name: string;
	/** What the service allows of this API, where that is less than of the others. */
	callsPerSecond?: number;
}

export interface ServiceRequest {
	api: Api;
	method: IHttpRequestMethods;
	/** Below the endpoint's base URL, without a query. */
	path: string;
	query?: IDataObject;
	/** JSON; as text where it holds numbers that JavaScript can't. */
	body?: IDataObject | string;
}

export interface HttpReply {
	status: number;
	headers: Readonly<Record<string, unknown>>;
	/** As it came: services answer with text that is not JSON, too. */
	text: string;
}

export type Reply = { body: IDataObject } | { failure: Failure };

/** What the service answered to a request. */
export interface Answer {
	body: IDataObject;
	/** The body as it came, for numbers that JavaScript can't hold. */
	text: string;
	sentAtMs: number;
	/** When it was answered: by the service's own clock, where the reply tells that. */
	answeredAtMs: number;
}

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
