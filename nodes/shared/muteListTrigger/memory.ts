import type { IDataObject } from 'n8n-workflow';

import { isObject } from '../model/json';
import { placeIdIn } from './snapshot';

/** What a node has seen of its places so far. */
export interface Memory {
	/** The last poll as a whole went wrong, and that was told. */
	readonly isFailing: boolean;
	/** Whether what this poll finds counts: the workflow was not published anew meanwhile. */
	isCurrent(): boolean;
	/** What is kept of each place as text, those that have waited longest first. */
	of(scope: string): ReadonlyMap<string, string>;
	keep(scope: string, texts: ReadonlyMap<string, string>): void;
	fail(): void;
}

interface Seen {
	/** The app, and the kind of places. */
	scope: string;
	/** One text for each place, in the order of reading. */
	places: readonly string[];
	isFailing?: true;
	/** When, in ms since 1970. */
	at: number;
}

/** What was seen last in this process, by node. */
const inProcess = new Map<string, Seen>();
/** What is not looked at for so long is of a workflow that is published no more. */
const FORGOTTEN_MS = 86_400_000;

/**
 * n8n saves a node's static data when it publishes the workflow and with whatever starts it; its durable scheduler after
 * each poll but that of publishing, or, without durable cursors, with what starts the workflow alone, and gives each poll
 * what was saved. So what was seen is kept in this process, too, and the newer counts. After a restart lists are compared
 * with what was saved, so that what was put out is not put out again.
 */
export function openMemory(node: string, data: IDataObject, isCurrent: () => boolean): Memory {
	const seen = newer(isObject(data.seen) ? data.seen : {}, inProcess.get(node) ?? {});
	const { scope: seenScope = '', places = [] } = seen;
	const write = (now: Omit<Seen, 'at'>) => {
		if (!isCurrent()) return;
		const written = { ...now, at: Date.now() };
		data.seen = written; // one assignment, so that it is saved whole or not at all
		remember(node, written);
	};
	return {
		isFailing: seen.isFailing === true,
		isCurrent,
		of: (scope) =>
			new Map(scope === seenScope ? places.map((text) => [placeIdIn(text), text]) : []),
		keep: (scope, texts) => write({ scope, places: [...texts.values()] }),
		fail: () => write({ scope: seenScope, places, isFailing: true }),
	};
}

const newer = (one: Partial<Seen>, other: Partial<Seen>): Partial<Seen> =>
	(other.at ?? 0) > (one.at ?? 0) ? other : one;

function remember(node: string, seen: Seen): void {
	for (const [key, { at }] of inProcess) if (at < seen.at - FORGOTTEN_MS) inProcess.delete(key);
	inProcess.set(node, seen);
}
