import type { IDataObject } from 'n8n-workflow';

import type { Failure } from './failure';
import type { MuteEnd } from './muteEnd';

/** Where an operation acts, named as in its output: `{ groupId, topicId? }`, `{ chatRoomId }`; empty where that is the whole app. */
export type Target = Readonly<Record<string, string | undefined>>;

/** Whom or what an operation is about: a user, a place, a list; and the input item that named it (last, if several did). */
export interface Subject {
	itemIndex: number;
	target: Target;
	userId?: string;
	messageId?: string;
	/** When a mute of the target is to end. */
	end?: MuteEnd;
	/** In which channels of the whole app the user is muted, and until when; null is not muted. */
	scopes?: Scopes;
	/** What else the item says, by the names of the parameters; what is empty is left out. */
	texts?: Texts;
	/** Tells apart what goes to the same receiver: all of it is sent, in the order of the items. */
	distinct?: string;
	/** How much of a list is asked for. */
	list?: ListWish;
	/** Who alone is to be muted in the target. */
	muteList?: MuteListWish;
	/** What an earlier request told of it. */
	known?: IDataObject;
}

export type Texts = Readonly<Record<string, string>>;
export type Scopes = Readonly<Record<string, MuteEnd | null>>;

export interface ListWish {
	/** Infinity for all. */
	limit: number;
	/** One of the service's own types, where the list is of those alone. */
	type?: string;
	/** Which channels of the whole app it tells of. */
	scopes?: readonly string[];
}

export interface MuteListWish {
	/** Each with the end of the mute. */
	named: readonly Subject[];
	/** Nobody else can be meant: all items that may name somebody were read. */
	isComplete: boolean;
}

/** What the items say. */
export interface Reading {
	subjects: Subject[];
	/** What can't be sent, each with the parameter and the item at fault. */
	refused: Failed[];
}

/** What one request does, for one subject at least. The subjects share target, end and texts, unless the operation asks for several targets at once. */
export interface Batch<S extends Subject = Subject> {
	subjects: readonly S[];
	/** The target, the end and the texts of the subjects; of the first, where they differ. */
	target: S['target'];
	end?: MuteEnd;
	texts: Texts;
	/** What a failure that is not of single users speaks of; batches with the same place fail together. */
	place: string;
}

/** How it ended; each output row comes from one of these. */
export type Outcome = Done | Failed;
export type Done = Subject & { rows: IDataObject[] };
export type Failed = Subject & { failure: Failure };

/** Two targets with the same key are one. */
export function targetKey(target: Target): string {
	return JSON.stringify(target);
}

/** Two subjects with the same key are one. */
export function subjectKey(subject: Subject): string {
	return `${targetKey(subject.target)} ${keyInTarget(subject)}`;
}

/** As {@link subjectKey}, of two that have the same target. */
export function keyInTarget({ userId = '', messageId, distinct, list }: Subject): string {
	if (messageId !== undefined) return messageId;
	if (distinct !== undefined) return `${userId} ${distinct}`;
	return list ? `${userId}${JSON.stringify([list.limit, list.type, list.scopes])}` : userId;
}

/** Who gets what is sent. */
export function receiverKey({ target, userId = '' }: Subject): string {
	return `${targetKey(target)} ${userId}`;
}

/** @param isMixed the subjects may be of several targets */
export function batchOf(subjects: readonly Subject[], isMixed = false): Batch {
	const [{ target, end, texts = {} }] = subjects;
	const isOnePlace = !isMixed && Object.keys(target).length > 0;
	return {
		subjects,
		target,
		end,
		texts,
		place: isOnePlace ? targetKey(target) : subjects.map(subjectKey).join(),
	};
}

/** How many users, places, messages or lists they are about. */
export function subjectCount(batches: readonly Batch[]): number {
	return batches.reduce((sum, { subjects }) => sum + subjects.length, 0);
}

export function userIdsOf({ subjects }: Batch): string[] {
	return subjects.flatMap(({ userId }) => userId ?? []);
}
