import { limiterFor, RateLimiter, type Sent } from '../../nodes/shared/http/limiter';
import type { Turn } from '../../nodes/shared/http/queue';
import { VirtualService } from '../support/virtualService';
import { VirtualTime } from '../support/virtualTime';

/** In virtual time: each wait takes a moment, and none depends on how busy the machine is. */

let time: VirtualTime;
beforeEach(() => {
	time = new VirtualTime();
	time.install();
});
afterEach(() => time.uninstall());

const turnOf = (owner: object = {}, more: Partial<Turn> = {}): Turn => ({
	owner,
	isOver: () => false,
	...more,
});

/** Sends one request, again and again until it is not turned away, and tells when it arrived. */
async function deliver(limiter: RateLimiter, turn: Turn, call: () => Promise<Sent>) {
	for (;;) {
		const sent = await limiter.run(turn, call, (result) => result);
		if (sent?.end !== 'turnedAway') return sent;
	}
}

/** An execution with so many requests; the first of them goes ahead alone, as in a run of the node. */
async function bulk(limiter: RateLimiter, service: VirtualService, count: number): Promise<void> {
	const turn = turnOf();
	const send = async () => await deliver(limiter, turn, service.call);
	const first = send();
	await Promise.race([first, time.sleep(100)]);
	await Promise.all([first, ...Array.from({ length: count - 1 }, send)]);
}

describe('At the rate that the service allows', () => {
	const far = [0, 5, 40, 150, 400];

	it.each(far)('%d ms away, nobody is turned away', async (roundTripMs) => {
		const service = new VirtualService(time, 100, roundTripMs);
		await time.pass(bulk(new RateLimiter(100), service, 500));

		expect(service.served).toHaveLength(500);
		expect(service.turnedAway).toEqual([]);
	});

	it.each(far)('%d ms away, the rate is used up but for a tenth', async (roundTripMs) => {
		await time.pass(bulk(new RateLimiter(100), new VirtualService(time, 100, roundTripMs), 500));

		// The first hundred at once, and then as many with each further second.
		expect(time.now).toBeLessThanOrEqual(1.1 * (4000 + roundTripMs));
	});

	it.each([1, 7, 1000])('of %d a second, too', async (rate) => {
		const service = new VirtualService(time, rate, 40);
		await time.pass(bulk(new RateLimiter(rate), service, 4 * rate));

		expect(service.turnedAway).toEqual([]);
		expect(time.now).toBeLessThanOrEqual(1.1 * 3000 + 300);
	});

	it('round trips that differ a lot do not mislead it', async () => {
		const service = new VirtualService(time, 50, 20, 400);
		await time.pass(bulk(new RateLimiter(50), service, 400));

		expect(service.turnedAway).toEqual([]);
	});

	it('nobody is turned away after a pause, either', async () => {
		const service = new VirtualService(time, 20, 40);
		const limiter = new RateLimiter(20);
		for (const pauseMs of [0, 300, 800, 5000]) {
			await time.pass(time.sleep(pauseMs));
			await time.pass(bulk(limiter, service, 30));
		}

		expect(service.turnedAway).toEqual([]);
	});

	it('a request whose answer is lost holds its place: the service may have counted it', async () => {
		const service = new VirtualService(time, 10, 40);
		service.accidents.push(...Array.from({ length: 10 }, () => 'lost' as const));
		const limiter = new RateLimiter(10);
		await time.pass(bulk(limiter, service, 30));

		expect(service.turnedAway).toEqual([]);
	});

	it('requests that hang hold up the others for two seconds at the most', async () => {
		const service = new VirtualService(time, 10, 40);
		service.accidents.push(...Array.from({ length: 10 }, () => 'hangs' as const));
		const limiter = new RateLimiter(10);
		const turn = turnOf();
		const hanging = Array.from(
			{ length: 10 },
			async () => await deliver(limiter, turn, service.call),
		);
		const others = Array.from(
			{ length: 10 },
			async () => await deliver(limiter, turn, service.call),
		);
		await time.pass(Promise.all(others));

		expect(time.now).toBeLessThan(3000);
		expect(service.turnedAway).toEqual([]);
		await time.pass(Promise.all(hanging));
	});

	it('a second’s worth is sent early in the second, but not at once', async () => {
		const service = new VirtualService(time, 100, 40);
		await time.pass(bulk(new RateLimiter(100), service, 100));

		const [first] = service.served;
		expect(service.servedIn(first, first + 60)).toBeLessThan(50);
		expect(service.servedIn(first, first + 300)).toBe(100);
	});

	it('more requests at a time than the rate needs would only wait at the other end', async () => {
		const limiter = new RateLimiter(1_000_000);
		const near = new VirtualService(time, Infinity, 5, 0);
		let open = 0;
		let most = 0;
		const call = async () => {
			most = Math.max(most, ++open);
			const sent = await near.call();
			open--;
			return sent;
		};
		const turn = turnOf();
		await time.pass(
			Promise.all(Array.from({ length: 2000 }, async () => await deliver(limiter, turn, call))),
		);

		expect(most).toBeLessThanOrEqual(250);
	});
});

describe('Where the service allows less than the credential says', () => {
	it('everybody is served, and few requests are turned away', async () => {
		const service = new VirtualService(time, 10, 40);
		await time.pass(bulk(new RateLimiter(100), service, 200));

		expect(service.served).toHaveLength(200);
		expect(service.turnedAway.length).toBeLessThanOrEqual(0.2 * 200);
		expect(time.now).toBeLessThanOrEqual(1.3 * 19_000);
	});

	it('seldom tries more where the service wants a pause for it', async () => {
		const service = new VirtualService(time, 10, 40);
		service.pauseMs = 1000;
		await time.pass(bulk(new RateLimiter(100), service, 200));

		expect(service.served).toHaveLength(200);
		expect(service.turnedAway.length).toBeLessThanOrEqual(0.2 * 200);
		expect(time.now).toBeLessThanOrEqual(1.3 * 19_000);
	});

	it.each([
		[3, 5],
		[10, 40],
		[50, 40],
		[95, 150],
	])('%d a second, %d ms away, it learns how many', async (allowed, roundTripMs) => {
		const limiter = new RateLimiter(100);
		await time.pass(bulk(limiter, new VirtualService(time, allowed, roundTripMs), 12 * allowed));

		expect(limiter.learnt).toBeGreaterThanOrEqual(0.8 * allowed);
		expect(limiter.learnt).toBeLessThanOrEqual(allowed);
	});

	it('knows nothing of the kind while nobody was turned away', async () => {
		const limiter = new RateLimiter(100);
		await time.pass(bulk(limiter, new VirtualService(time, 100, 40), 300));

		expect(limiter.learnt).toBeUndefined();
	});

	it('what was learnt holds for the next execution', async () => {
		const service = new VirtualService(time, 10, 40);
		const limiter = new RateLimiter(100);
		await time.pass(bulk(limiter, service, 50));
		const before = service.turnedAway.length;
		await time.pass(time.sleep(600_000));
		await time.pass(bulk(limiter, service, 10));

		expect(before).toBeGreaterThan(0);
		expect(service.turnedAway).toHaveLength(before);
	});

	it('more is tried by and by, and the whole rate is used soon after it is allowed again', async () => {
		const service = new VirtualService(time, 10, 40);
		const limiter = new RateLimiter(100);
		await time.pass(bulk(limiter, service, 50));
		const from = time.now;
		service.allowed = 100;
		await time.pass(bulk(limiter, service, 1500));

		// By and by, but not for ever.
		expect(service.servedIn(from, from + 1000)).toBeLessThanOrEqual(50);
		expect(service.servedIn(from + 9000, from + 10_000)).toBeGreaterThanOrEqual(95);
	});

	it('a try too many is one request, and holds up nobody', async () => {
		const service = new VirtualService(time, 10, 40);
		await time.pass(bulk(new RateLimiter(100), service, 300));
		const later = service.turnedAway.filter((at) => at > 2000);

		expect(later.length).toBeGreaterThan(0);
		expect(later.length).toBeLessThanOrEqual(0.1 * 300);
		for (const at of later.filter((each) => each < time.now - 1500)) {
			expect(service.servedIn(at, at + 1500)).toBeGreaterThanOrEqual(9);
		}
	});

	it('three processes that share the rate use most of it, and are seldom turned away', async () => {
		const service = new VirtualService(time, 100, 40);
		const processes = [0, 20, 150].map(async (lateMs) => {
			await time.sleep(lateMs);
			await bulk(new RateLimiter(100), service, 1000);
		});
		await time.pass(Promise.all(processes));

		expect(service.served).toHaveLength(3000);
		expect(service.turnedAway.length).toBeLessThanOrEqual(0.15 * 3000);
		const lastAt = Math.max(...service.served);
		expect((3000 - 100) * 10).toBeGreaterThanOrEqual(0.8 * lastAt);
	});
});

describe('A request that is turned away', () => {
	const turnAway = (pauseMs?: number) => async (): Promise<Sent> => {
		await time.sleep(10);
		return { end: 'turnedAway', pauseMs };
	};
	const serve = async (): Promise<Sent & { at: number }> => ({ end: 'served', at: time.now });

	it.each([undefined, 1000, 7000])(
		'pauses all of the API for a second, or as long as the service asks for (%p ms)',
		async (pauseMs) => {
			const limiter = new RateLimiter(100);
			await time.pass(limiter.run(turnOf(), turnAway(pauseMs), (sent) => sent));
			const from = time.now;
			const next = await time.pass(limiter.run(turnOf(), serve, (sent) => sent));

			expect((next?.at ?? 0) - from).toBeGreaterThanOrEqual(pauseMs ?? 1000);
			expect((next?.at ?? 0) - from).toBeLessThan((pauseMs ?? 1000) + 200);
		},
	);

	it('tells since when none has got through', async () => {
		const limiter = new RateLimiter(100);
		await time.pass(limiter.run(turnOf(), serve, (sent) => sent));
		const { servedAt } = limiter;
		await time.pass(time.sleep(5000));
		await time.pass(limiter.run(turnOf(), turnAway(), (sent) => sent));

		expect(servedAt).toBe(0);
		expect(limiter.servedAt).toBe(servedAt);
	});
});

describe('Executions', () => {
	it('take turns: a single request is not kept behind a bulk run', async () => {
		const service = new VirtualService(time, 20, 40);
		const limiter = new RateLimiter(20);
		const order: string[] = [];
		const send = (name: string, turn: Turn) =>
			deliver(limiter, turn, async () => {
				order.push(name);
				return await service.call();
			});
		const turn = turnOf();
		const running = Promise.all(Array.from({ length: 100 }, async () => await send('bulk', turn)));
		await time.pass(time.sleep(1500));
		const before = order.length;
		await time.pass(send('single', turnOf()));

		// The bulk run had its turn before it.
		expect(order.indexOf('single') - before).toBeLessThanOrEqual(1);
		await time.pass(running);
	});

	it('take turns: two bulk runs have the same share', async () => {
		const service = new VirtualService(time, 20, 40);
		const limiter = new RateLimiter(20);
		const order: string[] = [];
		const run = async (name: string, count: number) => {
			const turn = turnOf();
			const send = async () => {
				await deliver(limiter, turn, service.call);
				order.push(name);
			};
			await Promise.all(Array.from({ length: count }, send));
		};
		await time.pass(Promise.all([run('long', 200), run('short', 50)]));

		expect(order.slice(0, 100).filter((name) => name === 'short').length).toBeGreaterThanOrEqual(
			45,
		);
	});

	it('somebody who looks on goes first, before those who came earlier', async () => {
		const limiter = new RateLimiter(1);
		const order: string[] = [];
		const send = async (name: string, ahead?: boolean) =>
			await limiter.run(
				turnOf({}, { ahead }),
				async () => void order.push(name),
				() => ({ end: 'served' }),
			);
		const all = [send('first'), send('second'), send('old search', true), send('new search', true)];
		await time.pass(Promise.all(all));

		expect(order).toEqual(['first', 'new search', 'old search', 'second']);
	});

	it('leave the line within 250 ms when their turn is over, and send nothing', async () => {
		const limiter = new RateLimiter(1);
		let isOver = false;
		const sent: number[] = [];
		const send = async (turn: Turn) =>
			await limiter.run(
				turn,
				async () => sent.push(time.now),
				() => ({ end: 'served' }),
			);
		const over = turnOf({}, { isOver: () => isOver });
		const waiting = Promise.all([send(over), send(over), send(over)]);
		const other = send(turnOf());
		await time.pass(time.sleep(300));
		isOver = true;
		const from = time.now;
		const results = await time.pass(waiting);

		expect(time.now - from).toBeLessThanOrEqual(250);
		expect(results).toEqual([1, undefined, undefined]);
		expect(await time.pass(other)).toBe(2); // whoever stays has the next turn
	});

	it('are asked now and then whether their turn is over, not at each reply: the line may be long', async () => {
		const limiter = new RateLimiter(100);
		const service = new VirtualService(time, 100, 40);
		const isOver = jest.fn(() => false);
		const last = turnOf({}, { isOver });
		const running = Array.from(
			{ length: 500 },
			async () => await deliver(limiter, turnOf(), service.call),
		);
		await time.pass(deliver(limiter, last, service.call));

		// There is a reply each 10 ms.
		expect(isOver.mock.calls.length).toBeLessThanOrEqual(time.now / 50);
		await time.pass(Promise.all(running));
	});

	it('that are over do not join the line, and take no place', async () => {
		const limiter = new RateLimiter(1);
		const send = jest.fn(async () => time.now);
		const over = turnOf({}, { isOver: () => true });
		expect(await limiter.run(over, send, () => ({ end: 'served' }))).toBeUndefined();
		expect(send).not.toHaveBeenCalled();
		expect(await time.pass(limiter.run(turnOf(), send, () => ({ end: 'served' })))).toBe(0);
	});

	it('whose turn ends just as they are called take no place', async () => {
		const limiter = new RateLimiter(1);
		let calls = 0;
		// Not over when asked on joining, but when called.
		const over = turnOf({}, { isOver: () => ++calls > 1 });
		const send = jest.fn(async () => time.now);
		expect(await time.pass(limiter.run(over, send, () => ({ end: 'served' })))).toBeUndefined();
		expect(send).not.toHaveBeenCalled();
		const at = await time.pass(limiter.run(turnOf(), send, () => ({ end: 'served' })));
		expect(at).toBeLessThan(1000);
	});

	it('whose request fails give their places back to nobody before its second is over', async () => {
		const limiter = new RateLimiter(1);
		const fail = async () => await Promise.reject(new Error('It broke'));
		await expect(time.pass(limiter.run(turnOf(), fail, () => ({ end: 'served' })))).rejects.toThrow(
			'It broke',
		);
		const at = await time.pass(
			limiter.run(
				turnOf(),
				async () => time.now,
				() => ({ end: 'served' }),
			),
		);

		expect(at).toBeGreaterThanOrEqual(1000);
	});
});

describe('The limiter of an API', () => {
	const limiter = () => limiterFor('an app', { name: 'mute' }, 10);
	const served = () => ({ end: 'served' as const });
	const anHour = 3_600_000;

	it('is the same for all executions, and is kept for an hour after it was used last', async () => {
		const first = limiter();
		await time.pass(first.run(turnOf(), async () => {}, served));
		await time.pass(time.sleep(anHour - 1));
		expect(limiter()).toBe(first);
		await time.pass(first.run(turnOf(), async () => {}, served));
		await time.pass(time.sleep(anHour - 1));
		expect(limiter()).toBe(first);
		await time.pass(time.sleep(2));
		expect(limiter()).not.toBe(first);
	});

	it('is kept while a request is under way, or waits', async () => {
		const first = limiterFor('a long app', { name: 'mute' }, 10);
		const long = first.run(turnOf(), async () => await time.sleep(3 * anHour), served);
		await time.pass(time.sleep(2 * anHour));
		expect(limiterFor('a long app', { name: 'mute' }, 10)).toBe(first);
		await time.pass(long);

		first.rate = 1;
		const all = [1, 2].map(
			async () => await first.run(turnOf(), async () => await time.sleep(1), served),
		);
		await time.pass(all[0]);
		time.now += 2 * anHour;
		expect(limiterFor('a long app', { name: 'mute' }, 10)).toBe(first);
		await time.pass(Promise.all(all));
	});

	it('is kept while a request waits for a service that wants a long pause', async () => {
		const first = limiterFor('a slow app', { name: 'mute' }, 10);
		const pause = async (): Promise<Sent> => ({ end: 'turnedAway', pauseMs: 2 * anHour });
		await time.pass(first.run(turnOf(), pause, (sent) => sent));
		const waiting = first.run(turnOf(), async () => {}, served);
		await time.pass(time.sleep(1.5 * anHour));
		expect(limiterFor('a slow app', { name: 'mute' }, 10)).toBe(first);
		await time.pass(waiting);
	});

	it('is not worn out by turns that end when they are called', async () => {
		const first = new RateLimiter(1000);
		for (let i = 0; i < 300; i++) {
			let asked = 0;
			const over = turnOf({}, { isOver: () => asked++ > 0 });
			await time.pass(first.run(over, async () => {}, served));
		}
		expect(await time.pass(first.run(turnOf(), async () => 'sent', served))).toBe('sent');
	});

	it('of another app or API is another', () => {
		const first = limiter();
		expect(limiterFor('an app', { name: 'unmute' }, 10)).not.toBe(first);
		expect(limiterFor('another app', { name: 'mute' }, 10)).not.toBe(first);
	});
});

describe('On the way at the same time', () => {
	/** The most that were, of 200 requests to a service so far away. */
	async function most(roundTripMs: number, limiter = new RateLimiter(100)): Promise<number> {
		const service = new VirtualService(time, Infinity, roundTripMs, 0);
		let open = 0;
		let mostOpen = 0;
		const call = async () => {
			mostOpen = Math.max(mostOpen, ++open);
			const sent = await service.call();
			open--;
			return sent;
		};
		const turn = turnOf();
		await time.pass(
			Promise.all(Array.from({ length: 200 }, async () => await deliver(limiter, turn, call))),
		);
		return mostOpen;
	}

	it('are a few requests where the service is near', async () => {
		expect(await most(2)).toBeLessThanOrEqual(10);
	});

	it('are as many as the rate takes where it is far', async () => {
		expect(await most(300)).toBeGreaterThanOrEqual(90);
	});

	it('are no fewer after requests that were lost at once: that is not the way there and back', async () => {
		const limiter = new RateLimiter(100);
		const lose = async (): Promise<Sent> => ({ end: 'lost' });
		const fail = async () => await Promise.reject(new Error('It broke'));
		for (let i = 0; i < 20; i++) {
			await time.pass(limiter.run(turnOf(), lose, (sent) => sent));
			await time.pass(limiter.run(turnOf(), fail, () => ({ end: 'served' })).catch(() => {}));
		}
		expect(await most(300, limiter)).toBeGreaterThanOrEqual(50);
	});
});

describe('When this process stands still', () => {
	const far = [5, 40, 150, 400];
	const lengths = [300, 900, 1500, 3000];
	const cases = far.flatMap((roundTripMs) => lengths.map((ms) => ({ roundTripMs, ms })));

	it.each(cases)(
		'for $ms ms now and then, $roundTripMs ms away, nobody is turned away',
		async ({ roundTripMs, ms }) => {
			const service = new VirtualService(time, 200, roundTripMs);
			// A stall may catch requests that were sent but have not left.
			service.leavesAfterMs = 2;
			for (let at = 130; at < 40_000; at += 2.3 * ms + 611) time.stall(at, ms);
			await time.pass(bulk(new RateLimiter(200), service, 1200));

			expect(service.served).toHaveLength(1200);
			expect(service.turnedAway).toEqual([]);
		},
	);

	it('and requests hang as well, nobody is turned away', async () => {
		const service = new VirtualService(time, 50, 20);
		service.hangsMs = 5000;
		service.leavesAfterMs = 2;
		for (let i = 0; i < 200; i++) service.accidents.push(i % 10 === 0 ? 'hangs' : 'none');
		for (let at = 90; at < 40_000; at += 1700) time.stall(at, 1200);
		await time.pass(bulk(new RateLimiter(50), service, 400));

		expect(service.turnedAway).toEqual([]);
	});
});

describe('Round trips that are unlike the others', () => {
	it.each([1, 2, 10])('one of %d ms does not hold up 400 of 300 ms', async (quickMs) => {
		const service = new VirtualService(time, 200, 300);
		service.roundTripsMs = [quickMs];
		const limiter = new RateLimiter(200);
		await time.pass(deliver(limiter, turnOf(), service.call));
		await time.pass(time.sleep(1500));
		const from = time.now;
		const turn = turnOf();
		const send = async () => await deliver(limiter, turn, service.call);
		await time.pass(Promise.all(Array.from({ length: 400 }, send)));

		expect(service.turnedAway).toEqual([]);
		// Two hundred at once, as many a second later, and the way there and back.
		expect(time.now - from).toBeLessThanOrEqual(1.15 * 1300);
	});
});
