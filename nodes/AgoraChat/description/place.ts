import type { INodeProperties } from 'n8n-workflow';

import {
	batchSizeOption,
	forResource,
	ifEmptyField,
	includeExpiredOption,
	limitFields,
	locator,
	muteAllNotice,
	muteForFields,
	operationField,
	optionsField,
	placeOperations,
	userIdsField,
} from '../../shared/operations/fields';
import { CHAT_GROUP, CHAT_ROOM, type PlaceKind } from '../places';
import { MAX_USERNAMES } from '../resources/place';

const OF_SEVERAL_USERS = ['mute', 'unmute', 'syncMuted', 'allow', 'disallow'];

export const chatRoomDescription = placeDescription('chatRoom', CHAT_ROOM, 'searchChatRooms');
export const chatGroupDescription = placeDescription('chatGroup', CHAT_GROUP, 'searchChatGroups');

function placeDescription(
	resource: string,
	{ idName, displayName, noun }: PlaceKind,
	searchListMethod: string,
): INodeProperties[] {
	return forResource(resource, [
		operationField([
			...placeOperations(noun),
			{
				name: 'Add to Allow List',
				value: 'allow',
				description: `Let users write in a ${noun} while everybody is muted, unless they are muted themselves`,
				action: `Add users to the allow list of a ${noun}`,
			},
			{
				name: 'Get Many Allowed',
				value: 'getAllowed',
				description: `List many users who can write in a ${noun} while everybody is muted`,
				action: `Get many allowed users of a ${noun}`,
			},
			{
				name: 'Remove From Allow List',
				value: 'disallow',
				description: `Let Mute All in a ${noun} count for the given users again`,
				action: `Remove users from the allow list of a ${noun}`,
			},
		]),
		locator(
			{ displayName, name: idName, required: true, description: `The ${noun} to act on` },
			searchListMethod,
			'66213271109633',
		),
		userIdsField(...OF_SEVERAL_USERS),
		...muteForFields,
		ifEmptyField,
		muteAllNotice(
			'Members on the allow list can still write. Mute All has no end, and is not part of the mute list: plan an Unmute All.',
		),
		...limitFields,
		optionsField(batchSizeOption(MAX_USERNAMES, ...OF_SEVERAL_USERS), includeExpiredOption),
	]);
}
