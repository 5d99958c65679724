import * as fc from 'fast-check';

import type { Subject } from '../../nodes/shared/model/batch';
import type { MuteEnd } from '../../nodes/shared/model/muteEnd';
import { plan as planFor } from '../../nodes/shared/operations/plan';
import { plainRun } from '../support/resources';

const plan = (subjects: readonly Subject[], operation: Parameters<typeof planFor>[1]) =>
	planFor(subjects, operation, plainRun());

const minutes = (count: number): MuteEnd => ({ kind: 'after', ms: count * 60_000 });

/** What an item asks for: users of a group, muted until then. */
const item = (itemIndex: number, groupId: string, userIds: string[], end?: MuteEnd): Subject[] =>
	userIds.map((userId) => ({ itemIndex, target: { groupId }, userId, end }));

/** Batches in short: `group minutes: user@item …` */
const short = (items: Subject[][], most = 500) =>
	plan(items.flat(), { most }).map(
		({ target, end, subjects }) =>
			`${target.groupId} ${end?.kind === 'after' ? end.ms / 60_000 : end?.kind}: ${subjects
				.map(({ userId, itemIndex }) => `${userId}@${itemIndex}`)
				.join(' ')}`,
	);

it('Users of one group with one end go into one request', () => {
	expect(
		short([item(0, 'a', ['ann'], minutes(5)), item(1, 'a', ['bob', 'cy'], minutes(5))]),
	).toEqual(['a 5: ann@0 bob@1 cy@1']);
});

it('Groups and ends are kept apart', () => {
	expect(
		short([
			item(0, 'a', ['ann'], minutes(5)),
			item(1, 'b', ['ann'], minutes(5)),
			item(2, 'a', ['bob'], { kind: 'permanent' }),
			item(3, 'b', ['bob'], minutes(5)),
		]),
	).toEqual(['a 5: ann@0', 'a permanent: bob@2', 'b 5: ann@1 bob@3']);
});

it('A user who is named again moves to the last naming, with its end and its item', () => {
	expect(
		short([
			item(0, 'a', ['ann', 'bob'], minutes(5)),
			item(1, 'a', ['ann'], minutes(7)),
			item(2, 'b', ['bob'], minutes(9)),
		]),
	).toEqual(['a 5: bob@0', 'a 7: ann@1', 'b 9: bob@2']);
});

it('A request has no more users than allowed', () => {
	expect(short([item(0, 'a', ['a', 'b', 'c', 'd', 'e'], minutes(5))], 2)).toEqual([
		'a 5: a@0 b@0',
		'a 5: c@0 d@0',
		'a 5: e@0',
	]);
});

it('A group and a topic of it are two places', () => {
	const target = { groupId: 'a', topicId: 'a@TOPIC#_t' };
	const batches = plan([...item(0, 'a', ['ann']), { itemIndex: 1, target, userId: 'ann' }], {
		most: 500,
	});

	expect(batches.map((batch) => batch.target)).toEqual([{ groupId: 'a' }, target]);
});

it('Nobody makes no request', () => {
	expect(plan(item(0, 'a', [], minutes(5)), { most: 500 })).toEqual([]);
});

describe('Places', () => {
	const places = (...ids: string[]): Subject[] =>
		ids.map((groupId, itemIndex) => ({ itemIndex, target: { groupId } }));
	const groupsAndItems = (subjects: readonly Subject[]) =>
		subjects.map(({ target, itemIndex }) => `${target.groupId}@${itemIndex}`);

	it('that are named twice get one request, for the item that named them last', () => {
		const batches = plan(places('a', 'b', 'a'), { most: 1 });

		expect(batches.map(({ subjects }) => groupsAndItems(subjects))).toEqual([['a@2'], ['b@1']]);
	});

	it('share a request where the service takes several', () => {
		const batches = plan(places('a', 'b', 'c', 'a'), { most: 2, mixing: () => '' });

		expect(batches.map(({ subjects }) => groupsAndItems(subjects))).toEqual([
			['a@3', 'b@1'],
			['c@2'],
		]);
	});

	it('share it only with those that they can share it with', () => {
		const batches = plan(places('a', 'b', 'A'), {
			most: 9,
			mixing: ({ groupId }) => String(groupId).toLowerCase(),
		});

		expect(batches.map(({ subjects }) => groupsAndItems(subjects))).toEqual([
			['a@0', 'A@2'],
			['b@1'],
		]);
	});
});

describe('In the whole app', () => {
	const app = (itemIndex: number, userId: string, scopes: Subject['scopes']): Subject => ({
		itemIndex,
		target: {},
		userId,
		scopes,
	});

	it('a user has one request for all channels, each as it was named last', () => {
		const batches = plan(
			[
				app(0, 'ann', { c2c: minutes(5), group: minutes(5) }),
				app(1, 'bob', { c2c: null }),
				app(2, 'ann', { group: minutes(9) }),
			],
			{ most: 1 },
		);

		expect(batches.map(({ subjects }) => subjects)).toEqual([
			[app(1, 'bob', { c2c: null })],
			[app(2, 'ann', { c2c: minutes(5), group: minutes(9) })],
		]);
	});

	it('each user fails alone', () => {
		const batches = plan([app(0, 'ann', {}), app(1, 'bob', {})], { most: 1 });

		expect(new Set(batches.map(({ place }) => place)).size).toBe(2);
	});
});

it('Lists are asked for once for each different wish', () => {
	const lists = [{ limit: 5 }, { limit: 5, type: 'Public' }, { limit: 5 }];
	const batches = plan(
		lists.map((list, itemIndex) => ({ itemIndex, target: {}, list })),
		{ most: 1 },
	);

	expect(batches.map(({ subjects: [{ itemIndex, list }] }) => [itemIndex, list])).toEqual([
		[1, { limit: 5, type: 'Public' }],
		[2, { limit: 5 }],
	]);
});

const anyItems = fc
	.array(
		fc.tuple(
			fc.constantFrom('a', 'b', 'c'),
			fc.array(fc.integer({ min: 1, max: 40 }).map(String), { maxLength: 30 }),
			fc.constantFrom<MuteEnd>(minutes(5), minutes(7), { kind: 'permanent' }),
		),
		{ maxLength: 12 },
	)
	.map((items) => items.flatMap(([groupId, userIds, end], i) => item(i, groupId, userIds, end)));

/** What running the items one by one, in order, would leave: who in which group has which end, by which item. */
function oneByOne(subjects: readonly Subject[]): Map<string, string> {
	return new Map(
		subjects.map(({ itemIndex, target, userId, end }) => [
			`${target.groupId}/${userId}`,
			`${JSON.stringify(end)} by ${itemIndex}`,
		]),
	);
}

it('Whatever the items say, each user is sent once, with what the last item that named them says', () => {
	fc.assert(
		fc.property(anyItems, fc.integer({ min: 1, max: 9 }), (items, size) => {
			const sent = plan(items, { most: size }).flatMap(({ target, end, subjects }) =>
				subjects.map(({ userId, itemIndex }): [string, string] => [
					`${target.groupId}/${userId}`,
					`${JSON.stringify(end)} by ${itemIndex}`,
				]),
			);
			expect(new Map(sent)).toEqual(oneByOne(items));
			expect(sent).toHaveLength(oneByOne(items).size);
		}),
	);
});

it('Whatever the items say, there are as few requests as can be', () => {
	fc.assert(
		fc.property(anyItems, fc.integer({ min: 1, max: 9 }), (items, size) => {
			const sets = new Map<string, number>();
			for (const [place, end] of oneByOne(items)) {
				const set = `${place.split('/')[0]} ${end.split(' by ')[0]}`;
				sets.set(set, (sets.get(set) ?? 0) + 1);
			}
			const fewest = [...sets.values()].reduce((sum, users) => sum + Math.ceil(users / size), 0);
			const batches = plan(items, { most: size });
			expect(batches).toHaveLength(fewest);
			for (const { subjects } of batches) expect(subjects.length).toBeLessThanOrEqual(size);
		}),
	);
});

describe('What must not be done twice', () => {
	const once = { knownForMs: 0 };
	/** `ann: hi` and so on. */
	const said = (...lines: string[]): Subject[] =>
		lines.map((line, itemIndex) => {
			const [userId, distinct] = line.split(': ');
			return { itemIndex, target: {}, userId, distinct };
		});
	const requests = (subjects: Subject[]) =>
		plan(subjects, { most: 500, once }).map(({ subjects: [first, ...more] }) =>
			[first.distinct, ...[first, ...more].map(({ userId }) => userId)].join(' '),
		);

	it('goes once, as it was named first', () => {
		const [batch] = plan(said('ann: hi', 'bob: hi', 'ann: hi'), { most: 500, once });

		expect(batch.subjects.map(({ userId, itemIndex }) => [userId, itemIndex])).toEqual([
			['ann', 0],
			['bob', 1],
		]);
	});

	it('shares requests where the order of each receiver allows it', () => {
		expect(requests(said('bob: bye', 'ann: hi', 'ann: bye', 'cy: bye'))).toEqual([
			'hi ann',
			'bye ann bob cy',
		]);
		expect(requests(said('ann: a', 'ann: bye', 'bob: b', 'bob: bye'))).toEqual([
			'a ann',
			'b bob',
			'bye ann bob',
		]);
	});

	it('comes to each in the order of the items, each text once, whatever they are', () => {
		const line = fc.tuple(fc.constantFrom('ann', 'bob', 'cy'), fc.constantFrom('a', 'b', 'c', 'd'));
		fc.assert(
			fc.property(
				fc.array(line, { maxLength: 30 }),
				fc.integer({ min: 1, max: 3 }),
				(lines, most) => {
					const subjects = said(...lines.map((pair) => pair.join(': ')));
					const batches = plan(subjects, { most, once });
					for (const user of ['ann', 'bob', 'cy']) {
						const got = batches.flatMap((batch) =>
							batch.subjects
								.filter(({ userId }) => userId === user)
								.map(({ distinct }) => distinct),
						);
						const wanted = lines.filter(([name]) => name === user).map(([, text]) => text);
						expect(got).toEqual([...new Set(wanted)]);
					}
					expect(batches.every((batch) => batch.subjects.length <= most)).toBe(true);
				},
			),
		);
	});
});
