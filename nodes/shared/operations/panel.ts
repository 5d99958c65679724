import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { Input, Operation, Resource } from '../model/operation';
import { groupBy } from '../model/lists';
import {
	banForFields,
	ifEmptyField,
	limitFields,
	muteForFields,
	scopesField,
	userIdsField,
} from './fields';
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
