import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { Endpoint } from '../../../credentials/endpoints/endpoint';
import type { Batch, ListWish, MuteListWish, Outcome, Scopes, Subject, Target } from './batch';
import type { Failure } from './failure';
import type { MuteEnd } from './muteEnd';
import type { Answer, ServiceRequest } from './requests';

/** What an operation reads of an item, beside its target. The panel's fields follow from it. */
interface Inputs {
	/** Nothing. */
	target: object;
	users: { userId: string };
	/** Users, and when their mute ends. */
	mute: { userId: string; end: MuteEnd };
	/** Users, and when their ban ends. */
	ban: { userId: string; end: MuteEnd };
	/** Users of the whole app, and the channels to act on. */
	appUsers: { userId: string; scopes: Scopes };
	/** The same, and when their mute ends. */
	appMute: { userId: string; scopes: Scopes };
	/** Users and the end of their mute, all items together as the whole mute list of the target. */
	muteList: { muteList: MuteListWish };
	messages: { messageId: string };
	/** How much of a list. */
	list: { list: ListWish };
}

export type Input = keyof Inputs;
export type SubjectOf<I extends Input, T extends Target> = Subject & Inputs[I] & { target: T };
export type BatchOf<I extends Input, T extends Target> = Batch<SubjectOf<I, T>>;

/** What a user may add to the node under Options. */
export interface Option<T = unknown> {
	/** As the editor shows it. */
	field: INodeProperties;
	/** The value that it stands for, also where it was not added. Throws a UserError that names it. */
	read(value: unknown): T;
}

export type Options = Readonly<Record<string, Option>>;
type ValuesOf<O extends Options> = { readonly [K in keyof O]: ReturnType<O[K]['read']> };

/** A parameter that each item may fill in its own way. */
export interface Text<E extends Endpoint = Endpoint> {
	field: INodeProperties;
	/** Nothing where it is empty. Throws a UserError that names it. */
	read(value: unknown, endpoint: E): string | undefined;
}

/** To do it twice would do harm: what may have been done is not sent again. */
export interface Once {
	/** So long after the first try the service still knows the same request by its tag, and does it once. */
	knownForMs: number;
}

/** What holds for all requests of a run. */
export interface RunContext<O extends Options = Options, E extends Endpoint = Endpoint> {
	endpoint: E;
	/** Those of the operation that was chosen; what goes on after it reads them, too. */
	options: ValuesOf<O>;
	isDryRun: boolean;
}

/** What the editor says of an operation. */
export interface OperationPanel {
	/** As it is called, and as a sentence for the node creator. */
	name: string;
	action: string;
	description: string;
	/** What to know before it is run. */
	notice?: string;
}

/** How a list is read page by page. */
export interface Listing<
	I extends Input = Input,
	T extends Target = Target,
	O extends Options = Options,
	E extends Endpoint = Endpoint,
> {
	/** Throws on a reply of an undocumented shape. @param pageNumber 1 is the first */
	readPage(answer: Answer, batch: BatchOf<I, T>, run: RunContext<O, E>, pageNumber: number): Page;
	/** Asks for the next page, unless there is enough. @param left how many more rows are wanted */
	nextPage(next: string, batch: BatchOf<I, T>, left: number): ServiceRequest | undefined;
}

export interface Page {
	/** By what tells them apart: services repeat rows. */
	rows: Iterable<readonly [key: string, row: IDataObject]>;
	/** What to ask for the next page with, if there is one. */
	next?: string;
}

/**
 * One operation, as data: what the editor shows, what it reads of an item, what it sends, how it reads the reply.
 * I: what it reads, T: the parts of a target that it has, O: its options, E: what requests are made with.
 */
export interface Operation<
	I extends Input = Input,
	T extends Target = Target,
	O extends Options = Options,
	E extends Endpoint = Endpoint,
> {
	/** None, if it goes on after others alone. */
	panel?: OperationPanel;
	input: I;
	/** The parameters that name its target; the others of the resource are neither shown nor read. */
	target?: readonly string[];
	/** Texts that are read of each item; users with different ones share no request. */
	texts?: ReadonlyArray<Text<E>>;
	/** Beside those of all operations. */
	options?: O;
	/** A dry run reads, and tells what would be done; without this, it tells what would be sent. */
	readsWhenDry?: true;
	/** The target as a whole is changed, or its whole list: it has to be named, not guessed from an empty value. */
	changesTarget?: true | ((target: Target) => boolean);
	/** How many users, or targets, one request takes. */
	most: number;
	/** What a message's ID may be. Throws a UserError that names the parameter. */
	checkMessageId?(messageId: string): string;
	/** Where users stand in the URL: what each adds to it, and how much there is room for. */
	inUrl?: { lengthOf(userId: string): number; roomFor(target: T, endpoint: E): number };
	/** Where a request takes several targets: those with the same key can share one. */
	mixing?(target: T): string;
	/** What a list can be narrowed to: a parameter, whose first value stands for all. */
	listType?: INodeProperties;
	/** Unless it is the same when it is done twice. */
	once?: Once;
	/**
	 * @param nowMs time of sending: an `until` mute is a different number of seconds at each attempt
	 * @param tag an unsigned 32-bit number that tells this request from others, the same for all tries that may be done
	 */
	request(batch: BatchOf<I, T>, nowMs: number, run: RunContext<O, E>, tag: number): ServiceRequest;
	/** Of a list that comes in pages. */
	listing?: Listing<I, T, O, E>;
	/**
	 * What became of each subject; of a list, its rows. Throws on a reply of an undocumented shape.
	 * @param answer of a list, the last one
	 * @param rows those of all pages, each once; none, if it is no list that comes in pages
	 */
	outcomes(
		answer: Answer,
		batch: BatchOf<I, T>,
		run: RunContext<O, E>,
		rows: readonly IDataObject[],
	): Array<Outcome | Open>;
	/** What a failure speaks of here, where that is not as elsewhere. */
	scopeOf?(failure: Failure): Failure['scope'];
	/** What a failure means for the one user that it is of, where that is not as elsewhere. */
	userFailure?(failure: Failure, subject: SubjectOf<I, T>): Outcome | Open;
	/** A request that tells whether the target refuses everybody, sent when one refuses a batch without a reason. */
	diagnosis?: {
		request(target: T): ServiceRequest;
		failure(body: IDataObject, target: T): Failure | undefined;
	};
}

/** What is not settled yet, and the operation that goes on with it. */
export interface Open {
	open: Subject;
	next: Operation;
}

/**
 * Gives the function that defines the operations of a resource: an operation that reads a part of a target, an
 * option or a field of an item that it does not have does not compile.
 */
export const definer =
	<All extends Target, E extends Endpoint>() =>
	<
		I extends Input,
		K extends keyof All & string = never,
		O extends Options = Record<never, Option>,
	>(
		operation: Operation<I, Pick<All, K>, O, E> & { target?: readonly K[]; options?: O },
	): Operation<I, Pick<All, K>, O, E> =>
		operation;

/** Reads the IDs that name the target of the item at hand. Throws a UserError with the parameter's display name. */
export interface TargetIds {
	/** Whether the operation has the parameter. */
	has(name: string): boolean;
	required(name: string): string;
	/**
	 * Undefined where the parameter is empty, or the operation does not have it.
	 * @param advice how to say that it is meant to be, where an empty value would be a guess
	 * @param others the part of the target that is read already
	 */
	optional(name: string, advice: string, others: Target): string | undefined;
}

/** What the node's Resource parameter offers: places, or the users of the whole app, and what can be done there. */
export interface Resource {
	/** Its value is the resource's name in the service, too. */
	panel: INodePropertyOptions;
	/** The parameters that name a target. */
	target: readonly INodeProperties[];
	/** Throws a UserError that names the parameter. */
	readTarget(ids: TargetIds): Target;
	/** The channels of the whole app that users can be muted in, where that is what the resource is about. */
	scopes?: readonly INodePropertyOptions[];
	/** The longest mute, in ms, that the service does not take for a permanent one. */
	longestMuteMs(nowMs: number): number;
	operations: Readonly<Record<string, Operation>>;
	/** Operations that are others in each kind of place, and privately: by their names, then by the values of the field. */
	byWhere?: {
		field: INodeProperties;
		operations: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
	};
}
