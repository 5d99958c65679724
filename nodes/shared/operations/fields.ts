import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { OF_BAN, OF_MUTE, type EndWords } from '../model/muteEnd';

/** The parameters that operations of both services have, as the editor shows them. */

export const userIdsField: INodeProperties = {
	displayName: 'User IDs',
	name: 'userIds',
	type: 'string',
	typeOptions: { rows: 2 },
	required: true,
	default: '={{ $json.userId }}',
	placeholder: 'e.g. alice, bob',
	description:
		'IDs of the users, separated by commas or line ends, a JSON list of them, or an expression for an array. An empty array means nobody.',
};

export const messageIdsField: INodeProperties = {
	...userIdsField,
	displayName: 'Message IDs',
	name: 'messageIds',
	default: '={{ $json.messageId }}',
	placeholder: 'e.g. 1204, 1205',
	description:
		'IDs of the messages, as the trigger puts them out, separated by commas or line ends, a JSON list of them, or an expression for an array. An empty array means none.',
};

export const ifEmptyField: INodeProperties = {
	displayName: 'If Empty',
	name: 'ifEmpty',
	type: 'options',
	options: [
		{
			name: 'Error',
			value: 'error',
			description: 'It is taken for a mistake, and nothing is sent',
		},
		{
			name: 'Unmute Everybody',
			value: 'unmuteAll',
			description: 'Nobody stays muted there. Mute All is not part of the list, and stays.',
		},
	],
	default: 'error',
	description: 'What it means when no item names a user for a place, but one has an empty array',
};

const scopes: INodeProperties = {
	displayName: 'Scopes',
	name: 'scopes',
	type: 'multiOptions',
	required: true,
	options: [],
	default: [],
	description: 'The channels of the app to act on. The others stay as they are.',
};

/** @param options the channels of the app; all are chosen unless the user chooses */
export function scopesField(options: readonly INodePropertyOptions[]): INodeProperties {
	return { ...scopes, options: [...options], default: options.map(({ value }) => String(value)) };
}

export const limitFields: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { returnAll: [false] } },
	},
];

/** The parameter that chooses how a mute ends. */
export const muteFor: INodeProperties = {
	displayName: OF_MUTE.chooser,
	name: 'muteFor',
	type: 'options',
	options: [
		{ name: 'Duration', value: 'duration', description: 'From now on, for a length of time' },
		{ name: 'Until Date', value: 'until', description: 'Up to a date and time' },
		{ name: 'Permanent', value: 'permanent', description: 'Until somebody unmutes the user' },
	],
	default: 'duration',
	description:
		'How long the users stay muted. Mute replaces a mute that is there; Sync Muted leaves one that is the same, or has no more of a duration left.',
};

export const banFor: INodeProperties = {
	...muteFor,
	displayName: OF_BAN.chooser,
	name: 'banFor',
	options: [
		{ name: 'Duration', value: 'duration', description: 'From now on, for a length of time' },
		{ name: 'Until Date', value: 'until', description: 'Up to a date and time' },
		{ name: 'Permanent', value: 'permanent', description: 'Until somebody unbans the user' },
	],
	description: 'How long the users stay out. A ban replaces one that is there.',
};

export const muteForFields = endFields(muteFor, 'muted', OF_MUTE);
export const banForFields = endFields(banFor, 'banned', OF_BAN);

/** @param state of the users until then */
function endFields(
	field: INodeProperties,
	state: string,
	{ act, undo }: EndWords,
): INodeProperties[] {
	const { name } = field;
	return [
		field,
		{
			displayName: 'Duration',
			name: 'duration',
			type: 'number',
			required: true,
			default: 10,
			description: `How long the users stay ${state}, counted in 'Duration Unit'`,
			displayOptions: { show: { [name]: ['duration'] } },
		},
		{
			displayName: 'Duration Unit',
			name: 'durationUnit',
			type: 'options',
			options: [
				{ name: 'Days', value: 'days' },
				{ name: 'Hours', value: 'hours' },
				{ name: 'Minutes', value: 'minutes' },
				{ name: 'Seconds', value: 'seconds' },
				{ name: 'Weeks', value: 'weeks' },
			],
			default: 'minutes',
			description: "Unit of 'Duration'",
			displayOptions: { show: { [name]: ['duration'] } },
		},
		{
			displayName: 'Until',
			name: 'until',
			type: 'dateTime',
			default: '',
			description: `When the ${act} ends: ISO 8601, 2027-07-01 12:00 as SQL and sheets write it, or a date made with DateTime or Date. Without a zone, the workflow's time zone counts.`,
			displayOptions: { show: { [name]: ['until'] } },
		},
		{
			displayName: `The users stay ${state} until somebody runs '${undo}' for them`,
			name: 'permanentNotice',
			type: 'notice',
			default: '',
			displayOptions: { show: { [name]: ['permanent'] } },
		},
	];
}

/** A resource locator: picked from a list that the service gives, or by ID. */
export function locator(
	field: Pick<INodeProperties, 'displayName' | 'name' | 'description' | 'required' | 'hint'>,
	searchListMethod: string,
	idPlaceholder: string,
): INodeProperties {
	return {
		...field,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod, searchable: true },
			},
			{ displayName: 'By ID', name: 'id', type: 'string', placeholder: `e.g. ${idPlaceholder}` },
		],
	};
}
