import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { Input, Operation, Resource } from '../model/operation';
import { groupBy } from '../model/lists';
import {
	banForFields,
	ifEmptyField,
	limitFields,
	messageIdsField,
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

/** An operation by its name; where it is another one in each kind of place, one of these. */
interface Entry {
	name: string;
	where?: string;
	operation: Operation;
}

function fieldsOf({ operations, byWhere, target, scopes }: Resource): INodeProperties[] {
	const entries: Entry[] = [
		...Object.entries(byWhere?.operations ?? {}).flatMap(([name, places]) =>
			Object.entries(places).map(([where, operation]) => ({ name, where, operation })),
		),
		...Object.entries(operations).map(([name, operation]) => ({ name, operation })),
	];
	const shown = (has: (operation: Operation) => unknown, ...fields: INodeProperties[]) => {
		const conditions = conditionsOf(
			entries,
			({ operation }) => has(operation),
			byWhere?.field.name,
		);
		return fields.flatMap((field) => conditions.map((show) => shownFor(field, show)));
	};
	const reading =
		(inputs: readonly Input[]) =>
		({ input }: Operation) =>
			inputs.includes(input);
	const texts = new Set(entries.flatMap(({ operation }) => operation.texts ?? []));
	return [
		operationField(entries, operations.mute ? 'mute' : entries[0].name),
		...(byWhere ? [shownFor(byWhere.field, { operation: Object.keys(byWhere.operations) })] : []),
		...target.flatMap((field) =>
			shown((operation) => operation.target?.includes(field.name), field),
		),
		...shown(reading(OF_USERS), userIdsField),
		...shown(reading(['messages']), messageIdsField),
		...(scopes ? shown(reading(OF_SCOPES), scopesField(scopes)) : []),
		...shown(reading(OF_MUTES), ...muteForFields),
		...shown(reading(['ban']), ...banForFields),
		...shown(reading(['muteList']), ifEmptyField),
		...[...texts].flatMap((text) =>
			shown((operation) => operation.texts?.includes(text), text.field),
		),
		...entries.flatMap(({ name, operation: { panel } }) =>
			panel?.notice ? noticeField(name, panel.notice) : [],
		),
		...shown(reading(['list']), ...limitFields),
		...entries.flatMap(({ operation }) =>
			operation.listType ? shown((one) => one === operation, operation.listType) : [],
		),
		optionsField(entries, byWhere?.field.name),
	];
}

type Show = NonNullable<NonNullable<INodeProperties['displayOptions']>['show']>;

/** When a field shows that some operations have: once for all, and once for those that have it in the same places alone. */
function conditionsOf(
	entries: readonly Entry[],
	has: (entry: Entry) => unknown,
	whereName = '',
	prefix = '',
): Show[] {
	const everywhere: string[] = [];
	const somewhere: Array<{ name: string; places: string[] }> = [];
	for (const [name, same] of groupBy(entries, (entry) => entry.name)) {
		const having = same.filter(has);
		const places = having.flatMap(({ where }) => where ?? []);
		if (having.length === same.length) everywhere.push(name);
		else if (having.length > 0) somewhere.push({ name, places });
	}
	return [
		...(everywhere.length > 0 ? [{ [`${prefix}operation`]: everywhere }] : []),
		...[...groupBy(somewhere, ({ places }) => places.join()).values()].map((same) => ({
			[`${prefix}operation`]: same.map(({ name }) => name),
			[`${prefix}${whereName}`]: same[0].places,
		})),
	];
}

/** The field with a further condition. */
function shownFor(field: INodeProperties, show: Show): INodeProperties {
	const { displayOptions } = field;
	return {
		...field,
		displayOptions: { ...displayOptions, show: { ...show, ...displayOptions?.show } },
	};
}

const byName = (options: readonly INodePropertyOptions[]) =>
	[...options].sort((a, b) => a.name.localeCompare(b.name));

function operationField(entries: readonly Entry[], byDefault: string): INodeProperties {
	// Where it is another one in each kind of place, all are called the same.
	const panels = new Map(entries.map(({ name, operation: { panel } }) => [name, panel]));
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		options: byName(
			[...panels].flatMap(([value, panel]) => {
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
function optionsField(entries: readonly Entry[], whereName?: string): INodeProperties {
	const having = new Map<string, { field: INodeProperties; operations: Set<Operation> }>();
	for (const { operation } of entries) {
		for (const { field } of Object.values(operation.options ?? {})) {
			const key = JSON.stringify(field);
			const known = having.get(key) ?? { field, operations: new Set() };
			having.set(key, known);
			known.operations.add(operation);
		}
	}
	const own = [...having.values()].flatMap(({ field, operations }) =>
		conditionsOf(entries, ({ operation }) => operations.has(operation), whereName, '/').map(
			(show) => shownFor(field, show),
		),
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
