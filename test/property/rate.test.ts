import { startSimulator, type Simulator } from '../simulator';
import { delay } from '../support/node';
import type { Place } from './model';
import { chatService, serviceNames, type ChatService, type RunOptions } from './services';

/** What the simulator allows in any one second. */
const ALLOWED = 100;

let simulator: Simulator;
beforeEach(async () => {
	// A new one each time, so that no run finds what another left of the rate.
	simulator = await startSimulator();
});
afterEach(async () => await simulator.stop());

const place: Place = { id: '1', exists: true, mutable: true, members: 'anyone', mutes: new Map() };

/** A run of so many requests, one user in each. */
const work = (count: number, credential: number, first = 0): RunOptions => ({
	operation: 'mute',
	items: [
		{
			chatRoomId: '1',
			groupId: '1',
			userIds: Array.from({ length: count }, (_, i) => `user-${first + i}`),
			muteFor: 'permanent',
		},
	],
	options: { batchSize: 1 },
	credential: { requestsPerSecond: credential },
});

describe.each(serviceNames)('the rate of %s', (name) => {
	let service: ChatService;
	beforeEach(() => {
		service = chatService(name, simulator);
		service.simulator.settings.requestsPerSecond = ALLOWED;
		service.add(place);
	});

	it('is kept in any one second: nobody is turned away', async () => {
		await service.run(work(30, ALLOWED)); // so that the code is warm, and round trips are as usual
		const run = await service.run(work(250, ALLOWED));
		expect(run.items).toHaveLength(250);
		expect(service.simulator.turnedAway).toBe(0);
		expect(service.simulator.requests).toHaveLength(30 + 250);
	});

	it('is shared by executions that run at the same time', async () => {
		const all = [0, 1, 2].map(async (part) => await service.run(work(80, ALLOWED, part * 80)));
		for (const run of await Promise.all(all)) expect(run.items).toHaveLength(80);
		expect(service.mutes(place).size).toBe(240);
		expect(service.simulator.turnedAway).toBe(0);
	});

	it('slows down where less is allowed than the credential says, and everybody is done', async () => {
		const run = await service.run(work(400, 2 * ALLOWED));
		expect(run.error).toBeUndefined();
		expect(run.items).toHaveLength(400);
		expect(service.mutes(place).size).toBe(400);
		const { turnedAway } = service.simulator;
		expect(turnedAway).toBeGreaterThan(0);
		expect(turnedAway).toBeLessThan(0.2 * 400);
	});

	it('tells above the output which rate to set, where a run takes much longer', async () => {
		service.simulator.settings.requestsPerSecond = 10;
		const run = await service.run(work(60, ALLOWED));
		expect(run.items).toHaveLength(60);
		expect(run.hints).toEqual([
			expect.stringMatching(
				new RegExp(
					`^${name} turned \\d+ requests away: .* allowed \\d+ a second.* credential to \\d+\\.$`,
				),
			),
		]);
	});

	it('tells nothing where all goes well', async () => {
		expect((await service.run(work(20, ALLOWED))).hints).toEqual([]);
	});

	it('is no reason to go on after a cancel', async () => {
		const { requests } = service.simulator;
		await service.run({
			...work(400, 20),
			onStart: (cancel) => void whenSent(5).then(cancel),
		});
		await delay(300); // what was on its way has arrived
		const sent = requests.length;
		expect(sent).toBeLessThanOrEqual(20);
		await delay(1500);
		expect(requests.length).toBe(sent);

		async function whenSent(count: number): Promise<void> {
			while (requests.length < count) await delay(5);
		}
	});

	it('a cancel ends the wait for a service that asks for a minute', async () => {
		service.simulator.settings.retryAfterSeconds = 55;
		service.simulator.faults.next('unavailable', 1000);
		let cancelled = false;
		const run = await service.run({
			...work(5, ALLOWED),
			onStart: (cancel) =>
				void delay(500).then(() => {
					cancelled = true;
					cancel();
				}),
		});
		expect(cancelled).toBe(true);
		expect(run.status).toBe('canceled');
		expect(service.simulator.requests).toHaveLength(1);
	});
});
