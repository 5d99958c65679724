import { createHash } from 'node:crypto';

import { UserError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import type { Endpoint } from '../../../credentials/endpoints/endpoint';
import { choice, flag, listScopes, positiveLimit } from '../input/choices';
import { isMissing, listIds, listUserIds, requiredId, shown } from '../input/ids';
import type { Parameters } from '../input/parameters';
import type { ListWish, Reading, Scopes, Subject, Target } from '../model/batch';
import { textOf } from '../model/json';
import {
	assertNotPermanent,
	OF_BAN,
	OF_MUTE,
	parseDuration,
	parseUntil,
	type EndWords,
	type MuteEnd,
} from '../model/muteEnd';
import type { Operation, Resource, TargetIds } from '../model/operation';
import type { Service } from '../model/service';
import { banFor, muteFor } from './fields';
import { failedInput } from './refused';
import { wholeMuteLists } from './wholeMuteLists';

/** Reads a parameter of the item at hand; a resource locator gives the value within. */
type ReadParameter = (name: string) => unknown;

/** What the items are read by. */
export interface ItemReader {
	service: Pick<Service, 'checkUserId'>;
	resource: Resource;
	operation: Operation;
	endpoint: Endpoint;
}

/** Reads and checks the items before anything is sent. */
export function readItems(
	context: IExecuteFunctions,
	parameters: Parameters,
	{ service, resource, operation, endpoint }: ItemReader,
	itemIndexes: Iterable<number>,
): Reading {
	const reading: Reading = { subjects: [], refused: [] };
	const items = context.getInputData();
	const nowMs = Date.now();
	const zone = context.getTimezone();
	const isMuteList = operation.input === 'muteList';
	for (const itemIndex of itemIndexes) {
		const read: ReadParameter = (name) => parameters.value(name, itemIndex);
		let subject: Subject = { itemIndex, target: {} };
		try {
			if (operation.target) {
				subject.target = resource.readTarget(targetIds(read, parameters, resource, operation));
			}
			const named = namedIn(read, service, operation);
			const isOfNobody = isMuteList && named?.values.length === 0;
			// A list that is to be empty needs no end of a mute.
			if (!isOfNobody) {
				subject = { ...subject, ...readWish(read, resource, operation, nowMs, zone) };
				if (operation.texts) subject = { ...subject, ...readTexts(read, operation, endpoint) };
				if (operation.input === 'messages') subject.userId = authorIn(items[itemIndex]);
			}
			if (!named || isOfNobody) reading.subjects.push(subject);
			for (const value of named?.values ?? []) {
				try {
					reading.subjects.push({ ...subject, ...named?.check(value) });
				} catch (error) {
					reading.refused.push(
						failedInput(error, { ...subject, ...named?.asGiven(asText(value)) }),
					);
				}
			}
		} catch (error) {
			reading.refused.push(failedInput(error, subject));
		}
	}
	return isMuteList
		? wholeMuteLists(reading, (itemIndex) => parameters.value('ifEmpty', itemIndex))
		: reading;
}

/** The users or the messages that an item lists; each is a subject of its own. */
interface Named {
	values: unknown[];
	/** Throws a UserError for what is no ID. */
	check(value: unknown): Partial<Subject>;
	asGiven(text: string): Partial<Subject>;
}

/** Nothing, where an item is about its target alone. */
function namedIn(
	read: ReadParameter,
	service: ItemReader['service'],
	{ input, checkMessageId = String }: Operation,
): Named | undefined {
	switch (input) {
		case 'target':
		case 'list':
			return undefined;
		case 'messages':
			return {
				values: listIds(read('messageIds'), 'Message IDs'),
				check: (value) => ({ messageId: checkMessageId(requiredId(value, 'Message IDs')) }),
				asGiven: (messageId) => ({ messageId }),
			};
		default:
			return {
				values: listUserIds(read('userIds')),
				check: (value) => ({ userId: service.checkUserId(requiredId(value, 'User IDs')) }),
				asGiven: (userId) => ({ userId }),
			};
	}
}

/** Whose message it is, where the item tells: it is put out, for what comes next. */
function authorIn({ json: { userId } }: INodeExecutionData): string | undefined {
	return textOf(userId) || undefined;
}

/** What an item says beside whom it names. */
function readWish(
	read: ReadParameter,
	resource: Resource,
	{ input, listType }: Operation,
	nowMs: number,
	zone: string,
): Pick<Subject, 'end' | 'scopes' | 'list'> {
	const readEnd = (name = muteFor.name, words = OF_MUTE) => {
		const end = parseEnd(read, name, words, nowMs, zone);
		assertNotPermanent(end, resource.longestMuteMs(nowMs), nowMs, words);
		return end;
	};
	switch (input) {
		case 'mute':
		case 'muteList':
			return { end: readEnd() };
		case 'ban':
			return { end: readEnd(banFor.name, OF_BAN) };
		case 'appMute': {
			const end = readEnd();
			return { scopes: withEnd(readScopes(read, resource), end) };
		}
		case 'appUsers':
			return { scopes: withEnd(readScopes(read, resource), null) };
		case 'list': {
			const scopes = resource.scopes && readScopes(read, resource);
			return { list: { ...readList(read, listType), scopes } };
		}
		default:
			return {};
	}
}

function readScopes(read: ReadParameter, { scopes = [] }: Resource): string[] {
	return listScopes(
		read('scopes'),
		scopes.map(({ value }) => String(value)),
	);
}

function withEnd(scopes: readonly string[], end: MuteEnd | null): Scopes {
	return Object.fromEntries(scopes.map((scope) => [scope, end]));
}

function readList(read: ReadParameter, listType: Operation['listType']): ListWish {
	const limit = flag(read('returnAll') ?? false, 'Return All')
		? Infinity
		: positiveLimit(read('limit'));
	if (!listType) return { limit };
	const all = String(listType.default);
	const others = (listType.options ?? []).flatMap((option) =>
		'value' in option && option.value !== all ? String(option.value) : [],
	);
	const type = choice(read(listType.name), listType.displayName, [all, ...others]);
	return { limit, ...(type !== all && { type }) };
}

function targetIds(
	read: ReadParameter,
	parameters: Parameters,
	resource: Resource,
	{ target = [], changesTarget }: Operation,
): TargetIds {
	const displayName = (name: string) =>
		resource.target.find((field) => field.name === name)?.displayName ?? name;
	const mustBeNamed = (others: Target) =>
		typeof changesTarget === 'function' ? changesTarget(others) : changesTarget;
	return {
		has: (name) => target.includes(name),
		required: (name) => requiredId(read(name), displayName(name)),
		optional: (name, advice, others) => {
			if (!target.includes(name)) return undefined;
			const value = read(name);
			if (!isMissing(value)) return requiredId(value, displayName(name));
			if (!mustBeNamed(others) || !parameters.isExpression(name)) return undefined;
			throw new UserError(`The expression in the '${displayName(name)}' parameter gives nothing`, {
				description: advice,
			});
		},
	};
}

function parseEnd(
	read: ReadParameter,
	name: string,
	words: EndWords,
	nowMs: number,
	zone: string,
): MuteEnd {
	switch (read(name)) {
		case 'duration':
			return parseDuration(read('duration'), read('durationUnit'), words);
		case 'until':
			return parseUntil(read('until'), nowMs, zone, words);
		case 'permanent':
			return { kind: 'permanent' };
		default:
			throw new UserError(
				`The '${words.chooser}' parameter is not one of duration, until, permanent`,
			);
	}
}

function readTexts(
	read: ReadParameter,
	{ texts = [], once }: Operation,
	endpoint: Endpoint,
): Pick<Subject, 'texts' | 'distinct'> {
	const given: Array<[string, string]> = [];
	for (const { field, read: readText } of texts) {
		const text = readText(read(field.name), endpoint);
		if (text !== undefined) given.push([field.name, text]);
	}
	return {
		texts: Object.fromEntries(given),
		// Short, as there is one for each user.
		...(once && { distinct: createHash('sha256').update(JSON.stringify(given)).digest('base64') }),
	};
}

/** What was given in place of an ID, to tell the failures of an item apart. */
function asText(value: unknown): string {
	return shown(typeof value === 'string' ? value : (JSON.stringify(value) ?? typeof value));
}
