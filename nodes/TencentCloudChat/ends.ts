import { remainingMs, type EndTime, type MuteEnd } from '../shared/model/muteEnd';

/** For ever, in seconds; as a duration and, by what is known, as an end. */
export const PERMANENT = 4_294_967_295;

/** The service counts from its own clock, in whole seconds; its answer does not tell the end. */
export function endTime(end: MuteEnd | undefined, sentAtMs: number): EndTime {
	const ms = end ? remainingMs(end, sentAtMs) : null;
	if (!end || ms === null) return 'permanent';
	if (end.kind === 'until') return end.atMs;
	return (Math.floor(sentAtMs / 1000) + Math.ceil(ms / 1000)) * 1000;
}
