import type { INodeProperties } from 'n8n-workflow';

import {
	locator,
	muteAllNotice,
	muteForFields,
	operationField,
	optionsField,
	userIdsField,
} from '../../shared/fields';
import { MAX_USERNAMES } from '../service';

export const chatRoomDescription: INodeProperties[] = [
	operationField('chatRoom', 'chat room'),
	locator(
		{
			displayName: 'Chat Room',
			name: 'chatRoomId',
			required: true,
			description: 'The chat room to act on',
		},
		'searchChatRooms',
		'66213271109633',
	),
	userIdsField,
	...muteForFields,
	muteAllNotice(
		'Members on the allow list can still write. Mute All has no end, and is not part of the mute list: plan an Unmute All.',
	),
	optionsField(MAX_USERNAMES),
];
