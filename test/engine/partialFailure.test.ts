import type { IDataObject } from 'n8n-workflow';

import {
	community,
	inChatRoom,
	inGroup,
	launch,
	lobby,
	lounge,
	market,
	rowsOf,
	topic,
	userNames,
	useServices,
	withoutBackOff,
	work,
	type Step,
} from './services';

/** Some users can't be done: the others are, each of those is named, and few requests are spent on finding them. */

const services = useServices();

beforeEach(withoutBackOff);

const mute = (userIds: string[], place: IDataObject): Step => ({
	operation: 'mute',
	items: userIds.map((userId) => ({ ...place, userId })),
	settings: { onError: 'continueErrorOutput' },
});

const failedUsers = (errorItems: Array<{ json: IDataObject }>) =>
	errorItems.map(({ json }) => (json.details as IDataObject).userId);

/** Requests beyond the fewest that would do if nobody failed. */
const extra = (requests: readonly unknown[], users: number, perRequest: number) =>
	requests.length - Math.ceil(users / perRequest);

describe('Strangers in a chat room', () => {
	const members = userNames(60);

	/** A room of 60, and as many strangers among them as asked for. */
	function listWith(strangers: number): { users: string[]; strangers: string[] } {
		services.agora.addChatRoom({ chatRoomId: '1', members });
		const names = userNames(strangers).map((name) => name.replace('user', 'stranger'));
		const users = [...members.slice(0, 60 - strangers)];
		// Spread out: every n-th is a stranger.
		names.forEach((name, i) => users.splice(Math.floor((i * 60) / strangers), 0, name));
		return { users, strangers: names };
	}

	it.each([
		{ status: 400, error: 'invalid_parameter' },
		{ status: 400, error: 'forbidden_op' },
		{ status: 403, error: 'forbidden_op' },
	] as const)(
		'are left out when they are all named ($status $error), at one more request',
		async (nonMember) => {
			const { agora } = services;
			agora.settings.nonMember = nonMember;
			const { users, strangers } = listWith(7);
			const run = await inChatRoom(agora, mute(users, { chatRoomId: '1' }));

			expect(failedUsers(run.errorItems)).toEqual(strangers);
			expect([...agora.mutes('1').keys()].sort()).toEqual(members.slice(0, 53));
			expect(rowsOf(run)).toHaveLength(53);
			expect(extra(agora.requests, 60, 60)).toBe(1);
		},
	);

	it('are found when only the first is named, at one more request for each', async () => {
		const { agora } = services;
		agora.settings.strangersNamed = 'first';
		const { users, strangers } = listWith(7);
		const run = await inChatRoom(agora, mute(users, { chatRoomId: '1' }));

		expect(failedUsers(run.errorItems)).toEqual(strangers);
		expect(rowsOf(run)).toHaveLength(53);
		expect(extra(agora.requests, 60, 60)).toBeLessThanOrEqual(7);
	});

	// Each stranger parts a request in two at every level of the halving.
	it.each([1, 2, 5])(
		'are found when none is named (%d of 60), at 2·⌈log₂ 60⌉ more requests for each at the most',
		async (count) => {
			const { agora } = services;
			agora.settings.strangersNamed = 'none';
			const { users, strangers } = listWith(count);
			const run = await inChatRoom(agora, mute(users, { chatRoomId: '1' }));

			expect(failedUsers(run.errorItems).sort()).toEqual(strangers);
			expect(rowsOf(run)).toHaveLength(60 - count);
			expect(extra(agora.requests, 60, 60)).toBeLessThanOrEqual(
				count * 2 * Math.ceil(Math.log2(60)),
			);
		},
	);

	it('alone in a request are not asked about twice', async () => {
		const { agora } = services;
		const run = await inChatRoom(agora, mute(['stranger'], { chatRoomId: lounge }));

		expect(failedUsers(run.errorItems)).toEqual(['stranger']);
		expect(agora.requests).toHaveLength(1);
	});

	it('do not keep the members from being unmuted', async () => {
		const { agora } = services;
		agora.mute(lounge, 'ann', 'permanent');
		const run = await inChatRoom(agora, {
			...mute(['ann', 'stranger'], { chatRoomId: lounge }),
			operation: 'unmute',
		});

		expect(agora.mutes(lounge).size).toBe(0);
		expect(rowsOf(run)).toMatchObject([{ userId: 'ann', muted: false }]);
		expect(failedUsers(run.errorItems)).toEqual(['stranger']);
	});

	it('in stop mode are named in the error, after the members are done', async () => {
		const { agora } = services;
		const run = await inChatRoom(agora, {
			...mute(['ann', 'stranger', 'bob'], { chatRoomId: lounge }),
			settings: {},
		});

		expect([...agora.mutes(lounge).keys()].sort()).toEqual(['ann', 'bob']);
		expect(run.error?.message).toMatch(/^1 of 3 users failed/);
		expect(run.error?.message).toContain('not a member');
		expect(run.error?.description).toContain('stranger');
	});
});

describe('A chat room', () => {
	it('keeps its owner unmuted, and mutes the others', async () => {
		const { agora } = services;
		const run = await inChatRoom(
			agora,
			mute(['ann', 'owner', 'bob', 'cy'], { chatRoomId: lounge }),
		);

		expect([...agora.mutes(lounge).keys()].sort()).toEqual(['ann', 'bob', 'cy']);
		expect(failedUsers(run.errorItems)).toEqual(['owner']);
		expect(run.errorItems[0].json.error).toContain('owner');
	});

	it('that does nothing for single users names them, at no more requests', async () => {
		const { agora } = services;
		agora.settings.failUsers = new Set(['bob']);
		const run = await inChatRoom(agora, mute(['ann', 'bob', 'cy'], { chatRoomId: lounge }));

		expect(failedUsers(run.errorItems)).toEqual(['bob']);
		expect(rowsOf(run).map(({ userId }) => userId)).toEqual(['ann', 'cy']);
		expect(agora.requests).toHaveLength(1);
	});

	it('that takes fewer users than documented is asked once with too many', async () => {
		const { agora } = services;
		agora.settings.maxUsers = 20;
		const users = userNames(180);
		const run = await inChatRoom(agora, mute(users, { chatRoomId: launch }));

		expect(rowsOf(run)).toHaveLength(180);
		expect([...agora.mutes(launch).keys()].sort()).toEqual(users);
		expect(agora.requests).toHaveLength(1 + 180 / 20);
	});

	it('that takes fewer users to unmute, too', async () => {
		const { agora } = services;
		agora.settings.maxUsers = 20;
		const users = userNames(60);
		for (const user of users) agora.mute(launch, user, 'permanent');
		await inChatRoom(agora, { ...mute(users, { chatRoomId: launch }), operation: 'unmute' });

		expect(agora.mutes(launch).size).toBe(0);
		expect(agora.requests).toHaveLength(1 + 60 / 20);
	});
});

describe('A bad account among 500', () => {
	const groupId = 'five-hundred';
	const members = userNames(500);

	// One request to see what kind of group it is, and two at every level of the halving.
	it.each([0, 250, 499])(
		'(at place %d) is found at 1 + 2·⌈log₂ 500⌉ more requests at the most',
		async (place) => {
			const { tencent } = services;
			tencent.addGroup({ groupId, members });
			const users = members.map((user, i) => (i === place ? 'nobody' : user));
			const run = await inGroup(tencent, mute(users, { groupId }));

			expect(failedUsers(run.errorItems)).toEqual(['nobody']);
			expect(run.errorItems).toMatchObject([
				{ json: { details: { code: 10004 } }, pairedItem: { item: place } },
			]);
			expect(tencent.mutes(groupId).size).toBe(499);
			expect(extra(tencent.requests, 500, 500)).toBeLessThanOrEqual(
				1 + 2 * Math.ceil(Math.log2(500)),
			);
		},
	);

	it('does not hold up the users of other requests', async () => {
		const { tencent } = services;
		tencent.addGroup({ groupId, members });
		const run = await inGroup(tencent, {
			...mute([...members, 'nobody'], { groupId }),
			items: [
				{ groupId: market, userId: 'ann' },
				{ groupId, userId: 'nobody' },
				...members.map((userId) => ({ groupId, userId })),
			],
		});

		expect(failedUsers(run.errorItems)).toEqual(['nobody']);
		expect(rowsOf(run)).toHaveLength(501);
	});
});

describe('A Work group, which has no muting', () => {
	it('costs a handful of requests, however many users it has', async () => {
		const { tencent } = services;
		const run = await inGroup(tencent, mute(userNames(5000), { groupId: work }));

		expect(run.errorItems).toHaveLength(5000);
		expect(tencent.requests.length).toBeLessThanOrEqual(5);
	});

	it('is called by its name', async () => {
		const run = await inGroup(services.tencent, mute(['ann'], { groupId: work }));

		expect(run.errorItems[0].json.error).toMatch(/Work|Private/);
		expect((run.errorItems[0].json.details as IDataObject).advice).toContain('Public');
	});

	it('does not keep the users of other groups from being muted', async () => {
		const { tencent } = services;
		const run = await inGroup(tencent, {
			...mute([], {}),
			items: [
				{ groupId: work, userId: 'ann' },
				{ groupId: lobby, userId: 'bob' },
			],
		});

		expect(rowsOf(run)).toMatchObject([{ groupId: lobby, userId: 'bob' }]);
		expect(failedUsers(run.errorItems)).toEqual(['ann']);
	});
});

describe('What is not there', () => {
	it('stops its own requests alone: a group', async () => {
		const { tencent } = services;
		const users = userNames(1500);
		const run = await inGroup(tencent, {
			...mute([], {}),
			items: users.flatMap((userId) => [
				{ groupId: 'gone', userId },
				{ groupId: market, userId },
			]),
		});

		expect(rowsOf(run)).toHaveLength(1500);
		expect(run.errorItems).toHaveLength(1500);
		expect(tencent.mutes(market).size).toBe(1500);
		const toGone = tencent.requests.filter(({ body }) => (body as IDataObject).GroupId === 'gone');
		expect(toGone).toHaveLength(1);
	});

	it('stops its own requests alone: a topic', async () => {
		const { tencent } = services;
		const run = await inGroup(tencent, {
			...mute([], {}),
			items: [
				{ groupId: community, topicId: `${community}@TOPIC#_gone`, userId: 'ann' },
				{ groupId: community, topicId: topic, userId: 'bob' },
				{ groupId: community, userId: 'cy' },
			],
		});

		expect(rowsOf(run).map(({ userId }) => userId)).toEqual(['bob', 'cy']);
		expect(failedUsers(run.errorItems)).toEqual(['ann']);
	});

	it('stops its own requests alone: a chat room', async () => {
		const { agora } = services;
		const users = userNames(180);
		const run = await inChatRoom(agora, {
			...mute([], {}),
			items: users.flatMap((userId) => [
				{ chatRoomId: 'gone', userId },
				{ chatRoomId: launch, userId },
			]),
		});

		expect(agora.mutes(launch).size).toBe(180);
		expect(run.errorItems).toHaveLength(180);
		expect(agora.requests.filter(({ path }) => path.includes('gone'))).toHaveLength(1);
	});
});

describe('An error in n8n, which shows it as HTML,', () => {
	it.each(['<img src=x onerror=alert(1)>', '<a href="https://evil.example">', '</p>x', '<!--'])(
		'has nothing but text of a user who calls themselves %s',
		async (userId) => {
			const { error } = await inGroup(services.tencent, { operation: 'mute', items: [{ userId }] });

			const read = `${error?.message}\n${error?.description}`;
			expect(read.replaceAll('\u200b', '')).toContain(userId);
			// https://html.spec.whatwg.org/#tag-open-state
			expect(read).not.toMatch(/<[a-z/!?]/i);
		},
	);
});
