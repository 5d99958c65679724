import type { Tally } from '../../nodes/shared/http/dispatcher';
import { RateLimiter } from '../../nodes/shared/http/limiter';
import { slowness } from '../../nodes/shared/operations/slowness';

/** @param learnt what the limiter found out the service to allow */
function tally(changes: Partial<Tally>, rate = 100, learnt?: number): Tally {
	const limiter = new RateLimiter(rate);
	jest.spyOn(limiter, 'learnt', 'get').mockReturnValue(learnt);
	return { limiter, sent: 0, turnedAway: 0, again: 0, ...changes };
}

describe('A run that takes longer than its rate explains', () => {
	it('tells how many requests were turned away, and which rate to set', () => {
		expect(slowness('Agora Chat', [tally({ sent: 231, turnedAway: 31 }, 100, 10)], 20_000)).toBe(
			"Agora Chat turned 31 requests away: the app seems to be allowed 10 a second. Set 'Requests per Second' in the credential to 10.",
		);
	});

	it('that was turned away, but not for long, is not told a number', () => {
		expect(slowness('Agora Chat', [tally({ sent: 5, turnedAway: 1 })], 20_000)).toBe(
			"Agora Chat turned 1 request away: other systems seem to use the app, too. Lower 'Requests per Second' in the credential.",
		);
	});

	it('tells what had to be sent again', () => {
		expect(slowness('Agora Chat', [tally({ sent: 9, again: 4 })], 20_000)).toBe(
			'4 requests had to be sent again, since Agora Chat or the network failed.',
		);
	});

	it('tells of each API', () => {
		const text = slowness(
			'Tencent Cloud Chat',
			[
				tally({ sent: 30, turnedAway: 20 }, 200, 5),
				tally({ sent: 9, turnedAway: 1, again: 1 }, 200, 7),
			],
			20_000,
		);

		const set = (rate: number) =>
			`the app seems to be allowed ${rate} a second. Set 'Requests per Second' in the credential to ${rate}.`;
		expect(text).toBe(
			`Tencent Cloud Chat turned 20 requests away: ${set(5)} Tencent Cloud Chat turned 1 request away: ${set(7)} ` +
				'1 request had to be sent again, since Tencent Cloud Chat or the network failed.',
		);
	});

	it('has no excuse in requests that were turned away', () => {
		const tallies = [tally({ sent: 300, turnedAway: 200 }, 100, 10)];

		expect(slowness('Agora Chat', tallies, 5000)).toContain('200 requests');
	});

	it('for no known reason says nothing: other executions may have had their turns', () => {
		expect(slowness('Agora Chat', [tally({ sent: 9 })], 60_000)).toBeUndefined();
	});
});

describe('A run that takes as long as its rate explains says nothing', () => {
	it.each([
		['a short one', 3, 1500],
		['a long one', 1000, 14_000],
	])('%s', (_, sent, tookMs) => {
		const tallies = [tally({ sent, turnedAway: 1, again: 1 }, 100, 10)];

		expect(slowness('Agora Chat', tallies, tookMs)).toBeUndefined();
	});
});
