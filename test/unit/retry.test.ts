import { backOffMs, isHopeless, mayRetry } from '../../nodes/shared/http/retry';
import type { Retry } from '../../credentials/errorCodes/errorEntry';
import type { Failure } from '../../nodes/shared/model/failure';

afterEach(() => {
	jest.restoreAllMocks();
});

const failure = (retry: Retry, after?: number): Failure => ({
	message: 'It failed',
	advice: 'Wait.',
	retry,
	scope: 'request',
	retryAfterMs: after,
});

const attempts = (retry: Retry, maxRetries: number) => {
	let attempt = 1;
	while (mayRetry(failure(retry), attempt, maxRetries)) attempt++;
	return attempt;
};

describe('A failed request is sent', () => {
	it.each([0, 1, 4, 10])(
		'%d more times where it may pass and Max Retries says so',
		(maxRetries) => {
			expect(attempts('yes', maxRetries)).toBe(1 + maxRetries);
		},
	);

	it.each([
		[0, 1],
		[1, 2],
		[4, 2],
	])(
		'with Max Retries %d, %d times in all where only one more try makes sense',
		(maxRetries, sent) => {
			expect(attempts('once', maxRetries)).toBe(sent);
		},
	);

	it('once where it can not pass', () => {
		expect(attempts('no', 10)).toBe(1);
	});
});

describe('The wait before the next attempt', () => {
	const longest = (attempt: number) => {
		jest.spyOn(Math, 'random').mockReturnValue(1 - Number.EPSILON);
		return backOffMs(failure('yes'), attempt);
	};

	it('doubles from attempt to attempt, up to 20 s and no more', () => {
		const waits = Array.from({ length: 12 }, (_, i) => longest(i + 1));

		waits.slice(1).forEach((wait, i) => {
			expect(wait).toBeCloseTo(Math.min(20_000, 2 * waits[i]), 3);
		});
		expect(waits[11]).toBeCloseTo(20_000, 3);
	});

	it('stays at 20 s however often it failed', () => {
		expect(longest(1000)).toBeLessThanOrEqual(20_000);
	});

	it('is anything down to nothing, so that many executions do not come at once', () => {
		jest.spyOn(Math, 'random').mockReturnValue(0);
		expect(backOffMs(failure('yes'), 5)).toBe(0);

		jest.spyOn(Math, 'random').mockReturnValue(0.5);
		const half = backOffMs(failure('yes'), 3);
		expect(half).toBeCloseTo(longest(3) / 2, 3);
	});

	it('is no shorter than the service asks for, be it more than 20 s', () => {
		expect(backOffMs(failure('yes', 5000), 1)).toBeGreaterThanOrEqual(5000);
		expect(backOffMs(failure('yes', 45_000), 1)).toBe(45_000);
	});
});

describe('A service that asks for', () => {
	it('a minute is waited for', () => {
		expect(isHopeless(failure('yes', 60_000))).toBe(false);
	});

	it('an hour is not', () => {
		expect(isHopeless(failure('yes', 3_600_000))).toBe(true);
	});

	it('nothing is not hopeless', () => {
		expect(isHopeless(failure('yes'))).toBe(false);
	});
});
