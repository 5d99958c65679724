import fc from 'fast-check';

import { startSimulator, type Simulator } from '../simulator';
import { runs } from './effort';
import { passing, workless } from './faults';
import type { Place } from './model';
import { often, scenarios } from './scenarios';
import { chatService, faces, type ChatService } from './services';
import { believing, continueModes, fewest, habits, malformed, tryOut } from './trial';
import { judge, wrongState } from './verdict';

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

const requestsAbout = ({ id }: Place, { simulator: { requests } }: ChatService): number =>
	requests.filter(({ path, body }) => `${path} ${JSON.stringify(body)}`.includes(id)).length;
