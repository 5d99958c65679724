import type { INodeListSearchItems } from 'n8n-workflow';

import { agoraCredential, tencentCredential } from '../support/credentials';
import { dropDown, type Search } from '../support/dropDown';
import { nodeTypes } from '../support/engine';
import type { RequestRecord } from '../simulator/server';
import { byId, community, lobby, topic, useServices, work } from './services';

/** The drop-downs, through the context that n8n's editor gives them. */

const services = useServices();

const groups = (changes = {}) =>
	dropDown(nodeTypes.tencent, 'searchGroups', tencentCredential(services.tencent, changes));

const topics = (groupId: string, changes = {}) =>
	dropDown(nodeTypes.tencent, 'searchTopics', tencentCredential(services.tencent, changes), {
		resource: 'group',
		operation: 'mute',
		groupId: byId(groupId),
	});

const rooms = (changes = {}) =>
	dropDown(nodeTypes.agora, 'searchChatRooms', agoraCredential(services.agora, changes));

/** All pages, one after the other, as scrolling down asks for them. */
async function allPages(
	search: Search,
	filter?: string,
	from?: unknown,
): Promise<INodeListSearchItems[]> {
	const results: INodeListSearchItems[] = [];
	let token = from as string | undefined;
	do {
		const page = await search(filter, token);
		results.push(...page.results);
		token = page.paginationToken as string | undefined;
	} while (token !== undefined);
	return results;
}

/** How often the services were asked for something, by the end of its path. */
const asked = ({ requests }: { requests: readonly RequestRecord[] }, path: RegExp) =>
	requests.filter((request) => path.test(request.path)).length;

const GROUP_LIST = /get_appid_group_list$/;
const GROUP_INFO = /get_group_info$/;
const ROOM_LIST = /chatrooms$/;
const ROOM_DETAIL = /chatrooms\/[^/]+$/;

const numbered = (count: number) =>
	Array.from({ length: count }, (_, i) => String(i + 1).padStart(4, '0'));

describe('The list of groups', () => {
	it('shows each group by its name and ID', async () => {
		services.tencent.reset();
		services.tencent.addGroup({ groupId: '@TGS#1', name: 'Lobby' });
		const { results, paginationToken } = await groups()();

		expect(results).toEqual([{ name: 'Lobby (@TGS#1)', value: '@TGS#1' }]);
		expect(paginationToken).toBeUndefined();
	});

	it('says of a Work group that it has no muting', async () => {
		const { results } = await groups()();

		expect(results.find(({ value }) => value === work)?.name).toContain('no muting');
		expect(results.find(({ value }) => value === lobby)?.name).not.toContain('no muting');
	});

	it('shows 1,000 groups page by page, each once', async () => {
		const { tencent } = services;
		tencent.reset();
		for (const n of numbered(1000)) tencent.addGroup({ groupId: `table-${n}`, name: `Table ${n}` });
		const results = await allPages(groups());

		expect(results.map(({ value }) => value)).toEqual(numbered(1000).map((n) => `table-${n}`));
		// A page's mark is beyond 2^63: the service refuses one that is rounded.
		expect(tencent.malformed).toEqual([]);
		expect(tencent.turnedAway).toBe(0);
	});

	it('ends where the service leaves out the mark of a next page', async () => {
		services.tencent.settings.omitFinalNext = true;
		const { paginationToken } = await groups()();

		expect(paginationToken).toBeUndefined();
	});

	it('finds a group by part of its name, whatever the case', async () => {
		const { tencent } = services;
		tencent.reset();
		for (const n of numbered(600)) tencent.addGroup({ groupId: `table-${n}`, name: `Table ${n}` });
		tencent.addGroup({ groupId: 'last', name: 'Friday Stream' });
		const { results } = await groups()('fRIDAY');

		expect(results.map(({ value }) => value)).toEqual(['last']);
	});

	it('finds a group among 3,000 with one call of the list, which takes one a second', async () => {
		const { tencent } = services;
		tencent.reset();
		for (const n of numbered(3000)) tencent.addGroup({ groupId: `table-${n}`, name: `Table ${n}` });
		tencent.addGroup({ groupId: 'last', name: 'Friday Stream' });
		const { results, paginationToken } = await groups()('friday');

		expect(results).toEqual([{ name: 'Friday Stream (last)', value: 'last' }]);
		expect(paginationToken).toBeUndefined();
		expect(asked(tencent, GROUP_LIST)).toBe(1);
	});

	it('finds a group behind the largest page', async () => {
		const { tencent } = services;
		tencent.reset();
		for (const n of numbered(10_000)) tencent.addGroup({ groupId: `table-${n}` });
		tencent.addGroup({ groupId: 'last', name: 'Friday Stream' });
		const { results } = await groups()('friday');

		expect(results.map(({ value }) => value)).toEqual(['last']);
		expect(asked(tencent, GROUP_LIST)).toBe(2);
		expect(tencent.malformed).toEqual([]);
	});

	it('ends where nothing matches', async () => {
		const { tencent } = services;
		tencent.reset();
		for (const n of numbered(600)) tencent.addGroup({ groupId: `table-${n}` });

		expect(await groups()('nowhere')).toEqual({ results: [], paginationToken: undefined });
	});

	it('does not begin with an empty page when its groups were dismissed meanwhile', async () => {
		const { tencent } = services;
		tencent.reset();
		for (const n of numbered(600)) tencent.addGroup({ groupId: `table-${n}` });
		const dismissed = numbered(500).map((n) => `table-${n}`);
		// Between the answer of the list and that of the names.
		tencent.faults.next('resetBefore', 1, ({ path }) => {
			if (GROUP_INFO.test(path)) for (const groupId of dismissed) tencent.removeGroup(groupId);
			return false;
		});
		tencent.addGroup({ groupId: 'last' });
		const { results } = await groups()();

		expect(results.length).toBeGreaterThan(0);
		expect(dismissed).not.toContain(results[0].value);
	});

	it('puts the group whose ID was typed first, and shows it once', async () => {
		const { tencent } = services;
		tencent.reset();
		tencent.addGroup({ groupId: 'my-lobby', name: 'Mine' });
		tencent.addGroup({ groupId: 'lobby', name: 'Welcome' });
		const { results } = await groups()(' lobby ');

		expect(results).toEqual([
			{ name: 'Welcome (lobby)', value: 'lobby' },
			{ name: 'Mine (my-lobby)', value: 'my-lobby' },
		]);
	});

	it('finds a group by its ID without reading all of the list', async () => {
		const { tencent } = services;
		tencent.reset();
		for (const n of numbered(10_000)) tencent.addGroup({ groupId: `table-${n}` });
		tencent.addGroup({ groupId: 'last', name: 'Friday Stream' });
		const { results, paginationToken } = await groups()('last');

		expect(results).toEqual([{ name: 'Friday Stream (last)', value: 'last' }]);
		expect(paginationToken).toEqual(expect.any(String));
		expect(asked(tencent, GROUP_LIST)).toBe(1);
		// Further down the list it does not come again.
		expect(await groups()('last', String(paginationToken))).toEqual({
			results: [],
			paginationToken: undefined,
		});
	});

	it('looks nothing up that can not be an ID', async () => {
		const { tencent } = services;
		tencent.addGroup({ groupId: 'last', name: '周五' });
		const { results } = await groups()('周五');

		expect(results.map(({ value }) => value)).toEqual(['last']);
		expect(asked(tencent, GROUP_INFO)).toBe(1); // the names of the list
	});

	it('keeps to the one call a second that the list takes, whatever the app may call else', async () => {
		const { tencent } = services;
		tencent.settings.requestsPerSecond = 200;
		await Promise.all([groups()(), groups()('lobby')]);

		expect(asked(tencent, GROUP_LIST)).toBe(2);
		expect(tencent.turnedAway).toBe(0);
	});

	it('finds a group by part of its ID', async () => {
		const { results } = await groups()(lobby.slice(3));

		expect(results.map(({ value }) => value)).toEqual([lobby]);
	});

	it('says why when the key is wrong', async () => {
		await expect(groups({ secretKey: 'wrong' })()).rejects.toThrow(/secret key/i);
	});

	it('says why when the host can not be reached', async () => {
		const list = groups({ baseUrl: 'http://127.0.0.1:9' })();

		await expect(list).rejects.toThrow(/Nothing answers|refused|reach/i);
	});

	it('says which field of the credential is wrong', async () => {
		await expect(groups({ baseUrl: 'http://chat.example.com' })()).rejects.toThrow(/'Base URL'/);
	});
});

describe('The list of topics', () => {
	it('shows the topics of the group that was chosen', async () => {
		services.tencent.addTopic({
			groupId: community,
			topicId: `${community}@TOPIC#_rules`,
			name: 'Rules',
		});
		const { results } = await topics(community)();

		expect(results.map(({ value }) => value)).toEqual(['', topic, `${community}@TOPIC#_rules`]);
		// The first leads back to the group; a topic's ID repeats that of its group, so only its end is shown.
		expect(results[0].name).toMatch(/group itself/);
		expect(results[2].name).toBe('Rules (rules)');
	});

	it('finds a topic by part of its name', async () => {
		services.tencent.addTopic({
			groupId: community,
			topicId: `${community}@TOPIC#_rules`,
			name: 'House Rules',
		});
		const { results } = await topics(community)('house');

		expect(results.map(({ value }) => value)).toEqual([`${community}@TOPIC#_rules`]);
	});

	it('leaves out topics that were deleted', async () => {
		const rules = `${community}@TOPIC#_rules`;
		services.tencent.addTopic({ groupId: community, topicId: rules, name: 'Rules' });
		services.tencent.removeTopic(community, topic);
		const { results } = await topics(community)();

		expect(results.map(({ value }) => value)).toEqual(['', rules]);
	});

	it('asks as the account that signs, though blanks were pasted around it', async () => {
		const { identifier } = services.tencent.credentials;
		await topics(community, { identifier: ` ${identifier} ` })();

		expect(services.tencent.requests).toMatchObject([{ body: { From_Account: identifier } }]);
	});

	it('asks for a group while none is chosen', async () => {
		expect((await topics('')()).results).toEqual([
			{ name: expect.stringMatching(/choose a group/i) as string, value: '' },
		]);
		expect(services.tencent.requests).toEqual([]);
	});

	it('says so when the group has no topics', async () => {
		expect((await topics(lobby)()).results).toEqual([
			{ name: expect.stringMatching(/only Community groups have topics/) as string, value: '' },
		]);
	});

	it('says why when the group is not there', async () => {
		await expect(topics('@TGS#_gone')()).rejects.toThrow(/does not exist/);
	});
});

describe('The list of chat rooms', () => {
	it('shows each room by its name and ID, newest first', async () => {
		services.agora.reset();
		services.agora.addChatRoom({ chatRoomId: '1', name: 'Lounge' });
		services.agora.addChatRoom({ chatRoomId: '2', name: 'Launch' });
		const { results, paginationToken } = await rooms()();

		expect(results).toEqual([
			{ name: 'Launch (2)', value: '2' },
			{ name: 'Lounge (1)', value: '1' },
		]);
		expect(paginationToken).toBeUndefined();
	});

	it('shows 1,000 rooms page by page, each once', async () => {
		const { agora } = services;
		agora.reset();
		for (const n of numbered(1000)) agora.addChatRoom({ chatRoomId: `66213271${n}`, name: n });
		const results = await allPages(rooms());

		expect(results.map(({ value }) => value)).toEqual(
			numbered(1000)
				.map((n) => `66213271${n}`)
				.reverse(),
		);
		expect(agora.malformed).toEqual([]);
	});

	it('finds a room on a later page by part of its name', async () => {
		const { agora } = services;
		agora.reset();
		agora.addChatRoom({ chatRoomId: '1', name: 'Friday Stream' });
		for (const n of numbered(300)) agora.addChatRoom({ chatRoomId: `66213271${n}`, name: n });
		const { results } = await rooms()('stream');

		expect(results.map(({ value }) => value)).toEqual(['1']);
	});

	it('finds a room among 2,300, in the largest pages', async () => {
		const { agora } = services;
		agora.reset();
		agora.addChatRoom({ chatRoomId: '1', name: 'Friday Stream' });
		for (const n of numbered(2300)) agora.addChatRoom({ chatRoomId: `66213271${n}`, name: n });
		const { results, paginationToken } = await rooms()('stream');

		expect(results).toEqual([{ name: 'Friday Stream (1)', value: '1' }]);
		expect(paginationToken).toBeUndefined();
		expect(asked(agora, ROOM_LIST)).toBe(24);
		expect(agora.malformed).toEqual([]);
	});

	it.each(['array', 'object'] as const)(
		'finds a room by its ID without reading all of the list (the room as an %s)',
		async (detailShape) => {
			const { agora } = services;
			agora.settings.detailShape = detailShape;
			agora.reset();
			agora.addChatRoom({ chatRoomId: '9', name: 'Friday Stream' });
			for (const n of numbered(300)) agora.addChatRoom({ chatRoomId: `66213271${n}`, name: 'A' });
			agora.addChatRoom({ chatRoomId: '99', name: 'Newest' });
			const { results, paginationToken } = await rooms()('9 ');

			expect(results[0]).toEqual({ name: 'Friday Stream (9)', value: '9' });
			expect(results[1]).toEqual({ name: 'Newest (99)', value: '99' });
			expect(asked(agora, ROOM_LIST)).toBe(1);
			// Further down the list it does not come again.
			const [first, ...rest] = [...results, ...(await allPages(rooms(), '9', paginationToken))];
			expect(rest.map(({ value }) => value)).not.toContain(first.value);
		},
	);

	it('does not take it for an error when no room has the ID', async () => {
		expect(await rooms()('404')).toEqual({ results: [], paginationToken: undefined });
		expect(asked(services.agora, ROOM_DETAIL)).toBe(1);
	});

	it.each(['Lounge Bar', 'a/b', 'a,b', '..'])('looks %s up nowhere: it is no ID', async (text) => {
		services.agora.addChatRoom({ chatRoomId: '1', name: `The ${text}` });
		const { results } = await rooms()(text);

		expect(results.map(({ value }) => value)).toEqual(['1']);
		expect(services.agora.requests).toHaveLength(1);
	});

	it('keeps to the 50 calls a second that the list takes, whatever the app may call else', async () => {
		const { agora } = services;
		agora.settings.requestsPerSecond = 100;
		await Promise.all(numbered(60).map(async () => await rooms()()));

		expect(asked(agora, ROOM_LIST)).toBe(60);
		expect(agora.turnedAway).toBe(0);
	});

	it('keeps to fewer where the credential says so', async () => {
		const { agora } = services;
		agora.settings.requestsPerSecond = 2;
		await Promise.all(numbered(3).map(async () => await rooms({ requestsPerSecond: 2 })()));

		expect(agora.turnedAway).toBe(0);
	});

	it('says why when the certificate is wrong', async () => {
		await expect(rooms({ appCertificate: '0'.repeat(32) })()).rejects.toThrow(/certificate/);
	});

	it('says why when the host does not know the project', async () => {
		await expect(rooms({ orgName: 'another' })()).rejects.toThrow(/project/);
	});
});
