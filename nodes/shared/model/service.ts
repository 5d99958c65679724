import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestMethods,
} from 'n8n-workflow';

import type { Endpoint } from '../../../credentials/endpoints/endpoint';
import type { Failure } from './failure';
import type { MuteEnd } from './muteEnd';

/** Where an operation acts, named as in its output: `{ groupId, topicId? }` or `{ chatRoomId }`. */
export type Target = Readonly<Record<string, string>>;

/** Two targets with the same key are one. */
export function targetKey(target: Target): string {
	return JSON.stringify(Object.values(target));
}

/** A user, and the input item that named them (last, if several did). */
export interface NamedUser {
	userId: string;
	itemIndex: number;
}

/** What one request does: one target, one end of mute, as many users as fit (none, if it is about the target itself). */
export interface Batch {
	target: Target;
	end: MuteEnd | null;
	users: readonly NamedUser[];
	/** The input item that asked for it. */
	itemIndex: number;
}

/** How it ended for one user, or for the target itself; each output row comes from one of these. */
export type Outcome = { itemIndex: number; target: Target; userId?: string } & (
	| { rows: IDataObject[] }
	| { failure: Failure }
);

export type Failed = Extract<Outcome, { failure: Failure }>;

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

/** One operation, as data: what it reads of an item, what it sends, how it reads the reply. */
export interface Operation {
	/** What an item names beside the target: nothing, users, or users and the end of their mute. */
	input: 'target' | 'users' | 'mute';
	/** The target itself is changed, for everybody in it: it has to be named, not guessed from an empty value. */
	changesTarget?: true;
	/** @param nowMs time of sending: an `until` mute is a different number of seconds at each attempt */
	request(batch: Batch, nowMs: number): ServiceRequest;
	/** One outcome for each user of the batch, or one for its target. Throws on a reply of an undocumented shape. */
	outcomes(body: IDataObject, batch: Batch, sentAtMs: number): Outcome[];
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

/** All that the steps need of a chat service. It knows URLs, field names, units, limits and codes, and nothing of n8n items. */
export interface Service<E extends Endpoint = Endpoint> {
	/** As its users call it. */
	name: string;
	credentialType: string;
	endpoint(credentials: ICredentialDataDecryptedObject): E;
	operations: Readonly<Record<string, Operation>>;
	maxUsersPerRequest: number;
	/** The moment, in ms since 1970, from which on the service reads the end of a mute as its permanent one. */
	permanentFromMs: number;
	/** Throws a UserError that names the parameter. */
	readTarget(ids: TargetIds): Target;
	/** The ID as the service writes it. Throws a UserError if it can't be one. */
	checkUserId(userId: string): string;
	/** Tells success from failure, whatever the HTTP status says. */
	readReply(reply: HttpReply): Reply;
	/** A request that tells whether the target refuses everybody, sent when one refuses a batch without a reason. */
	diagnosis?: {
		request(target: Target): ServiceRequest;
		failure(body: IDataObject, target: Target): Failure | undefined;
	};
}
