import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

/** A callback as it came: a service's request to n8n. */
export interface Received {
	query: Readonly<Record<string, unknown>>;
	/** Empty, if it can't be read. */
	body: IDataObject;
	isReadable: boolean;
}

/** Something that happened in the app, as the trigger puts it out and filters look at it. */
export interface Happening {
	/** One of the service's events. */
	event: string;
	/** An item for each user whom it happened to, ready for Mute. */
	items: IDataObject[];
	/** The IDs of the group, the room, the topic it happened in. */
	places: readonly string[];
	/** The service's own types of message, where it is one. */
	messageTypes: readonly string[];
	/** All text of a message. */
	text: string;
	/** What an answer must know of it, where the service waits for a verdict. */
	reply?: IDataObject;
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
	signature: 'query' | 'body';
	/** Whether somebody signed it who knows a secret, and lately. */
	isSigned(
		received: Received,
		secrets: readonly string[],
		maxAgeMs: number,
		nowMs: number,
	): boolean;
	/** Whether it speaks of the credential's app. */
	isOfApp(received: Received, credentials: ICredentialDataDecryptedObject): boolean;
	/** Whether what is signed and what is not agree. */
	isConsistent(received: Received): boolean;
	/** What is not known of comes as the event `other`. */
	read(received: Received): Happening;
	/** The body without what could be used by a stranger. */
	withoutSignature(body: IDataObject): IDataObject;
	/** Reads the fields of a verdict. Throws a UserError that names the parameter. */
	readVerdict(kind: VerdictKind, read: ReadParameter): Verdict;
	/** Throws a UserError where the verdict does not fit the event. */
	checkVerdict(verdict: Verdict, event: string): void;
	/** The service's own answer. @param reply of the message; none where the service waits for no verdict */
	answer(verdict: Verdict, reply: IDataObject | undefined): IDataObject;
}
