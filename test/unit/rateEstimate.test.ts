import { RateEstimate } from '../../nodes/shared/http/rateEstimate';

/** What is learnt of the rate, by times that are given: milliseconds from the start. */

const RATE = 100;

/** Learns at `at` that so many are allowed; all was sent 40 ms before. */
function learnt(count: number, at = 1000): RateEstimate {
	const estimate = new RateEstimate();
	for (let i = 0; i < count; i++) estimate.served(at - 100, at - 50);
	estimate.turnedAway(at - 40, at, RATE, 0);
	return estimate;
}

/** Requests wait for their places, without a break. */
function wait(estimate: RateEstimate, from: number, to: number): void {
	estimate.waits(from);
	estimate.waits((from + to) / 2); // still
	estimate.goes(to);
}

describe('What is allowed', () => {
	it('is the rate until something else is known', () => {
		const estimate = new RateEstimate();
		expect(estimate.callsPerSecond(RATE, 0)).toBe(RATE);
		expect(estimate.lessThan(RATE, 0)).toBeUndefined();
	});

	it('is what was served in the second before a request was turned away', () => {
		const estimate = new RateEstimate();
		for (const at of [0, 1, 500, 999, 1000]) estimate.served(at, at);
		estimate.turnedAway(990, 1000, RATE, 0);

		// What came back a second ago is not of the last second.
		expect(estimate.callsPerSecond(RATE, 1000)).toBe(4);
		expect(estimate.lessThan(RATE, 1000)).toBe(4);
	});

	it('is at least one', () => {
		const estimate = new RateEstimate();
		estimate.turnedAway(0, 10, RATE, 0);
		expect(estimate.callsPerSecond(RATE, 10)).toBe(1);
	});

	it('is never more than the rate', () => {
		expect(learnt(50).callsPerSecond(20, 1000)).toBe(20);
		expect(learnt(50).lessThan(50, 1000)).toBeUndefined();
	});

	it('is not learnt again from the rest of a burst', () => {
		const estimate = learnt(10);
		expect(estimate.turnedAway(970, 2500, RATE, 0)).toBe(false);
		expect(estimate.callsPerSecond(RATE, 2500)).toBe(10);
	});

	it('is what was served in all, where a part comes back later', () => {
		const estimate = learnt(8);
		estimate.served(990, 1010);
		estimate.served(999, 1011);
		expect(estimate.callsPerSecond(RATE, 1011)).toBe(10);

		// Whatever comes back after its second says nothing of it, and what is sent later is another matter.
		estimate.served(999, 2500);
		expect(estimate.callsPerSecond(RATE, 2500)).toBe(10);
		for (let i = 0; i < 20; i++) estimate.served(1000 + i, 2600);
		expect(estimate.callsPerSecond(RATE, 2600)).toBe(10);
	});

	it('is less when less was served later', () => {
		const estimate = learnt(10);
		for (let i = 0; i < 6; i++) estimate.served(2900, 2990);
		estimate.turnedAway(2950, 3000, RATE, 0);
		expect(estimate.callsPerSecond(RATE, 3000)).toBe(6);
	});
});

describe('More is tried', () => {
	/** What is allowed after requests have waited for so long. */
	const after = (waitedMs: number) => {
		const estimate = learnt(10);
		wait(estimate, 1000, 1000 + waitedMs);
		return estimate.callsPerSecond(RATE, 1000 + waitedMs);
	};

	it('after a while only, then by little, then by ever more, up to the rate', () => {
		expect(after(1500)).toBe(10);
		expect(after(1900)).toBe(10);
		expect(after(2000)).toBe(11);
		const steps = [2500, 3000, 3500].map(after);
		expect(steps[0]).toBeGreaterThan(11);
		expect(steps[1] - steps[0]).toBeGreaterThan(steps[0] - 11);
		expect(steps[2] - steps[1]).toBeGreaterThan(steps[1] - steps[0]);
		expect(after(10_000)).toBe(RATE);
	});

	it('while a request still waits, too', () => {
		const estimate = learnt(10);
		estimate.waits(1000);
		expect(estimate.callsPerSecond(RATE, 2600)).toBe(10);
		expect(estimate.callsPerSecond(RATE, 3200)).toBeGreaterThan(10);
	});

	it('by the time in which requests wait, and by no other', () => {
		const estimate = learnt(10);
		for (const from of [1000, 50_000, 100_000]) wait(estimate, from, from + 700);
		estimate.goes(200_000);
		expect(estimate.callsPerSecond(RATE, 200_000)).toBe(after(2100));
	});

	it('later, where the service wants a pause for each try too far', () => {
		const estimate = new RateEstimate();
		estimate.turnedAway(0, 10, RATE, 2000);
		wait(estimate, 10, 9010);
		expect(estimate.callsPerSecond(RATE, 9010)).toBe(1);
		wait(estimate, 9010, 12_010);
		expect(estimate.callsPerSecond(RATE, 12_010)).toBeGreaterThan(1);
	});

	it('anew after each request that is turned away, be it while others wait', () => {
		const estimate = learnt(10);
		estimate.waits(1000);
		for (let i = 0; i < 10; i++) estimate.served(2900, 2950);
		estimate.turnedAway(2950, 3000, RATE, 0);
		expect(estimate.callsPerSecond(RATE, 3000)).toBe(10);
		expect(estimate.callsPerSecond(RATE, 4400)).toBe(10);
		expect(estimate.callsPerSecond(RATE, 5100)).toBeGreaterThan(10);
	});

	it('anew after each request that is turned away, when nobody waits', () => {
		const estimate = learnt(10);
		wait(estimate, 1000, 2400);
		for (let i = 0; i < 10; i++) estimate.served(2900, 2950);
		estimate.turnedAway(2950, 3000, RATE, 0);
		// Had that counted as the begin of a wait, this would be one of many seconds.
		expect(estimate.callsPerSecond(RATE, 60_000)).toBe(10);
		wait(estimate, 60_000, 61_000);
		expect(estimate.callsPerSecond(RATE, 61_000)).toBe(10);
	});
});

describe('That a request is turned away', () => {
	it('is unexpected the first time', () => {
		const estimate = new RateEstimate();
		estimate.served(0, 10);
		expect(estimate.turnedAway(0, 20, RATE, 0)).toBe(true);
	});

	it.each([
		[11, false],
		[10, false],
		[8, false],
		[7, true],
		[0, true],
	])('when 10 were allowed and %d were served: unexpected is %p', (served, isUnexpected) => {
		const estimate = learnt(10);
		for (let i = 0; i < served; i++) estimate.served(2900, 2950);
		expect(estimate.turnedAway(2950, 3000, RATE, 0)).toBe(isUnexpected);
	});
});
