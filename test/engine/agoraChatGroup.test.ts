import type { IDataObject } from 'n8n-workflow';

import {
	byId,
	crew,
	failed,
	freezeClock,
	frozenNow,
	guild,
	inChatGroup,
	inChatRoom,
	lounge,
	rowsOf,
	userNames,
	useServices,
} from './services';

/** A chat group is muted as a chat room is; each row says that it is a group. */

const services = useServices();
const inTenMinutes = '2027-01-31T12:10:00.250Z';

beforeEach(freezeClock);
afterEach(() => expect(services.agora.malformed).toEqual([]));

describe('Mute', () => {
	it('mutes the user of the item for ten minutes, unless told otherwise', async () => {
		const { agora } = services;
		const run = await inChatGroup(agora, { operation: 'mute', items: [{ userId: 'ann' }] });

		expect(run.items).toEqual([
			{
				json: {
					chatGroupId: crew,
					userId: 'ann',
					muted: true,
					permanent: false,
					mutedUntil: inTenMinutes,
				},
				pairedItem: { item: 0 },
			},
		]);
		expect(agora.mutes(crew)).toEqual(new Map([['ann', Date.parse(inTenMinutes)]]));
	});

	it('mutes for ever where Permanent is chosen', async () => {
		const { agora } = services;
		const run = await inChatGroup(agora, {
			operation: 'mute',
			parameters: { userIds: 'Ann', muteFor: 'permanent' },
		});

		expect(rowsOf(run)).toEqual([
			{ chatGroupId: crew, userId: 'ann', muted: true, permanent: true, mutedUntil: null },
		]);
		expect(agora.mutes(crew)).toEqual(new Map([['ann', 'permanent']]));
	});

	it('takes a chat group that was picked from the list', async () => {
		const { agora } = services;
		await inChatGroup(agora, {
			operation: 'mute',
			parameters: {
				chatGroupId: { __rl: true, mode: 'list', value: guild, cachedResultName: 'Guild' },
				userIds: 'ann',
			},
		});

		expect([...agora.mutes(guild).keys()]).toEqual(['ann']);
	});

	it('takes a chat group whose ID was not made by the service', async () => {
		const { agora } = services;
		agora.addChatGroup({ chatGroupId: 'test_123', members: 'anyone' });
		const run = await inChatGroup(agora, {
			operation: 'mute',
			items: [{ chatGroupId: 'test_123', userId: 'ann' }],
		});

		expect(rowsOf(run)).toMatchObject([{ chatGroupId: 'test_123', userId: 'ann' }]);
	});

	it('mutes 121 users of single items in three requests', async () => {
		const { agora } = services;
		const userIds = userNames(121);
		const run = await inChatGroup(agora, {
			operation: 'mute',
			items: userIds.map((userId) => ({ chatGroupId: guild, userId })),
		});

		expect(agora.requests).toHaveLength(3);
		expect([...agora.mutes(guild).keys()].sort()).toEqual(userIds);
		expect(run.items.map(({ json, pairedItem }) => [json.userId, pairedItem])).toEqual(
			userIds.map((userId, item) => [userId, { item }]),
		);
	});

	it('gives a user who is named twice the end named last', async () => {
		const { agora } = services;
		await inChatGroup(agora, {
			operation: 'mute',
			items: [
				{ userId: 'ann', minutes: 5 },
				{ userId: 'ANN', minutes: 7 },
			],
			parameters: { duration: '={{ $json.minutes }}' },
		});

		expect(agora.mutes(crew)).toEqual(new Map([['ann', frozenNow + 420_000]]));
		expect(agora.requests).toHaveLength(1);
	});

	// Both were recorded of groups.
	it.each([
		{ status: 400, error: 'invalid_parameter' },
		{ status: 403, error: 'forbidden_op' },
	] as const)('mutes the members and names who is none ($status $error)', async (nonMember) => {
		const { agora } = services;
		agora.settings.nonMember = nonMember;
		const run = await inChatGroup(agora, {
			operation: 'mute',
			parameters: { userIds: 'ann, stranger, bob' },
			settings: { onError: 'continueErrorOutput' },
		});

		expect(failed(run.errorItems, 'userId')).toEqual(['stranger']);
		expect(failed(run.errorItems, 'chatGroupId')).toEqual([crew]);
		expect([...agora.mutes(crew).keys()]).toEqual(['ann', 'bob']);
	});

	it('says that the owner can not be muted, and mutes the others', async () => {
		const { agora } = services;
		const run = await inChatGroup(agora, {
			operation: 'mute',
			parameters: { userIds: 'ann, owner' },
			settings: { onError: 'continueErrorOutput' },
		});

		expect(failed(run.errorItems, 'userId')).toEqual(['owner']);
		expect(run.errorItems[0].json.error).toContain('owner');
		expect([...agora.mutes(crew).keys()]).toEqual(['ann']);
	});

	it('names the group that is not there, and does the others', async () => {
		const { agora } = services;
		const run = await inChatGroup(agora, {
			operation: 'mute',
			items: [
				{ chatGroupId: '404', userId: 'ann' },
				{ chatGroupId: crew, userId: 'ann' },
			],
		});

		expect(run.error?.message).toMatch(/^1 of 2 users failed/);
		expect(run.error?.description).toContain('404');
		expect([...agora.mutes(crew).keys()]).toEqual(['ann']);
	});
});

describe('Unmute', () => {
	it('lets the users write again', async () => {
		const { agora } = services;
		for (const user of ['ann', 'bob', 'cy']) agora.mute(crew, user, 'permanent');
		const run = await inChatGroup(agora, {
			operation: 'unmute',
			parameters: { userIds: 'Ann, bob' },
		});

		const state = { muted: false, permanent: false, mutedUntil: null };
		expect(rowsOf(run)).toEqual([
			{ chatGroupId: crew, userId: 'ann', ...state },
			{ chatGroupId: crew, userId: 'bob', ...state },
		]);
		expect(agora.requests).toHaveLength(1);
		expect([...agora.mutes(crew).keys()]).toEqual(['cy']);
	});
});

describe('Get Many Muted', () => {
	const inAnHour = '2027-01-31T13:00:00.250Z';

	it('lists each user with the end of the mute and the seconds left', async () => {
		const { agora } = services;
		agora.mute(crew, 'ann', Date.parse(inAnHour));
		agora.mute(crew, 'bob', 'permanent');
		const run = await inChatGroup(agora, { operation: 'getMuted' });

		expect(run.items).toEqual([
			{
				json: {
					chatGroupId: crew,
					userId: 'ann',
					muted: true,
					permanent: false,
					mutedUntil: inAnHour,
					remainingSeconds: 3600,
				},
				pairedItem: { item: 0 },
			},
			{
				json: {
					chatGroupId: crew,
					userId: 'bob',
					muted: true,
					permanent: true,
					mutedUntil: null,
					remainingSeconds: null,
				},
				pairedItem: { item: 0 },
			},
		]);
	});

	it('lists what has ended only where that is asked for', async () => {
		const { agora } = services;
		agora.settings.listExpired = true;
		agora.mute(crew, 'old', frozenNow - 1000);
		const users = async (options: { includeExpired?: boolean }) =>
			rowsOf(await inChatGroup(agora, { operation: 'getMuted', options })).map(
				({ userId }) => userId,
			);

		expect(await users({})).toEqual([]);
		expect(await users({ includeExpired: true })).toEqual(['old']);
	});

	it("gives the service's own rows with Simplify off", async () => {
		const { agora } = services;
		agora.mute(crew, 'ann', Date.parse(inAnHour));
		const run = await inChatGroup(agora, { operation: 'getMuted', options: { simplify: false } });

		expect(rowsOf(run)).toEqual([{ user: 'ann', expire: Date.parse(inAnHour) }]);
	});
});

describe('Mute All and Unmute All', () => {
	it('closes and opens a whole group, and leaves single mutes as they are', async () => {
		const { agora } = services;
		agora.mute(crew, 'ann', 'permanent');
		const closed = await inChatGroup(agora, { operation: 'muteAll' });

		expect(rowsOf(closed)).toEqual([{ chatGroupId: crew, allMuted: true }]);
		expect(agora.isAllMuted(crew)).toBe(true);

		const opened = await inChatGroup(agora, { operation: 'unmuteAll' });

		expect(rowsOf(opened)).toEqual([{ chatGroupId: crew, allMuted: false }]);
		expect(agora.isAllMuted(crew)).toBe(false);
		expect([...agora.mutes(crew).keys()]).toEqual(['ann']);
	});

	it('acts on each group that the items name, once', async () => {
		const { agora } = services;
		const run = await inChatGroup(agora, {
			operation: 'muteAll',
			items: [{ chatGroupId: crew }, { chatGroupId: guild }, { chatGroupId: guild }],
		});

		expect(rowsOf(run)).toEqual([
			{ chatGroupId: crew, allMuted: true },
			{ chatGroupId: guild, allMuted: true },
		]);
		expect(agora.requests).toHaveLength(2);
	});
});

describe('A room where a group is meant, or a group where a room is', () => {
	const group: IDataObject = { chatGroupId: lounge, userId: 'ann' };
	const room: IDataObject = { chatRoomId: crew, userId: 'ann' };

	it.each(['mute', 'unmute', 'muteAll', 'unmuteAll', 'getMuted'])(
		'%s fails and changes nothing',
		async (operation) => {
			const { agora } = services;
			agora.mute(lounge, 'ann', 'permanent');
			agora.mute(crew, 'ann', 'permanent');
			const inGroup = await inChatGroup(agora, { operation, items: [group] });
			const inRoom = await inChatRoom(agora, { operation, items: [room] });

			for (const { error } of [inGroup, inRoom]) expect(error?.message).toContain('exist');
			expect([agora.isAllMuted(lounge), agora.isAllMuted(crew)]).toEqual([false, false]);
			expect([agora.mutes(lounge).get('ann'), agora.mutes(crew).get('ann')]).toEqual([
				'permanent',
				'permanent',
			]);
		},
	);

	it('is said to be one, where the service tells', async () => {
		const { agora } = services;
		agora.settings.otherKind = 'told';
		const inGroup = await inChatGroup(agora, { operation: 'mute', items: [group] });
		const inRoom = await inChatRoom(agora, { operation: 'mute', items: [room] });

		expect(inGroup.error?.description).toContain('is a chat room');
		expect(inRoom.error?.description).toContain('is a chat group');
	});
});

it('names the project by its app ID where the credential says so', async () => {
	const { agora } = services;
	await inChatGroup(agora, {
		operation: 'mute',
		parameters: { chatGroupId: byId(guild), userIds: 'ann' },
		credential: { project: 'appId', orgName: '', appName: '' },
	});

	expect([...agora.mutes(guild).keys()]).toEqual(['ann']);
});
