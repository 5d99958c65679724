import type { INodeParameters } from 'n8n-workflow';

import {
	byId,
	community,
	inChatRoom,
	inGroup,
	lobby,
	market,
	topic,
	useServices,
} from './services';

/** Every mistake stops the node before anything is sent, and the message names the parameter and the item. */

const services = useServices();

afterEach(() => {
	expect(services.tencent.requests).toEqual([]);
	expect(services.agora.requests).toEqual([]);
});

/** A good item, then the bad one. */
const inTencent = async (bad: object, parameters: INodeParameters) =>
	await inGroup(services.tencent, {
		operation: 'mute',
		items: [
			{ userId: 'ann', value: 'ann' },
			{ userId: 'bob', ...bad },
		],
		parameters,
	});

const inAgora = async (bad: object, parameters: INodeParameters) =>
	await inChatRoom(services.agora, {
		operation: 'mute',
		items: [
			{ userId: 'ann', value: 'ann' },
			{ userId: 'bob', ...bad },
		],
		parameters,
	});

const nobody: Array<[string, unknown]> = [
	['an empty text', ''],
	['blanks', '  \n '],
	['commas alone', ', ,\n,'],
	['a field that the item does not have', undefined],
	['null', null],
	['an array with an object', ['ann', {}]],
	['an array in an array', ['ann', ['bob']]],
	['an object', { id: 'ann' }],
	['true', true],
	['a number that lost its last digits', 1e19],
];

describe.each([
	['Tencent Cloud Chat', inTencent],
	['Agora Chat', inAgora],
] as const)('%s refuses', (_, run) => {
	it.each(nobody)('%s as user IDs', async (__, value) => {
		const { status, error } = await run({ value }, { userIds: '={{ $json.value }}' });

		expect(status).toBe('error');
		expect(error?.message).toContain("'User IDs'");
		expect(error?.message).toContain('item 1');
		expect(error?.context?.itemIndex).toBe(1);
	});

	it.each([
		['zero', 0],
		['a negative number', -5],
		['less than a second', 0.001],
		['a word', 'soon'],
		['an empty text', ''],
		['nothing', null],
		['a field that the item does not have', undefined],
		['true', true],
		['a list', [5]],
		['infinity', '={{ Infinity }}'],
		['more minutes than fit', 1e300],
	])('%s as duration', async (__, value) => {
		const expression =
			typeof value === 'string' && value.startsWith('=') ? value.slice(4, -3) : '$json.minutes';
		const { status, error } = await run(
			{ minutes: value },
			{ duration: `={{ $itemIndex === 0 ? 5 : ${expression} }}` },
		);

		expect(status).toBe('error');
		expect(error?.message).toContain("'Duration'");
		expect(error?.message).toContain('item 1');
	});

	it.each([
		['a moment in the past', '2020-01-01T00:00:00Z'],
		['a word', 'tomorrow'],
		['a date there is not', '2099-02-30T00:00:00Z'],
		['an empty text', ''],
		['null', null],
		['a field that the item does not have', undefined],
		['a number', 4102444800000],
		['a list', ['2099-01-01T00:00:00Z']],
	])('%s as end of the mute', async (__, value) => {
		const { status, error } = await run(
			{ until: value },
			{
				muteFor: 'until',
				until: "={{ $itemIndex === 0 ? '2099-01-01T00:00:00Z' : $json.until }}",
			},
		);

		expect(status).toBe('error');
		expect(error?.message).toContain("'Until'");
		expect(error?.message).toContain('item 1');
	});

	it('a unit of time that it does not know', async () => {
		const { error } = await run(
			{ unit: 'fortnights' },
			{ durationUnit: "={{ $json.unit ?? 'minutes' }}" },
		);

		expect(error?.message).toContain("'Duration Unit'");
		expect(error?.message).toContain('item 1');
	});

	it('a way to mute that it does not know', async () => {
		const { error } = await run(
			{ muteFor: 'ever' },
			{ muteFor: "={{ $json.muteFor ?? 'duration' }}" },
		);

		expect(error?.message).toContain("'Mute For'");
		expect(error?.message).toContain('item 1');
	});

	it('an expression that can not be evaluated', async () => {
		const { status, error } = await run(
			{ list: 'none' },
			{ userIds: "={{ $itemIndex === 0 ? 'ann' : $json.list.map((x) => x) }}" },
		);

		expect(status).toBe('error');
		expect(error).toBeDefined();
	});

	it.each([
		['Batch Size', 'batchSize', 0],
		['Batch Size', 'batchSize', 501],
		['Batch Size', 'batchSize', 1.5],
		['Max Retries', 'maxRetries', -1],
		['Timeout', 'timeout', 0],
		['Timeout', 'timeout', 'long'],
	])('the option %s (%s) of %p', async (name, option, value) => {
		const step = { operation: 'mute', items: [{ userId: 'ann' }], options: { [option]: value } };
		const { status, error } =
			run === inTencent
				? await inGroup(services.tencent, step)
				: await inChatRoom(services.agora, step);

		expect(status).toBe('error');
		expect(error?.message).toContain(`'${name}'`);
	});
});

describe('Tencent Cloud Chat refuses', () => {
	it.each([
		['longer than 32 bytes', 'x'.repeat(33)],
		['with letters beyond ASCII', 'jürgen'],
		['with an emoji', '😀'],
		['with a tab', 'a\tb'],
	])('a user ID %s', async (_, userId) => {
		const { error } = await inTencent(
			{ userIds: [userId] },
			{ userIds: "={{ $json.userIds ?? ['ann'] }}" },
		);

		expect(error?.message).toContain("'User IDs'");
		expect(error?.message).toContain(userId);
		expect(error?.message).toContain('item 1');
	});

	// Seconds: 4,294,967,295 is the service's own value for "for ever", 10 and 13.2.
	it.each([
		['seconds', 4_294_967_295],
		['seconds', 4_294_967_296],
		['weeks', 7102],
	])('a duration in %s that it would take for permanent: %d', async (durationUnit, duration) => {
		const { error } = await inTencent({}, { durationUnit, duration });

		expect(error?.message).toContain("'Duration'");
		expect(error?.description).toContain("'Permanent'");
	});

	it('an end that it would take for permanent', async () => {
		// 2106-02-07T06:28:15Z, the moment whose Unix seconds are 4,294,967,295.
		const { error } = await inTencent({}, { muteFor: 'until', until: '2106-02-07T06:28:15Z' });

		expect(error?.message).toContain("'Until'");
		expect(error?.description).toContain("'Permanent'");
	});

	it('a topic of another group', async () => {
		const { error } = await inTencent({ groupId: market, topicId: topic }, {});

		expect(error?.message).toContain("'Topic'");
		expect(error?.message).toContain(topic);
		expect(error?.message).toContain('item 1');
	});

	it('another group as a topic', async () => {
		const { error } = await inTencent({ groupId: community, topicId: lobby }, {});

		expect(error?.message).toContain("'Topic'");
	});

	// It would close a whole community in place of a topic.
	it.each([
		['muteAll', undefined],
		['muteAll', null],
		['muteAll', ''],
		['unmuteAll', undefined],
		['unmuteAll', ' '],
	])('%s in a topic whose expression gives %p', async (operation, topicId) => {
		const { error } = await inGroup(services.tencent, {
			operation,
			items: [
				{ groupId: community, topicId: topic },
				{ groupId: community, topicId },
			],
		});

		expect(error?.message).toContain("'Topic'");
		expect(error?.message).toContain('[item 1]');
		expect(error?.description).toContain('the group itself');
	});

	it.each([
		['an empty text', ''],
		['null', null],
		['an object', { id: lobby }],
		['a number that lost its last digits', 1e19],
	])('%s as a group', async (_, value) => {
		const { error } = await inTencent(
			{ value },
			{ groupId: byId(`={{ $itemIndex === 0 ? '${lobby}' : $json.value }}`) },
		);

		expect(error?.message).toContain("'Group'");
		expect(error?.message).toContain('item 1');
	});

	it('a group that was never chosen, before the workflow even starts', async () => {
		const run = inTencent({}, { groupId: { __rl: true, mode: 'list', value: '' } });

		await expect(run).rejects.toThrow('Parameter "Group" is required');
	});

	it('an API naming that it does not know', async () => {
		const { error } = await inGroup(services.tencent, {
			operation: 'mute',
			parameters: { userIds: 'ann' },
			options: { apiNaming: 'ancient' },
		});

		expect(error?.message).toContain("'API Naming'");
	});
});

describe('Agora Chat refuses', () => {
	it.each([
		['longer than 64 characters', 'x'.repeat(65)],
		['with a letter beyond ASCII', 'jürgen'],
		['with a blank', 'ann lee'],
		['with a slash', 'a/b'],
		['with an @', 'ann@example.com'],
		['of one dot, which would be another path', '.'],
		['of two dots, which would be another path', '..'],
	])('a user ID %s', async (_, userId) => {
		const { error } = await inAgora(
			{ userIds: [userId] },
			{ userIds: "={{ $json.userIds ?? ['ann'] }}" },
		);

		expect(error?.message).toContain("'User IDs'");
		expect(error?.message).toContain(userId);
		expect(error?.message).toContain('item 1');
	});

	it('a duration that it would take for permanent', async () => {
		// From any day on, 150 years end after 2117-01-01, which stands for "for ever".
		const { error } = await inAgora({}, { durationUnit: 'weeks', duration: 150 * 53 });

		expect(error?.message).toContain("'Duration'");
		expect(error?.description).toContain("'Permanent'");
	});

	it('an end that it would take for permanent', async () => {
		const { error } = await inAgora({}, { muteFor: 'until', until: '2116-12-31T16:00:00Z' });

		expect(error?.message).toContain("'Until'");
		expect(error?.description).toContain("'Permanent'");
	});

	it('a batch size above its own limit', async () => {
		const { error } = await inChatRoom(services.agora, {
			operation: 'mute',
			parameters: { userIds: 'ann' },
			options: { batchSize: 61 },
		});

		expect(error?.message).toContain("'Batch Size'");
		expect(error?.message).toContain('60');
	});

	it.each([
		['an empty text', ''],
		['null', null],
		['a path', '../chatgroups/1'],
		['two dots', '..'],
		['a number that lost its last digits', 1e19],
	])('%s as a chat room', async (_, value) => {
		const { error } = await inAgora(
			{ value },
			{ chatRoomId: byId('={{ $itemIndex === 0 ? 1 : $json.value }}') },
		);

		expect(error?.message).toContain("'Chat Room'");
		expect(error?.message).toContain('item 1');
	});
});

it('tells how many more mistakes there are, and that nothing was sent', async () => {
	const { error } = await inGroup(services.tencent, {
		operation: 'mute',
		items: [{ userId: '' }, { userId: 'ann' }, { userId: '' }, { userId: '' }],
	});

	expect(error?.message).toContain('item 0');
	expect(error?.description).toContain('2 more');
	expect(error?.description).toContain('Nothing was sent');
});

it('names the parameter even where an ID has the letters of a network code in it', async () => {
	// EPERM: n8n puts words of its own in place of a message with it.
	const { error } = await inGroup(services.tencent, {
		operation: 'mute',
		items: [{ userId: 'gatekeeperman_ü' }],
	});

	expect(error?.message).toContain("'User IDs'");
});
