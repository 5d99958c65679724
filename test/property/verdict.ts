import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { NodeRun } from '../support/engine';
import { keyOf, type Fate, type Outcome, type Place } from './model';
import type { ChatService } from './services';

/** Tencent counts in whole seconds, by a clock of its own. */
const TOLERANCE_MS = 2000;

/** What is wrong with a run, in words; all empty for a good one. */
export interface Verdict {
	/** Users without an outcome. */
	readonly lost: string[];
	/** Outcomes that are not the model's, or not the service's true state. */
	readonly wrong: string[];
}

export interface Trial {
	readonly service: ChatService;
	readonly places: readonly Place[];
	/** What the model says. The places are as the model left them. */
	readonly expected: readonly Outcome[];
	readonly run: NodeRun;
	/** When the run began and ended. */
	readonly from: number;
	readonly to: number;
}

/** Compares what a run reported with the model, and both with the simulator's state. */
export function judge(trial: Trial): Verdict {
	const lost: string[] = [];
	const wrong = wrongState(trial);
	const reported = groupBy(reportedOutcomes(trial), ({ key }) => key);
	for (const { place, userId, item, fate, change } of trial.expected) {
		const key = userId === undefined ? `item ${item}` : keyOf(place, userId);
		const candidates = reported.get(key) ?? [];
		const found = candidates.find((candidate) => candidate.item === item) ?? candidates[0];
		if (!found) {
			lost.push(`${key}: no outcome`);
			continue;
		}
		candidates.splice(candidates.indexOf(found), 1);
		if (found.item !== item) wrong.push(`${key}: paired with ${found.item}, not ${item}`);
		if (!agrees(found.fate, fate, trial)) {
			wrong.push(`${key}: reported ${show(found.fate)}, not ${show(fate)}`);
		}
		if (found.fate !== 'failed' && found.change !== change) {
			wrong.push(`${key}: reported as ${String(found.change)}, not ${change}`);
		}
	}
	for (const { key } of [...reported.values()].flat()) wrong.push(`${key}: reported unasked`);
	return { lost, wrong };
}

/** The users that the run reports as failed, as the model names them. */
export const failedKeys = (trial: Trial): Set<string> =>
	new Set(
		reportedOutcomes(trial)
			.filter(({ fate }) => fate === 'failed')
			.map(({ key }) => key),
	);

/** Where the simulator's mutes are not those of the model. */
export function wrongState(trial: Pick<Trial, 'service' | 'places' | 'from' | 'to'>): string[] {
	return trial.places
		.filter(({ exists }) => exists)
		.flatMap((place) => {
			const actual = trial.service.mutes(place);
			const userIds = new Set([...actual.keys(), ...place.mutes.keys()]);
			return [...userIds].flatMap((userId) => {
				const end = actual.get(userId);
				const wanted = place.mutes.get(userId) ?? 'unmuted';
				const is = end === undefined ? 'unmuted' : end === 'permanent' ? end : { at: end };
				if (agrees(is, wanted, trial)) return [];
				return [`${keyOf(place, userId)}: is ${show(is)}, not ${show(wanted)}`];
			});
		});
}

export function agrees(
	actual: Fate,
	wanted: Fate,
	{ from, to }: Pick<Trial, 'from' | 'to'>,
): boolean {
	if (typeof actual === 'string' || typeof wanted === 'string') return actual === wanted;
	if ('after' in actual) return false;
	// Both services are told a length of time: a request that is slow to arrive ends that much later.
	const [least, most] =
		'at' in wanted
			? [wanted.at, wanted.at + (to - from)]
			: [from + wanted.after, to + wanted.after];
	return actual.at >= least - TOLERANCE_MS && actual.at <= most + TOLERANCE_MS;
}

interface Reported {
	readonly key: string;
	readonly item: number | undefined;
	readonly fate: Fate;
	readonly change: unknown;
}

function reportedOutcomes({ run, service, places }: Trial): Reported[] {
	const byTarget = new Map(places.map((place) => [JSON.stringify(service.target(place)), place]));
	return [...run.items, ...run.errorItems].map((output): Reported => {
		const { error, details } = output.json as { error?: string; details?: IDataObject };
		const { groupId, topicId, chatRoomId, chatGroupId, userId } = error
			? (details ?? {})
			: output.json;
		const item = pairOf(output);
		const target = JSON.stringify({ groupId, topicId, chatRoomId, chatGroupId });
		const place = byTarget.get(target);
		const key =
			typeof userId !== 'string'
				? `item ${item}`
				: place
					? keyOf(place, userId)
					: `${userId} in unknown ${target}`;
		const { change } = output.json;
		return { key, item, fate: error ? 'failed' : fateOf(output.json), change };
	});
}

/** The input item an output item is paired with, if it is exactly one. */
export function pairOf({ pairedItem }: INodeExecutionData): number | undefined {
	return typeof pairedItem === 'object' && !Array.isArray(pairedItem) ? pairedItem.item : undefined;
}

function groupBy<T>(list: readonly T[], keyOf: (element: T) => string): Map<string, T[]> {
	const groups = new Map<string, T[]>();
	for (const element of list) {
		const key = keyOf(element);
		groups.set(key, [...(groups.get(key) ?? []), element]);
	}
	return groups;
}

export function fateOf({ muted, permanent, mutedUntil, allowed }: IDataObject): Fate {
	if (typeof allowed === 'boolean') return allowed ? 'permanent' : 'unmuted';
	if (muted === false && permanent === false && mutedUntil === null) return 'unmuted';
	if (muted === true && permanent === true && mutedUntil === null) return 'permanent';
	return { at: muted === true && permanent === false ? Date.parse(String(mutedUntil)) : NaN };
}

export function show(fate: Fate): string {
	if (typeof fate === 'string') return fate;
	return 'at' in fate ? `until ${fate.at}` : `for ${fate.after} ms`;
}
