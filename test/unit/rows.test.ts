import {
	failedOutcomes,
	muteListRows,
	muteState,
	scopeStates,
	userOutcomes,
	type ListOptions,
} from '../../nodes/shared/model/rows';
import { batchOf } from '../../nodes/shared/model/batch';

const now = Date.parse('2027-01-31T12:00:00Z');
const second = 1000;

/** Who is listed, and how, of users whose mutes end before now, now, after now and never. */
const rows = (options: Partial<ListOptions>) =>
	muteListRows(
		[
			{ userId: 'past', end: now - second, raw: { of: 'past' } },
			{ userId: 'now', end: now, raw: { of: 'now' } },
			{ userId: 'soon', end: now + 1, raw: { of: 'soon' } },
			{ userId: 'ever', end: 'permanent', raw: { of: 'ever' } },
		],
		{ groupId: 'g' },
		{ simplify: true, includeExpired: false, ...options },
		now,
	);

describe('A mute list', () => {
	it('has whoever is muted now, and not who was until this moment', () => {
		expect(rows({})).toEqual([
			{
				groupId: 'g',
				userId: 'soon',
				muted: true,
				permanent: false,
				mutedUntil: '2027-01-31T12:00:00.001Z',
				remainingSeconds: 1,
			},
			{
				groupId: 'g',
				userId: 'ever',
				muted: true,
				permanent: true,
				mutedUntil: null,
				remainingSeconds: null,
			},
		]);
	});

	it('has ended mutes where they are asked for, and says that they have ended', () => {
		expect(rows({ includeExpired: true }).slice(0, 2)).toMatchObject([
			{ userId: 'past', muted: false, permanent: false, remainingSeconds: 0 },
			{ userId: 'now', muted: false, permanent: false, remainingSeconds: 0 },
		]);
	});

	it("has the service's own rows where those are asked for", () => {
		expect(rows({ simplify: false })).toEqual([{ of: 'soon' }, { of: 'ever' }]);
		expect(rows({ simplify: false, includeExpired: true })).toHaveLength(4);
	});
});

it('A user is muted until a moment, permanently, or not at all', () => {
	expect([now, 'permanent' as const, null].map(muteState)).toEqual([
		{ muted: true, permanent: false, mutedUntil: '2027-01-31T12:00:00.000Z' },
		{ muted: true, permanent: true, mutedUntil: null },
		{ muted: false, permanent: false, mutedUntil: null },
	]);
});

describe('What is put out of a request', () => {
	const target = { groupId: 'g' };
	const batch = batchOf([
		{ userId: 'ann', itemIndex: 3, target },
		{ userId: 'bob', itemIndex: 5, target },
	]);
	const failure = { message: 'No', advice: '', retry: 'no', scope: 'request' } as const;

	it('is a row for each user, paired with the item that named them', () => {
		expect(userOutcomes(batch, { muted: true })).toEqual([
			{ itemIndex: 3, target, userId: 'ann', rows: [{ groupId: 'g', userId: 'ann', muted: true }] },
			{ itemIndex: 5, target, userId: 'bob', rows: [{ groupId: 'g', userId: 'bob', muted: true }] },
		]);
	});

	it('is a failure for each user, where it failed', () => {
		expect(failedOutcomes(batch, failure)).toEqual([
			{ itemIndex: 3, target, userId: 'ann', failure },
			{ itemIndex: 5, target, userId: 'bob', failure },
		]);
	});

	it('is about the group alone, where it named nobody', () => {
		const whole = batchOf([{ itemIndex: 3, target }]);

		expect(failedOutcomes(whole, failure)).toEqual([{ itemIndex: 3, target, failure }]);
	});
});

describe('In the whole app, a user', () => {
	const minute = 60_000;
	const ends = { c2c: now + minute, group: null, chat: 'permanent' } as const;

	it('stands in each channel by itself', () => {
		expect(scopeStates(ends, now)).toEqual({
			c2c: {
				muted: true,
				permanent: false,
				mutedUntil: '2027-01-31T12:01:00.000Z',
				remainingSeconds: 60,
			},
			group: { muted: false, permanent: false, mutedUntil: null, remainingSeconds: 0 },
			chat: { muted: true, permanent: true, mutedUntil: null, remainingSeconds: null },
		});
	});
});
