import type { INodeProperties } from 'n8n-workflow';

import type { Message } from '../callbackService';

/** What a rule has found in a message: the word, the link, the repeated text, else a number. */
export interface Caught {
	text: string;
	/** It was caught before, with what belongs to it: the workflow knows already. */
	isFurther?: boolean;
}

/** A message as rules look at it: what is told of it, made once for all of them. */
export interface Judged {
	message: Message;
	/** All text of it, in each way in which it may be shown. */
	text: string;
	/** Those who take the message for theirs; no two triggers count together. */
	counts: Counts;
}

/** What has been counted, by whatever tells it apart. */
export interface Counts {
	/**
	 * Notes that something has happened, and tells how often it has within one window, this time included.
	 * @param who counts once, if given
	 * @param most there is no need to count further than one above
	 */
	add(what: readonly string[], atMs: number, windowMs: number, most: number, who?: string): number;
	/** Whether it is the first in a window; then it is noted. */
	isFirst(what: readonly string[], atMs: number, windowMs: number): boolean;
}

/** What a message can be caught for. V: what is set. */
export interface Rule<V = unknown> {
	/** The key in the node's parameter, and in what is put out. */
	name: string;
	/** Of the collection. */
	field: INodeProperties;
	/** What is set, with defaults for what is missing or out of its range. */
	read(value: unknown): V;
	/** Throws a UserError that names what is out of its range, and is not an expression's. */
	check?(value: unknown): void;
	/** It counts messages, and edits are none. */
	counts?: true;
	judge(judged: Judged, values: V): Caught | undefined;
}

/** Keeps the types of a rule's values together. */
export const defineRule = <V>(rule: Rule<V>): Rule => rule as Rule;
