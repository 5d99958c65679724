import type { IDataObject } from 'n8n-workflow';

import type { Failure } from './failure';
import type { EndTime } from './muteEnd';
import type { Batch, NamedUser, Outcome, Target } from './service';

/** An entry of a service's mute list, its units already those of n8n. */
export interface MuteListEntry {
	userId: string;
	end: EndTime;
	/** The service's own row. */
	raw: IDataObject;
}

export interface ListOptions {
	simplify: boolean;
	includeExpired: boolean;
}

/** What every operation on users puts out: `{ groupId, userId, muted, permanent, mutedUntil }`, times as ISO 8601 in UTC. */
export function muteRow(target: Target, userId: string, end: EndTime | null): IDataObject {
	return {
		...target,
		userId,
		muted: end !== null,
		permanent: end === 'permanent',
		mutedUntil: typeof end === 'number' ? new Date(end).toISOString() : null,
	};
}

/** The rows of a mute list that count now; what has expired only where it is asked for. */
export function muteListRows(
	entries: readonly MuteListEntry[],
	target: Target,
	{ simplify, includeExpired }: ListOptions,
	nowMs: number,
): IDataObject[] {
	return entries
		.filter(({ end }) => includeExpired || !isExpired(end, nowMs))
		.map(({ userId, end, raw }) => (simplify ? muteListRow(target, userId, end, nowMs) : raw));
}

/** One row for each user of the batch. */
export function userOutcomes(batch: Batch, row: (userId: string) => IDataObject): Outcome[] {
	return batch.users.map((user) => ({ ...subject(batch, user), rows: [row(user.userId)] }));
}

/** The rows of the batch's target. */
export function targetOutcome({ itemIndex, target }: Batch, rows: IDataObject[]): Outcome[] {
	return [{ itemIndex, target, rows }];
}

/** The same failure for each user of the batch, or for its target if it has none. */
export function failedOutcomes(batch: Batch, failure: Failure): Outcome[] {
	const { itemIndex, target, users } = batch;
	if (users.length === 0) return [{ itemIndex, target, failure }];
	return users.map((user) => ({ ...subject(batch, user), failure }));
}

function subject({ target }: Batch, { userId, itemIndex }: NamedUser) {
	return { itemIndex, target, userId };
}

function muteListRow(target: Target, userId: string, end: EndTime, nowMs: number): IDataObject {
	const expired = isExpired(end, nowMs);
	return {
		...muteRow(target, userId, end),
		muted: !expired,
		remainingSeconds: end === 'permanent' ? null : expired ? 0 : Math.ceil((end - nowMs) / 1000),
	};
}

function isExpired(end: EndTime, nowMs: number): boolean {
	return end !== 'permanent' && end <= nowMs;
}
