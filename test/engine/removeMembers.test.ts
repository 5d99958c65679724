import type { IDataObject } from 'n8n-workflow';

import {
	byId,
	community,
	crew,
	freezeClock,
	guild,
	inChatGroup,
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
	type Step,
} from './services';

/** Who is removed from a place. */

const services = useServices();
const onContinue = { onError: 'continueErrorOutput' } as const;

beforeEach(() => {
	withoutBackOff();
	freezeClock();
});
afterEach(() => {
	expect(services.agora.malformed).toEqual([]);
	expect(services.tencent.malformed).toEqual([]);
});

const users = (...userIds: string[]) => userIds.map((userId) => ({ userId }));
const bodies = () => services.tencent.requests.map(({ body }) => body as IDataObject);

describe('On Tencent Cloud Chat', () => {
	const run = async (step: Step) => await inGroup(services.tencent, step);

	it('members are removed, a hundred in a request', async () => {
		const { items } = await run({
			operation: 'removeMembers',
			items: userNames(250).map((userId) => ({ groupId: market, userId })),
		});

		expect(bodies().map((body) => (body.MemberToDel_Account as string[]).length)).toEqual([
			100, 100, 50,
		]);
		expect(items[249]).toEqual({
			json: { groupId: market, userId: 'user_0250', removed: true },
			pairedItem: { item: 249 },
		});
	});

	it('who is no member is removed already', async () => {
		const { items } = await run({ operation: 'removeMembers', items: users('ann', 'stranger') });

		expect(rowsOf({ items } as never).map(({ removed }) => removed)).toEqual([true, true]);
		expect([...(services.tencent.members(lobby) as Set<string>)].sort()).toEqual([
			'bob',
			'cy',
			'dot',
		]);
	});

	it('users with different reasons share no request, and the reason is sent', async () => {
		await run({
			operation: 'removeMembers',
			items: [
				{ userId: 'ann', why: 'spam' },
				{ userId: 'bob', why: 'flood' },
				{ userId: 'cy', why: 'spam' },
				{ userId: 'dot' },
			],
			parameters: { reason: '={{ $json.why }}' },
			options: { silent: true },
		});

		expect(
			bodies().map(({ Reason, MemberToDel_Account, Silence }) => [
				Reason,
				MemberToDel_Account,
				Silence,
			]),
		).toEqual([
			['spam', ['ann', 'cy'], 1],
			['flood', ['bob'], 1],
			[undefined, ['dot'], 1],
		]);
	});

	it('nobody is removed from an AVChatRoom, and the failure says what to use', async () => {
		services.tencent.addGroup({ groupId: 'stream', type: 'AVChatRoom' });
		const { errorItems } = await run({
			operation: 'removeMembers',
			items: userNames(300).map((userId) => ({ userId })),
			parameters: { groupId: byId('stream') },
			settings: onContinue,
		});

		expect(errorItems).toHaveLength(300);
		expect((errorItems[0].json.details as IDataObject).advice).toContain('Ban');
		expect(services.tencent.requests.length).toBeLessThanOrEqual(4);
	});

	it('a topic that a workflow names is not read: members are those of the group', async () => {
		await run({
			operation: 'removeMembers',
			items: users('ann'),
			parameters: { groupId: byId(community), topicId: byId(topic) },
		});

		expect(bodies()).toEqual([{ GroupId: community, MemberToDel_Account: ['ann'] }]);
	});
});

describe.each([
	['chat room', 'chatRoomId', inChatRoom, lounge, launch],
	['chat group', 'chatGroupId', inChatGroup, crew, guild],
] as const)('Of a %s', (_kind, idName, inPlace, small, large) => {
	const run = async (step: Step) => await inPlace(services.agora, step);
	const members = () => [...(services.agora.members(small) as Set<string>)].sort();

	it('members are removed, sixty in a request', async () => {
		const { items } = await run({
			operation: 'removeMembers',
			items: userNames(130).map((userId) => ({ [idName]: large, userId })),
		});

		expect(services.agora.requests).toHaveLength(3);
		expect(items.map(({ json }) => json.removed)).toEqual(Array(130).fill(true));
	});

	it.each([
		['beside members', ['ann', 'stranger', 'bob']],
		['alone', ['stranger']],
		['among strangers', ['stranger', 'other']],
	])('who is no member is removed already: %s', async (_name, names) => {
		const { items } = await run({ operation: 'removeMembers', items: users(...names) });

		expect(rowsOf({ items } as never)).toEqual(
			names.map((userId) => ({ [idName]: small, userId, removed: true })),
		);
		expect(members().filter((name) => names.includes(name))).toEqual([]);
	});

	it.each(['all', 'first', 'none'] as const)(
		'whomever of the strangers the service names: %s',
		async (strangersNamed) => {
			services.agora.settings.strangersNamed = strangersNamed;
			const names = ['one', 'two', 'three', 'four', 'five'];
			const { items } = await run({ operation: 'removeMembers', items: users(...names) });

			expect(items.map(({ json }) => [json.userId, json.removed])).toEqual(
				names.map((name) => [name, true]),
			);
		},
	);

	it('and so is whom a try has removed whose answer was lost', async () => {
		services.agora.faults.next('resetAfter', 1);
		const { items } = await run({ operation: 'removeMembers', items: users('ann', 'bob') });

		expect(items.map(({ json }) => json.removed)).toEqual([true, true]);
		expect(members()).not.toContain('ann');
	});

	it('so are sixty strangers with long names, in one request', async () => {
		const names = Array.from({ length: 60 }, (_, i) => `stranger_${'x'.repeat(40)}_${i}`);
		const { items } = await run({ operation: 'removeMembers', items: users(...names) });

		expect(items.map(({ json }) => json.removed)).toEqual(Array(60).fill(true));
	});
});
