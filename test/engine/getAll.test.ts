import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { endlessLists } from '../simulator/endlessList';
import { tencentCredential, agoraCredential } from '../support/credentials';
import { runAgora, runTencent, type NodeRun } from '../support/engine';
import {
	community,
	lobby,
	market,
	rowsOf,
	userNames,
	useServices,
	withoutBackOff,
	work,
} from './services';

/** Every group and room of an app. */

const services = useServices();

beforeEach(withoutBackOff);
afterEach(() => {
	expect(services.tencent.malformed).toEqual([]);
	expect(services.agora.malformed).toEqual([]);
});

interface Asked {
	parameters?: INodeParameters;
	options?: INodeParameters;
	items?: IDataObject[];
	settings?: { onError: 'continueRegularOutput' | 'continueErrorOutput' };
}

const all: INodeParameters = { returnAll: true };

describe('Tencent Cloud Chat', () => {
	const getAll = async ({
		parameters,
		options = {},
		items = [{}],
		...more
	}: Asked = {}): Promise<NodeRun> =>
		await runTencent({
			...more,
			items,
			parameters: { resource: 'group', operation: 'getAll', ...parameters, options },
			credentials: tencentCredential(services.tencent),
		});
	const requestsTo = (command: string) =>
		services.tencent.requests.filter(({ path }) => path.endsWith(`/${command}`));
	const lists = () => requestsTo('get_appid_group_list');
	const infos = () => requestsTo('get_group_info');
	const addGroups = (count: number) =>
		userNames(count).map((groupId) => {
			services.tencent.addGroup({ groupId, name: `Group ${groupId}` });
			return groupId;
		});

	it('lists groups with name and type', async () => {
		const { tencent } = services;
		tencent.addGroup({ groupId: 'g', name: 'Pets', type: 'AVChatRoom' });
		const run = await getAll({ parameters: all });

		expect(rowsOf(run)).toEqual([
			{ groupId: lobby, name: lobby, type: 'Public' },
			{ groupId: market, name: market, type: 'Public' },
			{ groupId: work, name: work, type: 'Private' },
			{ groupId: community, name: community, type: 'Community' },
			{ groupId: 'g', name: 'Pets', type: 'AVChatRoom' },
		]);
		expect(run.items.map(({ pairedItem }) => pairedItem)).toEqual(
			run.items.map(() => ({ item: 0 })),
		);
	});

	it('lists 50 groups unless told otherwise, and asks for no more names', async () => {
		addGroups(100);

		expect((await getAll()).items).toHaveLength(50);
		expect(lists()).toHaveLength(1);
		expect(infos()).toHaveLength(1);
	});

	it('asks for 50 names in a call', async () => {
		addGroups(146);
		const run = await getAll({ parameters: all });

		expect(run.items).toHaveLength(150);
		expect(infos()).toHaveLength(3);
	});

	it('lists as many as the limit says', async () => {
		const groupIds = addGroups(80);
		const run = await getAll({ parameters: { limit: 60 } });

		expect(rowsOf(run).slice(4)).toEqual(
			groupIds
				.slice(0, 56)
				.map((groupId) => ({ groupId, name: `Group ${groupId}`, type: 'Public' })),
		);
	});

	it('lists more than one page holds, by a position that no number can hold, once a second', async () => {
		const { tencent } = services;
		const groupIds = addGroups(10_050);
		tencent.settings.requestsPerSecond = 200;
		const { credentials, url } = tencent;
		const run = await runTencent({
			items: [{}],
			parameters: { resource: 'group', operation: 'getAll', ...all, options: {} },
			credentials: tencentCredential({ credentials, url }, { requestsPerSecond: 200 }),
		});

		const listed = rowsOf(run).slice(4);
		expect(listed).toHaveLength(10_050);
		expect(listed.filter(({ groupId }, i) => groupId !== groupIds[i])).toEqual([]);
		expect(lists()).toHaveLength(2);
		expect(lists()[1].at - lists()[0].at).toBeGreaterThanOrEqual(1000);
		expect(infos()).toHaveLength(Math.ceil(10_054 / 50));
		expect(tencent.turnedAway).toBe(0);
	}, 30_000);

	it('ends where the service no longer says where the next page begins', async () => {
		services.tencent.settings.omitFinalNext = true;

		expect((await getAll({ parameters: all })).items).toHaveLength(4);
	});

	it('asks for the names of a group once, whatever the number of lists that it is on', async () => {
		const groupIds = addGroups(60);
		const run = await getAll({
			items: [{ limit: 50 }, { limit: 3 }, { limit: 60 }],
			parameters: { limit: '={{ $json.limit }}' },
		});

		expect(run.items.map(({ pairedItem }) => (pairedItem as { item: number }).item)).toEqual(
			[50, 3, 60].flatMap((limit, item) => Array.from({ length: limit }, () => item)),
		);
		const inList = [lobby, market, work, community, ...groupIds];
		expect(rowsOf(run).map(({ groupId }) => groupId)).toEqual(
			[50, 3, 60].flatMap((limit) => inList.slice(0, limit)),
		);
		expect(lists()).toHaveLength(3);
		expect(infos()).toHaveLength(2);
	});

	it.each([
		['Public', [lobby, market]],
		['Private', [work]],
		['Community', [community]],
		['AVChatRoom', []],
		['any', [lobby, market, work, community]],
	])('lists groups of the type %s', async (groupType, groupIds) => {
		const run = await getAll({ parameters: { ...all, groupType } });

		expect(run.status).toBe('success');
		expect(rowsOf(run).map(({ groupId }) => groupId)).toEqual(groupIds);
		expect(infos()).toHaveLength(groupIds.length > 0 ? 1 : 0);
	});

	it('asks once for each different set of values', async () => {
		const types = ['Public', 'Private', 'Public', 'Public'];
		const run = await getAll({
			items: types.map((type) => ({ type })),
			parameters: { ...all, groupType: '={{ $json.type }}' },
		});

		expect(lists()).toHaveLength(2);
		expect(
			rowsOf(run)
				.map(({ groupId }) => groupId)
				.sort(),
		).toEqual([lobby, market, work].sort());
		for (const { json, pairedItem } of run.items) {
			const { item } = pairedItem as { item: number };
			expect(types[item]).toBe(json.type);
		}
	});

	it('leaves out a group that was dismissed while the names were asked for', async () => {
		const { tencent } = services;
		tencent.faults.next('slow', 1, ({ path }) => {
			if (path.endsWith('/get_group_info')) tencent.removeGroup(market);
			return false;
		});
		const run = await getAll({ parameters: all });

		expect(run.status).toBe('success');
		expect(rowsOf(run).map(({ groupId }) => groupId)).toEqual([lobby, work, community]);
	});

	it('fails as a whole where the list fails', async () => {
		services.tencent.faults.next('internal', 10);
		const run = await getAll({ parameters: all, options: { maxRetries: 0 } });

		expect(run.status).toBe('error');
		expect(run.error?.message).toContain('10002');
		expect(run.items).toEqual([]);
	});

	it('names each group whose name could not be read, and lists the others', async () => {
		addGroups(97);
		const { tencent } = services;
		tencent.faults.next('internal', 1, ({ path }) => path.endsWith('/get_group_info'));
		const run = await getAll({
			parameters: all,
			options: { maxRetries: 0 },
			settings: { onError: 'continueErrorOutput' },
		});

		const failed = run.errorItems.map(({ json }) => json);
		expect(failed).toHaveLength(50);
		expect(failed[0]).toMatchObject({ details: { groupId: lobby, code: 10002 } });
		expect(rowsOf(run)).toHaveLength(51);
	});

	it("gives the service's own rows with Simplify off", async () => {
		const run = await getAll({ parameters: { limit: 1 }, options: { simplify: false } });

		expect(rowsOf(run)).toMatchObject([{ GroupId: lobby }]);
	});

	it('puts nothing out for an app without groups', async () => {
		services.tencent.reset();
		const run = await getAll({ parameters: all });

		expect(run.status).toBe('success');
		expect(run.items).toEqual([]);
		expect(infos()).toEqual([]);
	});
});

describe.each([
	['chat rooms', 'chatRoom', 'chatRoomId', 'id', 'name'],
	['chat groups', 'chatGroup', 'chatGroupId', 'groupid', 'groupname'],
] as const)('Agora Chat, %s', (_kind, resource, idName, rawId, rawName) => {
	const getAll = async ({
		parameters,
		options = {},
		items = [{}],
		...more
	}: Asked = {}): Promise<NodeRun> =>
		await runAgora({
			...more,
			items,
			parameters: { resource, operation: 'getAll', ...parameters, options },
			credentials: agoraCredential(services.agora),
		});
	/** Gives the IDs newest first, as the service lists them. */
	const add = (count: number) => {
		const { agora } = services;
		agora.reset();
		const ids = Array.from({ length: count }, (_, i) => String(70_000 + i));
		for (const id of ids) {
			agora.addChatRoom({ chatRoomId: `8${id}`, name: `Room ${id}`, members: ['ann'] });
			agora.addChatGroup({ chatGroupId: `9${id}`, name: `Group ${id}`, members: ['ann'] });
		}
		return ids.reverse().map((id) => (resource === 'chatRoom' ? `8${id}` : `9${id}`));
	};
	const idsOf = (run: NodeRun) => rowsOf(run).map((row) => row[idName]);

	it('lists them with their names', async () => {
		add(1);
		const name = resource === 'chatRoom' ? 'Room 70000' : 'Group 70000';

		expect(rowsOf(await getAll({ parameters: all }))).toMatchObject([
			{ [idName]: resource === 'chatRoom' ? '870000' : '970000', name },
		]);
	});

	it('lists 50 unless told otherwise', async () => {
		const ids = add(120);

		expect(idsOf(await getAll())).toEqual(ids.slice(0, 50));
		expect(services.agora.requests).toHaveLength(1);
	});

	it('lists as many as the limit says, in no more pages than they fill', async () => {
		const ids = add(250);

		expect(idsOf(await getAll({ parameters: { limit: 120 } }))).toEqual(ids.slice(0, 120));
		expect(services.agora.requests.length).toBeLessThanOrEqual(2);
	});

	it('lists all, page after page', async () => {
		const ids = add(250);

		expect(idsOf(await getAll({ parameters: all }))).toEqual(ids);
		expect(services.agora.requests.length).toBeLessThanOrEqual(3);
	});

	it('asks once for each different set of values', async () => {
		add(3);
		const run = await getAll({
			items: [{ limit: 1 }, { limit: 2 }, { limit: 1 }],
			parameters: { limit: '={{ $json.limit }}' },
		});

		expect(services.agora.requests).toHaveLength(2);
		expect(run.items).toHaveLength(3);
	});

	it.each(endlessLists.filter((endless) => endless !== 'newRows'))(
		'ends where the pages of the service do not: %s',
		async (endless) => {
			const ids = add(50);
			services.agora.settings.endlessLists = endless;

			expect(idsOf(await getAll({ parameters: all }))).toEqual(ids);
			expect(services.agora.requests.length).toBeLessThan(10);
		},
	);

	it('fails as a whole where a page fails, and says so in one item where it may continue', async () => {
		add(1500);
		const { agora } = services;
		agora.faults.next('internal', 10, ({ query }) => query.has('cursor'));
		const asked = { parameters: all, options: { maxRetries: 0 } };
		const stopped = await getAll(asked);

		expect(stopped.status).toBe('error');
		expect(stopped.items).toEqual([]);

		const continued = await getAll({ ...asked, settings: { onError: 'continueRegularOutput' } });

		expect(continued.items).toMatchObject([{ json: { error: expect.any(String) as string } }]);
	});

	it('goes on where a page failed for a moment', async () => {
		const ids = add(1500);
		services.agora.faults.next('badGateway', 1, ({ query }) => query.has('cursor'));

		expect(idsOf(await getAll({ parameters: all }))).toEqual(ids);
	});

	it("gives the service's own rows with Simplify off", async () => {
		const [id] = add(1);
		const run = await getAll({ parameters: all, options: { simplify: false } });

		expect(rowsOf(run)).toMatchObject([{ [rawId]: id, [rawName]: expect.any(String) as string }]);
	});

	it('puts nothing out for an app without any', async () => {
		services.agora.reset();
		const run = await getAll({ parameters: all });

		expect(run.status).toBe('success');
		expect(run.items).toEqual([]);
	});
});
