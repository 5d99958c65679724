import type { INodeProperties } from 'n8n-workflow';

/** The parameters both nodes have, as the editor shows them. */

/** @param place what users are members of, in the service's own words: `group`, `chat room` */
export function operationField(resource: string, place: string): INodeProperties {
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [resource] } },
		options: [
			{
				name: 'Get Many Muted',
				value: 'getMuted',
				description: `List many users muted in a ${place}, and until when`,
				action: 'Get many muted users',
			},
			{
				name: 'Mute',
				value: 'mute',
				description: 'Keep users from writing, for a time or permanently',
				action: 'Mute users',
			},
			{
				name: 'Mute All',
				value: 'muteAll',
				description: `Nobody in the ${place} can write until Unmute All`,
				action: `Mute everyone in ${place}`,
			},
			{
				name: 'Unmute',
				value: 'unmute',
				description: 'Let the given users write again',
				action: 'Unmute users',
			},
			{
				name: 'Unmute All',
				value: 'unmuteAll',
				description: 'Ends Mute All for everybody; single mutes stay',
				action: `Unmute everyone in ${place}`,
			},
		],
		default: 'mute',
	};
}

export const userIdsField: INodeProperties = {
	displayName: 'User IDs',
	name: 'userIds',
	type: 'string',
	typeOptions: { rows: 2 },
	required: true,
	default: '={{ $json.userId }}',
	placeholder: 'e.g. alice, bob',
	description:
		'IDs of the users, separated by commas or line ends, or an expression for an array of IDs. An empty array means nobody.',
	displayOptions: { show: { operation: ['mute', 'unmute'] } },
};

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
		description: 'How long the users stay muted. A mute that is there already is replaced.',
		displayOptions: { show: { operation: ['mute'] } },
	},
	{
		displayName: 'Duration',
		name: 'duration',
		type: 'number',
		required: true,
		default: 10,
		description: "How long the users stay muted, counted in 'Duration Unit'",
		displayOptions: { show: { operation: ['mute'], muteFor: ['duration'] } },
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
		displayOptions: { show: { operation: ['mute'], muteFor: ['duration'] } },
	},
	{
		displayName: 'Until',
		name: 'until',
		type: 'dateTime',
		default: '',
		description:
			"When the mute ends: ISO 8601, or a date made with DateTime or Date. Without a zone, the workflow's time zone counts.",
		displayOptions: { show: { operation: ['mute'], muteFor: ['until'] } },
	},
	{
		displayName: "The users stay muted until somebody runs 'Unmute' for them",
		name: 'permanentNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { operation: ['mute'], muteFor: ['permanent'] } },
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
	description: 'Whether to only plan the requests and put them out, and send none',
};

const includeExpiredOption: INodeProperties = {
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
	displayOptions: { show: { '/operation': ['getMuted'] } },
};

const timeoutOption: INodeProperties = {
	displayName: 'Timeout',
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 10000,
	description: 'How long to wait for the answer to one request, in milliseconds',
};

function batchSizeOption(maxUsersPerRequest: number): INodeProperties {
	return {
		displayName: 'Batch Size',
		name: 'batchSize',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: maxUsersPerRequest },
		default: maxUsersPerRequest,
		description: `How many users to put into one request, ${maxUsersPerRequest} at the most`,
		displayOptions: { show: { '/operation': ['mute', 'unmute'] } },
	};
}

/** @param own options that only one service has */
export function optionsField(
	maxUsersPerRequest: number,
	own: INodeProperties[] = [],
): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			...own,
			batchSizeOption(maxUsersPerRequest),
			dryRunOption,
			includeExpiredOption,
			maxRetriesOption,
			simplifyOption,
			timeoutOption,
		].sort((a, b) => a.displayName.localeCompare(b.displayName)),
	};
}
