import * as fc from 'fast-check';

import { planTargets, planUsers, type Task } from '../../nodes/shared/plan';
import type { MuteEnd } from '../../nodes/shared/model/muteEnd';

const minutes = (count: number): MuteEnd => ({ kind: 'after', ms: count * 60_000 });

const task = (
	itemIndex: number,
	groupId: string,
	userIds: string[],
	end: MuteEnd | null,
): Task => ({
	itemIndex,
	target: { groupId },
	userIds,
	end,
});

/** Batches in short: `group minutes: user@item …` */
const short = (tasks: Task[], size = 500) =>
	planUsers(tasks, size).map(
		({ target, end, users }) =>
			`${target.groupId} ${end?.kind === 'after' ? end.ms / 60_000 : end?.kind}: ${users
				.map(({ userId, itemIndex }) => `${userId}@${itemIndex}`)
				.join(' ')}`,
	);

it('Users of one group with one end go into one request', () => {
	expect(
		short([task(0, 'a', ['ann'], minutes(5)), task(1, 'a', ['bob', 'cy'], minutes(5))]),
	).toEqual(['a 5: ann@0 bob@1 cy@1']);
});

it('Groups and ends are kept apart', () => {
	expect(
		short([
			task(0, 'a', ['ann'], minutes(5)),
			task(1, 'b', ['ann'], minutes(5)),
			task(2, 'a', ['bob'], { kind: 'permanent' }),
			task(3, 'b', ['bob'], minutes(5)),
		]),
	).toEqual(['a 5: ann@0', 'a permanent: bob@2', 'b 5: ann@1 bob@3']);
});

it('A user who is named again moves to the last naming, with its end and its item', () => {
	expect(
		short([
			task(0, 'a', ['ann', 'bob'], minutes(5)),
			task(1, 'a', ['ann'], minutes(7)),
			task(2, 'b', ['bob'], minutes(9)),
		]),
	).toEqual(['a 5: bob@0', 'a 7: ann@1', 'b 9: bob@2']);
});

it('A request has no more users than allowed', () => {
	expect(short([task(0, 'a', ['a', 'b', 'c', 'd', 'e'], minutes(5))], 2)).toEqual([
		'a 5: a@0 b@0',
		'a 5: c@0 d@0',
		'a 5: e@0',
	]);
});

it('A group and a topic of it are two places', () => {
	const target = { groupId: 'a', topicId: 'a@TOPIC#_t' };
	const batches = planUsers(
		[task(0, 'a', ['ann'], null), { itemIndex: 1, target, userIds: ['ann'], end: null }],
		500,
	);

	expect(batches.map((batch) => batch.target)).toEqual([{ groupId: 'a' }, target]);
});

it('Nobody makes no request', () => {
	expect(planUsers([task(0, 'a', [], minutes(5))], 500)).toEqual([]);
});

it('A place that is named twice gets one request, for the item that named it last', () => {
	const batches = planTargets([
		task(0, 'a', [], null),
		task(1, 'b', [], null),
		task(2, 'a', [], null),
	]);

	expect(batches.map(({ target, itemIndex, users }) => [target.groupId, itemIndex, users])).toEqual(
		[
			['a', 2, []],
			['b', 1, []],
		],
	);
});

const anyTasks = fc
	.array(
		fc.tuple(
			fc.constantFrom('a', 'b', 'c'),
			fc.array(fc.integer({ min: 1, max: 40 }).map(String), { maxLength: 30 }),
			fc.constantFrom<MuteEnd>(minutes(5), minutes(7), { kind: 'permanent' }),
		),
		{ maxLength: 12 },
	)
	.map((tasks) => tasks.map(([groupId, userIds, end], i) => task(i, groupId, userIds, end)));

/** What running the items one by one, in order, would leave: who in which group has which end, by which item. */
function oneByOne(tasks: readonly Task[]): Map<string, string> {
	const state = new Map<string, string>();
	for (const { itemIndex, target, userIds, end } of tasks) {
		for (const userId of userIds) {
			state.set(`${target.groupId}/${userId}`, `${JSON.stringify(end)} by ${itemIndex}`);
		}
	}
	return state;
}

it('Whatever the items say, each user is sent once, with what the last item that named them says', () => {
	fc.assert(
		fc.property(anyTasks, fc.integer({ min: 1, max: 9 }), (tasks, size) => {
			const sent = planUsers(tasks, size).flatMap(({ target, end, users }) =>
				users.map(({ userId, itemIndex }): [string, string] => [
					`${target.groupId}/${userId}`,
					`${JSON.stringify(end)} by ${itemIndex}`,
				]),
			);
			expect(new Map(sent)).toEqual(oneByOne(tasks));
			expect(sent).toHaveLength(oneByOne(tasks).size);
		}),
	);
});

it('Whatever the items say, there are as few requests as can be', () => {
	fc.assert(
		fc.property(anyTasks, fc.integer({ min: 1, max: 9 }), (tasks, size) => {
			const sets = new Map<string, number>();
			for (const [place, end] of oneByOne(tasks)) {
				const set = `${place.split('/')[0]} ${end.split(' by ')[0]}`;
				sets.set(set, (sets.get(set) ?? 0) + 1);
			}
			const fewest = [...sets.values()].reduce((sum, users) => sum + Math.ceil(users / size), 0);
			const batches = planUsers(tasks, size);
			expect(batches).toHaveLength(fewest);
			for (const { users } of batches) expect(users.length).toBeLessThanOrEqual(size);
		}),
	);
});
