import { unixTime } from '../shared/model/json';
import type { EndTime } from '../shared/model/muteEnd';

export const PERMANENT_DURATION = -1;
/** What a permanent mute reads as: 2117-01-01 in Beijing. Server SDKs say so, the current pages do not; -1 is taken, too. */
export const PERMANENT_EXPIRE = 4_638_873_600_000;

/** When a mute ends, from the `expire` of a reply or a callback, in ms since 1970. Throws UnexpectedReply for what is no time. */
export function endOf(expire: number): EndTime {
	if (expire === PERMANENT_DURATION || expire >= PERMANENT_EXPIRE) return 'permanent';
	return unixTime(expire, 'expire');
}
