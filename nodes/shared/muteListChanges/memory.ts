import type { IDataObject } from 'n8n-workflow';

import { isObject } from '../http/json';
import { placeIdIn } from './remembered';

/** What a node has seen of its places so far, in n8n's static data. */
export interface Memory {
	/** The last poll as a whole went wrong, and that was told. */
	readonly isFailing: boolean;
	/** What is kept of these places as texts, those that have waited longest first. */
	of(scope: string, placeIds: readonly string[]): ReadonlyMap<string, string>;
	keep(scope: string, texts: ReadonlyMap<string, string>): void;
	fail(): void;
}

interface Seen {
	/** The app, and the kind of places. */
	scope: string;
	/** One text for each place, in the order of reading. */
	places: readonly string[];
	isFailing?: true;
}

/**
 * n8n saves the data when it publishes the workflow and with whatever starts it; its durable scheduler after each poll
 * but that of publishing. What was seen since is in n8n's memory alone, as a node has no other way to save: after a
 * restart lists are compared with what was saved, so that what was put out is not put out again.
 */
export function recall(data: IDataObject): Memory {
	const seen: Partial<Seen> = isObject(data.seen) ? data.seen : {};
	const { scope: seenScope = '', places = [] } = seen;
	const write = (now: Seen) => {
		data.seen = { ...now }; // one assignment, so that it is saved whole or not at all
	};
	return {
		isFailing: seen.isFailing === true,
		of: (scope, placeIds) => {
			const wanted = new Set(placeIds);
			const known = scope === seenScope ? places.map((text) => [placeIdIn(text), text]) : [];
			return new Map(known.filter(([placeId]) => wanted.has(placeId)) as Array<[string, string]>);
		},
		keep: (scope, texts) => write({ scope, places: [...texts.values()] }),
		fail: () => write({ scope: seenScope, places, isFailing: true }),
	};
}
