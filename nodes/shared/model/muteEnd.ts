import { DateTime } from 'luxon';
import { UserError } from 'n8n-workflow';

/** When a mute ends. It is for ever only where somebody chose so, never because a field was missing. */
export type MuteEnd =
	| { kind: 'after'; ms: number }
	| { kind: 'until'; atMs: number }
	| { kind: 'permanent' };

/** The moment a mute ends, in ms since 1970, or that it never does. */
export type EndTime = number | 'permanent';

const UNIT_MS: ReadonlyMap<unknown, number> = new Map([
	['seconds', 1000],
	['minutes', 60_000],
	['hours', 3_600_000],
	['days', 86_400_000],
	['weeks', 604_800_000],
]);

/** How much earlier a permanent mute has to be feared: for clocks that differ, and for requests that are sent again. */
export const LONGEST_CLOCK_ERROR_MS = 86_400_000;

/** So far may the service's clock be from ours, and its whole seconds from what was asked. */
export const CLOCK_JITTER_MS = 5000;
/** Dates this close are one: a sheet has no more than minutes. */
const SAME_DATE_MS = 60_000;

/** Fields the messages below name by their display names. */
/** What an end is of, in the words of the editor. */
export interface EndWords {
	act: string;
	/** Operation that lifts it. */
	undo: string;
	/** Display name of the parameter that chooses how it ends. */
	chooser: string;
}

export const OF_MUTE: EndWords = { act: 'mute', undo: 'Unmute', chooser: 'Mute For' };
export const OF_BAN: EndWords = { act: 'ban', undo: 'Unban', chooser: 'Ban For' };

const DURATION = "'Duration' parameter";
const UNTIL = "'Until' parameter";

/** A date as SQL and sheets write it, the year first: `2027-07-01 12:00:00.5 +02`, `2027/7/1 9:05`. */
const YEAR_FIRST =
	/^(\d{4})([-/])(\d\d?)\2(\d\d?)(?:[t\s]\s*(\d\d?)(:\d\d(?::\d\d(?:[.,]\d+)?)?)\s*(.*))?$/i;
/** An offset or the name of a region. Letters such as CST are left out: they stand for several zones. */
const ZONE = /^(?:z|utc|gmt|[+-]\d\d(?::?\d\d)?|[a-z_]+\/\S+)?$/i;
/** `01/07/2027` is 1 July or 7 January. */
const YEAR_LAST = /^\d\d?([-/.])\d\d?\1\d{2,4}\b/;
/** Seconds, milliseconds, a sheet's days: a number does not say. Eight digits are a date of ISO 8601. */
const BARE_NUMBER = /^(?!\d{8}$)[+-]?\d+(?:[.,]\d+)?$/;

/** Throws a UserError unless the duration is a finite number above zero, of at least a second. */
export function parseDuration(
	duration: unknown,
	unit: unknown,
	{ act, undo, chooser }: EndWords = OF_MUTE,
): MuteEnd {
	const unitMs = UNIT_MS.get(unit);
	if (unitMs === undefined) {
		throw new UserError(
			`The 'Duration Unit' parameter is not one of ${[...UNIT_MS.keys()].join(', ')}`,
		);
	}
	const number =
		typeof duration === 'string' && duration.trim() !== '' ? Number(duration) : duration;
	if (typeof number !== 'number' || !Number.isFinite(number)) {
		throw new UserError(`The ${DURATION} is not a number`);
	}
	const ms = Math.round(number * unitMs);
	if (ms < 1000) {
		throw new UserError(`The ${DURATION} is shorter than one second`, {
			description: `To lift a ${act}, use the '${undo}' operation. To ${act} for ever, set '${chooser}' to 'Permanent'.`,
		});
	}
	return { kind: 'after', ms };
}

/**
 * Throws a UserError unless `until` is a date and time in the future.
 * @param until text in ISO 8601 or as SQL and sheets write it, a luxon DateTime or a Date
 * @param zone time zone of a text that names none, as n8n does it: the workflow's
 */
export function parseUntil(
	until: unknown,
	nowMs: number,
	zone: string,
	{ act, undo }: EndWords = OF_MUTE,
): MuteEnd {
	const atMs = toMillis(until, zone);
	if (Number.isNaN(atMs)) {
		throw new UserError(`The ${UNTIL} is not a date and time`, { description: dateAdvice(until) });
	}
	if (atMs <= nowMs) {
		throw new UserError(`The ${UNTIL} is in the past: ${new Date(atMs).toISOString()}`, {
			description: `To lift a ${act}, use the '${undo}' operation.`,
		});
	}
	// Whole seconds, so that ends computed item by item with $now share requests.
	return { kind: 'until', atMs: Math.ceil(atMs / 1000) * 1000 };
}

/** The time a mute has left, in ms, at least 1; null when it is permanent. An `until` keeps its end however late the request goes. */
export function remainingMs(end: MuteEnd, nowMs: number): number | null {
	if (end.kind === 'permanent') return null;
	return end.kind === 'after' ? end.ms : Math.max(1, end.atMs - nowMs);
}

/** When a mute that was asked for at this moment ends. */
export function endTimeOf(end: MuteEnd | undefined, sentAtMs: number): EndTime {
	const ms = end ? remainingMs(end, sentAtMs) : null;
	return ms === null ? 'permanent' : sentAtMs + ms;
}

/**
 * Whether a mute that is there is as good as the one that is wanted. One for a time is, while it has no more than
 * that left: it is not started anew each time.
 */
export function isSameEnd(wanted: MuteEnd | undefined, there: EndTime, nowMs: number): boolean {
	if (!wanted || wanted.kind === 'permanent' || there === 'permanent') {
		return endTimeOf(wanted, nowMs) === there;
	}
	return wanted.kind === 'after'
		? there - nowMs <= wanted.ms + CLOCK_JITTER_MS
		: Math.abs(there - wanted.atMs) <= SAME_DATE_MS;
}

/** Of a mute that is told of more than once. */
export function laterEnd(one: EndTime | undefined, other: EndTime): EndTime {
	if (one === 'permanent' || other === 'permanent') return 'permanent';
	return Math.max(one ?? other, other);
}

/** Throws a UserError if the service would take the end for its own permanent value. */
export function assertNotPermanent(
	end: MuteEnd,
	longestMs: number,
	nowMs: number,
	{ act, chooser }: EndWords = OF_MUTE,
): void {
	const ms = remainingMs(end, nowMs);
	if (ms === null || ms <= longestMs) return;
	throw new UserError(
		`The ${end.kind === 'until' ? UNTIL : DURATION} is so long that the service would ${act} for ever`,
		{
			description: `Choose a shorter time, or set '${chooser}' to 'Permanent'.`,
		},
	);
}

/** Two ends with the same key can share a request. */
export function muteEndKey(end: MuteEnd | undefined): string {
	if (!end || end.kind === 'permanent') return 'permanent';
	return end.kind === 'after' ? `after ${end.ms}` : `until ${end.atMs}`;
}

function toMillis(until: unknown, zone: string): number {
	if (typeof until === 'string') return readText(until.trim(), zone).toMillis();
	if (until instanceof Date) return until.getTime();
	return DateTime.isDateTime(until) ? until.toMillis() : Number.NaN;
}

function readText(text: string, zone: string): DateTime {
	if (BARE_NUMBER.test(text)) return DateTime.invalid('a number');
	const iso = DateTime.fromISO(text, { zone });
	return iso.isValid ? iso : DateTime.fromSQL(asSql(text), { zone });
}

/** Sheets leave out zeros, and have slashes. Empty for what is written otherwise. */
function asSql(text: string): string {
	const [, year, , month, day, hour = '0', minutes = ':00', zone = ''] =
		YEAR_FIRST.exec(text) ?? [];
	if (!year || !ZONE.test(zone)) return '';
	const [mm, dd, hh] = [month, day, hour].map((digits) => digits.padStart(2, '0'));
	return `${year}-${mm}-${dd} ${hh}${minutes} ${zone}`.trim();
}

function dateAdvice(until: unknown): string {
	if (typeof until === 'string' && YEAR_LAST.test(until.trim())) {
		return 'Write the year first, as in 2027-01-31 18:00: else day and month can be taken for each other.';
	}
	return 'Use ISO 8601, such as 2027-01-31T18:00:00Z, or 2027-01-31 18:00 with or without a zone (+08:00, Asia/Shanghai), or a date made with DateTime or Date. A number is none: it does not say what it counts.';
}
