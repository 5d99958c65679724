import { connect, delay, performance } from '../support/node';
import { callAgora, groupCommand, callTencent } from './client';
import { seed, startSimulator, type FaultKind, type Simulator } from './index';
import { RateLimit } from './rateLimit';
import { seeded } from './seed';

let simulator: Simulator;

beforeAll(async () => {
	simulator = await startSimulator({ tencent: { slowMs: 50 }, agora: { slowMs: 50 } });
});

afterAll(async () => await simulator.stop());

beforeEach(() => {
	jest.restoreAllMocks();
	simulator.tencent.reset();
	simulator.agora.reset();
	simulator.tencent.addGroup({ groupId: 'lobby', members: 'anyone' });
	simulator.agora.addChatRoom({ chatRoomId: '1', members: 'anyone' });
});

const muteTencent = async () =>
	await callTencent(simulator.tencent, 'group_open_http_svc/forbid_send_msg', {
		GroupId: 'lobby',
		Members_Account: ['ben'],
		MuteTime: 60,
	});

const muteAgora = async () =>
	await callAgora(simulator.agora, 'POST', '/chatrooms/1/mute', {
		usernames: ['ben'],
		mute_duration: 60_000,
	});

/** Whatever the machine takes, all requests arrive in the same moment. */
const allAtOnce = () => jest.spyOn(performance, 'now').mockReturnValue(performance.now());

/** Resets cannot be read: they show as no reply. */
const replyOrReset = async (call: typeof muteTencent) => await call().catch(() => undefined);

describe('records', () => {
	it('keeps every request in order of arrival', async () => {
		await muteTencent();
		await groupCommand(simulator.tencent, 'get_group_muted_account', { GroupId: 'nowhere' });
		expect(simulator.tencent.requests).toEqual([
			{
				at: expect.any(Number),
				method: 'POST',
				path: '/v4/group_open_http_svc/forbid_send_msg',
				body: { GroupId: 'lobby', Members_Account: ['ben'], MuteTime: 60 },
				status: 200,
				code: 0,
				fault: undefined,
				turnedAway: false,
			},
			expect.objectContaining({ status: 200, code: 10010 }),
		]);
	});

	it('forgets everything but the settings', async () => {
		simulator.agora.faults.next('badGateway', 5);
		await muteAgora();
		simulator.agora.reset();
		expect(simulator.agora.requests).toEqual([]);
		expect(simulator.agora.faults.injected.badGateway).toBe(0);
		expect((await muteAgora()).status).toBe(404);
		expect(simulator.agora.settings.slowMs).toBe(50);
	});
});

describe('the rate limit', () => {
	it('slides: the oldest request must be a full second old', () => {
		const limit = new RateLimit();
		const accepts = (...times: number[]) => times.map((at) => limit.accepts('api', 2, at));
		expect(accepts(0, 900, 950, 999.9, 1000, 1899.9, 1900)).toEqual([
			true,
			true,
			false,
			false,
			true,
			false,
			true,
		]);
		expect(limit.accepts('other', 2, 1900)).toBe(true);
	});

	it('remembers no more than it needs', () => {
		const limit = new RateLimit();
		let accepted = 0;
		for (let at = 0; at < 100_000; at += 1) accepted += limit.accepts('api', 100, at) ? 1 : 0;
		expect(accepted).toBe(100 * 100);
	});

	it('turns away what is over it, and does no work for it', async () => {
		const { tencent, agora } = simulator;
		tencent.settings.requestsPerSecond = 3;
		agora.settings.requestsPerSecond = 3;
		allAtOnce();
		const tencentReplies = await Promise.all([1, 2, 3, 4, 5].map(muteTencent));
		const agoraReplies = await Promise.all([1, 2, 3, 4, 5].map(muteAgora));
		tencent.settings.requestsPerSecond = 200;
		agora.settings.requestsPerSecond = 100;
		const codes = tencentReplies.map(({ json }) => json?.ErrorCode);
		expect(codes.filter((code) => code === 60007)).toHaveLength(2);
		expect(tencentReplies.every(({ status }) => status === 200)).toBe(true);
		const limited = agoraReplies.filter(({ status }) => status === 429);
		expect(limited.map(({ json }) => json?.error)).toEqual(['reach_limit', 'reach_limit']);
		expect([tencent.turnedAway, agora.turnedAway]).toEqual([2, 2]);
		expect(tencent.requests.filter(({ turnedAway }) => turnedAway)).toHaveLength(2);
	});
});

describe('the round trip', () => {
	afterEach(() => {
		for (const { settings } of [simulator.tencent, simulator.agora]) {
			Object.assign(settings, {
				roundTripMs: 0,
				roundTripJitterMs: 0,
				firstRoundTripMs: undefined,
			});
		}
		simulator.tencent.settings.requestsPerSecond = 200;
		jest.restoreAllMocks();
	});

	/** How long one request and its answer were on their way. */
	const legs = async (
		mute: typeof muteAgora,
		{ requests }: Pick<Simulator['agora'], 'requests'>,
	) => {
		const sentAt = performance.now();
		await mute();
		return { there: requests[0].at - sentAt, back: performance.now() - requests[0].at };
	};

	it('passes by halves: before a request arrives, and before its answer does', async () => {
		const { tencent, agora } = simulator;
		tencent.settings.roundTripMs = 100;
		agora.settings.roundTripMs = 100;
		for (const { there, back } of [
			await legs(muteTencent, tencent),
			await legs(muteAgora, agora),
		]) {
			expect(there).toBeGreaterThanOrEqual(50);
			expect(back).toBeGreaterThanOrEqual(50);
		}
	});

	it.each([
		['there', 1],
		['back', 0],
	] as const)('may take longer one way: %s', async (way, luckOfTheFirst) => {
		const { agora } = simulator;
		Object.assign(agora.settings, { roundTripMs: 20, roundTripJitterMs: 180 });
		const arrived = () => agora.requests.length > 0;
		jest
			.spyOn(Math, 'random')
			.mockImplementation(() => (arrived() ? 1 - luckOfTheFirst : luckOfTheFirst));
		expect((await legs(muteAgora, agora))[way]).toBeGreaterThanOrEqual(100);
	});

	it('may be another for the first request, and for no other that comes before it has arrived', async () => {
		const { tencent } = simulator;
		Object.assign(tencent.settings, { roundTripMs: 200, firstRoundTripMs: 2 });
		const sentAt = performance.now();
		await Promise.all([1, 2, 3].map(muteTencent));
		for (const { at } of tencent.requests.slice(1)) expect(at - sentAt).toBeGreaterThanOrEqual(100);
	});

	it('counts a request when it arrives, not when it was sent', async () => {
		const { tencent } = simulator;
		Object.assign(tencent.settings, { roundTripJitterMs: 600_000, requestsPerSecond: 1 });
		jest.spyOn(Math, 'random').mockReturnValue(0).mockReturnValueOnce(1);
		const nearOne = await Promise.race([replyOrReset(muteTencent), replyOrReset(muteTencent)]);
		expect(nearOne?.json).toMatchObject({ ErrorCode: 0 });
		expect(tencent.requests).toHaveLength(1);
	});

	it('brings a request there although its client has given up', async () => {
		const { agora } = simulator;
		agora.settings.roundTripMs = 100;
		const { hostname, port } = new URL(agora.url);
		const socket = connect(Number(port), hostname);
		socket.write('GET /chatrooms HTTP/1.1\r\nHost: gone\r\n\r\n', () => socket.destroy());
		while (agora.requests.length === 0) await delay(10);
		expect(agora.requests).toMatchObject([{ path: '/chatrooms', status: 404 }]);
	});
});

describe('faults', () => {
	/** What a client sees, and whether the work was done. */
	const seen: ReadonlyArray<[FaultKind, number | undefined, boolean]> = [
		['resetBefore', undefined, false],
		['resetAfter', undefined, true],
		['badGateway', 502, false],
		['badGatewayAfter', 502, true],
		['unavailable', 503, false],
		['unavailableDate', 503, false],
		['tooMany', 429, false],
		['truncated', 200, true],
		['notJson', 200, false],
		['wrongShape', 200, false],
		['slow', 200, true],
	];

	it.each(seen)('%s', async (kind, status, done) => {
		const { tencent, agora } = simulator;
		tencent.faults.next(kind);
		agora.faults.next(kind);
		expect((await replyOrReset(muteTencent))?.status).toBe(status);
		expect((await replyOrReset(muteAgora))?.status).toBe(status);
		expect([tencent.mutes('lobby').size, agora.mutes('1').size]).toEqual(done ? [1, 1] : [0, 0]);
		expect(tencent.requests[0]).toMatchObject({ fault: kind, status: status ?? 0 });
		expect(agora.faults.injected[kind]).toBe(1);
		expect((await muteAgora()).status).toBe(200);
	});

	it('words its own failures', async () => {
		const { tencent, agora } = simulator;
		tencent.faults.next('internal');
		tencent.faults.next('overFrequency');
		expect((await muteTencent()).json).toMatchObject({ ActionStatus: 'FAIL', ErrorCode: 10002 });
		expect((await muteTencent()).json).toMatchObject({ ActionStatus: 'FAIL', ErrorCode: 60007 });
		agora.faults.next('internal');
		agora.faults.next('overFrequency');
		agora.faults.next('quota');
		expect((await muteAgora()).status).toBe(500);
		expect((await muteAgora()).json).toMatchObject({ error: 'reach_limit' });
		expect(await muteAgora()).toMatchObject({ status: 429, json: { error: 'resource_limited' } });
		expect(() => tencent.faults.next('quota')).toThrow('no fault quota');
		expect(tencent.mutes('lobby').size + agora.mutes('1').size).toBe(0);
	});

	it('asks to wait in seconds, or until a date', async () => {
		const { faults } = simulator.agora;
		faults.next('unavailable');
		expect((await muteAgora()).headers.get('retry-after')).toBe('1');
		faults.next('unavailableDate');
		const before = Date.now();
		const until = Date.parse((await muteAgora()).headers.get('retry-after') ?? '');
		// A second from then, without its fraction.
		expect(until).toBeGreaterThan(before);
		expect(until).toBeLessThanOrEqual(Date.now() + 1000);
	});

	it('truncates with a content length that fits', async () => {
		simulator.agora.faults.next('truncated');
		const { headers, text, json } = await muteAgora();
		expect(headers.get('content-length')).toBe(String(text.length));
		expect(text.startsWith('{')).toBe(true);
		expect(json).toBeUndefined();
	});

	it('strikes the requests that are meant', async () => {
		simulator.agora.faults.next('badGateway', 2, ({ method }) => method === 'GET');
		expect((await muteAgora()).status).toBe(200);
		const list = async () => (await callAgora(simulator.agora, 'GET', '/chatrooms/1/mute')).status;
		expect([await list(), await list(), await list()]).toEqual([502, 502, 200]);
	});

	it('strikes a share of all requests, the same for the same seed', async () => {
		const run = async () => {
			simulator.agora.reset();
			simulator.agora.faults.random({ share: 0.3, kinds: ['badGateway', 'tooMany'], seed: 7 });
			for (let i = 0; i < 60; i += 1) await muteAgora();
			return simulator.agora.requests.map(({ fault }) => fault);
		};
		const first = await run();
		expect(await run()).toEqual(first);
		const struck = first.filter((fault) => fault !== undefined).length;
		expect(struck).toBeGreaterThan(8);
		expect(struck).toBeLessThan(30);
		simulator.agora.faults.clear();
	});
});

it('serves thousands of requests while its limit is off', async () => {
	const { tencent } = simulator;
	tencent.settings.requestsPerSecond = Infinity;
	for (let i = 0; i < 10; i += 1) await Promise.all(Array.from({ length: 200 }, muteTencent));
	tencent.settings.requestsPerSecond = 200;
	expect(tencent.requests).toHaveLength(2000);
	expect(tencent.requests.every(({ code }) => code === 0)).toBe(true);
});

it('is seeded with believable data', async () => {
	seed(simulator, { more: 30 });
	const { lobby, stream, community, topics } = seeded.tencent;
	expect([...simulator.tencent.mutes(lobby).keys()]).toEqual(['dmitri']);
	expect(simulator.tencent.mutes(stream).get('spam_4711')).toBe('permanent');
	expect(simulator.tencent.mutes(community, topics.rules).size).toBe(1);
	const { json } = await callAgora(simulator.agora, 'GET', '/chatrooms?limit=100');
	expect(json?.count).toBe(33);
	const { raid, book } = seeded.agora;
	expect([...simulator.agora.allowList(raid)]).toEqual(['ben_okafor']);
	expect(simulator.agora.mutes(book).get('spam_4711')).toBe('permanent');
	expect(simulator.agora.userMutes('spam_4711').chat).toBe('permanent');
	expect(simulator.tencent.accountMutes('spam_4711').c2c).toBe('permanent');
});
