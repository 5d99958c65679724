import type { IDataObject } from 'n8n-workflow';

import type { Batch, Done, Failed, Outcome, Scopes, Subject, Target } from './batch';
import type { Failure } from './failure';
import { endTimeOf, type EndTime } from './muteEnd';

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

/** As {@link muteState}, with `remainingSeconds`, null for a permanent mute. */
export function remainingState(end: EndTime | null, nowMs: number): IDataObject {
	const remainingSeconds = end === 'permanent' ? null : secondsUntil(end ?? nowMs, nowMs);
	return { ...muteState(end), muted: remainingSeconds !== 0, remainingSeconds };
}

/** As {@link muteState}, of a ban: `{ banned, permanent, bannedUntil }`. */
export function banState(end: EndTime | null): IDataObject {
	const { muted, permanent, mutedUntil } = muteState(end);
	return { banned: muted, permanent, bannedUntil: mutedUntil };
}

/** As {@link remainingState}, of a ban. */
export function remainingBan(end: EndTime, nowMs: number): IDataObject {
	return { ...banState(end), remainingSeconds: remainingState(end, nowMs).remainingSeconds };
}

/** How a user stands in channels of the whole app, by channel. */
export function scopeStates(
	ends: Readonly<Record<string, EndTime | null>>,
	nowMs: number,
): IDataObject {
	return Object.fromEntries(
		Object.entries(ends).map(([scope, end]) => [scope, remainingState(end, nowMs)]),
	);
}

/** As {@link scopeStates}, of what was asked for at this moment. */
export function wantedStates(scopes: Scopes, sentAtMs: number): IDataObject {
	const ends = Object.entries(scopes).map(([scope, end]) => [
		scope,
		end && endTimeOf(end, sentAtMs),
	]);
	return scopeStates(Object.fromEntries(ends) as Record<string, EndTime | null>, sentAtMs);
}

/** Services may list what has ended. */
export function isInForce({ end }: MuteListEntry, nowMs: number): boolean {
	return end === 'permanent' || end > nowMs;
}

/** The rows of a mute list that count now; what has expired only where it is asked for. */
export function muteListRows(
	entries: readonly MuteListEntry[],
	target: Target,
	{ simplify, includeExpired }: ListOptions,
	nowMs: number,
): IDataObject[] {
	return entries
		.filter((entry) => includeExpired || isInForce(entry, nowMs))
		.map(({ userId, end, raw }) =>
			simplify ? { ...target, userId, ...remainingState(end, nowMs) } : raw,
		);
}

/** What the operations on users put out when all users of the batch stand the same: `{ groupId, userId, muted, … }`. */
export function userOutcomes({ subjects }: Batch, state: IDataObject): Outcome[] {
	return subjects.map((subject) => userOutcome(subject, state));
}

export function userOutcome(subject: Subject, state: IDataObject): Done {
	const { target, userId } = subject;
	return done(subject, [{ ...target, userId, ...state }]);
}

/** As many rows of a list as are wanted. */
export function listOutcomes(rows: readonly IDataObject[], batch: Batch): Outcome[] {
	return [done(batch.subjects[0], rows.slice(0, limitOf(batch)))];
}

/** How many rows of a list are wanted. */
export function limitOf({ subjects: [{ list }] }: Batch): number {
	return list?.limit ?? Infinity;
}

/** A message that nobody sees any more: `{ groupId, userId?, messageId, recalled }`. */
export function recalledMessage(subject: Subject): Done {
	return messageOutcome(subject, { recalled: true });
}

/** One that the service does not know (any more). @param afterLost a lost try of our own has recalled it, it seems */
export function goneMessage(subject: Subject, afterLost = false): Done {
	return messageOutcome(subject, afterLost ? { recalled: true } : { recalled: false, gone: true });
}

function messageOutcome(subject: Subject, state: IDataObject): Done {
	const { senderId, ...place } = subject.target;
	const { userId = senderId, messageId } = subject;
	return done(subject, [
		{ ...place, ...(userId !== undefined && { userId }), messageId, ...state },
	]);
}

export function done(subject: Subject, rows: IDataObject[]): Done {
	return { ...subject, rows };
}

export function failed(subject: Subject, failure: Failure): Failed {
	return { ...subject, failure };
}

/** The same failure for all of the batch; where a mute list fails, for all who should be on it. */
export function failedOutcomes({ subjects }: Batch, failure: Failure): Outcome[] {
	return subjects
		.flatMap((subject) => {
			const named = subject.muteList?.named ?? [];
			return named.length > 0 ? named : subject;
		})
		.map((subject) => failed(subject, failure));
}

function secondsUntil(atMs: number, nowMs: number): number {
	return Math.max(0, Math.ceil((atMs - nowMs) / 1000));
}
