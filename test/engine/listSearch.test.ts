import type { INodeListSearchItems } from 'n8n-workflow';

import { agoraCredential, tencentCredential } from '../support/credentials';
import { dropDown, type Search } from '../support/dropDown';
import { nodeTypes } from '../support/engine';
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
async function allPages(search: Search, filter?: string): Promise<INodeListSearchItems[]> {
	const results: INodeListSearchItems[] = [];
	let token: string | undefined;
	do {
		const page = await search(filter, token);
		results.push(...page.results);
		token = page.paginationToken as string | undefined;
	} while (token !== undefined);
	return results;
}

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

	it('finds a group on a later page by part of its name, whatever the case', async () => {
		const { tencent } = services;
		tencent.reset();
		for (const n of numbered(600)) tencent.addGroup({ groupId: `table-${n}`, name: `Table ${n}` });
		tencent.addGroup({ groupId: 'last', name: 'Friday Stream' });
		const { results } = await groups()('fRIDAY');

		expect(results.map(({ value }) => value)).toEqual(['last']);
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

	it('says why when the certificate is wrong', async () => {
		await expect(rooms({ appCertificate: '0'.repeat(32) })()).rejects.toThrow(/certificate/);
	});

	it('says why when the host does not know the project', async () => {
		await expect(rooms({ orgName: 'another' })()).rejects.toThrow(/project/);
	});
});
