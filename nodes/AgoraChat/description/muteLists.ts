import type { INodeProperties } from 'n8n-workflow';

import { muteListFields } from '../../shared/muteListTrigger/panel';
import { agoraMuteLists } from '../muteListTrigger';

export const muteListDescription: INodeProperties[] = [
	{
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Chat Group', value: 'chatGroup' },
			{ name: 'Chat Room', value: 'chatRoom' },
		],
		default: 'chatRoom',
	},
	...muteListFields({
		all: 'Every chat room, or every chat group, of the app, also those to come',
		idsName: agoraMuteLists.placesName,
		placeId: '262246968131585',
	}),
];
