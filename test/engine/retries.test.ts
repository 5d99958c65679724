import type { FaultKind } from '../simulator';
import {
	freezeClock,
	inChatRoom,
	inGroup,
	launch,
	lobby,
	lounge,
	market,
	rowsOf,
	userNames,
	useServices,
	withoutBackOff,
} from './services';

const services = useServices();

beforeEach(withoutBackOff);

/** Failures that pass, and how each service shows them. */
const passing: FaultKind[] = [
	'resetBefore',
	'resetAfter',
	'badGateway',
	'badGatewayAfter',
	'truncated',
	'notJson',
	'wrongShape',
	'internal',
];

describe('Tencent Cloud Chat: a request that fails for a moment is sent again', () => {
	it.each(passing)('%s', async (fault) => {
		const { tencent } = services;
		tencent.faults.next(fault, 2);
		const run = await inGroup(tencent, { operation: 'mute', items: [{ userId: 'ann' }] });

		expect(rowsOf(run)).toMatchObject([{ userId: 'ann', muted: true }]);
		expect([...tencent.mutes(lobby).keys()]).toEqual(['ann']);
		expect(tencent.requests).toHaveLength(3);
	});

	it.each([10006, 60007, 60011, 60018, 60019] as const)('too many calls, code %d', async (code) => {
		const { tencent } = services;
		tencent.settings.overFrequencyCode = code;
		tencent.faults.next('overFrequency');
		const run = await inGroup(tencent, { operation: 'mute', items: [{ userId: 'ann' }] });

		expect(rowsOf(run)).toMatchObject([{ userId: 'ann', muted: true }]);
		expect(tencent.requests).toHaveLength(2);
	});

	it('HTTP status 429', async () => {
		const { tencent } = services;
		tencent.faults.next('tooMany');
		const run = await inGroup(tencent, { operation: 'unmute', items: [{ userId: 'ann' }] });

		expect(rowsOf(run)).toMatchObject([{ userId: 'ann', muted: false }]);
	});

	it.each(['getMuted', 'muteAll', 'unmuteAll'])('%s, too', async (operation) => {
		const { tencent } = services;
		tencent.mute(lobby, 'ann', 'permanent');
		tencent.faults.next('badGateway');
		const run = await inGroup(tencent, { operation });

		expect(run.status).toBe('success');
		expect(run.items).toHaveLength(1);
	});
});

describe('Agora Chat: a request that fails for a moment is sent again', () => {
	it.each(passing)('%s', async (fault) => {
		const { agora } = services;
		agora.faults.next(fault, 2);
		const run = await inChatRoom(agora, { operation: 'mute', items: [{ userId: 'ann' }] });

		expect(rowsOf(run)).toMatchObject([{ userId: 'ann', muted: true }]);
		expect([...agora.mutes(lounge).keys()]).toEqual(['ann']);
		expect(agora.requests).toHaveLength(3);
	});

	it('429 reach_limit', async () => {
		const { agora } = services;
		agora.faults.next('tooMany');
		const run = await inChatRoom(agora, { operation: 'mute', items: [{ userId: 'ann' }] });

		expect(rowsOf(run)).toMatchObject([{ userId: 'ann', muted: true }]);
		expect(agora.requests).toHaveLength(2);
	});

	it('an unmute whose reply was lost', async () => {
		const { agora } = services;
		agora.mute(lounge, 'ann', 'permanent');
		agora.faults.next('resetAfter');
		const run = await inChatRoom(agora, { operation: 'unmute', items: [{ userId: 'ann' }] });

		expect(rowsOf(run)).toMatchObject([{ userId: 'ann', muted: false }]);
		expect(agora.mutes(lounge).size).toBe(0);
	});
});

describe('A service that asks for time', () => {
	/** How long the second request came after the first, in ms. */
	const gap = (requests: ReadonlyArray<{ at: number }>) => requests[1].at - requests[0].at;

	it('in seconds gets it', async () => {
		const { tencent } = services;
		tencent.settings.retryAfterSeconds = 1;
		tencent.faults.next('unavailable');
		const run = await inGroup(tencent, { operation: 'mute', items: [{ userId: 'ann' }] });

		expect(rowsOf(run)).toMatchObject([{ muted: true }]);
		expect(gap(tencent.requests)).toBeGreaterThanOrEqual(1000);
	});

	it('up to a date gets it', async () => {
		const { agora } = services;
		// A date has no fractions of a second; by the stopped clock, the time left is 0.75 s.
		freezeClock();
		agora.settings.retryAfterSeconds = 1;
		agora.faults.next('unavailableDate');
		const run = await inChatRoom(agora, { operation: 'mute', items: [{ userId: 'ann' }] });

		expect(rowsOf(run)).toMatchObject([{ muted: true }]);
		expect(gap(agora.requests)).toBeGreaterThanOrEqual(750);
	});

	it('of an hour is not waited for, and not asked for the other users', async () => {
		const { agora } = services;
		agora.settings.retryAfterSeconds = 3600;
		agora.faults.next('unavailable', 1000);
		const run = await inChatRoom(agora, {
			operation: 'mute',
			items: userNames(300).map((userId) => ({ chatRoomId: launch, userId })),
		});

		expect(run.error?.message).toContain('503');
		expect(agora.requests).toHaveLength(1);
	});
});

describe('A request that is turned away', () => {
	it('holds up the requests for other rooms, too', async () => {
		const { agora } = services;
		const { requests } = agora;
		// While the lounge is told to slow down, the answer for the other room is on its way.
		agora.settings.slowMs = 800;
		agora.faults.next('tooMany', 1, ({ path }) => path.includes(lounge) && requests.length > 1);
		agora.faults.next('slow', 1, ({ path }) => path.includes(launch));
		const run = await inChatRoom(agora, {
			operation: 'mute',
			items: ['ann', 'bob'].flatMap((userId) => [
				{ chatRoomId: lounge, userId },
				{ chatRoomId: launch, userId },
			]),
			options: { batchSize: 1 },
		});

		expect(run.items).toHaveLength(4);
		const turnedAway = requests.find(({ status }) => status === 429);
		const next = requests.filter(({ path }) => path.includes(launch))[1];
		expect(next.at - (turnedAway?.at ?? Infinity)).toBeGreaterThanOrEqual(1000);
	});
});

describe('Max Retries', () => {
	it.each([0, 1, 3])('of %d is kept to', async (maxRetries) => {
		const { tencent } = services;
		tencent.faults.next('badGateway', 1000);
		const run = await inGroup(tencent, {
			operation: 'mute',
			items: [{ userId: 'ann' }],
			options: { maxRetries },
		});

		expect(run.status).toBe('error');
		expect(run.error?.message).toContain('502');
		expect(tencent.requests).toHaveLength(1 + maxRetries);
	});

	it('is 4 unless told otherwise', async () => {
		const { agora } = services;
		agora.faults.next('badGateway', 1000);
		await inChatRoom(agora, { operation: 'mute', items: [{ userId: 'ann' }] });

		expect(agora.requests).toHaveLength(5);
	});

	it('counts for each request by itself', async () => {
		const { agora } = services;
		agora.faults.next('badGateway', 1, ({ path }) => path.includes(lounge));
		agora.faults.next('badGateway', 1, ({ path }) => path.includes(launch));
		const run = await inChatRoom(agora, {
			operation: 'mute',
			items: [
				{ chatRoomId: lounge, userId: 'ann' },
				{ chatRoomId: launch, userId: 'ann' },
			],
			options: { maxRetries: 1 },
		});

		expect(run.items).toHaveLength(2);
	});
});

describe('What sending again does not help', () => {
	it('a plan that is used up is asked once', async () => {
		const { agora } = services;
		agora.faults.next('quota', 1000);
		const run = await inChatRoom(agora, {
			operation: 'mute',
			items: userNames(300).map((userId) => ({ chatRoomId: launch, userId })),
		});

		expect(run.error?.message).toContain('plan');
		expect(agora.requests).toHaveLength(1);
	});

	it('a wrong Tencent key is tried once, whatever the number of users', async () => {
		const { tencent } = services;
		const run = await inGroup(tencent, {
			operation: 'mute',
			items: userNames(5000).map((userId) => ({ groupId: market, userId })),
			credential: { secretKey: 'wrong' },
		});

		expect(run.error?.message).toContain('70009');
		expect(run.error?.description).toContain('secret key');
		expect(tencent.requests).toHaveLength(1);
	});

	it('a wrong Agora certificate is tried twice at the most, whatever the number of users', async () => {
		const { agora } = services;
		const run = await inChatRoom(agora, {
			operation: 'mute',
			items: userNames(600).map((userId) => ({ chatRoomId: launch, userId })),
			credential: { appCertificate: '0'.repeat(32) },
		});

		expect(run.error?.description).toContain('certificate');
		expect(agora.requests.length).toBeLessThanOrEqual(2);
	});

	it('a wrong Agora project is asked for once', async () => {
		const { agora } = services;
		const run = await inChatRoom(agora, {
			operation: 'mute',
			items: userNames(600).map((userId) => ({ chatRoomId: launch, userId })),
			credential: { appName: 'another' },
		});

		expect(run.error?.message).toContain('project');
		expect(agora.requests).toHaveLength(1);
	});

	it('a group that is not there is asked for once', async () => {
		const { tencent } = services;
		await inGroup(tencent, { operation: 'mute', items: [{ groupId: 'gone', userId: 'ann' }] });

		expect(tencent.requests).toHaveLength(1);
	});
});

describe('A host that nothing answers at', () => {
	it('is tried for one request only, and named as unreachable', async () => {
		const run = await inGroup(services.tencent, {
			operation: 'mute',
			items: userNames(5000).map((userId) => ({ groupId: market, userId })),
			// Port 9 is for discarding what comes; nothing listens there.
			credential: { baseUrl: 'http://127.0.0.1:9' },
			options: { maxRetries: 2 },
		});

		expect(run.status).toBe('error');
		expect(run.error?.message).toMatch(/^5000 of 5000 users failed/);
		expect(run.error?.message).toContain('ECONNREFUSED');
		expect(run.error?.description).toContain('address');
	});

	it('cuts connections for one request only', async () => {
		const { tencent } = services;
		tencent.faults.next('resetBefore', 1000);
		const run = await inGroup(tencent, {
			operation: 'mute',
			items: userNames(5000).map((userId) => ({ groupId: market, userId })),
			options: { maxRetries: 2 },
		});

		expect(run.error?.message).toMatch(/^5000 of 5000 users failed/);
		expect(tencent.requests).toHaveLength(3);
	});
});

describe('An answer that comes too late', () => {
	it('is asked for again, and the user reported as done', async () => {
		const { tencent } = services;
		tencent.settings.slowMs = 60_000;
		tencent.faults.next('slow');
		const run = await inGroup(tencent, {
			operation: 'mute',
			items: [{ userId: 'ann' }],
			options: { timeout: 2000 },
		});

		expect(rowsOf(run)).toMatchObject([{ userId: 'ann', muted: true }]);
		expect(tencent.requests).toHaveLength(2);
	});

	it('is a failure when it never comes in time', async () => {
		const { tencent } = services;
		tencent.settings.slowMs = 5000;
		tencent.faults.next('slow', 10);
		const run = await inGroup(tencent, {
			operation: 'mute',
			items: [{ userId: 'ann' }],
			options: { timeout: 200, maxRetries: 1 },
		});

		expect(run.error?.message).toContain('in time');
	});
});

describe.each([
	['tencent', inGroup],
	['agora', inChatRoom],
] as const)('An answer of %s that never stops coming', (name, inPlace) => {
	const mute = async (times: number) => {
		services[name].faults.next('drips', times);
		const startedAt = performance.now();
		const run = await inPlace(services[name] as never, {
			operation: 'mute',
			items: [{ userId: 'ann' }],
			options: { timeout: 300, maxRetries: 1 },
		});
		return { run, tookMs: performance.now() - startedAt };
	};

	it('is given up after the time-out, and asked for again', async () => {
		const { run, tookMs } = await mute(1);

		expect(rowsOf(run)).toMatchObject([{ userId: 'ann', muted: true }]);
		expect(tookMs).toBeGreaterThanOrEqual(300);
		expect(tookMs).toBeLessThan(2000);
	});

	it('is a failure that says so, if it is so each time', async () => {
		const { run, tookMs } = await mute(10);

		expect(run.error?.message).toContain('did not answer in time');
		expect(services[name].requests).toHaveLength(2);
		expect(tookMs).toBeLessThan(2000);
	});
});

describe('Each attempt', () => {
	it('has a random number and a signature of its own', async () => {
		const { tencent } = services;
		const queries: URLSearchParams[] = [];
		// A second apart: a signature tells its second.
		tencent.settings.retryAfterSeconds = 1;
		tencent.faults.next('unavailable', 2, ({ query }) => queries.push(query) > 0);
		await inGroup(tencent, { operation: 'mute', items: [{ userId: 'ann' }] });

		expect(tencent.requests).toHaveLength(3);
		expect(queries).toHaveLength(2);
		const [first, second] = queries;
		expect(first.get('random')).not.toBe(second.get('random'));
		expect(first.get('usersig')).not.toBe(second.get('usersig'));
	});

	it('reckons anew how long it is until the end of the mute', async () => {
		const { agora } = services;
		agora.settings.retryAfterSeconds = 1;
		agora.faults.next('unavailable');
		await inChatRoom(agora, {
			operation: 'mute',
			parameters: { userIds: 'ann', muteFor: 'until', until: '2099-01-01T00:00:00Z' },
		});

		const [first, second] = agora.requests.map(
			({ body }) => (body as { mute_duration: number }).mute_duration,
		);
		expect(first - second).toBeGreaterThanOrEqual(1000);
	});
});
