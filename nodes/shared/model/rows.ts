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

/** How a user stands: `{ muted, permanent, mutedUntil }`, the time as ISO 8601 in UTC. Null is not muted. */
export function muteState(end: EndTime | null): IDataObject {
	return {
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

/** What the operations on users put out when all users of the batch stand the same: `{ groupId, userId, muted, … }`. */
export function userOutcomes(batch: Batch, state: IDataObject): Outcome[] {
	return batch.users.map((user) => userOutcome(batch, user, state));
}

export function userOutcome(
	{ target }: Batch,
	{ userId, itemIndex }: NamedUser,
	state: IDataObject,
): Outcome {
	return { itemIndex, target, userId, rows: [{ ...target, userId, ...state }] };
}

/** The rows of the batch's target. */
export function targetOutcome({ itemIndex, target }: Batch, rows: IDataObject[]): Outcome[] {
	return [{ itemIndex, target, rows }];
}

/** The same failure for each user of the batch, or for its target if it has none. */
export function failedOutcomes(batch: Batch, failure: Failure): Outcome[] {
	const { itemIndex, target, users } = batch;
	if (users.length === 0) return [{ itemIndex, target, failure }];
	return users.map(({ userId, itemIndex }) => ({ itemIndex, target, userId, failure }));
}

function muteListRow(target: Target, userId: string, end: EndTime, nowMs: number): IDataObject {
	const expired = isExpired(end, nowMs);
	return {
		...target,
		userId,
		...muteState(end),
		muted: !expired,
		remainingSeconds: end === 'permanent' ? null : expired ? 0 : Math.ceil((end - nowMs) / 1000),
	};
}

function isExpired(end: EndTime, nowMs: number): boolean {
	return end !== 'permanent' && end <= nowMs;
}
