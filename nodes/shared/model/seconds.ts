import { UnexpectedReply, unixTime } from './json';
import { remainingMs, type EndTime, type MuteEnd } from './muteEnd';

/** Mutes as services count them: in seconds from now on, with a number that stands for ever, and none for no mute. */
const NOT_MUTED = 0;
/** No Date is later. */
const LATEST_MS = 8.64e15;

/** @param permanent what the service takes for ever */
export function secondsOf(end: MuteEnd | null, nowMs: number, permanent: number): number {
	if (end === null) return NOT_MUTED;
	const ms = remainingMs(end, nowMs);
	return ms === null ? permanent : Math.ceil(ms / 1000);
}

/**
 * When a mute ends that has so many seconds left; what is left out is none. Throws UnexpectedReply for what is no number.
 * @param isPermanent whether the service means for ever by that
 */
export function endIn(
	answer: unknown,
	field: string,
	isPermanent: (seconds: number) => boolean,
	nowMs: number,
): EndTime | null {
	const seconds = answer ?? NOT_MUTED;
	if (typeof seconds !== 'number') throw new UnexpectedReply(`'${field}' is not a number`);
	if (isPermanent(seconds)) return 'permanent';
	if (seconds === NOT_MUTED) return null;
	const end = nowMs + unixTime(seconds, field) * 1000;
	return end > LATEST_MS ? 'permanent' : end;
}
