import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestMethods,
} from 'n8n-workflow';

import type { Endpoint } from '../../../credentials/endpoints/endpoint';
import type { Batch, Outcome, Subject, Target } from './batch';
import type { Failure } from './failure';

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

/** How a list is read page by page. */
export interface Listing {
	/** Throws on a reply of an undocumented shape. @param pageNumber 1 is the first */
	readPage(answer: Answer, batch: Batch, pageNumber: number): Page;
	/** Asks for the next page, unless there is enough. @param left how many more rows are wanted */
	nextPage(next: string, batch: Batch, left: number): ServiceRequest | undefined;
}

export interface Page {
	/** By what tells them apart: services repeat rows. */
	rows: Iterable<readonly [key: string, row: IDataObject]>;
	/** What to ask for the next page with, if there is one. */
	next?: string;
}

/** One operation, as data: what it reads of an item, what it sends, how it reads the reply. */
export interface Operation {
	/**
	 * What an item names: a target, users (of a target, or of the whole app), users and the end of their mute,
	 * the same as part of the target's whole mute list, or a list.
	 */
	input: 'target' | 'users' | 'mute' | 'muteList' | 'list';
	/** A dry run reads, and tells what would be done; without this, it tells what would be sent. */
	readsWhenDry?: true;
	/** The target as a whole is changed, or its whole list: it has to be named, not guessed from an empty value. */
	changesTarget?: true;
	/** How many users, or targets, one request takes. */
	perRequest: number;
	/** Where users stand in the URL: what each adds to it, and how much there is room for. */
	inUrl?: { lengthOf(userId: string): number; roomFor(target: Target): number };
	/** Where a request takes several targets: those with the same key can share one. */
	mixing?(target: Target): string;
	/** What a list can be narrowed to: the parameter and its values, the first of which is all. */
	listTypes?: { name: string; displayName: string; values: readonly [string, ...string[]] };
	/** @param nowMs time of sending: an `until` mute is a different number of seconds at each attempt */
	request(batch: Batch, nowMs: number): ServiceRequest;
	/** Of a list that comes in pages. */
	listing?: Listing;
	/**
	 * What became of each subject; of a list, its rows. Throws on a reply of an undocumented shape.
	 * @param answer of a list, the last one
	 * @param rows those of all pages, each once; none, if it is no list that comes in pages
	 */
	outcomes(answer: Answer, batch: Batch, rows: readonly IDataObject[]): Array<Outcome | Open>;
	/** A request that tells whether the target refuses everybody, sent when one refuses a batch without a reason. */
	diagnosis?: {
		request(target: Target): ServiceRequest;
		failure(body: IDataObject, target: Target): Failure | undefined;
	};
}

/** What is not settled yet, and the operation that goes on with it. */
export interface Open {
	open: Subject;
	next: Operation;
}

/** Reads the IDs that name the target of the item at hand. Throws a UserError with the parameter's display name. */
export interface TargetIds {
	required(name: string, displayName: string): string;
	/**
	 * Undefined where the parameter is empty.
	 * @param advice how to say that it is meant to be, where an empty value would be a guess
	 */
	optional(name: string, displayName: string, advice: string): string | undefined;
}

/** What the node's Resource parameter offers: places, or the users of the whole app, and what can be done there. */
export interface Resource {
	operations: Readonly<Record<string, Operation>>;
	/** Throws a UserError that names the parameter. */
	readTarget(ids: TargetIds): Target;
	/** The channels of the whole app that users can be muted in, where that is what the resource is about. */
	scopes?: readonly string[];
	/** The longest mute, in ms, that the service does not take for a permanent one. */
	longestMuteMs(nowMs: number): number;
}

/** All that the steps need of a chat service. It knows URLs, field names, units, limits and codes, and nothing of n8n items. */
export interface Service<E extends Endpoint = Endpoint> {
	/** As its users call it. */
	name: string;
	credentialType: string;
	endpoint(credentials: ICredentialDataDecryptedObject): E;
	/** @param options the node's; throws a UserError if they are wrong */
	resources(options: IDataObject, endpoint: E): Readonly<Record<string, Resource>>;
	/** The ID as the service writes it. Throws a UserError if it can't be one. */
	checkUserId(userId: string): string;
	/** Tells success from failure, whatever the HTTP status says. */
	readReply(reply: HttpReply): Reply;
}
