import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { Input, Operation, Resource } from '../model/operation';
import { groupBy } from '../model/lists';
import { sendFields } from './options';

/** What the editor shows of the operations: all of it follows from their definitions. */

/** @param others what the node offers beside its resources */
export function resourceField(
	resources: Readonly<Record<string, Resource>>,
	byDefault: string,
	...others: INodePropertyOptions[]
): INodeProperties {
	return {
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: byName([...others, ...Object.values(resources).map(({ panel }) => panel)]),
		default: byDefault,
	};
}

/** The parameters of all operations. */
export function operationFields(resources: Readonly<Record<string, Resource>>): INodeProperties[] {
	return Object.entries(resources).flatMap(([name, resource]) =>
		forResource(name, fieldsOf(resource)),
	);
}

/** Fields that belong to one resource, and show for it alone. */
export function forResource(resource: string, fields: INodeProperties[]): INodeProperties[] {
	return fields.map((field) => shownFor(field, { resource: [resource] }));
}

const OF_USERS: readonly Input[] = ['users', 'mute', 'ban', 'appUsers', 'appMute', 'muteList'];
const OF_MUTES: readonly Input[] = ['mute', 'appMute', 'muteList'];
const OF_SCOPES: readonly Input[] = ['appUsers', 'appMute', 'list'];

function fieldsOf({ operations, target, scopes }: Resource): INodeProperties[] {
	const entries = Object.entries(operations);
	const where = (has: (operation: Operation) => unknown, ...fields: INodeProperties[]) => {
		const names = entries.filter(([, operation]) => has(operation)).map(([name]) => name);
		return fields.flatMap((field) =>
			names.length > 0 ? shownFor(field, { operation: names }) : [],
		);
	};
	const reading =
		(inputs: readonly Input[]) =>
		({ input }: Operation) =>
			inputs.includes(input);
	return [
		operationField(entries, operations.mute ? 'mute' : entries[0][0]),
		...target.flatMap((field) =>
			where((operation) => operation.target?.includes(field.name), field),
		),
		...where(reading(OF_USERS), userIdsField),
		...(scopes ? where(reading(OF_SCOPES), scopesField(scopes)) : []),
		...where(reading(OF_MUTES), ...muteForFields),
		...where(reading(['ban']), ...banForFields),
		...where(reading(['muteList']), ifEmptyField),
		...textFields(entries),
		...entries.flatMap(([name, { panel }]) =>
			panel?.notice ? noticeField(name, panel.notice) : [],
		),
		...where(reading(['list']), ...limitFields),
		...entries.flatMap(([name, { listType }]) =>
			listType ? shownFor(listType, { operation: [name] }) : [],
		),
		optionsField(entries),
	];
}

/** A text that several operations have shows once for all of them. */
function textFields(entries: ReadonlyArray<[string, Operation]>): INodeProperties[] {
	const all = entries.flatMap(([name, { texts = [] }]) =>
		texts.map(({ field }) => [field, name] as const),
	);
	return [...groupBy(all, ([field]) => field)].map(([field, uses]) =>
		shownFor(field, { operation: uses.map(([, name]) => name) }),
	);
}

/** The field with a further condition. */
function shownFor(
	field: INodeProperties,
	show: NonNullable<INodeProperties['displayOptions']>['show'],
): INodeProperties {
	const { displayOptions } = field;
	return {
		...field,
		displayOptions: { ...displayOptions, show: { ...show, ...displayOptions?.show } },
	};
}

const byName = (options: readonly INodePropertyOptions[]) =>
	[...options].sort((a, b) => a.name.localeCompare(b.name));

function operationField(
	entries: ReadonlyArray<[string, Operation]>,
	byDefault: string,
): INodeProperties {
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		options: byName(
			entries.flatMap(([value, { panel }]) => {
				if (!panel) return [];
				const { name, description, action } = panel;
				return { name, value, description, action };
			}),
		),
		default: byDefault,
	};
}

const userIdsField: INodeProperties = {
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

const ifEmptyField: INodeProperties = {
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
function scopesField(options: readonly INodePropertyOptions[]): INodeProperties {
	return { ...scopes, options: [...options], default: options.map(({ value }) => String(value)) };
}

const limitFields: INodeProperties[] = [
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
};

export const banFor: INodeProperties = {
	...muteFor,
	displayName: 'Ban For',
	name: 'banFor',
	options: [
		{ name: 'Duration', value: 'duration', description: 'From now on, for a length of time' },
		{ name: 'Until Date', value: 'until', description: 'Up to a date and time' },
		{ name: 'Permanent', value: 'permanent', description: 'Until somebody unbans the user' },
	],
	description: 'How long the users stay out. A ban replaces one that is there.',
};

const muteForFields = endFields(muteFor, 'muted', 'mute', 'Unmute');
const banForFields = endFields(banFor, 'banned', 'ban', 'Unban');

/** @param chooser what says how it ends, the other words are in the texts */
function endFields(
	chooser: INodeProperties,
	state: string,
	what: string,
	undo: string,
): INodeProperties[] {
	const { name } = chooser;
	return [
		chooser,
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
			description: `When the ${what} ends: ISO 8601, 2027-07-01 12:00 as SQL and sheets write it, or a date made with DateTime or Date. Without a zone, the workflow's time zone counts.`,
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

function noticeField(operation: string, notice: string): INodeProperties {
	return {
		displayName: notice,
		name: `${operation}Notice`,
		type: 'notice',
		default: '',
		displayOptions: { show: { operation: [operation] } },
	};
}

/** An option shows for the operations that have it; where these take different numbers of users, once for each number. */
function optionsField(entries: ReadonlyArray<[string, Operation]>): INodeProperties {
	const fields = new Map<string, { field: INodeProperties; names: string[] }>();
	for (const [name, { options = {} }] of entries) {
		for (const { field } of Object.values(options)) {
			const key = JSON.stringify(field);
			const known = fields.get(key);
			if (known) known.names.push(name);
			else fields.set(key, { field, names: [name] });
		}
	}
	const own = [...fields.values()].map(({ field, names }) =>
		shownFor(field, { '/operation': names }),
	);
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [...own, ...sendFields].sort((a, b) => a.displayName.localeCompare(b.displayName)),
	};
}
