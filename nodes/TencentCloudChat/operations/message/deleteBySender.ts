import type { Failure } from '../../../shared/model/failure';
import { failed, userOutcome } from '../../../shared/model/rows';
import { command, GROUP_SERVICE, groupInfo } from '../../api';
import { groupTypeIn } from '../../details';
import { defineOperation, placeFields } from '../group/target';

const DELETED = { deleted: true };

const NO_HISTORY: Failure = {
	message: 'An AVChatRoom keeps no messages that could be deleted',
	advice: "Use 'Mute', so that no more come.",
	code: 'NO_HISTORY',
	retry: 'no',
	scope: 'target',
};

/** Of the last 1,000 messages of a group, those of one sender. https://www.tencentcloud.com/document/product/1047/34970 */
export const deleteBySender = defineOperation({
	panel: {
		name: 'Delete by Sender',
		action: 'Delete messages by sender',
		description:
			'Delete what users have written, among the last 1,000 messages of a group or topic',
		notice: 'Apps that are open keep showing the messages until they load the history anew.',
	},
	input: 'users',
	target: ['groupId', 'topicId'],
	changesTarget: true,
	most: 1,
	request: ({ target, subjects: [{ userId }] }) =>
		command(GROUP_SERVICE, 'delete_group_msg_by_sender', {
			...placeFields(target),
			Sender_Account: userId,
		}),
	// In an AVChatRoom the service says OK, and does nothing. A topic is in none.
	outcomes: (_, { subjects: [subject], target }) => [
		target.topicId ? userOutcome(subject, DELETED) : { open: subject, next: checkType },
	],
});

/** Once for each group, however many users. */
const checkType = defineOperation({
	input: 'users',
	target: ['groupId'],
	most: Infinity,
	request: ({ target }) => groupInfo([target.groupId], ['Type']),
	outcomes: ({ body }, { subjects }) => {
		const isDone = groupTypeIn(body) !== 'AVChatRoom';
		return subjects.map((subject) =>
			isDone ? userOutcome(subject, DELETED) : failed(subject, NO_HISTORY),
		);
	},
});
