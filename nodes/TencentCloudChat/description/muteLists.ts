import type { INodeProperties } from 'n8n-workflow';

import { muteListFields } from '../../shared/muteListTrigger/panel';
import { tencentMuteLists } from '../muteListTrigger';
import { apiNamingOption } from './group';

export const muteListDescription: INodeProperties[] = [
	...muteListFields({
		all: 'Every group of the app that has muting, also those to come; topics have to be named',
		idsName: tencentMuteLists.placesName,
		placeId: '@TGS#2C5SZEAEF',
		more: 'The ID of a topic begins with that of its group, and means the topic alone',
	}),
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [apiNamingOption],
	},
];
