import type { IDataObject } from 'n8n-workflow';

import type { Target } from '../model/batch';
import { CLOCK_JITTER_MS, laterEnd } from '../model/muteEnd';
import { remainingState } from '../model/rows';

/** How a mute list can change, in the order of the panel. */
export const CHANGES = ['changed', 'ended', 'muted', 'unmuted'] as const;
export type Change = (typeof CHANGES)[number];

/** When a mute ends, in whole seconds since 1970, which is what both services are sure to tell apart. */
export type End = number | 'permanent';

/** Who is muted in a place, and until when. */
export type MuteList = ReadonlyMap<string, End>;

/** A service that counts from its own clock may tell an end that is a little off: that is no change. */
const JITTER_SECONDS = CLOCK_JITTER_MS / 1000;

export interface Comparison {
	/** Rows as those of Get Many Muted, with what has changed. */
	changes: IDataObject[];
	/** To be compared with the next time. */
	list: MuteList;
}

/**
 * What has changed in the mute list of a place. A list that is seen for the first time is only remembered.
 * @param rows of Get Many Muted, without what has expired
 * @param atMs when they were read
 */
export function compareLists(
	before: MuteList | undefined,
	rows: readonly IDataObject[],
	target: Target,
	atMs: number,
): Comparison {
	const list = new Map<string, End>();
	const changes: IDataObject[] = [];
	const tell = (row: IDataObject, change: Change) => {
		if (before) changes.push({ ...row, change });
	};
	for (const [userId, row] of byUser(rows)) {
		const end = endOf(row);
		const known = before?.get(userId);
		// Else a service whose ends creep would never be found out.
		const isSame = known !== undefined && isSameEnd(known, end);
		list.set(userId, isSame ? known : end);
		if (!isSame) tell(row, known === undefined ? 'muted' : 'changed');
	}
	for (const [userId, end] of before ?? []) {
		if (list.has(userId)) continue;
		tell(
			{ ...target, userId, ...remainingState(null, atMs) },
			isReached(end, atMs) ? 'ended' : 'unmuted',
		);
	}
	return { changes, list };
}

/** A user whom a service lists twice counts once, with the later end. */
function byUser(rows: readonly IDataObject[]): ReadonlyMap<string, IDataObject> {
	const rowOf = new Map<string, IDataObject>();
	for (const row of rows) {
		const userId = String(row.userId);
		const other = rowOf.get(userId);
		if (!other || laterEnd(endOf(other), endOf(row)) === endOf(row)) rowOf.set(userId, row);
	}
	return rowOf;
}

function endOf({ permanent, mutedUntil }: IDataObject): End {
	return permanent === true ? 'permanent' : Math.floor(Date.parse(String(mutedUntil)) / 1000);
}

function isSameEnd(one: End, other: End): boolean {
	if (one === 'permanent' || other === 'permanent') return one === other;
	return Math.abs(one - other) <= JITTER_SECONDS;
}

function isReached(end: End, atMs: number): boolean {
	return end !== 'permanent' && end - JITTER_SECONDS <= atMs / 1000;
}
