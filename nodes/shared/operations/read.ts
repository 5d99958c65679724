import { UserError, type IExecuteFunctions } from 'n8n-workflow';

import { choice, listScopes, positiveLimit } from '../input/choices';
import { isMissing, listUserIds, requiredId, shown } from '../input/ids';
import { flag } from '../input/options';
import type { Parameters } from '../input/parameters';
import type { ListWish, Reading, Scopes, Subject } from '../model/batch';
import { assertNotPermanent, parseDuration, parseUntil, type MuteEnd } from '../model/muteEnd';
import type { Operation, Resource, Service, TargetIds } from '../model/service';
import { wholeMuteLists } from './wholeMuteLists';
import { failedInput } from './refused';

const OF_USERS: ReadonlySet<Operation['input']> = new Set(['users', 'mute', 'muteList']);

/** Reads a parameter of the item at hand; a resource locator gives the value within. */
type ReadParameter = (name: string) => unknown;

/** What the items are read by. */
export interface Reader {
	service: Pick<Service, 'checkUserId'>;
	resource: Resource;
	operation: Operation;
}

/** Reads and checks every item before anything is sent. */
export function readItems(
	context: IExecuteFunctions,
	parameters: Parameters,
	{ service, resource, operation }: Reader,
): Reading {
	const reading: Reading = { subjects: [], refused: [] };
	const itemCount = context.getInputData().length;
	const nowMs = Date.now();
	const zone = context.getTimezone();
	const isMuteList = operation.input === 'muteList';
	const isOfUsers = OF_USERS.has(operation.input);
	for (let itemIndex = 0; itemIndex < itemCount; itemIndex++) {
		const read: ReadParameter = (name) => parameters.value(name, itemIndex);
		let subject: Subject = { itemIndex, target: {} };
		try {
			if (operation.input !== 'list') {
				subject.target = resource.readTarget(targetIds(read, parameters, operation));
			}
			const userIds = isOfUsers ? listUserIds(read('userIds')) : [];
			const isOfNobody = isMuteList && userIds.length === 0;
			// A list that is to be empty needs no end of a mute.
			if (!isOfNobody) {
				subject = { ...subject, ...readWish(read, resource, operation, nowMs, zone) };
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
	{ scopes, longestMuteMs }: Resource,
	{ input, listTypes }: Operation,
	nowMs: number,
	zone: string,
): Pick<Subject, 'end' | 'scopes' | 'list'> {
	const end = input === 'mute' || input === 'muteList' ? parseEnd(read, nowMs, zone) : undefined;
	if (end) assertNotPermanent(end, longestMuteMs(nowMs), nowMs);
	const chosen = scopes && listScopes(read('scopes'), scopes);
	if (input === 'list') return { list: { ...readList(read, listTypes), scopes: chosen } };
	return chosen ? { scopes: withEnd(chosen, end ?? null) } : { end };
}

function withEnd(scopes: readonly string[], end: MuteEnd | null): Scopes {
	return Object.fromEntries(scopes.map((scope) => [scope, end]));
}

function readList(read: ReadParameter, types: Operation['listTypes']): ListWish {
	const limit = flag(read('returnAll') ?? false, 'Return All')
		? Infinity
		: positiveLimit(read('limit'));
	if (!types) return { limit };
	const type = choice(read(types.name), types.displayName, types.values);
	return { limit, ...(type !== types.values[0] && { type }) };
}

function targetIds(
	read: ReadParameter,
	parameters: Parameters,
	{ changesTarget }: Operation,
): TargetIds {
	return {
		required: (name, displayName) => requiredId(read(name), displayName),
		optional: (name, displayName, advice) => {
			const value = read(name);
			if (!isMissing(value)) return requiredId(value, displayName);
			if (!changesTarget || !parameters.isExpression(name)) return undefined;
			throw new UserError(`The expression in the '${displayName}' parameter gives nothing`, {
				description: advice,
			});
		},
	};
}

function parseEnd(read: ReadParameter, nowMs: number, zone: string): MuteEnd {
	const muteFor = read('muteFor');
	switch (muteFor) {
		case 'duration':
			return parseDuration(read('duration'), read('durationUnit'));
		case 'until':
			return parseUntil(read('until'), nowMs, zone);
		case 'permanent':
			return { kind: 'permanent' };
		default:
			throw new UserError("The 'Mute For' parameter is not one of duration, until, permanent");
	}
}

/** What was given in place of a user ID, to tell the failures of an item apart. */
function asText(value: unknown): string {
	return shown(typeof value === 'string' ? value : (JSON.stringify(value) ?? typeof value));
}
