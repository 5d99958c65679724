import * as fc from 'fast-check';
import { DateTime } from 'luxon';
import type { UserError } from 'n8n-workflow';

import {
	assertNotPermanent,
	muteEndKey,
	parseDuration,
	parseUntil,
	remainingMs,
} from '../../nodes/shared/model/muteEnd';

const now = Date.parse('2027-01-31T12:00:00.250Z');

function adviceOf(refused: () => unknown): string {
	try {
		refused();
	} catch (error) {
		return String((error as UserError).description);
	}
	throw new Error('Nothing was refused');
}

describe('A duration', () => {
	it.each([
		[1, 'seconds', 1000],
		[1, 'minutes', 60_000],
		[1, 'hours', 3_600_000],
		[1, 'days', 86_400_000],
		[1, 'weeks', 604_800_000],
		[1.5, 'minutes', 90_000],
		['10', 'minutes', 600_000],
		[' 2 ', 'hours', 7_200_000],
	])('of %p %s lasts %d ms', (duration, unit, ms) => {
		expect(remainingMs(parseDuration(duration, unit), now)).toBe(ms);
	});

	it('lasts as long however late the request goes', () => {
		const end = parseDuration(10, 'minutes');

		expect(remainingMs(end, now + 5000)).toBe(remainingMs(end, now));
	});

	it.each([
		0,
		-1,
		0.0001,
		Number.NaN,
		Infinity,
		-Infinity,
		'',
		' ',
		'ten',
		'1e999',
		null,
		undefined,
		true,
		[10],
		{},
	])('of %p is refused', (duration) => {
		expect(() => parseDuration(duration, 'minutes')).toThrow("'Duration'");
	});

	it.each(['', 'minute', 'Minutes', 'toString', '__proto__', null, undefined])(
		'in the unit %p is refused',
		(unit) => {
			expect(() => parseDuration(10, unit)).toThrow("'Duration Unit'");
		},
	);

	it('in an unknown unit is refused with those that are known', () => {
		expect(() => parseDuration(10, 'months')).toThrow('seconds, minutes, hours, days, weeks');
	});

	it.each(['', ' ', 'ten', null, [10]])('of %p is not taken for none at all', (duration) => {
		expect(() => parseDuration(duration, 'minutes')).toThrow('is not a number');
	});

	it('that is too short is refused with the ways to unmute, and to mute for ever', () => {
		const advice = adviceOf(() => parseDuration(0, 'minutes'));

		expect(advice).toContain("'Unmute'");
		expect(advice).toContain("'Permanent'");
	});

	it('is never turned into a permanent mute', () => {
		fc.assert(
			fc.property(fc.anything(), fc.constantFrom('seconds', 'minutes', 'weeks'), (value, unit) => {
				let end;
				try {
					end = parseDuration(value, unit);
				} catch {
					return; // refused
				}
				expect(remainingMs(end, now)).toBeGreaterThanOrEqual(1000);
			}),
		);
	});
});

describe('An end', () => {
	const at = '2027-02-01T08:00:00.000Z';

	it.each([
		['ISO 8601 in UTC', '2027-02-01T08:00:00Z'],
		['ISO 8601 with a zone', '2027-02-01T16:00:00+08:00'],
		["ISO 8601 in the workflow's zone", '2027-02-01T17:00:00'],
		['ISO 8601 with blanks', ' 2027-02-01T08:00:00Z '],
		['a Date', new Date(at)],
		['a DateTime', DateTime.fromISO(at)],
	])('is read from %s', (_, until) => {
		const end = parseUntil(until, now, 'Asia/Tokyo');

		expect(remainingMs(end, now)).toBe(Date.parse(at) - now);
	});

	it("is read as SQL and sheets write it, in its own zone or the workflow's", () => {
		const digits = (value: number, isPadded: boolean) =>
			String(value).padStart(isPadded ? 2 : 1, '0');
		/** As it may be written, and how many minutes ahead of UTC that is; Tokyo is 540. */
		const zones: Array<[string, number]> = [
			...['', ' '].map((text): [string, number] => [text, 540]),
			...['Z', ' z', ' UTC', ' GMT', '+00', ' +00:00', '-0000'].map((text): [string, number] => [
				text,
				0,
			]),
			...['+08', ' +0800', '+08:00', ' Asia/Shanghai', ' ASIA/SHANGHAI'].map(
				(text): [string, number] => [text, 480],
			),
			[' -03:30', -210],
			[' America/Argentina/Buenos_Aires', -180],
		];
		const written = fc.record({
			ms: fc.integer({ min: now + 86_400_000 * 2, max: Date.parse('2099-12-30') }),
			mark: fc.constantFrom('-', '/'),
			isPadded: fc.boolean(),
			gap: fc.constantFrom(' ', '  ', 'T', '\u00a0'),
			seconds: fc.constantFrom('none', 'whole', '.', ','),
			zone: fc.constantFrom(...zones),
		});
		fc.assert(
			fc.property(written, ({ ms, mark, isPadded, gap, seconds, zone: [zone, ahead] }) => {
				const day = new Date(ms);
				const date = [day.getUTCMonth() + 1, day.getUTCDate()].map((part) =>
					digits(part, isPadded),
				);
				const time = [
					`${digits(day.getUTCHours(), isPadded)}:${digits(day.getUTCMinutes(), true)}`,
					seconds === 'none' ? '' : `:${digits(day.getUTCSeconds(), true)}`,
					seconds === '.' || seconds === ',' ? `${seconds}2500000` : '',
				];
				const text = `${[day.getUTCFullYear(), ...date].join(mark)}${gap}${time.join('')}${zone}`;
				// Whole seconds, rounded up.
				const fraction = seconds === '.' || seconds === ',' ? 1000 : 0;
				const unit = seconds === 'none' ? 60_000 : 1000;
				const expected = Math.floor(ms / unit) * unit + fraction - ahead * 60_000;

				expect([text, parseUntil(text, now, 'Asia/Tokyo')]).toEqual([
					text,
					{ kind: 'until', atMs: expected },
				]);
			}),
			{ numRuns: 1000 },
		);
	});

	it.each(['2027/07/01', '2027/7/1', '2027-7-1', '2027-07-01'])(
		"is the beginning of a day in the workflow's zone: %s",
		(text) => {
			expect(parseUntil(text, now, 'Asia/Tokyo')).toEqual({
				kind: 'until',
				atMs: Date.parse('2027-06-30T15:00:00Z'),
			});
		},
	);

	it('stays where it is however late the request goes', () => {
		const end = parseUntil(at, now, 'UTC');

		expect(remainingMs(end, now + 5000)).toBe(Date.parse(at) - now - 5000);
	});

	it('that has passed since it was read still makes a mute, and not a permanent one or none', () => {
		const end = parseUntil(at, now, 'UTC');

		expect(remainingMs(end, Date.parse(at) + 60_000)).toBeGreaterThan(0);
	});

	it('is never earlier than asked for, and less than a second later', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 4e12 }), (ms) => {
				const late = remainingMs(parseUntil(new Date(now + ms), now, 'UTC'), now)! - ms;
				expect(late).toBeGreaterThanOrEqual(0);
				expect(late).toBeLessThan(1000);
			}),
		);
	});

	it('is read, or refused as what it is, from any text', () => {
		const parts = fc.constantFrom(
			...'0123456789-/:.,+TZ WUe'.split(''),
			'2050',
			'-07',
			'/07',
			'+999999',
		);
		const text = fc.oneof(
			fc.string(),
			fc.array(parts).map((all) => all.join('')),
		);
		fc.assert(
			fc.property(text, (until) => {
				try {
					const end = parseUntil(until, now, 'UTC');
					expect(end).toEqual({ kind: 'until', atMs: expect.any(Number) as number });
				} catch (error) {
					expect((error as Error).message).toMatch(/^The 'Until' parameter/);
				}
			}),
			{ numRuns: 2000 },
		);
	});

	it.each([
		'2027-01-31T12:00:00.250Z',
		'2027-01-31T11:59:59Z',
		'1999-01-01',
		'2020-01-01 12:00',
		'2020/1/1',
	])('in the past is refused: %s', (until) => {
		expect(() => parseUntil(until, now, 'UTC')).toThrow(/'Until'.*past/);
	});

	it.each([
		'',
		'tomorrow',
		'2027-02-30T00:00:00Z',
		'31.01.2028',
		4102444800000,
		// Seconds, milliseconds, minutes, a year, a month, a time, a sheet's days: nobody knows.
		...['1830297600', '4102444800000', '3600', '2050', '205001', '2050182', '12', '1200', '235959'],
		...['+2050', '46204', '46204.5', '46204,5', '235959.5', '2050.5'],
		// Day or month, one zone or another, before or after noon.
		...['01/07/2050', '1/7/2050 12:00', '01-07-2050', '7/1/50', '2050-07/01', '2050/07-01 12:00'],
		...['CST', 'EST', 'PM', 'am', 'UTC+8', '+8', 'Moon/Dark'].map(
			(zone) => `2050-07-01 12:00 ${zone}`,
		),
		...['2050-02-30 12:00', '2050/13/01', '2050-07-01 25:00', '2050-07-01 12:60', '2050-07-01 12'],
		...['0000-00-00 00:00:00', 'infinity', '2050-07-01 12:00:00.', '2050-007-01 12:00'],
		null,
		undefined,
		{},
		[],
		new Date('x'),
		DateTime.fromISO('x'),
	])('that is not a date is refused: %p', (until) => {
		expect(() => parseUntil(until, now, 'UTC')).toThrow("'Until'");
	});
});

it('An end that is refused comes with what to give in its place', () => {
	expect(adviceOf(() => parseUntil('tomorrow', now, 'UTC'))).toContain('ISO 8601');
	for (const text of ['01/07/2050', '1.7.2050 12:00', ' 13-7-50']) {
		expect(adviceOf(() => parseUntil(text, now, 'UTC'))).toContain('the year first');
	}
	expect(adviceOf(() => parseUntil('1830297600', now, 'UTC'))).toMatch(/number/);
	expect(adviceOf(() => parseUntil('1999-01-01', now, 'UTC'))).toContain("'Unmute'");
});

describe('A mute that the service would take for permanent', () => {
	const longest = 1_000_000;

	it('is refused when a duration makes it', () => {
		const end = parseDuration(1001, 'seconds');

		expect(() => assertNotPermanent(end, longest, now)).toThrow("'Duration'");
	});

	it('is refused when an end makes it', () => {
		const end = parseUntil(new Date(now + longest + 1001), now, 'UTC');

		expect(() => assertNotPermanent(end, longest, now)).toThrow("'Until'");
	});

	it('is refused with the way to mute for ever', () => {
		const end = parseDuration(longest + 1000, 'seconds');

		expect(adviceOf(() => assertNotPermanent(end, longest, now))).toContain("'Permanent'");
	});

	it('is not refused when Permanent was chosen', () => {
		expect(() => assertNotPermanent({ kind: 'permanent' }, longest, now)).not.toThrow();
		expect(remainingMs({ kind: 'permanent' }, now)).toBeNull();
	});

	it('is not seen in one that is just short enough', () => {
		expect(() => assertNotPermanent(parseDuration(1000, 'seconds'), longest, now)).not.toThrow();
	});
});

describe('Two mutes share a request', () => {
	const until = (iso: string) => muteEndKey(parseUntil(iso, now, 'UTC'));

	it('when they last as long', () => {
		expect(muteEndKey(parseDuration(2, 'hours'))).toBe(muteEndKey(parseDuration(120, 'minutes')));
	});

	it('when neither ever ends, or neither has an end at all', () => {
		expect(muteEndKey({ kind: 'permanent' })).toBe(muteEndKey({ kind: 'permanent' }));
		expect(muteEndKey(undefined)).toBe(muteEndKey(undefined));
	});

	it('when they end at the same moment', () => {
		expect(until('2027-02-01T08:00:00Z')).toBe(until('2027-02-01T09:00:00+01:00'));
	});

	it('but not when they end differently', () => {
		const keys = [
			muteEndKey(parseDuration(1, 'hours')),
			muteEndKey(parseDuration(2, 'hours')),
			until('2027-02-01T08:00:00Z'),
			until('2027-02-01T08:00:01Z'),
			muteEndKey({ kind: 'permanent' }),
		];

		expect(new Set(keys).size).toBe(keys.length);
	});
});
