import fc from 'fast-check';

import { startSimulator, type Simulator } from '../simulator';
import { runs } from './effort';
import { passing, workless } from './faults';
import { applyOneByOne, keyOf, type Outcome, type Place, type Rules } from './model';
import { often, scenarios, type Scenario } from './scenarios';
import { chatService, faces, type ChatService, type OnError } from './services';
import { failedKeys, judge, wrongState, type Trial } from './verdict';

let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator();
});
afterAll(async () => await simulator.stop());

const good = { lost: [], wrong: [] };

describe.each(faces)('muting and unmuting on %s, in %s', (name, face) => {
	const endless = face === 'allow lists';
	let service: ChatService;
	beforeAll(() => {
		service = chatService(name, simulator, face);
	});

	it('leaves what the items one by one would have left, in the fewest requests', async () => {
		const property = fc.asyncProperty(
			scenarios(name, { crowds: true, endless }),
			async (scenario) => {
				service.reset();
				const trial = await tryOut(service, scenario, {});
				expect(judge(trial)).toEqual(good);
				expect(trial.run.error).toBeUndefined();
				expect(service.simulator.requests).toHaveLength(fewest(trial.expected, scenario.batchSize));
				expect(service.simulator.malformed).toEqual([]);
			},
		);
		await fc.assert(property, { numRuns: runs(60) });
	});

	it('does what can be done and names everybody else, whatever the service is like', async () => {
		const property = fc.asyncProperty(
			scenarios(name, { trouble: true, mistakes: true, crowds: true, endless }),
			habits,
			continueModes,
			async (scenario, habit, onError) => {
				service.reset();
				const trial = await tryOut(service, scenario, { habit, onError });
				expect(judge(trial)).toEqual(good);
				const branch = onError === 'continueErrorOutput' ? trial.run.items : trial.run.errorItems;
				expect(branch.filter(({ json }) => 'error' in json)).toEqual([]);
				expect(malformed(service)).toEqual([]);
				if (habit.maxUsers < service.maxUsers) return;
				for (const place of trial.places.filter(({ exists, mutable }) => !exists || !mutable)) {
					expect(requestsAbout(place, service)).toBeLessThanOrEqual(2);
				}
			},
		);
		await fc.assert(property, { numRuns: runs(50) });
	});

	it('stops with one error that counts the failed, after doing the rest; a mistake sends nothing', async () => {
		const property = fc.asyncProperty(
			fc.boolean().chain((mistakes) => scenarios(name, { trouble: true, mistakes, endless })),
			habits,
			often(5, true, fc.constant<boolean>(true)),
			async (scenario, habit, offline = false) => {
				service.reset();
				if (offline) service.simulator.faults.random({ share: 1, kinds: ['resetBefore'], seed: 1 });
				const mistaken = scenario.steps.some(({ bad, badUserIds }) => bad || badUserIds.length > 0);
				const trial = await tryOut(service, scenario, { habit, options: { maxRetries: 0 } });
				const { expected, run, places, untouched } = trial;
				const nothingDone = mistaken || offline;
				const failed = expected.filter(({ fate }) => offline || fate === 'failed').length;
				expect(run.error === undefined).toBe(failed === 0);
				if (failed === 0) return expect(judge(trial)).toEqual(good);
				expect(wrongState({ ...trial, places: nothingDone ? untouched : places })).toEqual([]);
				if (mistaken) return expect(service.simulator.requests).toEqual([]);
				if (expected.length === 1) return;
				expect(run.error?.message).toContain(`${failed} of ${expected.length} users failed`);
			},
		);
		await fc.assert(property, { numRuns: runs(80) });
	});

	it('reports the true state when requests fail at random', async () => {
		const property = fc.asyncProperty(
			scenarios(name, { trouble: true, endless }),
			fc.integer(),
			async (scenario, seed) => {
				service.reset();
				service.simulator.settings.retryAfterSeconds = 0;
				service.simulator.settings.slowMs = 20;
				const { faults } = service.simulator;
				faults.random({ share: 0.15, kinds: passing, seed });
				const options = { maxRetries: 10 };
				const trial = await tryOut(service, scenario, {
					onError: 'continueRegularOutput',
					options,
				});
				expect(judge(trial)).toEqual(good);
				expect(malformed(service)).toEqual([]);
			},
		);
		await fc.assert(property, { numRuns: runs(12) });
	});

	it('reports nobody done who is not, when retries run out or the quota is used up', async () => {
		const kinds = name === 'Agora Chat' ? [...workless, 'quota' as const] : workless;
		const property = fc.asyncProperty(
			scenarios(name, { endless }),
			fc.integer(),
			async (scenario, seed) => {
				service.reset();
				service.simulator.settings.retryAfterSeconds = 0;
				service.simulator.faults.random({ share: 0.4, kinds, seed });
				const options = { maxRetries: 0 };
				const trial = await tryOut(service, scenario, {
					onError: 'continueRegularOutput',
					options,
				});
				expect(judge(believing(trial))).toEqual(good);
			},
		);
		await fc.assert(property, { numRuns: runs(12) });
	});
});

it('asks a handful of times, not once for each user, for a topic of a group that has none', async () => {
	const service = chatService('Tencent Cloud Chat', simulator);
	service.reset();
	simulator.tencent.addGroup({ groupId: 'lobby', members: 'anyone' });
	const userIds = Array.from({ length: 1000 }, (_, i) => `u${i}`);
	const run = await service.run({
		operation: 'mute',
		items: [{ groupId: 'lobby', topicId: 'lobby@TOPIC#_1', userIds, muteFor: 'permanent' }],
		onError: 'continueRegularOutput',
	});
	expect(run.items.filter(({ json }) => 'error' in json)).toHaveLength(1000);
	expect(service.simulator.requests.length).toBeLessThan(10);
});

const continueModes = fc.constantFrom<OnError[]>('continueRegularOutput', 'continueErrorOutput');

/** What the references call uncertain: each run meets a service with other habits. */
const habits = fc.record({
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
	refused: fc.uniqueArray(fc.constantFrom('ann', 'e2', 'u7'), { maxLength: 2 }),
});
type Habit = typeof habits extends fc.Arbitrary<infer T> ? T : never;

interface TryOptions {
	readonly habit?: Habit;
	readonly onError?: OnError;
	readonly options?: Record<string, number>;
}

interface TryOut extends Trial {
	/** The places as they were before. */
	readonly untouched: readonly Place[];
}

/** Runs a scenario in the node and in the model. */
async function tryOut(
	service: ChatService,
	scenario: Scenario,
	{ habit, onError, options }: TryOptions,
): Promise<TryOut> {
	// The model changes the places; when fast-check shrinks, it shows them once more.
	const { places, steps, items, operation, until, batchSize } = structuredClone(scenario);
	const rules = settle(service, operation, habit);
	const from = Date.now();
	places.forEach((place) => service.add(place));
	const untouched = structuredClone(places);
	const run = await service.run({
		operation,
		items: items.map((json, i) => ({ ...service.target(steps[i].place), ...json })),
		onError,
		parameters: { until },
		options: { batchSize, ...options },
	});
	const to = Date.now();
	const expected = applyOneByOne(steps, rules);
	return { service, places, untouched, expected, run, from, to };
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
function fewest(outcomes: readonly Outcome[], batchSize: number): number {
	const sets = new Map<string, number>();
	for (const { place, fate } of outcomes) {
		const key = keyOf(place) + JSON.stringify(fate);
		sets.set(key, (sets.get(key) ?? 0) + 1);
	}
	return [...sets.values()].reduce((sum, count) => sum + Math.ceil(count / batchSize), 0);
}

const requestsAbout = ({ id }: Place, { simulator: { requests } }: ChatService): number =>
	requests.filter(({ path, body }) => `${path} ${JSON.stringify(body)}`.includes(id)).length;

/** Without the complaint about too many users: a service that takes fewer than documented has to say so. */
const malformed = ({ simulator: { malformed: lines } }: ChatService): string[] =>
	lines.filter((line) => !/max limit|at the most/.test(line));

/** The model, told which users are said to be undone: those must be as they were, and all others done. */
function believing(trial: TryOut): Trial {
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
