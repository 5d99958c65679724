import { remainingMs, type MuteEnd } from '../shared/model/muteEnd';

/** Seconds; as a duration and, by what is known, as an end. */
export const PERMANENT = 4_294_967_295;
export const NOT_MUTED = 0;

/** A mute as the service takes it: seconds from now on; none lifts it. */
export function secondsOf(end: MuteEnd | null, nowMs: number): number {
	if (end === null) return NOT_MUTED;
	const ms = remainingMs(end, nowMs);
	return ms === null ? PERMANENT : Math.ceil(ms / 1000);
}
