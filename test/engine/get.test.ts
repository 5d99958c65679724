import type { IDataObject } from 'n8n-workflow';

import {
	byId,
	community,
	crew,
	failed,
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
	work,
} from './services';

/** What groups and rooms are like, many in one request. */

const services = useServices();
const toErrorOutput = { onError: 'continueErrorOutput' as const };

beforeEach(withoutBackOff);
afterEach(() => {
	expect(services.tencent.malformed).toEqual([]);
	expect(services.agora.malformed).toEqual([]);
});

/** How often each of `ids` was asked for. */
const timesAsked = (ids: readonly string[], texts: readonly string[]) =>
	ids.map((id) => texts.reduce((sum, text) => sum + text.split(id).length - 1, 0));

describe('Tencent Cloud Chat', () => {
	const get = { operation: 'get' };
	const requestsTo = (command: string) =>
		services.tencent.requests.filter(({ path }) => path.endsWith(`/${command}`));

	it('tells name, type, members, and whether all are muted', async () => {
		const { tencent } = services;
		tencent.addGroup({ groupId: 'g', name: 'Pets', type: 'Public', members: ['ann', 'bob'] });
		const run = await inGroup(tencent, { ...get, items: [{ groupId: 'g' }] });

		expect(run.items).toEqual([
			{
				json: { groupId: 'g', name: 'Pets', type: 'Public', memberCount: 2, allMuted: false },
				pairedItem: { item: 0 },
			},
		]);
	});

	it.each(['MuteAllMember', 'ShutUpAllMember'] as const)(
		'tells that all are muted by the name %s',
		async (groupInfoNaming) => {
			const { tencent } = services;
			tencent.settings.groupInfoNaming = groupInfoNaming;
			await inGroup(tencent, { operation: 'muteAll' });
			const run = await inGroup(tencent, get);

			expect(rowsOf(run)).toMatchObject([{ groupId: lobby, allMuted: true }]);
		},
	);

	it('tells the type by the name that the service has for it', async () => {
		const run = await inGroup(services.tencent, {
			...get,
			items: [{ groupId: work }, { groupId: community }],
		});

		expect(rowsOf(run).map(({ type }) => type)).toEqual(['Private', 'Community']);
	});

	it('asks for 50 groups in a request, and for each once', async () => {
		const { tencent } = services;
		const ids = userNames(120);
		for (const groupId of ids) tencent.addGroup({ groupId, name: `Group ${groupId}` });
		const run = await inGroup(tencent, {
			...get,
			items: [...ids, ...ids].map((groupId) => ({ groupId })),
		});

		expect(tencent.requests).toHaveLength(3);
		const bodies = tencent.requests.map(({ body }) => JSON.stringify(body));
		expect(timesAsked(ids, bodies)).toEqual(ids.map(() => 1));
		expect(rowsOf(run).map(({ groupId, name }) => [groupId, name])).toEqual(
			ids.map((groupId) => [groupId, `Group ${groupId}`]),
		);
	});

	it('pairs each group with its item', async () => {
		const run = await inGroup(services.tencent, {
			...get,
			items: [{ groupId: market }, { groupId: lobby }],
		});

		expect(run.items.map(({ json, pairedItem }) => [json.groupId, pairedItem])).toEqual([
			[market, { item: 0 }],
			[lobby, { item: 1 }],
		]);
	});

	describe.each([
		[10010, 'zero'],
		[10015, 'zero'],
		[10010, 'firstFailure'],
	] as const)(
		'A group that is missing (%d, and %s above all)',
		(missingGroupCode, topLevelCode) => {
			const items = [{ groupId: lobby }, { groupId: 'gone' }, { groupId: market }];
			beforeEach(() =>
				Object.assign(services.tencent.settings, { missingGroupCode, topLevelCode }),
			);

			it('stops the workflow with its own code, and no word of the others', async () => {
				const run = await inGroup(services.tencent, { ...get, items });

				expect(run.error?.message).toMatch(/^1 of 3 /);
				expect(run.error?.message).toContain(String(missingGroupCode));
				expect(run.error?.description).toContain('gone');
				expect(run.error?.description).not.toContain(market);
				expect(run.error?.context?.itemIndex).toBe(1);
			});

			it('is an item of its own where the workflow continues', async () => {
				const run = await inGroup(services.tencent, {
					...get,
					items,
					settings: { onError: 'continueRegularOutput' },
				});

				expect(run.items).toMatchObject([
					{ json: { groupId: lobby, allMuted: false } },
					{
						json: { details: { groupId: 'gone', code: missingGroupCode } },
						pairedItem: { item: 1 },
					},
					{ json: { groupId: market, allMuted: false } },
				]);
			});

			it('goes to the error output, at no further request', async () => {
				const { tencent } = services;
				const run = await inGroup(tencent, { ...get, items, settings: toErrorOutput });

				expect(rowsOf(run).map(({ groupId }) => groupId)).toEqual([lobby, market]);
				expect(failed(run.errorItems, 'groupId')).toEqual(['gone']);
				expect(tencent.requests).toHaveLength(1);
			});
		},
	);

	it.each(['MuteAllMember', 'ShutUpAllMember', 'ShutUpAllFlag'] as const)(
		'tells of a topic, where %s says whether all are muted',
		async (getTopicNaming) => {
			const { tencent } = services;
			tencent.settings.getTopicNaming = getTopicNaming;
			const items = [{ groupId: community, topicId: topic }];
			await inGroup(tencent, { operation: 'muteAll', items });
			const muted = rowsOf(await inGroup(tencent, { ...get, items }));
			await inGroup(tencent, { operation: 'unmuteAll', items });
			const open = rowsOf(await inGroup(tencent, { ...get, items }));

			const row = { groupId: community, topicId: topic, name: topic };
			expect(muted).toMatchObject([{ ...row, allMuted: true }]);
			expect(open).toMatchObject([{ ...row, allMuted: false }]);
		},
	);

	it('asks for the topics of a group in one request, and for groups in another', async () => {
		const { tencent } = services;
		const topics = userNames(20).map((name) => `${community}@TOPIC#_${name}`);
		for (const topicId of topics) tencent.addTopic({ groupId: community, topicId });
		const run = await inGroup(tencent, {
			...get,
			items: [
				{ groupId: lobby },
				...[...topics, topics[0]].map((topicId) => ({ groupId: community, topicId })),
				{ groupId: community, topicId: undefined },
				{ groupId: market, topicId: '' },
			],
		});

		expect(requestsTo('get_topic')).toHaveLength(1);
		expect(requestsTo('get_group_info')).toHaveLength(1);
		const topicIds = rowsOf(run).map(({ topicId }) => topicId);
		expect(topicIds.filter((id) => id !== undefined).sort()).toEqual([...topics].sort());
		const groups = rowsOf(run).filter(({ topicId }) => topicId === undefined);
		expect(groups.map(({ groupId }) => groupId)).toEqual([lobby, community, market]);
	});

	it('takes the own ID of a group as its topic for the group', async () => {
		const run = await inGroup(services.tencent, {
			...get,
			items: [{ groupId: community, topicId: community }],
		});

		expect(rowsOf(run)).toMatchObject([{ groupId: community, type: 'Community' }]);
		expect(requestsTo('get_topic')).toEqual([]);
	});

	it.each(['zero', 'firstFailure'] as const)(
		'names the topics that are deleted or were never there, with %s above all',
		async (topLevelCode) => {
			const { tencent } = services;
			tencent.settings.topLevelCode = topLevelCode;
			const deleted = `${community}@TOPIC#_deleted`;
			const never = `${community}@TOPIC#_never`;
			tencent.addTopic({ groupId: community, topicId: deleted });
			tencent.removeTopic(community, deleted);
			const run = await inGroup(tencent, {
				...get,
				items: [deleted, topic, never].map((topicId) => ({ groupId: community, topicId })),
				settings: toErrorOutput,
			});

			expect(rowsOf(run)).toMatchObject([{ topicId: topic, allMuted: false }]);
			expect(run.errorItems).toMatchObject([
				{ json: { details: { topicId: deleted, code: 110003 } }, pairedItem: { item: 0 } },
				{ json: { details: { topicId: never, code: 10010 } }, pairedItem: { item: 2 } },
			]);
		},
	);

	it('fails for the topics of a group that is gone, and for no other', async () => {
		const gone = '@TGS#_gone';
		const run = await inGroup(services.tencent, {
			...get,
			items: [
				{ groupId: gone, topicId: `${gone}@TOPIC#_1` },
				{ groupId: community, topicId: topic },
			],
			settings: toErrorOutput,
		});

		expect(rowsOf(run)).toMatchObject([{ topicId: topic }]);
		expect(run.errorItems).toMatchObject([{ json: { details: { groupId: gone, code: 10010 } } }]);
	});

	it("gives the service's own rows with Simplify off", async () => {
		const { tencent } = services;
		const run = await inGroup(tencent, {
			...get,
			items: [{ groupId: lobby }, { groupId: 'gone' }],
			options: { simplify: false },
			settings: toErrorOutput,
		});

		expect(rowsOf(run)).toMatchObject([
			{ GroupId: lobby, Name: lobby, Type: 'Public', MuteAllMember: 'Off' },
		]);
		expect(failed(run.errorItems, 'groupId')).toEqual(['gone']);
	});

	it('does not take in the members, who may be many', async () => {
		const { tencent } = services;
		tencent.addGroup({ groupId: 'big', members: userNames(6000) });
		const run = await inGroup(tencent, {
			...get,
			items: [{ groupId: 'big' }],
			options: { simplify: false },
		});

		expect(rowsOf(run)).toHaveLength(1);
		expect(JSON.stringify(run.items)).not.toContain(userNames(1)[0]);
	});
});

describe.each([
	['chat rooms', 'chatRoomId', inChatRoom, lounge, launch, 'addChatRoom'],
	['chat groups', 'chatGroupId', inChatGroup, crew, guild, 'addChatGroup'],
] as const)('Agora Chat, %s', (_kind, idName, run, small, large, add) => {
	const get = { operation: 'get' };
	const place = (id: string, name?: string) => {
		const members = ['ann'];
		if (add === 'addChatRoom') services.agora.addChatRoom({ chatRoomId: id, name, members });
		else services.agora.addChatGroup({ chatGroupId: id, name, members });
	};
	const itemsFor = (ids: readonly string[]): IDataObject[] => ids.map((id) => ({ [idName]: id }));
	const many = (count: number) => Array.from({ length: count }, (_, i) => String(70_000 + i));

	it('tells name, members, and whether all are muted', async () => {
		const { agora } = services;
		place('7', 'Pets');
		await run(agora, { operation: 'muteAll', items: itemsFor(['7']) });
		const { items } = await run(agora, { ...get, items: itemsFor(['7', small]) });

		expect(items).toMatchObject([
			{
				json: { [idName]: '7', name: 'Pets', memberCount: 1, allMuted: true },
				pairedItem: { item: 0 },
			},
			{ json: { [idName]: small, memberCount: 5, allMuted: false }, pairedItem: { item: 1 } },
		]);
	});

	it('tells nothing of what the service leaves out', async () => {
		const { agora } = services;
		agora.settings.detailOmitsMute = true;

		expect(rowsOf(await run(agora, get))).toMatchObject([{ [idName]: small, allMuted: null }]);
	});

	it.each(['array', 'object'] as const)(
		'reads the answer for one as an %s',
		async (detailShape) => {
			const { agora } = services;
			agora.settings.detailShape = detailShape;

			expect(rowsOf(await run(agora, get))).toMatchObject([{ [idName]: small, allMuted: false }]);
		},
	);

	it('asks for 100 in a request, and for each once', async () => {
		const { agora } = services;
		const ids = many(250);
		for (const id of ids) place(id);
		const { items } = await run(agora, { ...get, items: itemsFor([...ids, ...ids]) });

		expect(agora.requests).toHaveLength(3);
		expect(
			timesAsked(
				ids,
				agora.requests.map(({ path }) => path),
			),
		).toEqual(ids.map(() => 1));
		expect(items.map(({ json }) => json[idName])).toEqual(ids);
	});

	// One request is enough; the one refused and the rest; each half, down to the one that is missing.
	it.each([
		['leftOut', 1],
		['named', 2],
		['unnamed', 1 + Math.floor(2 * (Math.log2(100) + 1))],
	] as const)(
		'names the one that is missing and gives the others, where it is %s',
		async (missingRooms, most) => {
			const { agora } = services;
			agora.settings.missingRooms = missingRooms;
			const ids = many(100);
			const gone = ids[41];
			for (const id of ids.filter((id) => id !== gone)) place(id);
			const { items, errorItems } = await run(agora, {
				...get,
				items: itemsFor(ids),
				settings: toErrorOutput,
			});

			expect(items.map(({ json }) => json[idName])).toEqual(ids.filter((id) => id !== gone));
			expect(errorItems).toMatchObject([
				{ json: { details: { [idName]: gone } }, pairedItem: { item: 41 } },
			]);
			expect((errorItems[0].json.details as IDataObject).advice).toContain('ID');
			expect(agora.requests.length).toBeLessThanOrEqual(most);
		},
	);

	it.each(['leftOut', 'named', 'unnamed'] as const)(
		'names all that are missing, where they are %s',
		async (missingRooms) => {
			const { agora } = services;
			agora.settings.missingRooms = missingRooms;
			const { items, errorItems } = await run(agora, {
				...get,
				items: itemsFor(['1', small, '2', large, '3']),
				settings: toErrorOutput,
			});

			expect(items.map(({ json }) => json[idName])).toEqual([small, large]);
			expect(failed(errorItems, idName)).toEqual(['1', '2', '3']);
		},
	);

	it('stops the workflow for one that is missing, with how many of how many', async () => {
		const { error } = await run(services.agora, { ...get, items: itemsFor([small, '404', large]) });

		expect(error?.message).toMatch(/^1 of 3 /);
		expect(error?.description).toContain('404');
		expect(error?.description).not.toContain(large);
		expect(error?.context?.itemIndex).toBe(1);
	});

	it('of the other kind is as good as missing', async () => {
		const { agora } = services;
		const other = add === 'addChatRoom' ? crew : lounge;
		const { error } = await run(agora, {
			...get,
			parameters: { [idName]: byId(other) },
		});

		expect(error?.message).toContain('exist');
	});

	it("gives the service's own rows with Simplify off", async () => {
		const { agora } = services;
		const { items } = await run(agora, { ...get, options: { simplify: false } });

		expect(items).toMatchObject([{ json: { id: small, mute: false, affiliations_count: 5 } }]);
	});
});
