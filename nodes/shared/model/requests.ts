import type { IDataObject, IHttpRequestMethods } from 'n8n-workflow';

import type { Failure } from './failure';

/** What goes to a service, and what comes back. */

/** What the service counts the calls of. */
export interface Api {
	name: string;
	/** What the service allows of this API, where that is less than of the others. */
	callsPerSecond?: number;
}

/** What the service counts beside the calls, in any one span of time. */
export interface Quota {
	name: string;
	most: number;
	perMs: number;
	/** What the request uses of it. */
	cost: number;
}

export interface ServiceRequest {
	api: Api;
	quota?: Quota;
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
	/** An earlier try was lost, and may have done it. */
	afterLost?: boolean;
}
