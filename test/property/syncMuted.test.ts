import fc from 'fast-check';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { startSimulator, type RequestRecord, type Simulator } from '../simulator';
import { runs } from './effort';
import { passing, workless } from './faults';
import { keyOf, type Outcome, type Place } from './model';
import { scenarios, type Scenario } from './scenarios';
import { chatService, faces, type ChatService } from './services';
import {
	ask,
	believing,
	continueModes,
	fewest,
	habits,
	malformed,
	tryOut,
	type TryOut,
} from './trial';
import { judge, wrongState } from './verdict';

let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator();
});
afterAll(async () => await simulator.stop());

const good = { lost: [], wrong: [] };
const onError = 'continueRegularOutput';
/** How lists are told: with what is over, and with either number for a permanent mute. */
const tellings = fc.record({
	listExpired: fc.boolean(),
	permanentMutedUntil: fc.constantFrom('uint32' as const, 'nowPlusUint32' as const),
});
const namings = fc.constantFrom('current', 'legacy');
const withLists = faces.filter(([, face]) => face !== 'allow lists');

describe.each(withLists)('making mute lists what the items say on %s, in %s', (name, face) => {
	let service: ChatService;
	beforeAll(() => {
		service = chatService(name, simulator, face);
	});

	it('reads each list once, and writes the least that makes it so; the second time, nothing', async () => {
		const property = fc.asyncProperty(
			scenarios(name, { whole: true, crowds: true }),
			tellings,
			namings,
			async (scenario, habit, apiNaming) => {
				service.reset();
				const asked = { onError, options: { apiNaming } } as const;
				const trial = await tryOut(service, scenario, { habit, ...asked });
				const changed = trial.expected.filter(isWritten);
				const lists = listsNamed(scenario);
				const { reads, writes } = requestsOf(service);
				expect(judge(trial)).toEqual(good);
				expect(reads).toHaveLength(lists.size);
				expect(lists).toEqual(
					new Set(trial.places.filter(isAskedIn(reads)).map((at) => keyOf(at))),
				);
				expect(writes).toHaveLength(fewest(changed, scenario.batchSize));
				expect(writes.flatMap(usersOf).sort()).toEqual(changed.map(({ userId }) => userId).sort());

				service.simulator.requests.length = 0;
				const again = (await ask(service, scenario, asked)).items.filter(isDone);
				expect(again.map(({ json }) => json.change)).toEqual(
					trial.expected.filter(isOnList).map(() => 'unchanged'),
				);
				expect(wrongState(trial)).toEqual([]);
				expect(requestsOf(service).reads).toHaveLength(lists.size);
				expect(requestsOf(service).writes).toEqual([]);
				expect(service.simulator.malformed).toEqual([]);
			},
		);
		await fc.assert(property, { numRuns: runs(40) });
	});

	it('does what can be done and names everybody else, whatever the service is like', async () => {
		const property = fc.asyncProperty(
			scenarios(name, { whole: true, trouble: true, mistakes: true, crowds: true }),
			habits,
			continueModes,
			async (scenario, habit, mode) => {
				service.reset();
				const trial = await tryOut(service, scenario, { habit, onError: mode });
				expect(judge(trial)).toEqual(good);
				const branch = mode === 'continueErrorOutput' ? trial.run.items : trial.run.errorItems;
				expect(branch.filter((item) => !isDone(item))).toEqual([]);
				expect(malformed(service)).toEqual([]);
			},
		);
		await fc.assert(property, { numRuns: runs(40) });
	});

	it('stops with one error that counts the failed, after doing the rest; a mistake sends nothing', async () => {
		const property = fc.asyncProperty(
			fc.boolean().chain((mistakes) => scenarios(name, { whole: true, trouble: true, mistakes })),
			habits,
			async (scenario, habit) => {
				service.reset();
				const trial = await tryOut(service, scenario, { habit });
				const { expected, run, places, untouched } = trial;
				const failed = expected.filter(({ fate }) => fate === 'failed');
				const isEmpty = failed.some(({ userId }) => userId === undefined);
				const mistaken =
					scenario.steps.some(({ bad, badUserIds }) => bad || badUserIds.length > 0) ||
					(isEmpty && scenario.ifEmpty === 'error');
				expect(run.error === undefined).toBe(failed.length === 0);
				if (failed.length === 0) return expect(judge(trial)).toEqual(good);
				expect(wrongState({ ...trial, places: mistaken ? untouched : places })).toEqual([]);
				if (mistaken) return expect(service.simulator.requests).toEqual([]);
				if (expected.length === 1) return;
				expect(run.error?.message).toContain(`${failed.length} of ${expected.length} `);
			},
		);
		await fc.assert(property, { numRuns: runs(40) });
	});

	it('tells in a dry run what the run then does, and writes nothing', async () => {
		const property = fc.asyncProperty(
			scenarios(name, { whole: true, mistakes: true, crowds: true }),
			tellings,
			async (scenario, habit) => {
				service.reset();
				const dry = await tryOut(service, scenario, { habit, onError, options: { dryRun: true } });
				expect(wrongState({ ...dry, places: dry.untouched })).toEqual([]);
				expect(requestsOf(service).writes).toEqual([]);
				service.reset();
				const { run, to } = await tryOut(service, scenario, { habit, onError });
				expect(dry.run.items.map(apartFromTime)).toEqual(
					run.items.map((item) => apartFromTime(isDone(item) ? withDryRun(item) : item)),
				);
				const apart = run.items.map((item, i) => msApart(item.json, dry.run.items[i].json));
				expect(Math.max(0, ...apart)).toBeLessThan(to - dry.from + 2000);
			},
		);
		await fc.assert(property, { numRuns: runs(40) });
	});

	it('reports the true state when requests fail at random', async () => {
		const property = fc.asyncProperty(
			scenarios(name, { whole: true, trouble: true }),
			fc.integer(),
			async (scenario, seed) => {
				service.reset();
				service.simulator.settings.retryAfterSeconds = 0;
				service.simulator.settings.slowMs = 20;
				service.simulator.faults.random({ share: 0.15, kinds: passing, seed });
				const trial = await tryOut(service, scenario, { onError, options: { maxRetries: 10 } });
				expect(judge(trial)).toEqual(good);
				expect(malformed(service)).toEqual([]);
			},
		);
		await fc.assert(property, { numRuns: runs(12) });
	});

	it('reports nobody done who is not, and touches no list that could not be read, when retries run out', async () => {
		const property = fc.asyncProperty(
			scenarios(name, { whole: true }),
			fc.integer(),
			async (scenario, seed) => {
				service.reset();
				service.simulator.settings.retryAfterSeconds = 0;
				service.simulator.faults.random({ share: 0.4, kinds: workless, seed });
				const trial = await tryOut(service, scenario, { onError, options: { maxRetries: 0 } });
				expect(judge(believing(asFarAsRead(trial, scenario)))).toEqual(good);
			},
		);
		await fc.assert(property, { numRuns: runs(12) });
	});
});

const isWritten = ({ change }: Outcome): boolean => change !== undefined && change !== 'unchanged';
/** Who is on the list afterwards. */
const isOnList = ({ change }: Outcome): boolean => change !== undefined && change !== 'unmuted';
const isDone = ({ json }: INodeExecutionData): boolean => !('error' in json);

/** The places that are to be read, where no item is wrong. */
function listsNamed({ steps, ifEmpty }: Scenario): Set<string> {
	const named = steps.filter(({ userIds }) => userIds.length > 0 || ifEmpty === 'unmuteAll');
	return new Set(named.map(({ place }) => keyOf(place)));
}

function requestsOf({ simulator: { requests } }: ChatService) {
	const isRead = ({ method, path }: RequestRecord) =>
		method === 'GET' || path.includes('get_group');
	return {
		reads: requests.filter(isRead),
		writes: requests.filter((request) => !isRead(request)),
	};
}

/** Whom a request mutes or unmutes: Agora names those who are unmuted in the path. */
function usersOf({ body, path }: RequestRecord): string[] {
	const { Members_Account, usernames } = (body ?? {}) as Record<string, string[] | undefined>;
	return (
		Members_Account ?? usernames ?? decodeURIComponent(path.split('/').at(-1) ?? '').split(',')
	);
}

const isAskedIn =
	(requests: readonly RequestRecord[]) =>
	({ id, topicId }: Place): boolean =>
		requests.some(({ path, body }) => {
			const { GroupId, TopicId } = (body ?? {}) as IDataObject;
			return path.split('/').includes(id) || (GroupId === id && TopicId === topicId);
		});

/** The model, told which lists could not be read: nobody there is touched, and only who was named is told of. */
function asFarAsRead(trial: TryOut, { steps, ifEmpty }: Scenario): TryOut {
	const answered = requestsOf(trial.service).reads.filter(({ fault }) => fault === undefined);
	const wasRead = isAskedIn(answered);
	const places = trial.places.map((place, i) => (wasRead(place) ? place : trial.untouched[i]));
	const emptied = trial.places.flatMap((place): Outcome[] => {
		const here = steps.filter((step) => keyOf(step.place) === keyOf(place));
		const isNamed = here.some(({ userIds }) => userIds.length > 0);
		if (wasRead(place) || here.length === 0 || isNamed || ifEmpty === 'error') return [];
		return [{ item: here[0].item, place, fate: 'failed' }];
	});
	const told = trial.expected.filter(({ place, change }) => change !== 'unmuted' || wasRead(place));
	return { ...trial, places, expected: [...told, ...emptied] };
}

const apartFromTime = ({ json: { mutedUntil, ...row }, pairedItem }: INodeExecutionData) => ({
	row: { ...row, isTimed: Boolean(mutedUntil) },
	pairedItem,
});

const withDryRun = ({ json, ...item }: INodeExecutionData): INodeExecutionData => ({
	...item,
	json: { ...json, dryRun: true },
});

function msApart({ mutedUntil: one }: IDataObject, { mutedUntil: other }: IDataObject): number {
	return one ? Math.abs(Date.parse(String(one)) - Date.parse(String(other))) : 0;
}
