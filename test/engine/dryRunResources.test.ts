import type { INodeParameters } from 'n8n-workflow';

import {
	community,
	crew,
	freezeClock,
	inChatGroup,
	inChatRoom,
	inGroup,
	lobby,
	lounge,
	ofAccounts,
	ofUsers,
	rowsOf,
	topic,
	userNames,
	useServices,
} from './services';

/** A dry run shows what would be sent: one item for each request, and of a list that is paged the first. */

const services = useServices();
const options = { dryRun: true };

beforeEach(freezeClock);
afterEach(() => {
	expect(services.tencent.requests).toEqual([]);
	expect(services.agora.requests).toEqual([]);
});

describe('Tencent Cloud Chat', () => {
	it.each<[string, INodeParameters, string, object]>([
		[
			'mute',
			{},
			'setnospeaking',
			{ Set_Account: 'ann', C2CmsgNospeakingTime: 600, GroupmsgNospeakingTime: 600 },
		],
		[
			'mute',
			{ scopes: ['c2c'] },
			'setnospeaking',
			{ Set_Account: 'ann', C2CmsgNospeakingTime: 600 },
		],
		[
			'unmute',
			{ scopes: ['group'] },
			'setnospeaking',
			{ Set_Account: 'ann', GroupmsgNospeakingTime: 0 },
		],
		['get', {}, 'getnospeaking', { Get_Account: 'ann' }],
	])('shows to %s an account %j', async (operation, parameters, command, body) => {
		const run = await ofAccounts(services.tencent, {
			operation,
			items: [{ userId: 'ann' }],
			parameters,
			options,
		});

		expect(run.items).toEqual([
			{
				json: {
					dryRun: true,
					method: 'POST',
					path: `/v4/openconfigsvr/${command}`,
					body,
					userCount: 1,
				},
				pairedItem: { item: 0 },
			},
		]);
	});

	it('tells that 1,000 accounts take 1,000 requests', async () => {
		const run = await ofAccounts(services.tencent, {
			operation: 'mute',
			items: [{ userIds: userNames(1000) }],
			parameters: { userIds: '={{ $json.userIds }}' },
			options,
		});

		expect(run.items).toHaveLength(1000);
	});

	it('tells that 120 groups and two topics of one are read by four requests', async () => {
		const topics = [topic, `${topic}2`];
		const run = await inGroup(services.tencent, {
			operation: 'get',
			items: [
				...userNames(120).map((groupId) => ({ groupId })),
				...topics.map((topicId) => ({ groupId: community, topicId })),
			],
			options,
		});

		const rows = rowsOf(run);
		expect(rows.map(({ path }) => path).sort()).toEqual([
			...Array<string>(3).fill('/v4/group_open_http_svc/get_group_info'),
			'/v4/million_group_open_http_svc/get_topic',
		]);
		expect(rows.map(({ userCount }) => userCount)).toEqual([0, 0, 0, 0]);
	});

	it('shows the first request of a list', async () => {
		const run = await inGroup(services.tencent, {
			operation: 'getAll',
			parameters: { returnAll: true, groupType: 'Community' },
			options,
		});

		expect(rowsOf(run)).toMatchObject([
			{
				dryRun: true,
				method: 'POST',
				path: '/v4/group_open_http_svc/get_appid_group_list',
				body: { GroupType: 'Community' },
				userCount: 0,
			},
		]);
	});
});

describe.each([
	['chat room', inChatRoom, 'chatrooms', lounge],
	['chat group', inChatGroup, 'chatgroups', crew],
] as const)('Agora Chat, a %s', (_kind, run, kind, id) => {
	const prefix = () => {
		const { orgName, appName } = services.agora.credentials;
		return `/${orgName}/${appName}/${kind}`;
	};

	it.each([
		['mute', 'POST', '/mute', { usernames: ['ann', 'bob'], mute_duration: 600_000 }, 2],
		['unmute', 'DELETE', '/mute/ann%2Cbob', null, 2],
		['getMuted', 'GET', '/mute', null, 0],
		['muteAll', 'POST', '/ban', null, 0],
		['unmuteAll', 'DELETE', '/ban', null, 0],
		['getAllowed', 'GET', '/white/users', null, 0],
		['allow', 'POST', '/white/users', { usernames: ['ann', 'bob'] }, 2],
		['get', 'GET', '', null, 0],
	])('shows to %s', async (operation, method, path, body, userCount) => {
		const { items } = await run(services.agora, {
			operation,
			parameters: { userIds: 'ann, bob' },
			options,
		});

		expect(items).toEqual([
			{
				json: { dryRun: true, method, path: `${prefix()}/${id}${path}`, body, userCount },
				pairedItem: { item: 0 },
			},
		]);
	});

	it('shows to disallow', async () => {
		const { items } = await run(services.agora, {
			operation: 'disallow',
			parameters: { userIds: 'ann, bob' },
			options,
		});

		expect(items).toMatchObject([
			{ json: { dryRun: true, method: 'DELETE', body: null, userCount: 2 } },
		]);
		expect(items[0].json.path).toMatch(/\/white\/users\/ann(,|%2C)bob$/);
	});

	it('shows the first request of a list', async () => {
		const { items } = await run(services.agora, {
			operation: 'getAll',
			parameters: { returnAll: true },
			options,
		});

		expect(items).toMatchObject([
			{ json: { dryRun: true, method: 'GET', body: null, userCount: 0 }, pairedItem: { item: 0 } },
		]);
		expect(String(items[0].json.path).split('?')[0]).toBe(prefix());
	});

	it('tells that 250 are read by three requests', async () => {
		const { items } = await run(services.agora, {
			operation: 'get',
			items: userNames(250).map((name) => ({ chatRoomId: name, chatGroupId: name })),
			options,
		});

		expect(items).toHaveLength(3);
	});
});

describe('Agora Chat, a user', () => {
	const path = () => {
		const { orgName, appName } = services.agora.credentials;
		return `/${orgName}/${appName}/mutes`;
	};

	it.each<[string, INodeParameters, object]>([
		['mute', {}, { username: 'ann', chat: 600, groupchat: 600, chatroom: 600 }],
		['mute', { scopes: ['chat'], muteFor: 'permanent' }, { username: 'ann', chat: -1 }],
		['unmute', { scopes: ['chatroom'] }, { username: 'ann', chatroom: 0 }],
	])('shows to %s with %j', async (operation, parameters, body) => {
		const run = await ofUsers(services.agora, {
			operation,
			items: [{ userId: 'ann' }],
			parameters,
			options,
		});

		expect(rowsOf(run)).toEqual([
			{ dryRun: true, method: 'POST', path: path(), body, userCount: 1 },
		]);
	});

	it('shows to get, one request for each', async () => {
		const run = await ofUsers(services.agora, {
			operation: 'get',
			items: [{ userId: 'ann' }, { userId: 'bob' }],
			options,
		});

		const read = { dryRun: true, method: 'GET', body: null, userCount: 1 };
		expect(run.items).toEqual([
			{ json: { ...read, path: `${path()}/ann` }, pairedItem: { item: 0 } },
			{ json: { ...read, path: `${path()}/bob` }, pairedItem: { item: 1 } },
		]);
	});

	it('shows the first request of the list of all', async () => {
		const run = await ofUsers(services.agora, { operation: 'getAll', options });

		expect(rowsOf(run)).toMatchObject([{ dryRun: true, method: 'GET', body: null, userCount: 0 }]);
		expect(String(rowsOf(run)[0].path).split('?')[0]).toBe(path());
	});
});

it('Nothing that lets a caller in is in it', async () => {
	const { agora, tencent } = services;
	const runs = [
		await ofAccounts(tencent, { operation: 'mute', items: [{ userId: 'ann' }], options }),
		await inGroup(tencent, { operation: 'get', items: [{ groupId: lobby }], options }),
		await inGroup(tencent, { operation: 'getAll', options }),
		await ofUsers(agora, { operation: 'getAll', options }),
		await inChatGroup(agora, { operation: 'getAll', options }),
	];

	for (const { items, saved } of runs) {
		expect(items).toHaveLength(1);
		for (const secret of [tencent.credentials.secretKey, agora.credentials.appCertificate]) {
			expect(saved).not.toContain(secret);
		}
		expect(saved).not.toMatch(/usersig=|Bearer|007eJ/);
	}
});
