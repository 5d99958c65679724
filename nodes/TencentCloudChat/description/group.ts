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
import { MAX_ACCOUNTS } from '../resources/group';

export const apiNamingOption: INodeProperties = {
	displayName: 'API Naming',
	name: 'apiNaming',
	type: 'options',
	options: [
		{ name: 'Current', value: 'current', description: 'MuteTime, MuteAllMember' },
		{ name: 'Legacy', value: 'legacy', description: 'ShutUpTime, ShutUpAllMember' },
	],
	default: 'current',
	description:
		'Names of the fields in requests. Tencent renamed them in 2022; only old deployments want the legacy ones.',
};

const groupTypeField: INodeProperties = {
	displayName: 'Group Type',
	name: 'groupType',
	type: 'options',
	options: [
		{ name: 'Any', value: 'any' },
		{ name: 'AVChatRoom', value: 'AVChatRoom' },
		{ name: 'Community', value: 'Community' },
		{ name: 'Meeting (ChatRoom)', value: 'ChatRoom' },
		{ name: 'Public', value: 'Public' },
		{ name: 'Work (Private)', value: 'Private' },
	],
	default: 'any',
	description: 'Type of the groups to list',
	displayOptions: { show: { operation: ['getAll'] } },
};

export const groupDescription = forResource('group', [
	operationField(placeOperations('group')),
	locator(
		{
			displayName: 'Group',
			name: 'groupId',
			required: true,
			description: 'The group to act on. Work (Private) groups have no muting.',
		},
		'searchGroups',
		'@TGS#2C5SZEAEF',
	),
	locator(
		{
			displayName: 'Topic',
			name: 'topicId',
			description: 'A topic of the group, to act on that topic alone',
			hint: 'Only Community groups have topics. Leave empty for the group itself.',
		},
		'searchTopics',
		'@TGS#_@TGS#cQVLVHIM62CJ@TOPIC#_@TOPIC#cRTE3HIM62C5',
	),
	userIdsField('mute', 'unmute', 'syncMuted'),
	...muteForFields,
	ifEmptyField,
	muteAllNotice(
		'The owner and the admins of the group can still write. Mute All has no end, and is not part of the mute list: plan an Unmute All.',
	),
	...limitFields,
	groupTypeField,
	optionsField(
		apiNamingOption,
		batchSizeOption(MAX_ACCOUNTS, 'mute', 'unmute', 'syncMuted'),
		includeExpiredOption,
	),
]);
