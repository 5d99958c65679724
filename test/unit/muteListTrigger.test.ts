import { compareLists, type End, type MuteList } from '../../nodes/shared/muteListTrigger/diff';
import {
	decodeSnapshot,
	encodeSnapshot,
	placeIdIn,
	type Snapshot,
} from '../../nodes/shared/muteListTrigger/snapshot';

/** What is kept of mute lists between polls, and what is made of it. */

const at = Date.parse('2027-01-31T12:00:00Z');
const noon = at / 1000;
const target = { chatRoomId: '77' };

describe('What is kept of a place', () => {
	const kept = (list: MuteList | undefined, isFailing = false): Snapshot => ({
		placeId: '@TGS#1LOBBY7QK',
		list,
		isFailing,
	});
	const lists: Array<[string, MuteList]> = [
		['nobody', new Map<string, End>()],
		[
			'ends of all kinds',
			new Map<string, End>([
				['ann', 0],
				['bob', noon],
				['cy', 'permanent'],
			]),
		],
		['the latest end that a service may tell', new Map([['ann', 78_364_164_095]])],
		[
			'IDs of any characters',
			new Map<string, End>(
				['"', '\\', ' ', '4:ann', '-------', '0', ':', '\n', 'ü禁🙂', 'x'.repeat(64)].map(
					(userId) => [userId, noon],
				),
			),
		],
	];

	it.each(lists)('comes back as it was, with %s', (_, list) => {
		for (const isFailing of [false, true]) {
			expect(decodeSnapshot(encodeSnapshot(kept(list, isFailing)))).toEqual(kept(list, isFailing));
		}
	});

	it('tells a place that was never read from one where nobody is muted', () => {
		expect(decodeSnapshot(encodeSnapshot(kept(undefined, true)))).toEqual(kept(undefined, true));
	});

	it('tells its place without being read', () => {
		expect(placeIdIn(encodeSnapshot(kept(new Map([['ann', noon]]))))).toBe('@TGS#1LOBBY7QK');
	});

	it('keeps an end that is later than any as the latest', () => {
		const list = decodeSnapshot(encodeSnapshot(kept(new Map([['ann', 1e15]])))).list;

		expect(list?.get('ann')).toBeGreaterThan(Date.parse('4000-01-01') / 1000);
	});

	it.each([
		['numbers', (i: number) => String(i)],
		['32 bytes', (i: number) => `user-${String(i).padStart(27, '0')}`],
		['UUIDs', (i: number) => `0b9c7f6e-3a52-4d1e-9f00-${String(i).padStart(12, '0')}`],
		['signs that JSON escapes', (i: number) => `"quoted\\${i}"`],
	])('is at most 10 bytes a user beside the IDs, of %s, as n8n stores it', (_, idOf) => {
		const userIds = Array.from({ length: 100_000 }, (_, i) => idOf(i));
		const list = new Map(userIds.map((userId, i) => [userId, i % 3 ? noon + i : 'permanent']));
		const bytes = (text: string) => Buffer.byteLength(JSON.stringify(text)) - 2;
		const ofIds = userIds.reduce((sum, userId) => sum + bytes(userId), 0);
		const ofNobody = bytes(encodeSnapshot(kept(new Map())));

		const whole = bytes(encodeSnapshot(kept(list as MuteList)));

		expect(whole - ofNobody).toBeLessThanOrEqual(ofIds + 10 * 100_000);
	});
});

describe('A list that is compared', () => {
	const row = (userId: string, end: End) => ({
		...target,
		userId,
		muted: true,
		permanent: end === 'permanent',
		mutedUntil: end === 'permanent' ? null : new Date(end * 1000).toISOString(),
		remainingSeconds: end === 'permanent' ? null : end - noon,
	});
	const changes = (before: Record<string, End>, now: Record<string, End>) =>
		compareLists(
			new Map(Object.entries(before)),
			Object.entries(now).map(([userId, end]) => row(userId, end)),
			target,
			at,
		).changes.map(({ userId, change }) => `${String(userId)} ${String(change)}`);

	it('with none is only remembered', () => {
		const { changes, list } = compareLists(undefined, [row('ann', noon + 60)], target, at);

		expect(changes).toEqual([]);
		expect([...list]).toEqual([['ann', noon + 60]]);
	});

	it.each<[string, Record<string, End>, Record<string, End>, string[]]>([
		['somebody new', {}, { ann: noon + 60 }, ['ann muted']],
		['somebody gone before the end', { ann: noon + 60 }, {}, ['ann unmuted']],
		['somebody gone who was to be muted for ever', { ann: 'permanent' }, {}, ['ann unmuted']],
		['somebody gone at the end', { ann: noon }, {}, ['ann ended']],
		['somebody gone long after the end', { ann: noon - 86_400 }, {}, ['ann ended']],
		['a later end', { ann: noon + 60 }, { ann: noon + 120 }, ['ann changed']],
		['an earlier end', { ann: noon + 120 }, { ann: noon + 60 }, ['ann changed']],
		['no end any more', { ann: noon + 60 }, { ann: 'permanent' }, ['ann changed']],
		['an end at last', { ann: 'permanent' }, { ann: noon + 60 }, ['ann changed']],
		[
			'a new mute in place of one that has ended',
			{ ann: noon - 60 },
			{ ann: noon + 60 },
			['ann changed'],
		],
		['the same end', { ann: noon + 60 }, { ann: noon + 60 }, []],
		['an end some seconds off', { ann: noon + 60 }, { ann: noon + 63 }, []],
	])('tells of %s', (_, before, now, told) => {
		expect(changes(before, now)).toEqual(told);
	});

	it('tells of a user whom a service lists twice once, with the later end', () => {
		const rows = [row('ann', noon + 120), row('ann', noon + 60)];
		const { changes, list } = compareLists(new Map(), rows, target, at);

		expect(changes).toEqual([{ ...rows[0], change: 'muted' }]);
		expect([...list]).toEqual([['ann', noon + 120]]);
		expect(compareLists(list, rows, target, at).changes).toEqual([]);
	});

	it('puts out who is muted no more as Unmute does', () => {
		const { changes } = compareLists(new Map([['ann', noon + 60]]), [], target, at);

		expect(changes).toEqual([
			{
				...target,
				userId: 'ann',
				muted: false,
				permanent: false,
				mutedUntil: null,
				remainingSeconds: 0,
				change: 'unmuted',
			},
		]);
	});
});
