import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import type { Refusal, Signature } from './trust';

/** A callback as it came: a service's request to n8n. */
export interface Received {
	query: Readonly<Record<string, unknown>>;
	/** Empty, if it can't be read. */
	body: IDataObject;
	/** Values in it that later ones of the same name have taken the place of. */
	overridden: readonly unknown[];
	isReadable: boolean;
}

/** What is told of what happened. */
export interface Wanted {
	/** Of the service's events. */
	events: readonly string[];
	/** Whether what a message repeats of another counts as its text. */
	includeQuoted: boolean;
}

/** What was written, as rules look at it. */
export interface Message {
	/** What its sender typed, and nothing else. */
	typed: string;
	/** All text that may have a link in it: no pictures and avatars of custom messages. */
	linkable: string;
	/** How many users it mentions by the service's own list, and whether it mentions all. */
	mentioned: number;
	mentionsAll: boolean;
	/** Where it was written; all private messages of a user are in one place. */
	place: string;
	isPrivate: boolean;
	senderId?: string;
	/** By the service's clock, or when it came. */
	atMs: number;
	/** The service's own ID, of a message that it may tell of again. */
	id?: string;
	/** It is what another one is changed into. */
	isEdit: boolean;
}

/** Something that happened in the app, as the trigger puts it out and filters look at it. */
export interface CallbackEvent {
	/** One of the service's events. */
	event: string;
	/** An item for each user or message that it happened to, ready for the other nodes. */
	items: IDataObject[];
	/** Whether the items have to hold what the service sent. */
	hasBody?: boolean;
	/** The IDs of the group, the room, the topic it happened in. */
	places: readonly string[];
	/** The service's own types of message, where it is one. */
	messageTypes: readonly string[];
	/** All text of a message, in each way in which it may be shown. */
	text: string;
	/** What rules look at, where it is a message. */
	message?: Message;
	/** What an answer must know of it, where the service waits for a verdict. */
	reply?: IDataObject;
	/** What a replacement may leave beside the text, if nothing is wrong with it: more for `reply`. */
	beside?: { text: string; reply: IDataObject };
}

/** What becomes of a message that is about to be sent. */
export type Verdict =
	| { kind: 'pass' }
	| { kind: 'drop' }
	| { kind: 'block'; code?: string | number; reason?: string }
	| { kind: 'replace'; text: string };

export type VerdictKind = Verdict['kind'];

/** Reads a parameter of the node. */
export type ReadParameter = (name: string) => unknown;

/** All that a trigger and an answer need of a service: how it signs, how its callbacks read, how an answer is written. */
export interface CallbackService {
	/** As its users call it. */
	name: string;
	credentialType: string;
	/** Type of the trigger node, without the package, and its display name. */
	triggerType: string;
	triggerName: string;
	/** How old a callback may be, unless the author chooses. */
	maxAgeSeconds: number;
	/** The events that wait for a verdict. */
	verdictEvents: readonly string[];
	/** The verdicts that it takes. */
	verdicts: readonly VerdictKind[];
	/** Display name of the credential's field that holds the secrets. */
	secretField: string;
	secretsOf(credentials: ICredentialDataDecryptedObject): string[];
	/** Where the signature stands. */
	signatureIn: 'query' | 'body';
	signature(received: Received): Signature;
	/** Why it is not taken though it is well signed: it speaks of another app, or against itself. */
	objection(received: Received, credentials: ICredentialDataDecryptedObject): Refusal | undefined;
	/** Makes one of IDs that the service takes for the same, where it does not take each as it is. */
	foldId?(id: string): string;
	/** What is not known of comes as the event `other`. */
	read(received: Received, wanted: Wanted): CallbackEvent;
	/** The body without what could be used by a stranger. */
	withoutSignature(body: IDataObject): IDataObject;
	/** Reads the fields of a verdict. Throws a UserError that names the parameter. */
	readVerdict(kind: VerdictKind, read: ReadParameter): Verdict;
	/** Throws a UserError where the verdict does not fit the event. */
	checkVerdict(verdict: Verdict, event: string): void;
	/** The service's own answer. @param reply of the message; none where the service waits for no verdict */
	answer(verdict: Verdict, reply: IDataObject | undefined): IDataObject;
}
