import { userIdsOf } from '../../../shared/model/batch';
import { banState, userOutcomes } from '../../../shared/model/rows';
import { secondsOf } from '../../../shared/model/seconds';
import { batchSize } from '../../../shared/operations/options';
import { command, GROUP_SERVICE } from '../../api';
import { endTime, PERMANENT } from '../../ends';
import { reason, scopeOf, userFailure } from './members';
import { defineOperation } from './target';

const MAX_ACCOUNTS = 20;

/** Removes users, and keeps them from coming back. https://www.tencentcloud.com/document/product/1047/50296 */
export const ban = defineOperation({
	panel: {
		name: 'Ban',
		action: 'Ban users from group',
		description: 'Remove users from a group and keep them out, for a time or permanently',
	},
	input: 'ban',
	target: ['groupId'],
	texts: [reason],
	options: { batchSize: batchSize(MAX_ACCOUNTS) },
	most: MAX_ACCOUNTS,
	request: (batch, nowMs) =>
		command(GROUP_SERVICE, 'ban_group_member', {
			GroupId: batch.target.groupId,
			Members_Account: userIdsOf(batch),
			// For ever is documented for mutes alone: as a number it is 136 years.
			Duration: secondsOf(batch.end ?? null, nowMs, PERMANENT),
			...(batch.texts.reason && { Description: batch.texts.reason }),
		}),
	outcomes: ({ sentAtMs }, batch) => userOutcomes(batch, banState(endTime(batch.end, sentAtMs))),
	scopeOf,
	userFailure,
});

/** Who is not banned counts as unbanned. https://www.tencentcloud.com/document/product/1047/50297 */
export const unban = defineOperation({
	panel: {
		name: 'Unban',
		action: 'Unban users from group',
		description: 'Let banned users join a group again',
	},
	input: 'users',
	target: ['groupId'],
	options: { batchSize: batchSize(MAX_ACCOUNTS) },
	most: MAX_ACCOUNTS,
	request: (batch) =>
		command(GROUP_SERVICE, 'unban_group_member', {
			GroupId: batch.target.groupId,
			Members_Account: userIdsOf(batch),
		}),
	outcomes: (_, batch) => userOutcomes(batch, banState(null)),
	scopeOf,
	userFailure,
});
