import type { IDataObject } from 'n8n-workflow';

import {
	byId,
	inChatRoom,
	inGroup,
	lobby,
	lounge,
	market,
	rowsOf,
	useServices,
	withoutBackOff,
} from './services';

const services = useServices();

beforeEach(withoutBackOff);

const toContinue = { onError: 'continueRegularOutput' } as const;
const toErrorOutput = { onError: 'continueErrorOutput' } as const;
const gone = '@TGS#3GONE';

/** Three users in a group that is there, one in a group that is not. */
const items: IDataObject[] = [
	{ userId: 'ann', row: 1 },
	{ userId: 'bob', row: 2, groupId: gone },
	{ userId: 'cy', row: 3 },
	{ userId: 'dot', row: 4 },
];

describe('Stop workflow', () => {
	it('does all that can be done, then says in one error what failed, why, and how to get on', async () => {
		const { tencent } = services;
		const run = await inGroup(tencent, { operation: 'mute', items });

		expect(run.status).toBe('error');
		expect(run.items).toEqual([]);
		expect([...tencent.mutes(lobby).keys()]).toEqual(['ann', 'cy', 'dot']);
		expect(run.error?.message).toMatch(/^1 of 4 users failed/);
		expect(run.error?.message).toContain('does not exist');
		expect(run.error?.message).toContain('10010');
		expect(run.error?.description).toContain(gone);
		expect(run.error?.description).toContain('bob');
		expect(run.error?.description).toContain("'Group'");
		expect(run.error?.context?.itemIndex).toBe(1);
	});

	it('counts the failed users of several groups by reason', async () => {
		const { agora } = services;
		agora.settings.failUsers = new Set(['ann', 'bob']);
		const run = await inChatRoom(agora, {
			operation: 'mute',
			items: [
				{ userId: 'ann' },
				{ userId: 'bob' },
				{ userId: 'cy' },
				{ userId: 'dot', chatRoomId: '404' },
			],
		});

		expect(run.error?.message).toMatch(/^3 of 4 users failed/);
		expect(run.error?.description).toContain(`2 in ${lounge} (ann, bob)`);
		expect(run.error?.description).toContain('1 in 404 (dot)');
		expect([...agora.mutes(lounge).keys()]).toEqual(['cy']);
	});

	it('says it in plain words when there is only one user', async () => {
		const run = await inGroup(services.tencent, { operation: 'mute', items: [items[1]] });

		expect(run.error?.message).toContain('does not exist');
		expect(run.error?.message).not.toContain('1 of 1');
	});

	it('names the group of an operation on a whole group', async () => {
		const run = await inGroup(services.tencent, {
			operation: 'muteAll',
			items: [{ groupId: lobby }, { groupId: gone }],
		});

		expect(run.error?.message).toMatch(/^1 of 2 /);
		expect(run.error?.description).toContain(gone);
		expect(services.tencent.isAllMuted(lobby)).toBe(true);
	});
});

describe('Continue', () => {
	it('puts out an item for each user, done or failed, in the order of the input', async () => {
		const { tencent } = services;
		const run = await inGroup(tencent, { operation: 'mute', items, settings: toContinue });

		expect(run.status).toBe('success');
		expect(run.items).toMatchObject([
			{ json: { userId: 'ann', muted: true }, pairedItem: { item: 0 } },
			{
				json: {
					error: expect.stringContaining('does not exist'),
					details: { groupId: gone, userId: 'bob', code: 10010 },
				},
				pairedItem: { item: 1 },
			},
			{ json: { userId: 'cy', muted: true }, pairedItem: { item: 2 } },
			{ json: { userId: 'dot', muted: true }, pairedItem: { item: 3 } },
		]);
		expect([...tencent.mutes(lobby).keys()]).toEqual(['ann', 'cy', 'dot']);
	});

	it('gives advice with each failure', async () => {
		const run = await inGroup(services.tencent, {
			operation: 'mute',
			items: [items[1]],
			settings: toContinue,
		});

		const details = run.items[0].json.details as IDataObject;
		expect(details.advice).toContain("'Group'");
	});

	it('gives an item for each failed user of one input item, all paired with it', async () => {
		const { agora } = services;
		agora.settings.failUsers = new Set(['bob', 'dot']);
		const run = await inChatRoom(agora, {
			operation: 'mute',
			items: [{ userId: 'ann' }, { userId: 'bob, cy, dot' }],
			settings: toContinue,
		});

		const users = run.items.map(({ json, pairedItem }) => [
			json.userId ?? (json.details as IDataObject).userId,
			'error' in json,
			pairedItem,
		]);
		expect(users).toEqual([
			['ann', false, { item: 0 }],
			['bob', true, { item: 1 }],
			['cy', false, { item: 1 }],
			['dot', true, { item: 1 }],
		]);
	});

	it('reports an item that can not be sent, and does the others', async () => {
		const { tencent } = services;
		const run = await inGroup(tencent, {
			operation: 'mute',
			items: [{ userId: 'ann' }, { userId: '' }, { userId: 'cy' }],
			settings: toContinue,
		});

		expect(run.items).toMatchObject([
			{ json: { userId: 'ann' } },
			{ json: { error: expect.stringContaining("'User IDs'") }, pairedItem: { item: 1 } },
			{ json: { userId: 'cy' } },
		]);
		expect([...tencent.mutes(lobby).keys()]).toEqual(['ann', 'cy']);
	});

	it('reports a user ID that can not be sent, and does the others of its item', async () => {
		const { tencent } = services;
		const run = await inGroup(tencent, {
			operation: 'mute',
			parameters: { userIds: 'ann, jürgen, cy' },
			settings: toContinue,
		});

		expect([...tencent.mutes(lobby).keys()]).toEqual(['ann', 'cy']);
		const failed = run.items.filter(({ json }) => 'error' in json);
		expect(failed).toMatchObject([
			{ json: { details: { userId: 'jürgen' } }, pairedItem: { item: 0 } },
		]);
		expect(run.items).toHaveLength(3);
	});

	it('reports a credential that can not be used for every item', async () => {
		const run = await inGroup(services.tencent, {
			operation: 'mute',
			items,
			credential: { baseUrl: 'http://chat.example.com' },
			settings: toContinue,
		});

		expect(run.items).toHaveLength(items.length);
		for (const { json } of run.items) expect(json.error).toContain("'Base URL'");
	});
});

describe('Continue (using error output)', () => {
	it('parts the failed users from those that are done', async () => {
		const { tencent } = services;
		const run = await inGroup(tencent, { operation: 'mute', items, settings: toErrorOutput });

		expect(run.status).toBe('success');
		expect(run.items.map(({ json, pairedItem }) => [json.userId, pairedItem])).toEqual([
			['ann', { item: 0 }],
			['cy', { item: 2 }],
			['dot', { item: 3 }],
		]);
		expect(run.errorItems).toMatchObject([
			{
				json: {
					error: expect.stringContaining('does not exist'),
					details: { groupId: gone, userId: 'bob', code: 10010 },
				},
				pairedItem: { item: 1 },
			},
		]);
	});

	it('parts the users of one input item', async () => {
		const { agora } = services;
		agora.settings.failUsers = new Set(['bob']);
		const run = await inChatRoom(agora, {
			operation: 'unmute',
			parameters: { userIds: 'ann, bob, cy' },
			settings: toErrorOutput,
		});

		expect(rowsOf(run).map(({ userId }) => userId)).toEqual(['ann', 'cy']);
		expect(run.errorItems).toMatchObject([{ json: { details: { userId: 'bob' } } }]);
	});

	it('sends items that can not be sent to the error branch', async () => {
		const { tencent } = services;
		const run = await inGroup(tencent, {
			operation: 'mute',
			items: [{ userId: 'ann' }, { userId: '' }],
			settings: toErrorOutput,
		});

		expect(rowsOf(run).map(({ userId }) => userId)).toEqual(['ann']);
		expect(run.errorItems).toMatchObject([
			{ json: { error: expect.stringContaining("'User IDs'") }, pairedItem: { item: 1 } },
		]);
	});

	it('puts every user on the error branch when the key is wrong, and none on the other', async () => {
		const run = await inGroup(services.tencent, {
			operation: 'mute',
			items,
			credential: { secretKey: 'wrong' },
			settings: toErrorOutput,
		});

		expect(run.items).toEqual([]);
		expect(run.errorItems.map(({ json }) => (json.details as IDataObject).userId)).toEqual([
			'ann',
			'bob',
			'cy',
			'dot',
		]);
	});

	it('puts a group whose list can not be read on the error branch', async () => {
		const { tencent } = services;
		tencent.mute(market, 'ann', 'permanent');
		const run = await inGroup(tencent, {
			operation: 'getMuted',
			items: [{ groupId: gone }, { groupId: market }],
			parameters: { groupId: byId('={{ $json.groupId }}') },
			settings: toErrorOutput,
		});

		expect(rowsOf(run)).toMatchObject([{ groupId: market, userId: 'ann' }]);
		expect(run.errorItems).toMatchObject([
			{ json: { details: { groupId: gone } }, pairedItem: { item: 0 } },
		]);
	});
});
