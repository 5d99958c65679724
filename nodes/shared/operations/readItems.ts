import { UserError, type IExecuteFunctions } from 'n8n-workflow';

import { choice, flag, listScopes, optionalText, positiveLimit } from '../input/choices';
import { isMissing, listUserIds, requiredId, shown } from '../input/ids';
import type { Parameters } from '../input/parameters';
import type { ListWish, Reading, Scopes, Subject, Texts } from '../model/batch';
import {
	assertNotPermanent,
	OF_BAN,
	OF_MUTE,
	parseDuration,
	parseUntil,
	type EndWords,
	type MuteEnd,
} from '../model/muteEnd';
import type { Operation, Resource, TargetIds, Text } from '../model/operation';
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
}

/** Reads and checks every item before anything is sent. */
export function readItems(
	context: IExecuteFunctions,
	parameters: Parameters,
	{ service, resource, operation }: ItemReader,
): Reading {
	const reading: Reading = { subjects: [], refused: [] };
	const itemCount = context.getInputData().length;
	const nowMs = Date.now();
	const zone = context.getTimezone();
	const isMuteList = operation.input === 'muteList';
	const isOfUsers = operation.input !== 'target' && operation.input !== 'list';
	for (let itemIndex = 0; itemIndex < itemCount; itemIndex++) {
		const read: ReadParameter = (name) => parameters.value(name, itemIndex);
		let subject: Subject = { itemIndex, target: {} };
		try {
			if (operation.target) {
				subject.target = resource.readTarget(targetIds(read, parameters, resource, operation));
			}
			const userIds = isOfUsers ? listUserIds(read('userIds')) : [];
			const isOfNobody = isMuteList && userIds.length === 0;
			// A list that is to be empty needs no end of a mute.
			if (!isOfNobody) {
				subject = { ...subject, ...readWish(read, resource, operation, nowMs, zone) };
				if (operation.texts) subject.texts = readTexts(read, operation.texts);
			}
			if (!isOfUsers || isOfNobody) reading.subjects.push(subject);
			for (const value of userIds) {
				try {
					const userId = service.checkUserId(requiredId(value, 'User IDs'));
					reading.subjects.push({ ...subject, userId });
				} catch (error) {
					reading.refused.push(failedInput(error, { ...subject, userId: asText(value) }));
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
	return {
		required: (name) => requiredId(read(name), displayName(name)),
		optional: (name, advice) => {
			if (!target.includes(name)) return undefined;
			const value = read(name);
			if (!isMissing(value)) return requiredId(value, displayName(name));
			if (!changesTarget || !parameters.isExpression(name)) return undefined;
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

function readTexts(read: ReadParameter, texts: readonly Text[]): Texts {
	const given = texts.flatMap(({ field: { name, displayName }, mostBytes }) => {
		const text = optionalText(read(name), displayName, mostBytes);
		return text === undefined ? [] : [[name, text]];
	});
	return Object.fromEntries(given) as Texts;
}

/** What was given in place of a user ID, to tell the failures of an item apart. */
function asText(value: unknown): string {
	return shown(typeof value === 'string' ? value : (JSON.stringify(value) ?? typeof value));
}
