import { UserError, type INodeProperties } from 'n8n-workflow';

import type { AgoraEndpoint } from '../../credentials/endpoints/agora';
import { shown } from '../shared/input/ids';
import type { WatchedService } from '../shared/muteListTrigger/watchedService';
import { muteListFields } from '../shared/muteListTrigger/panel';
import { CHAT_GROUP, CHAT_ROOM, isPlaceId } from './places';
import { agoraService } from './service';

/** The service's own words, while a proxy has a status alone. */
const GONE = new Set<unknown>(['resource_not_found', 'service_resource_not_found']);
const PLACES_NAME = 'Chat Room or Group IDs';

/** Chat rooms or chat groups. */
export const agoraMuteLists: WatchedService<AgoraEndpoint> = {
	service: agoraService,
	resource: 'chatRoom',
	placesName: PLACES_NAME,
	targetOf: (placeId, resource) => {
		const { idName, noun } = resource === 'chatGroup' ? CHAT_GROUP : CHAT_ROOM;
		if (isPlaceId(placeId)) return { [idName]: placeId };
		throw new UserError(
			`The '${PLACES_NAME}' parameter has an ID that is none of a ${noun}: ${shown(placeId)}`,
			{
				description: `IDs of ${noun}s are the digits that Agora Chat gives them, such as 66213271109633.`,
			},
		);
	},
	placeIdIn: ({ chatRoomId, chatGroupId }) => String(chatRoomId ?? chatGroupId),
	isGone: ({ code }) => GONE.has(code),
	sample: {
		chatRoomId: '262246968131585',
		userId: 'alice',
		muted: true,
		permanent: false,
		mutedUntil: '2027-01-31T18:00:00.000Z',
		remainingSeconds: 3600,
		change: 'muted',
	},
};

export const muteListTriggerFields: INodeProperties[] = [
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
