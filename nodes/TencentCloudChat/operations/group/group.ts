import { LONGEST_CLOCK_ERROR_MS } from '../../../shared/model/muteEnd';
import type { Resource } from '../../../shared/model/operation';
import { PERMANENT } from '../../ends';
import { ban, unban } from './ban';
import { get } from './get';
import { getAll } from './getAll';
import { getBanned } from './getBanned';
import { getMuted } from './getMuted';
import { mute } from './mute';
import { muteAll, unmuteAll } from './muteAll';
import { removeMembers } from './removeMembers';
import { syncMuted } from './syncMuted';
import { readTarget, targetFields } from './target';
import { unmute } from './unmute';

/** Groups, and the topics of Community groups. */
export const group: Resource = {
	panel: { name: 'Group', value: 'group', description: 'Groups and topics' },
	target: targetFields,
	readTarget,
	longestMuteMs: (nowMs) => PERMANENT * 1000 - LONGEST_CLOCK_ERROR_MS - nowMs,
	operations: {
		ban,
		get,
		getAll,
		getBanned,
		getMuted,
		mute,
		muteAll,
		removeMembers,
		syncMuted,
		unban,
		unmute,
		unmuteAll,
	},
};
