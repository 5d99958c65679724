import { SlidingWindow } from '../../nodes/shared/http/slidingWindow';

/** When a place is free, by times that are given. */

/** A window in which so many requests went this way before, long ago: round trips of these lengths. */
function seen(count: number, ...roundTripsMs: number[]): SlidingWindow {
	const window = new SlidingWindow();
	for (let i = 0; i < count; i++) {
		const at = -1_000_000 + i * 5000;
		const tookMs = roundTripsMs[i % roundTripsMs.length];
		const place = window.take(at);
		window.listen(tookMs);
		window.settle(place, at + tookMs, true);
	}
	window.freeAt(-10_000, 1);
	return window;
}

/** When the only place is free again after a request from 0 to `repliedAt`. */
function freeAfter(window: SlidingWindow, repliedAt: number, replied = true): number {
	const place = window.take(0);
	window.listen(repliedAt);
	window.settle(place, repliedAt, replied);
	return window.freeAt(repliedAt, 1);
}

it('Of two places both are free, then one, then none', () => {
	const window = new SlidingWindow();
	expect(window.freeAt(0, 2)).toBe(0);
	window.take(0);
	expect(window.freeAt(1, 2)).toBe(1);
	window.take(1);
	expect(window.freeAt(2, 2)).toBe(Infinity);
	expect(window.onTheWay).toBe(2);
});

it('A place is free a second after the reply', () => {
	const window = new SlidingWindow();
	expect(freeAfter(window, 300)).toBe(1300);
	expect(window.onTheWay).toBe(0);
	expect(window.freeAt(1299, 1)).toBe(1300);
	expect(window.freeAt(1300, 1)).toBe(1300);
	expect(window.freeAt(1310, 1)).toBe(1310);
});

it('The place of the earliest reply is free first', () => {
	const window = new SlidingWindow();
	const places = [0, 1, 2].map((at) => window.take(at));
	window.settle(places[1], 20, true);
	window.settle(places[0], 30, true);
	expect(window.freeAt(40, 3)).toBe(1020);
	expect(window.freeAt(40, 2)).toBe(1030);
	expect(window.freeAt(40, 1)).toBe(Infinity); // by one that has no reply yet
});

it('A place that was given back is free at once', () => {
	const window = new SlidingWindow();
	window.giveBack(window.take(0));
	expect(window.freeAt(1, 1)).toBe(1);
});

describe('Without a reply', () => {
	it('time alone does not tell that a request has arrived', () => {
		const window = new SlidingWindow();
		window.take(0);
		expect(window.freeAt(60_000, 1)).toBe(Infinity);
	});

	it('a request has arrived before one that was sent a second later and is answered', () => {
		const window = new SlidingWindow();
		window.take(0);
		window.settle(window.take(999), 1010, true);
		expect(window.onTheWay).toBe(1);
		window.settle(window.take(1000), 1020, true);
		expect(window.onTheWay).toBe(0);
		expect(window.freeAt(1020, 1)).toBe(2020);
	});

	it('it has arrived before one that was sent two round trips later, where they take longer', () => {
		const window = seen(30, 900);
		window.take(0);
		window.settle(window.take(1700), 2600, true);
		expect(window.onTheWay).toBe(1);
		window.settle(window.take(1801), 2701, true);
		expect(window.onTheWay).toBe(0);
	});

	it('a reply that comes after all changes nothing', () => {
		const window = new SlidingWindow();
		const place = window.take(0);
		window.settle(window.take(1000), 1010, true);
		window.settle(place, 1900, true);
		expect(window.freeAt(1950, 1)).toBe(2010);
	});
});

describe('Of the second, a quick round trip is given back', () => {
	it('but for a margin', () => {
		expect(freeAfter(seen(30, 200), 200)).toBe(1200 - (200 - 10));
	});

	it('with a larger margin where round trips differ', () => {
		// The usual one comes to be about 300, 200 above the quick one.
		const free = freeAfter(seen(31, 100, ...Array.from({ length: 30 }, () => 300)), 300);
		expect(free).toBeGreaterThan(1300 - 100 + 10);
		expect(free).toBeLessThan(1300 - 100 + 60);
	});

	it('with a larger margin where round trips differ, though the newest was the fastest', () => {
		expect(freeAfter(seen(30, 300, 300, 300, 100), 100)).toBeGreaterThan(1100 - 100 + 20);
	});

	it('with little more where a single one was longer', () => {
		const free = freeAfter(seen(31, ...Array.from({ length: 30 }, () => 100), 1000), 100);
		expect(free).toBeLessThan(1100 - 100 + 60);
	});

	it('and nothing where the service is near', () => {
		expect(freeAfter(seen(30, 29), 29)).toBe(1029);
		expect(freeAfter(seen(30, 30), 30)).toBe(1010);
	});

	it('and nothing where the margin is greater', () => {
		expect(freeAfter(seen(30, 40, 900), 900)).toBe(1900);
	});

	it('only when enough of them have been seen', () => {
		expect(freeAfter(seen(18, 200), 200)).toBe(1200);
		expect(freeAfter(seen(19, 200), 200)).toBe(1010);
	});

	it('of the last ones: what was quick long ago is forgotten', () => {
		expect(freeAfter(seen(90, ...quickFirst(30, 60, 500)), 500)).toBe(1500 - (500 - 10));
	});

	it('whatever a single one of many was', () => {
		expect(freeAfter(seen(120, ...quickFirst(1, 119, 300)), 300)).toBe(1300 - (300 - 10));
	});

	it('by the time in which somebody listened: n8n was busy for the rest of it', () => {
		const window = new SlidingWindow();
		for (let i = 0; i < 40; i++) {
			const at = -1_000_000 + i * 5000;
			const place = window.take(at);
			window.listen(5);
			window.settle(place, at + 800, true);
		}
		expect(freeAfter(window, 800)).toBe(1800);
	});

	it('by nothing of those on their way while nobody listened', () => {
		const window = new SlidingWindow();
		for (let i = 0; i < 40; i++) {
			const place = window.take(-1_000_000 + i * 5000);
			window.lookAway();
			window.listen(800);
			window.settle(place, -1_000_000 + i * 5000 + 800, true);
		}
		expect(freeAfter(window, 800)).toBe(1800);
	});

	it('where nothing came back, that says nothing of the way', () => {
		const window = new SlidingWindow();
		for (let i = 0; i < 40; i++) {
			const place = window.take(i);
			window.listen(200);
			window.settle(place, i + 200, false);
		}
		expect(window.usualMs).toBeUndefined();
		expect(freeAfter(window, 300)).toBe(1300);
	});
});

const quickFirst = (quick: number, others: number, ms: number): number[] => [
	...Array.from({ length: quick }, () => 50),
	...Array.from({ length: others }, () => ms),
];
