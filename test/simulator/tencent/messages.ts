import { refused } from './codes';
import type { Command } from './command';
import { groupOf, placeOf } from './places';

/** §14: in an AVChatRoom nothing is done, and OK is said. */
export const deleteGroupMsgBySender: Command = {
	fields: ['GroupId', 'TopicId', 'Sender_Account'],
	run: ({ body, state }) => {
		const groupId = body.string('GroupId');
		const sender = body.string('Sender_Account');
		if (sender === '') throw refused(10004, 'Sender_Account is empty');
		const place = placeOf(body, state, groupId);
		if (groupOf(state, groupId).type !== 'AVChatRoom') {
			state.transcripts.deleteOf(place.id, sender, 1000);
		}
		return {};
	},
};
