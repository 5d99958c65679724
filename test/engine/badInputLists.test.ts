import type { IDataObject } from 'n8n-workflow';

import {
	byId,
	inChatGroup,
	inChatRoom,
	inGroup,
	lobby,
	ofUsers,
	useServices,
	type Step,
} from './services';

/** Mistakes about how much to list, and what: nothing is asked, and each is named. */

const services = useServices();

afterEach(() => {
	expect(services.tencent.requests).toEqual([]);
	expect(services.agora.requests).toEqual([]);
});

describe.each([
	['groups', async (step: Step) => await inGroup(services.tencent, step)],
	['chat rooms', async (step: Step) => await inChatRoom(services.agora, step)],
	['chat groups', async (step: Step) => await inChatGroup(services.agora, step)],
	['muted users', async (step: Step) => await ofUsers(services.agora, step)],
])('A list of %s refuses', (_, run) => {
	it.each([
		['zero', 0],
		['a negative number', -1],
		['a part of one', 0.5],
		['one and a half', 1.5],
		['a word', 'many'],
		['an empty text', ''],
		['null', null],
		['a field that the item does not have', undefined],
		['true', true],
		['a list', [5]],
		['infinity', '={{ Infinity }}'],
	])('%s as its limit', async (__, value) => {
		const expression =
			typeof value === 'string' && value.startsWith('=') ? 'Infinity' : '$json.limit';
		const { status, error } = await run({
			operation: 'getAll',
			items: [{ limit: 5 }, { limit: value }] as IDataObject[],
			parameters: {
				returnAll: false,
				limit: `={{ $itemIndex === 0 ? 5 : ${expression} }}`,
			},
		});

		expect(status).toBe('error');
		expect(error?.message).toContain("'Limit'");
		expect(error?.message).toContain('item 1');
		expect(error?.context?.itemIndex).toBe(1);
	});

	it('zero that was written in the panel', async () => {
		const { error } = await run({
			operation: 'getAll',
			parameters: { returnAll: false, limit: 0 },
		});

		expect(error?.message).toContain("'Limit'");
	});
});

it.each([
	['that it does not know', 'Party'],
	['in small letters', 'public'],
	['that is a list', ['Public']],
])('A list of groups refuses a type %s', async (_, type) => {
	const { error } = await inGroup(services.tencent, {
		operation: 'getAll',
		items: [{ type: 'Public' }, { type }] as IDataObject[],
		parameters: { returnAll: true, groupType: '={{ $json.type }}' },
	});

	expect(error?.message).toContain("'Group Type'");
	expect(error?.message).toContain('item 1');
});

it.each([
	['an empty text', ''],
	['null', null],
	['an object', { id: lobby }],
])('Get refuses %s as a group', async (_, value) => {
	const { error } = await inGroup(services.tencent, {
		operation: 'get',
		items: [{ value: lobby }, { value }] as IDataObject[],
		parameters: { groupId: byId('={{ $json.value }}') },
	});

	expect(error?.message).toContain("'Group'");
	expect(error?.message).toContain('item 1');
});

it('Get refuses a topic of another group', async () => {
	const { error } = await inGroup(services.tencent, {
		operation: 'get',
		items: [{ groupId: lobby }, { groupId: lobby, topicId: '@TGS#_other@TOPIC#_1' }],
	});

	expect(error?.message).toContain("'Topic'");
	expect(error?.message).toContain('item 1');
});
