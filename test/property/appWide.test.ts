import fc from 'fast-check';

import { startSimulator, faultKinds, type FaultKind, type Simulator } from '../simulator';
import {
	appOf,
	appScenarios,
	applyInApp,
	failedUsers,
	judgeApp,
	tryInApp,
	type App,
	type AppScenario,
} from './appWide';
import { runs } from './effort';
import { passing, workless } from './faults';
import { serviceNames, type OnError } from './services';

let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator();
});
afterAll(async () => await simulator.stop());

const good = { lost: [], wrong: [] };
const continueModes = fc.constantFrom<OnError[]>('continueRegularOutput', 'continueErrorOutput');

describe.each(serviceNames)('muting and unmuting in the whole app on %s', (name) => {
	let app: App;
	beforeAll(() => {
		app = appOf(name, simulator);
	});

	/** Without waiting long for what passes. */
	const disturb = (kinds: readonly FaultKind[], share: number, seed: number) => () => {
		Object.assign(app.simulator.settings, { retryAfterSeconds: 0, slowMs: 20 });
		app.simulator.faults.random({ share, kinds, seed });
	};

	it('leaves what the items one by one would have left, in one request for each user', async () => {
		const scenarios = fc.boolean().chain((mistaken) => appScenarios(app, mistaken));
		const property = fc.asyncProperty(scenarios, continueModes, async (scenario, onError) => {
			const trial = await tryInApp(app, scenario, { onError });
			expect(judgeApp(trial)).toEqual(good);
			expect(app.simulator.requests).toHaveLength(trial.wanted.size);
			expect(app.simulator.malformed).toEqual([]);
		});
		await fc.assert(property, { numRuns: runs(60) });
	});

	it('stops with one error that counts the failed, after doing the rest; a mistake sends nothing', async () => {
		const scenarios = fc.boolean().chain((mistaken) => appScenarios(app, mistaken));
		const property = fc.asyncProperty(scenarios, async (scenario) => {
			const { run, wanted } = await tryInApp(app, scenario, {});
			const mistaken = scenario.steps.some(({ bad, badUserIds }) => bad || badUserIds.length > 0);
			if (mistaken) {
				expect(run.status).toBe('error');
				expect(app.simulator.requests).toEqual([]);
				return;
			}
			const failed = [...wanted.values()].filter(({ fates }) => fates === 'failed').length;
			expect(run.error === undefined).toBe(failed === 0);
			if (failed === 0 || wanted.size === 1) return;
			expect(run.error?.message).toContain(`${failed} of ${wanted.size} users failed`);
		});
		await fc.assert(property, { numRuns: runs(40) });
	});

	it('reports the true state when requests fail at random', async () => {
		const property = fc.asyncProperty(
			appScenarios(app, false),
			fc.integer(),
			async (scenario, seed) => {
				const options = { maxRetries: 10 };
				const asked = { onError: 'continueRegularOutput' as const, options };
				const trial = await tryInApp(app, scenario, asked, disturb(passing, 0.15, seed));
				expect(judgeApp(trial)).toEqual(good);
				expect(app.simulator.malformed).toEqual([]);
			},
		);
		await fc.assert(property, { numRuns: runs(12) });
	});

	it('reports nobody done who is not, when retries run out', async () => {
		const property = fc.asyncProperty(
			appScenarios(app, false),
			fc.integer(),
			async (scenario, seed) => {
				const asked = { onError: 'continueRegularOutput' as const, options: { maxRetries: 0 } };
				const trial = await tryInApp(app, scenario, asked, disturb(workless, 0.4, seed));
				expect(judgeApp(trial, failedUsers(trial))).toEqual(good);
			},
		);
		await fc.assert(property, { numRuns: runs(12) });
	});

	it('loses nobody of 400 while a tenth of all requests fail, at the rate of the service', async () => {
		const requestsPerSecond = name === 'Agora Chat' ? 100 : 200;
		const trial = await tryInApp(
			app,
			crowd(app, 400),
			{
				onError: 'continueErrorOutput',
				options: { maxRetries: 10 },
				credential: { requestsPerSecond },
			},
			() => {
				const { settings, faults } = app.simulator;
				Object.assign(settings, { requestsPerSecond, retryAfterSeconds: 1, slowMs: 500 });
				const kinds = faultKinds.filter((kind) => kind !== 'quota');
				faults.random({ share: 0.1, kinds, seed: 1 });
			},
		);

		expect(judgeApp(trial)).toEqual(good);
		expect(failedUsers(trial).size).toBe(40);
		expect(app.simulator.turnedAway).toBe(0);
		// Without these the run would prove nothing.
		const injected = Object.values(app.simulator.faults.injected);
		expect(injected.filter((count) => count > 0).length).toBeGreaterThan(8);
		expect(injected.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(20);
	});
});

/** Users of whom each tenth does not exist, all named twice, with scopes and ends that go round. */
function crowd({ scopes }: App, count: number): AppScenario {
	const ends = [
		[{ muteFor: 'permanent' }, 'permanent'],
		[{ muteFor: 'duration', duration: 2, durationUnit: 'hours' }, { after: 7_200_000 }],
	] as const;
	const users = Array.from({ length: count }, (_, i) => `user-${i}`);
	const steps = [...users, ...users].map((user, i) => ({
		userIds: [user],
		scopes: i < count ? [...scopes] : [scopes[i % scopes.length]],
		end: ends[Math.floor(i / 7) % 2][1],
		bad: false,
		badUserIds: [],
	}));
	const items = steps.map(({ userIds, scopes: chosen }, i) => ({
		...ends[Math.floor(i / 7) % 2][0],
		userIds,
		scopes: chosen,
	}));
	const known = new Set(users.filter((_user, i) => i % 10 > 0));
	return { operation: 'mute', steps, items, known, muted: [] };
}

it('the oracle itself takes the last word for each scope', () => {
	const step = { userIds: ['ann'], bad: false, badUserIds: [] };
	const wanted = applyInApp(
		[
			{ ...step, scopes: ['c2c', 'group'], end: 'permanent' },
			{ ...step, scopes: ['group'], end: null },
		],
		new Set(['ann']),
	);

	expect(wanted.get('ann')).toEqual({
		item: 1,
		fates: new Map([
			['c2c', 'permanent'],
			['group', 'unmuted'],
		]),
	});
});
