import { LONGEST_CLOCK_ERROR_MS } from '../../../shared/model/muteEnd';
import type { Resource } from '../../../shared/model/operation';
import { PERMANENT_EXPIRE } from '../../ends';
import type { PlaceKind } from '../../places';
import { allow, disallow } from './allow';
import { ban, unban } from './ban';
import { get } from './get';
import { getAll } from './getAll';
import { getAllowed } from './getAllowed';
import { getBanned } from './getBanned';
import { getMuted } from './getMuted';
import { mute } from './mute';
import { muteAll, unmuteAll } from './muteAll';
import { removeMembers } from './removeMembers';
import { syncMuted } from './syncMuted';
import { readTarget, targetField } from './target';
import { unmute } from './unmute';

/** Chat rooms or chat groups. */
export function placeResource(kind: PlaceKind): Resource {
	const { resource, displayName } = kind;
	return {
		panel: { name: displayName, value: resource },
		target: [targetField(kind)],
		readTarget: (ids) => readTarget(ids, kind),
		longestMuteMs: (nowMs) => PERMANENT_EXPIRE - LONGEST_CLOCK_ERROR_MS - nowMs,
		operations: {
			allow: allow(kind),
			ban: ban(kind),
			disallow: disallow(kind),
			get: get(kind),
			getAll: getAll(kind),
			getAllowed: getAllowed(kind),
			getBanned: getBanned(kind),
			getMuted: getMuted(kind),
			mute: mute(kind),
			muteAll: muteAll(kind),
			removeMembers: removeMembers(kind),
			syncMuted: syncMuted(kind),
			unban: unban(kind),
			unmute: unmute(kind),
			unmuteAll: unmuteAll(kind),
		},
	};
}
