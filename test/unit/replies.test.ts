import {
	httpFailure,
	ownMistake,
	retryAfterMs,
	unreadableReply,
} from '../../nodes/shared/http/replies';

/** What is told of a reply whose body says nothing. */

const status = (code: number, headers = {}) => httpFailure({ status: code, headers, text: '' });

describe('An HTTP status by itself', () => {
	it.each([408, 429, 500, 501, 502, 503, 504, 505])('%d passes, and is tried again', (code) => {
		const { retry, advice } = status(code);

		expect(retry).toBe('yes');
		expect(advice).toMatch(/later/);
	});

	it.each([200, 201, 202, 203, 204, 206, 226])(
		'%d is none of the service: nobody knows what became of the request',
		(code) => {
			expect(status(code)).toMatchObject({ isLost: true, retry: 'yes' });
		},
	);

	it.each([302, 400, 403, 404, 413])('%d does not pass: the address may be wrong', (code) => {
		const { retry, advice } = status(code);

		expect(retry).toBe('no');
		expect(advice).toMatch(/address/);
	});

	it('401 refuses who asks: once more is enough, and then for all', () => {
		expect(status(401)).toMatchObject({ retry: 'once', scope: 'app' });
	});

	it.each([
		[503, 'request'],
		[413, 'request'],
		[400, 'request'],
		[404, 'target'],
		[302, 'target'],
	])('%d is told, and condemns no more than the %s', (code, scope) => {
		expect(status(code)).toMatchObject({
			message: expect.stringContaining(String(code)) as string,
			code,
			httpStatus: code,
			scope,
		});
	});

	it('429 alone was turned away, and so was not done', () => {
		expect([429, 503, 408].map((code) => status(code).turnedAway)).toEqual([true, false, false]);
	});

	it('comes with how long the service asks to wait', () => {
		expect(status(503, { 'retry-after': '7' }).retryAfterMs).toBe(7000);
		expect(status(503).retryAfterMs).toBeUndefined();
	});

	it.each([-86_400_000, -61_000, 0, 61_000, 86_400_000])(
		'comes with how long that is, though our clock is off by %d ms',
		(offMs) => {
			const serviceMs = Date.parse('2027-01-31T12:00:00Z');
			jest.spyOn(Date, 'now').mockReturnValue(serviceMs + offMs);
			const date = new Date(serviceMs).toUTCString();
			const later = new Date(serviceMs + 7000).toUTCString();

			expect(status(503, { date, 'retry-after': later }).retryAfterMs).toBe(7000);
			expect(status(503, { date, 'retry-after': '7' }).retryAfterMs).toBe(7000);
			jest.restoreAllMocks();
		},
	);

	it.each([undefined, '', 'yesterday', ['x']])(
		'is reckoned by our clock where the reply has no time of its own: %p',
		(date) => {
			jest.spyOn(Date, 'now').mockReturnValue(Date.parse('2027-01-31T12:00:00Z'));
			const later = 'Sun, 31 Jan 2027 12:00:07 GMT';

			expect(status(503, { date, 'retry-after': later }).retryAfterMs).toBe(7000);
			jest.restoreAllMocks();
		},
	);
});

describe('A reply that can not be read', () => {
	it('is tried again, since it may have been done, and condemns no other request', () => {
		expect(unreadableReply()).toMatchObject({
			code: 'UNEXPECTED_REPLY',
			retry: 'yes',
			scope: 'request',
			advice: expect.stringMatching(/address/) as string,
		});
	});

	it('is told with what is odd about it, if that is known', () => {
		expect(unreadableReply("'data' is no list").message).toMatch(/: 'data' is no list$/);
		expect(unreadableReply().message).toMatch(/reply$/);
	});
});

describe('A mistake of ours', () => {
	it('is told as one, with its message, and is not tried again', () => {
		expect(ownMistake(new RangeError('Invalid time value'))).toMatchObject({
			message: expect.stringContaining('Invalid time value') as string,
			advice: expect.stringMatching(/report/) as string,
			code: 'NODE_DEFECT',
			retry: 'no',
			scope: 'request',
		});
	});

	it('is told without secrets', () => {
		expect(ownMistake(new Error('at usersig=abc')).message).not.toContain('abc');
	});

	it('without a message says so', () => {
		expect(ownMistake(new Error('')).message).toMatch(/no reason/);
	});
});

describe('Retry-After', () => {
	const now = Date.parse('2027-01-31T12:00:00.250Z');

	it.each([
		['0', 0],
		['120', 120_000],
		[' 3 ', 3000],
		// The three forms of a date of RFC 9110, 5.6.7: the preferred one first.
		['Sun, 31 Jan 2027 12:00:05 GMT', 4750],
		['Sunday, 31-Jan-27 12:00:05 GMT', 4750],
		['Sun Jan 24 12:00:05 2027', 0],
		['31 Jan 2027 12:00:05 GMT', 4750],
		['Sun, 31 Jan 2027 11:59:00 GMT', 0],
	])('%p means %d ms', (header, ms) => {
		expect(retryAfterMs(header, now)).toBe(ms);
	});

	it.each([undefined, '', '  ', 'soon', ['3'], 3])('%p means nothing', (header) => {
		expect(retryAfterMs(header, now)).toBeUndefined();
	});
});
