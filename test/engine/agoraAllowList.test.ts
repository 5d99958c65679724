import type { IDataObject } from 'n8n-workflow';

import {
	crew,
	failed,
	guild,
	inChatGroup,
	inChatRoom,
	launch,
	lounge,
	rowsOf,
	userNames,
	useServices,
	withoutBackOff,
} from './services';

/** Who may still write while a room or group is closed. */

const services = useServices();

beforeEach(withoutBackOff);
afterEach(() => expect(services.agora.malformed).toEqual([]));

describe.each([
	['chat room', 'chatRoomId', inChatRoom, lounge, launch],
	['chat group', 'chatGroupId', inChatGroup, crew, guild],
] as const)('The allow list of a %s', (_kind, idName, run, small, large) => {
	const row = (userId: string, allowed: boolean): IDataObject => ({
		[idName]: small,
		userId,
		allowed,
	});
	const allowed = (id: string) => [...services.agora.allowList(id)].sort();

	it('takes in the user of the item', async () => {
		const { agora } = services;
		const { items } = await run(agora, { operation: 'allow', items: [{ userId: 'Ann' }] });

		expect(items).toEqual([{ json: row('ann', true), pairedItem: { item: 0 } }]);
		expect(allowed(small)).toEqual(['ann']);
	});

	it('takes in 121 users of single items in three requests', async () => {
		const { agora } = services;
		const userIds = userNames(121);
		const { items } = await run(agora, {
			operation: 'allow',
			items: userIds.map((userId) => ({ [idName]: large, userId })),
		});

		expect(agora.requests).toHaveLength(3);
		expect(allowed(large)).toEqual(userIds);
		expect(items.map(({ json, pairedItem }) => [json.userId, json.allowed, pairedItem])).toEqual(
			userIds.map((userId, item) => [userId, true, { item }]),
		);
	});

	it('lets 120 users go in two requests', async () => {
		const { agora } = services;
		const userIds = userNames(120);
		for (const userId of userIds) agora.allow(large, userId);
		agora.allow(large, 'stays');
		const { items } = await run(agora, {
			operation: 'disallow',
			items: [{ [idName]: large, userIds }],
			parameters: { userIds: '={{ $json.userIds }}' },
		});

		expect(agora.requests).toHaveLength(2);
		expect(allowed(large)).toEqual(['stays']);
		expect(items.map(({ json }) => json.allowed)).toEqual(userIds.map(() => false));
	});

	it('takes no more users into a request than Batch Size says', async () => {
		const { agora } = services;
		await run(agora, {
			operation: 'allow',
			items: userNames(10).map((userId) => ({ [idName]: large, userId })),
			options: { batchSize: 4 },
		});

		expect(agora.requests).toHaveLength(3);
	});

	it('has a user who is named twice once, with the item that named them last', async () => {
		const { agora } = services;
		const { items } = await run(agora, {
			operation: 'allow',
			items: [{ userId: 'ann' }, { userId: 'bob' }, { userId: 'ANN' }],
		});

		expect(agora.requests).toHaveLength(1);
		expect(items.map(({ json, pairedItem }) => [json.userId, pairedItem])).toEqual([
			['bob', { item: 1 }],
			['ann', { item: 2 }],
		]);
	});

	it.each(['array', 'object'] as const)(
		'lets one user go, whether the service answers with an %s',
		async (singleRemovalShape) => {
			const { agora } = services;
			agora.settings.singleRemovalShape = singleRemovalShape;
			agora.allow(small, 'ann');
			agora.allow(small, 'bob');
			const { items } = await run(agora, { operation: 'disallow', items: [{ userId: 'ann' }] });

			expect(items).toEqual([{ json: row('ann', false), pairedItem: { item: 0 } }]);
			expect(allowed(small)).toEqual(['bob']);
		},
	);

	it.each(['array', 'object'] as const)(
		'says so when the one user could not be let go, in an %s',
		async (singleRemovalShape) => {
			const { agora } = services;
			Object.assign(agora.settings, { singleRemovalShape, failUsers: new Set(['ann']) });
			agora.allow(small, 'ann');
			const { items, errorItems } = await run(agora, {
				operation: 'disallow',
				items: [{ userId: 'ann' }],
				settings: { onError: 'continueErrorOutput' },
			});

			expect(items).toEqual([]);
			expect(failed(errorItems, 'userId')).toEqual(['ann']);
			expect(allowed(small)).toEqual(['ann']);
		},
	);

	it.each(['rows', 'refused'] as const)(
		'takes in the members and names who is none, whether the service answers with %s',
		async (allowListStrangers) => {
			const { agora } = services;
			agora.settings.allowListStrangers = allowListStrangers;
			const { items, errorItems } = await run(agora, {
				operation: 'allow',
				items: [{ userIds: ['ann', 'stranger'] }, { userIds: ['bob'] }],
				parameters: { userIds: '={{ $json.userIds }}' },
				settings: { onError: 'continueErrorOutput' },
			});

			expect(items.map(({ json }) => json)).toEqual([row('ann', true), row('bob', true)]);
			expect(errorItems).toMatchObject([
				{ json: { details: { userId: 'stranger', [idName]: small } }, pairedItem: { item: 0 } },
			]);
			expect(allowed(small)).toEqual(['ann', 'bob']);
		},
	);

	it('gives the reason that the service has for a user', async () => {
		const { error } = await run(services.agora, {
			operation: 'allow',
			items: [{ userId: 'stranger' }],
		});

		expect(error?.description).toContain("user: stranger doesn't exist in");
	});

	it('is read, one row for each user', async () => {
		const { agora } = services;
		agora.allow(small, 'ann');
		agora.allow(small, 'bob');
		agora.allow(large, 'cy');
		const { items } = await run(agora, {
			operation: 'getAllowed',
			items: [{ [idName]: large }, { [idName]: small }],
		});

		expect(items).toEqual([
			{ json: { [idName]: large, userId: 'cy', allowed: true }, pairedItem: { item: 0 } },
			{ json: row('ann', true), pairedItem: { item: 1 } },
			{ json: row('bob', true), pairedItem: { item: 1 } },
		]);
	});

	it('is read as empty where nobody is on it, and once for several items', async () => {
		const { agora } = services;
		const { status, items } = await run(agora, { operation: 'getAllowed', items: [{}, {}] });

		expect(status).toBe('success');
		expect(items).toEqual([]);
		expect(agora.requests).toHaveLength(1);
	});

	it('of a place that is not there fails alone', async () => {
		const { agora } = services;
		agora.allow(small, 'ann');
		const { items, errorItems } = await run(agora, {
			operation: 'getAllowed',
			items: [{ [idName]: '404' }, { [idName]: small }],
			settings: { onError: 'continueErrorOutput' },
		});

		expect(items.map(({ json }) => json)).toEqual([row('ann', true)]);
		expect(failed(errorItems, idName)).toEqual(['404']);
	});

	it('is nobody for an empty array', async () => {
		const { agora } = services;
		const { status, items } = await run(agora, {
			operation: 'allow',
			items: [{ userIds: [] }],
			parameters: { userIds: '={{ $json.userIds }}' },
		});

		expect(status).toBe('success');
		expect(items).toEqual([]);
		expect(agora.requests).toEqual([]);
	});
});

it('Those on the allow list stay on it when the room is closed and opened', async () => {
	const { agora } = services;
	await inChatRoom(agora, { operation: 'allow', items: [{ userId: 'ann' }] });
	await inChatRoom(agora, { operation: 'muteAll' });
	await inChatRoom(agora, { operation: 'unmuteAll' });
	const run = await inChatRoom(agora, { operation: 'getAllowed' });

	expect(rowsOf(run)).toEqual([{ chatRoomId: lounge, userId: 'ann', allowed: true }]);
});
