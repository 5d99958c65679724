import fc from 'fast-check';
import type { INodeParameters } from 'n8n-workflow';

import type { NodeRun } from '../support/engine';
import {
	applyOneByOne,
	applyWholeLists,
	forgetEnded,
	keyOf,
	type Outcome,
	type Place,
	type Rules,
} from './model';
import type { Scenario } from './scenarios';
import type { ChatService, OnError } from './services';
import { failedKeys, type Trial } from './verdict';

/** A scenario in the node, in front of a service with habits of its own, and in the model. */

export const continueModes = fc.constantFrom<OnError[]>(
	'continueRegularOutput',
	'continueErrorOutput',
);

/** What the references call uncertain: each run meets a service with other habits. */
export const habits = fc.record({
	strangersIgnored: fc.boolean(),
	strangersNamed: fc.constantFrom('all' as const, 'first' as const, 'none' as const),
	nonMember: fc.record({
		status: fc.constantFrom(400 as const, 403 as const),
		error: fc.constantFrom('invalid_parameter' as const, 'forbidden_op' as const),
	}),
	maxUsers: fc.constantFrom(1000, 50, 2),
	tooManyAccountsCode: fc.constantFrom(10004 as const, 10005 as const),
	omitApplicationName: fc.boolean(),
	allowListStrangers: fc.constantFrom('rows' as const, 'refused' as const),
	singleRemovalShape: fc.constantFrom('array' as const, 'object' as const),
	ownerMutable: fc.boolean(),
	listExpired: fc.boolean(),
	permanentMutedUntil: fc.constantFrom('uint32' as const, 'nowPlusUint32' as const),
	refused: fc.uniqueArray(fc.constantFrom('ann', 'e2', 'u7'), { maxLength: 2 }),
});
type Habit = typeof habits extends fc.Arbitrary<infer T> ? T : never;

export interface TryOptions {
	readonly habit?: Partial<Habit>;
	readonly onError?: OnError;
	readonly options?: INodeParameters;
}

export interface TryOut extends Trial {
	/** The places as they were before. */
	readonly untouched: readonly Place[];
}

/** Runs a scenario in the node and in the model. */
export async function tryOut(
	service: ChatService,
	scenario: Scenario,
	{ habit, ...asked }: TryOptions,
): Promise<TryOut> {
	// The model changes the places; when fast-check shrinks, it shows them once more.
	const { places, steps, operation, ifEmpty } = structuredClone(scenario);
	const rules = settle(service, operation, habit);
	const from = Date.now();
	places.forEach((place) => service.add(place));
	const untouched = structuredClone(places);
	untouched.forEach((place) => forgetEnded(place, from));
	const run = await ask(service, scenario, asked);
	const to = Date.now();
	const expected =
		operation === 'syncMuted'
			? applyWholeLists({ places, steps, mayBeEmpty: ifEmpty === 'unmuteAll' }, rules, from)
			: applyOneByOne(steps, rules);
	return { service, places, untouched, expected, run, from, to };
}

/** Runs a scenario in the node alone. */
export async function ask(
	service: ChatService,
	{ steps, items, operation, until, ifEmpty, batchSize }: Scenario,
	{ onError, options }: Omit<TryOptions, 'habit'>,
): Promise<NodeRun> {
	return await service.run({
		operation,
		items: items.map((json, i) => ({ ...service.target(steps[i].place), ...json })),
		onError,
		parameters: { until, ifEmpty },
		options: { batchSize, ...options },
	});
}

/** Gives the simulator the habits of this run; tells the model what they mean. */
function settle(
	{ name, face, simulator: { settings } }: ChatService,
	operation: Scenario['operation'],
	habit: Partial<Habit> = {},
): Rules {
	const {
		strangersIgnored = false,
		maxUsers = 1000,
		refused = [],
		ownerMutable = true,
		...more
	} = habit;
	const isAgora = name === 'Agora Chat';
	const isList = face === 'allow lists';
	Object.assign(settings, more, {
		ownerMutable,
		unknownAccount: strangersIgnored ? 'ignored' : 'refused',
		maxUsers: Math.min(60, maxUsers),
		maxAccounts: Math.min(500, maxUsers),
		failUsers: new Set(refused),
	});
	return {
		userOf: (userId) => (isAgora ? userId.toLowerCase() : userId),
		// Strangers can be let go from an allow list, where they are not.
		strangers: (isList ? operation === 'unmute' : strangersIgnored && !isAgora)
			? 'ignored'
			: 'refused',
		ownerMutable: ownerMutable || !isAgora || isList,
		refused: new Set(isAgora ? refused : []),
	};
}

/** For each place and end of mute, as many requests as its users fill. */
export function fewest(outcomes: readonly Outcome[], batchSize: number): number {
	const sets = new Map<string, number>();
	for (const { place, fate } of outcomes) {
		const key = keyOf(place) + JSON.stringify(fate);
		sets.set(key, (sets.get(key) ?? 0) + 1);
	}
	return [...sets.values()].reduce((sum, count) => sum + Math.ceil(count / batchSize), 0);
}

/** Without the complaint about too many users: a service that takes fewer than documented has to say so. */
export const malformed = ({ simulator: { malformed: lines } }: ChatService): string[] =>
	lines.filter((line) => !/max limit|at the most/.test(line));

/** The model, told which users are said to be undone: those must be as they were, and all others done. */
export function believing(trial: TryOut): Trial {
	const undone = failedKeys(trial);
	const expected = trial.expected.map((outcome): Outcome => {
		if (!undone.has(keyOf(outcome.place, outcome.userId))) return outcome;
		return { ...outcome, fate: 'failed' };
	});
	const places = trial.places.map((place, i) => {
		const before = trial.untouched[i].mutes;
		const keep = ([userId]: [string, unknown]) => undone.has(keyOf(place, userId));
		const mutes = new Map([
			...[...place.mutes].filter((entry) => !keep(entry)),
			...[...before].filter(keep),
		]);
		return { ...place, mutes };
	});
	return { ...trial, expected, places };
}
