import { refusal, summary, toItems } from '../../nodes/shared/operations/report';
import type { Failure } from '../../nodes/shared/model/failure';
import type { Failed, Target } from '../../nodes/shared/model/batch';

const missing: Failure = {
	message: 'The group does not exist',
	advice: "Check the 'Group' parameter.",
	code: 10010,
	retry: 'no',
	scope: 'target',
};

const uncoded: Failure = { ...missing, code: undefined };

const stranger: Failure = {
	message: 'The user is not a member',
	advice: 'Only members can be muted.',
	code: 'NO_RESULT',
	retry: 'no',
	scope: 'users',
};

const failed = (
	userId: string | undefined,
	groupId: string,
	failure: Failure,
	itemIndex = 0,
): Failed => ({ itemIndex, target: { groupId }, ...(userId && { userId }), failure });

const names = (count: number, what: string) =>
	Array.from({ length: count }, (_, i) => `${what}${i + 1}`);

/** As many failures as there are reasons, each of another code. */
const reasons = (count: number) =>
	names(count, 'u').map((userId, i) => failed(userId, 'g', { ...missing, code: i + 1 }));

describe('One error for all that failed', () => {
	const text = (failures: Failed[], total: number) => summary(failures, total).description;

	it('says how many, why, where, how to get on, and what is done', () => {
		expect(summary([failed('bob', 'g1', missing, 7), failed('cy', 'g1', missing, 9)], 5)).toEqual({
			message: '2 of 5 users failed: The group does not exist (code 10010)',
			description: "2 in g1 (bob, cy). Check the 'Group' parameter.\nThe other 3 are done.",
			itemIndex: 7,
		});
	});

	it('gives each reason once, with all it happened to', () => {
		const failures = [
			failed('ann', 'g1', missing),
			failed('bob', 'g2', stranger),
			failed('cy', 'g1', missing),
			failed('dot', 'g3', missing),
		];

		expect(text(failures, 4).split('\n')).toEqual([
			"2 in g1 (ann, cy), 1 in g3 (dot). Check the 'Group' parameter.",
			'The user is not a member (code NO_RESULT): 1 in g2 (bob). Only members can be muted.',
		]);
	});

	it('keeps a group and its topic apart, and names the topic', () => {
		const topic: Target = { groupId: 'g', topicId: 'g@TOPIC#_t' };
		const failures = [
			failed('ann', 'g', missing),
			{ ...failed('ann', 'g', missing), target: topic },
		];

		expect(text(failures, 2)).toMatch(/^1 in g \(ann\), 1 in g@TOPIC#_t \(ann\)\. /);
	});

	it('does not count where there is only one', () => {
		expect(summary([failed('ann', 'g', missing)], 1)).toEqual({
			message: 'The group does not exist (code 10010)',
			description: "1 in g (ann). Check the 'Group' parameter.",
			itemIndex: 0,
		});
	});

	it('counts items where the operation is not about users', () => {
		const { message, description } = summary(
			[failed(undefined, 'g1', missing), failed(undefined, 'g2', missing)],
			3,
		);

		expect(message).toBe('2 of 3 items failed: The group does not exist (code 10010)');
		expect(description).toBe("g1, g2. Check the 'Group' parameter.\nThe other one is done.");
	});

	it('says nothing of a code where there is none', () => {
		expect(summary([failed('ann', 'g', uncoded)], 2).message).toBe(
			'1 of 2 users failed: The group does not exist',
		);
	});

	it('quotes the service', () => {
		expect(text([failed('ann', 'g', { ...missing, said: 'no such group' })], 1)).toBe(
			`1 in g (ann). Check the 'Group' parameter. The service says: "no such group".`,
		);
	});

	it('names an item by its number where its group could not be read', () => {
		expect(text([{ itemIndex: 3, target: {}, failure: missing }], 1)).toMatch(/^item 3\. /);
	});

	it('names five users of a group, and counts the rest', () => {
		const crowd = (count: number) => names(count, 'u').map((user) => failed(user, 'g', missing));

		expect(text(crowd(5), 5)).toMatch(/^5 in g \(u1, u2, u3, u4, u5\)\. /);
		expect(text(crowd(8), 8)).toMatch(/^8 in g \(u1, u2, u3, u4, u5 and 3 more users\)\. /);
	});

	it('names five groups, and counts the rest', () => {
		const places = (count: number) =>
			names(count, 'g').map((groupId) => failed(undefined, groupId, missing));

		expect(text(places(5), 5)).toMatch(/^g1, g2, g3, g4, g5\. /);
		expect(text(places(7), 7)).toMatch(/^g1, g2, g3, g4, g5 and 2 more places\. /);
	});

	it('gives five reasons, and counts the rest', () => {
		expect(text(reasons(5), 5).split('\n')).toHaveLength(5);

		const lines = text(reasons(7), 7).split('\n');
		expect(lines).toHaveLength(6);
		expect(lines[4]).toContain('(code 5)');
		expect(lines[5]).toBe('2 more reasons are left out here.');
	});
});

describe('The error for items that can not be sent', () => {
	it('explains the first, and says that nothing was sent', () => {
		expect(refusal([failed('ann', 'g', missing, 4)])).toEqual({
			message: 'The group does not exist',
			description: "Check the 'Group' parameter. Nothing was sent.",
			itemIndex: 4,
		});
	});

	it('counts the others', () => {
		const three = [4, 5, 6].map((item) => failed('ann', 'g', missing, item));

		expect(refusal(three)).toMatchObject({
			description: "Check the 'Group' parameter. 2 more like it were found. Nothing was sent.",
			itemIndex: 4,
		});
	});
});

describe('What a failed user puts out', () => {
	const details = (failure: Failure, userId?: string) => {
		const [{ json }] = toItems([failed(userId, 'g', failure)]);
		return json.details;
	};

	it('tells all that is known', () => {
		const failure: Failure = { ...missing, httpStatus: 404, said: 'no such group' };

		expect(toItems([failed('ann', 'g', failure, 2)])).toEqual([
			{
				json: {
					error: 'The group does not exist',
					details: {
						groupId: 'g',
						userId: 'ann',
						code: 10010,
						httpStatus: 404,
						serviceMessage: 'no such group',
						advice: "Check the 'Group' parameter.",
					},
				},
				pairedItem: { item: 2 },
			},
		]);
	});

	it('has no empty fields', () => {
		expect(details(missing)).toStrictEqual({
			groupId: 'g',
			code: 10010,
			advice: "Check the 'Group' parameter.",
		});
	});

	it('has a code of its own for what was not sent', () => {
		expect(details(uncoded, 'ann')).toMatchObject({ code: 'INVALID_INPUT' });
	});

	it('stands in the order of the input', () => {
		const items = toItems([5, 1, 3].map((item) => failed('ann', 'g', missing, item)));

		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 1 },
			{ item: 3 },
			{ item: 5 },
		]);
	});
});
