import type { INodeProperties } from 'n8n-workflow';

import {
	muteAllNotice,
	muteForFields,
	operationField,
	optionsField,
	userIdsField,
} from '../../shared/fields';
import { MAX_USERNAMES } from '../service';

export const chatRoomDescription: INodeProperties[] = [
	operationField('chatRoom', 'chat room'),
	{
		displayName: 'Chat Room',
		name: 'chatRoomId',
		type: 'resourceLocator',
		required: true,
		default: { mode: 'id', value: '' },
		description: 'The chat room to act on',
		modes: [
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. 66213271109633',
			},
		],
	},
	userIdsField,
	...muteForFields,
	muteAllNotice(
		'Members on the allow list can still write. Mute All has no end: plan an Unmute All.',
	),
	optionsField(MAX_USERNAMES),
];
