import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

/** The parameters that the resources of both nodes have, as the editor shows them. */

/** Fields that belong to one resource, and show for it alone. */
export function forResource(resource: string, fields: INodeProperties[]): INodeProperties[] {
	return fields.map((field) => ({
		...field,
		displayOptions: {
			...field.displayOptions,
			show: { resource: [resource], ...field.displayOptions?.show },
		},
	}));
}

export function operationField(operations: INodePropertyOptions[]): INodeProperties {
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		options: [...operations].sort((a, b) => a.name.localeCompare(b.name)),
		default: 'mute',
	};
}

/** What can be done in every place. @param place what users are members of, in the service's own words: `group`, `chat room` */
export function placeOperations(place: string): INodePropertyOptions[] {
	return [
		{
			name: 'Get',
			value: 'get',
			description: `Get the name and size of a ${place}, and whether everybody is muted`,
			action: `Get a ${place}`,
		},
		{
			name: 'Get Many',
			value: 'getAll',
			description: `List many ${place}s of the app`,
			action: `Get many ${place}s`,
		},
		{
			name: 'Get Many Muted',
			value: 'getMuted',
			description: `List many users muted in a ${place}, and until when`,
			action: `Get many muted users of a ${place}`,
		},
		{
			name: 'Mute',
			value: 'mute',
			description: `Keep users from writing in a ${place}, for a time or permanently`,
			action: `Mute users in a ${place}`,
		},
		{
			name: 'Mute All',
			value: 'muteAll',
			description: `Keep everybody in the ${place} from writing until Unmute All`,
			action: `Mute everyone in a ${place}`,
		},
		{
			name: 'Sync Muted',
			value: 'syncMuted',
			description: `Make the mute list of a ${place} what the items name: everybody else on it is unmuted`,
			action: `Sync muted users of a ${place}`,
		},
		{
			name: 'Unmute',
			value: 'unmute',
			description: `Let the given users write in a ${place} again`,
			action: `Unmute users in a ${place}`,
		},
		{
			name: 'Unmute All',
			value: 'unmuteAll',
			description: 'End Mute All for everybody; single mutes stay',
			action: `Unmute everyone in a ${place}`,
		},
	];
}

/** What can be done to a user in the whole app. @param user in the service's own words: `account`, `user` */
export function appOperations(user: string): INodePropertyOptions[] {
	return [
		{
			name: 'Get',
			value: 'get',
			description: `Get whether ${user}s are muted in the whole app, and until when`,
			action: `Get the mutes of ${user}s in the whole app`,
		},
		{
			name: 'Mute',
			value: 'mute',
			description: `Keep ${user}s from writing anywhere in the app, for a time or permanently`,
			action: `Mute ${user}s in the whole app`,
		},
		{
			name: 'Unmute',
			value: 'unmute',
			description: `Lift the mutes of ${user}s in the whole app; those of single places stay`,
			action: `Unmute ${user}s in the whole app`,
		},
	];
}

/** @param operations those that are about users */
export function userIdsField(...operations: string[]): INodeProperties {
	return {
		displayName: 'User IDs',
		name: 'userIds',
		type: 'string',
		typeOptions: { rows: 2 },
		required: true,
		default: '={{ $json.userId }}',
		placeholder: 'e.g. alice, bob',
		description:
			'IDs of the users, separated by commas or line ends, a JSON list of them, or an expression for an array. An empty array means nobody.',
		displayOptions: { show: { operation: operations } },
	};
}

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
	displayOptions: { show: { operation: ['syncMuted'] } },
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
export function scopesField(options: INodePropertyOptions[]): INodeProperties {
	return { ...scopes, options, default: options.map(({ value }) => String(value)) };
}

export const limitFields: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
		displayOptions: { show: { operation: ['getAll'] } },
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { operation: ['getAll'], returnAll: [false] } },
	},
];

const MUTING = ['mute', 'syncMuted'];

export const muteForFields: INodeProperties[] = [
	{
		displayName: 'Mute For',
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
		displayOptions: { show: { operation: MUTING } },
	},
	{
		displayName: 'Duration',
		name: 'duration',
		type: 'number',
		required: true,
		default: 10,
		description: "How long the users stay muted, counted in 'Duration Unit'",
		displayOptions: { show: { operation: MUTING, muteFor: ['duration'] } },
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
		displayOptions: { show: { operation: MUTING, muteFor: ['duration'] } },
	},
	{
		displayName: 'Until',
		name: 'until',
		type: 'dateTime',
		default: '',
		description:
			"When the mute ends: ISO 8601, 2027-07-01 12:00 as SQL and sheets write it, or a date made with DateTime or Date. Without a zone, the workflow's time zone counts.",
		displayOptions: { show: { operation: MUTING, muteFor: ['until'] } },
	},
	{
		displayName: "The users stay muted until somebody runs 'Unmute' for them",
		name: 'permanentNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { operation: MUTING, muteFor: ['permanent'] } },
	},
];

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
		displayOptions: { hide: { operation: ['getAll'] } },
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

/** @param notice who may still write, which differs from service to service */
export function muteAllNotice(notice: string): INodeProperties {
	return {
		displayName: notice,
		name: 'muteAllNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { operation: ['muteAll'] } },
	};
}

const dryRunOption: INodeProperties = {
	displayName: 'Dry Run',
	name: 'dryRun',
	type: 'boolean',
	default: false,
	description:
		'Whether to only plan the requests and put them out, and send none. Sync Muted reads the lists, and puts out what it would do to whom.',
};

export const includeExpiredOption: INodeProperties = {
	displayName: 'Include Expired',
	name: 'includeExpired',
	type: 'boolean',
	default: false,
	description: 'Whether to also list mutes that have ended, should the service still report them',
	displayOptions: { show: { '/operation': ['getMuted'] } },
};

const maxRetriesOption: INodeProperties = {
	displayName: 'Max Retries',
	name: 'maxRetries',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 10 },
	default: 4,
	description:
		'How often a request is sent again when the service or the network fails for a moment',
};

const simplifyOption: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
	displayOptions: { show: { '/operation': ['get', 'getAll', 'getMuted'] } },
};

const timeoutOption: INodeProperties = {
	displayName: 'Timeout',
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 10000,
	description: 'How long to wait for the answer to one request, in milliseconds',
};

/** @param operations those whose requests take several users */
export function batchSizeOption(most: number, ...operations: string[]): INodeProperties {
	return {
		displayName: 'Batch Size',
		name: 'batchSize',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: most },
		default: most,
		description: `How many users to put into one request, ${most} at the most`,
		displayOptions: { show: { '/operation': operations } },
	};
}

/** @param own options that only some resources have */
export function optionsField(...own: INodeProperties[]): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [...own, dryRunOption, maxRetriesOption, simplifyOption, timeoutOption].sort((a, b) =>
			a.displayName.localeCompare(b.displayName),
		),
	};
}
