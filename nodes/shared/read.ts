import { UserError, type IExecuteFunctions } from 'n8n-workflow';

import { assertNotPermanent, parseDuration, parseUntil, type MuteEnd } from './model/muteEnd';
import type { Parameters } from './input/parameters';
import type { Task } from './plan';
import type { Failed, Operation, Service, Target, TargetIds } from './model/service';
import { isMissing, listUserIds, requiredId, shown } from './input/ids';

/** Reads a parameter of the item at hand; a resource locator gives the value within. */
type ReadParameter = (name: string) => unknown;

export interface Reading {
	tasks: Task[];
	/** What can't be sent, each with the parameter and the item at fault. */
	refused: Failed[];
}

/** For clocks that differ, and for requests that are sent again later. */
const MARGIN_MS = 86_400_000;

/** Reads and checks every item before anything is sent. */
export function readItems(
	context: IExecuteFunctions,
	parameters: Parameters,
	service: Service,
	operation: Operation,
): Reading {
	const reading: Reading = { tasks: [], refused: [] };
	const itemCount = context.getInputData().length;
	const nowMs = Date.now();
	const zone = context.getTimezone();
	for (let itemIndex = 0; itemIndex < itemCount; itemIndex++) {
		const read: ReadParameter = (name) => parameters.value(name, itemIndex);
		let target: Target = {};
		try {
			target = service.readTarget(targetIds(read, parameters, operation));
			const end = operation.input === 'mute' ? readEnd(read, service, nowMs, zone) : null;
			const userIds = operation.input === 'target' ? [] : listUserIds(read('userIds'));
			const task: Task = { itemIndex, target, end, userIds: [] };
			for (const value of userIds) {
				try {
					task.userIds.push(service.checkUserId(requiredId(value, 'User IDs')));
				} catch (error) {
					reading.refused.push(failedInput(error, itemIndex, target, asText(value)));
				}
			}
			reading.tasks.push(task);
		} catch (error) {
			reading.refused.push(failedInput(error, itemIndex, target));
		}
	}
	return reading;
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

function readEnd(read: ReadParameter, service: Service, nowMs: number, zone: string): MuteEnd {
	const end = parseEnd(read, nowMs, zone);
	assertNotPermanent(end, service.permanentFromMs - nowMs - MARGIN_MS, nowMs);
	return end;
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

/** What a mistake in an item looks like to the user; an expression that can't be evaluated is one, too. */
export function failedInput(
	error: unknown,
	itemIndex: number,
	target: Target,
	userId?: string,
): Failed {
	const { message, description } = error as { message?: string; description?: string | null };
	return {
		itemIndex,
		target,
		...(userId !== undefined && { userId }),
		failure: {
			message: `${message ?? String(error)} [item ${itemIndex}]`,
			advice: description ?? 'Correct the value, or the expression that makes it.',
			retry: 'no',
			scope: 'request',
		},
	};
}

/** What was given in place of a user ID, to tell the failures of an item apart. */
function asText(value: unknown): string {
	return shown(typeof value === 'string' ? value : (JSON.stringify(value) ?? typeof value));
}
