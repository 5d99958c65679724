import type { INodeProperties } from 'n8n-workflow';

import type { TencentEndpoint } from '../../credentials/endpoints/tencent';
import type { WatchedService } from '../shared/muteListTrigger/watchedService';
import { hasMuting, isGone } from './details';
import { TOPIC_MARK } from './operations/group/target';
import { muteListFields } from '../shared/muteListTrigger/panel';
import { apiNamingField } from './operations/group/names';
import { tencentService } from './service';

/** Groups and topics: of the app all groups, as no list has the topics of them all. */
export const tencentMuteLists: WatchedService<TencentEndpoint> = {
	service: tencentService,
	resource: 'group',
	placesName: 'Group and Topic IDs',
	targetOf: (placeId) => {
		const [groupId, topic] = placeId.split(TOPIC_MARK);
		return { groupId, ...(topic !== undefined && { topicId: placeId }) };
	},
	placeIdIn: ({ groupId, type }) => (hasMuting(type) ? String(groupId) : undefined),
	isGone,
	sample: {
		groupId: '@TGS#2C5SZEAEF',
		userId: 'alice',
		muted: true,
		permanent: false,
		mutedUntil: '2027-01-31T18:00:00.000Z',
		remainingSeconds: 3600,
		change: 'muted',
	},
};

export const muteListTriggerFields: INodeProperties[] = [
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
		options: [apiNamingField],
	},
];
