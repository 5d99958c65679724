import type { IDataObject, INodeParameters } from 'n8n-workflow';

import {
	byId,
	crew,
	inChatGroup,
	inChatRoom,
	lounge,
	ofAccounts,
	ofUsers,
	useServices,
} from './services';

/** Mistakes about users of the whole app, chat groups and allow lists: nothing is sent, and each is named. */

const services = useServices();

afterEach(() => {
	expect(services.tencent.requests).toEqual([]);
	expect(services.agora.requests).toEqual([]);
});

/** The item after a good one: its value is the bad one. */
const items = (bad: unknown, good: unknown) => [
	{ userId: 'ann', value: good },
	{ userId: 'bob', value: bad },
];

const ofTencent = async (
	operation: string,
	bad: unknown,
	good: unknown,
	parameters: INodeParameters,
) =>
	await ofAccounts(services.tencent, {
		operation,
		items: items(bad, good) as IDataObject[],
		parameters,
	});
const ofAgora = async (
	operation: string,
	bad: unknown,
	good: unknown,
	parameters: INodeParameters,
) =>
	await ofUsers(services.agora, {
		operation,
		items: items(bad, good) as IDataObject[],
		parameters,
	});

describe.each([
	['Tencent Cloud Chat', ofTencent, 'c2c'],
	['Agora Chat', ofAgora, 'groupchat'],
] as const)('%s refuses for users of the whole app', (_, run, scope) => {
	describe.each(['mute', 'unmute', 'get'])('to %s', (operation) => {
		it.each([
			['no scope at all', []],
			['a scope that it does not have', ['radio']],
			['a scope beside those that it has', [scope, 'radio']],
			['a field that the item does not have', undefined],
			['null', null],
			['a number', 7],
			['an object', { c2c: true }],
		])('%s', async (__, value) => {
			const { status, error } = await run(operation, value, [scope], {
				scopes: '={{ $json.value }}',
			});

			expect(status).toBe('error');
			expect(error?.message).toContain("'Scopes'");
			expect(error?.message).toContain('item 1');
			expect(error?.context?.itemIndex).toBe(1);
		});

		it.each([
			['an empty text', ''],
			['commas alone', ', ,\n,'],
			['a field that the item does not have', undefined],
			['null', null],
			['an array with an object', ['ann', {}]],
			['an object', { id: 'ann' }],
			['a number that lost its last digits', 1e19],
			['an ID that no user can have', ['jürgen']],
		])('%s as user IDs', async (__, value) => {
			const { error } = await run(operation, value, 'ann', { userIds: '={{ $json.value }}' });

			expect(error?.message).toContain("'User IDs'");
			expect(error?.message).toContain('item 1');
		});
	});

	it('scopes that were all taken away in the panel', async () => {
		const message = await run('mute', '', '', { scopes: [] }).then(
			({ error }) => error?.message,
			// n8n itself refuses to start where the parameter is required.
			(refused: Error) => refused.message,
		);

		expect(message).toContain('Scopes');
	});

	it.each([
		['zero', 0],
		['a word', 'soon'],
		['nothing', null],
	])('%s as duration', async (__, value) => {
		const { error } = await run('mute', value, 5, { duration: '={{ $json.value }}' });

		expect(error?.message).toContain("'Duration'");
		expect(error?.message).toContain('item 1');
	});

	it('an end in the past', async () => {
		const { error } = await run('mute', '2020-01-01T00:00:00Z', '2090-01-01T00:00:00Z', {
			muteFor: 'until',
			until: '={{ $json.value }}',
		});

		expect(error?.message).toContain("'Until'");
		expect(error?.message).toContain('item 1');
	});
});

// The service's own values: 4,294,967,295 is "for ever", and 2,147,483,647 the most there is.
it.each([
	['Tencent Cloud Chat', ofTencent, 4_294_967_295],
	['Agora Chat', ofAgora, 2_147_483_648],
] as const)('%s takes no number for permanent, however large', async (_, run, seconds) => {
	const { error } = await run('mute', seconds, 5, {
		duration: '={{ $json.value }}',
		durationUnit: 'seconds',
	});

	expect(error?.message).toContain("'Duration'");
	expect(error?.message).toContain('item 1');
	expect(error?.description).toContain("'Permanent'");
});

describe('In continue mode', () => {
	it('an item without a scope is reported', async () => {
		const run = await ofUsers(services.agora, {
			operation: 'mute',
			items: [{ userId: 'ann', scopes: [] }],
			parameters: { scopes: '={{ $json.scopes }}' },
			settings: { onError: 'continueRegularOutput' },
		});

		expect(run.items).toMatchObject([
			{
				json: {
					error: expect.stringContaining("'Scopes'") as string,
					details: { code: 'INVALID_INPUT' },
				},
				pairedItem: { item: 0 },
			},
		]);
	});
});

describe('Agora Chat refuses', () => {
	it.each([
		['an empty text', ''],
		['null', null],
		['a path', '../chatrooms/1'],
		['two dots', '..'],
		['a number that lost its last digits', 1e19],
		['an object', { id: crew }],
	])('%s as a chat group', async (_, value) => {
		for (const operation of ['mute', 'muteAll', 'getMuted', 'get', 'allow', 'getAllowed']) {
			const { error } = await inChatGroup(services.agora, {
				operation,
				items: items(value, crew) as IDataObject[],
				parameters: { chatGroupId: byId('={{ $json.value }}') },
			});

			expect(error?.message).toContain("'Chat Group'");
			expect(error?.message).toContain('item 1');
		}
	});

	it('a chat group that was never chosen, before the workflow even starts', async () => {
		const run = inChatGroup(services.agora, {
			operation: 'mute',
			parameters: { chatGroupId: { __rl: true, mode: 'list', value: '' }, userIds: 'ann' },
		});

		await expect(run).rejects.toThrow('Parameter "Chat Group" is required');
	});

	it.each(['allow', 'disallow'])('to %s nobody by mistake', async (operation) => {
		for (const [run, idName, id] of [
			[inChatRoom, 'chatRoomId', lounge],
			[inChatGroup, 'chatGroupId', crew],
		] as const) {
			const { error } = await run(services.agora, {
				operation,
				items: [
					{ [idName]: id, userId: 'ann' },
					{ [idName]: id, userId: '' },
				],
			});

			expect(error?.message).toContain("'User IDs'");
			expect(error?.message).toContain('item 1');
		}
	});

	it('more users in a request to an allow list than it takes', async () => {
		const { error } = await inChatRoom(services.agora, {
			operation: 'allow',
			parameters: { userIds: 'ann' },
			options: { batchSize: 61 },
		});

		expect(error?.message).toContain("'Batch Size'");
		expect(error?.message).toContain('60');
	});
});
