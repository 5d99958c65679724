import { userIdsOf } from '../../../shared/model/batch';
import { flag } from '../../../shared/input/choices';
import type { Option } from '../../../shared/model/operation';
import { userOutcomes } from '../../../shared/model/rows';
import { batchSize } from '../../../shared/operations/options';
import { command, GROUP_SERVICE, groupInfo } from '../../api';
import { groupTypeIn } from '../../details';
import { reason, scopeOf, userFailure } from './members';
import { defineOperation } from './target';

const MAX_ACCOUNTS = 100;

const silent: Option<boolean> = {
	field: {
		displayName: 'Silent',
		name: 'silent',
		type: 'boolean',
		default: false,
		description: 'Whether the group is not told that the users were removed',
	},
	read: (value) => flag(value ?? false, 'Silent'),
};

/** Who is no member counts as removed. https://www.tencentcloud.com/document/product/1047/34949 */
export const removeMembers = defineOperation({
	panel: {
		name: 'Remove Members',
		action: 'Remove members from group',
		description: 'Remove users from a group. They may come back at once: Ban keeps them out.',
	},
	input: 'users',
	target: ['groupId'],
	texts: [reason],
	options: { batchSize: batchSize(MAX_ACCOUNTS), silent },
	most: MAX_ACCOUNTS,
	request: (batch, _, { options }) =>
		command(GROUP_SERVICE, 'delete_group_member', {
			GroupId: batch.target.groupId,
			MemberToDel_Account: userIdsOf(batch),
			...(options.silent && { Silence: 1 }),
			...(batch.texts.reason && { Reason: batch.texts.reason }),
		}),
	outcomes: (_, batch) => userOutcomes(batch, { removed: true }),
	scopeOf,
	userFailure,
	diagnosis: {
		request: ({ groupId }) => groupInfo([groupId], ['Type']),
		failure: (body) =>
			groupTypeIn(body) === 'AVChatRoom'
				? {
						code: 10004,
						retry: 'no',
						scope: 'target',
						message: 'Nobody can be removed from an AVChatRoom',
						advice: "Use 'Ban', or 'Mute'.",
					}
				: undefined,
	},
});
