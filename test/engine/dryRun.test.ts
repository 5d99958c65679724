import {
	community,
	freezeClock,
	inChatRoom,
	inGroup,
	launch,
	lounge,
	market,
	topic,
	userNames,
	useServices,
} from './services';

const services = useServices();
const options = { dryRun: true };

beforeEach(freezeClock);
afterEach(() => {
	expect(services.tencent.requests).toEqual([]);
	expect(services.agora.requests).toEqual([]);
});

describe('A dry run for Tencent Cloud Chat', () => {
	it('shows each request that would be sent, and sends none', async () => {
		const run = await inGroup(services.tencent, {
			operation: 'mute',
			items: [
				{ groupId: market, userId: 'ann' },
				{ groupId: community, topicId: topic, userId: 'bob' },
				{ groupId: market, userId: 'cy' },
			],
			options,
		});

		expect(run.items).toEqual([
			{
				json: {
					dryRun: true,
					method: 'POST',
					path: '/v4/group_open_http_svc/forbid_send_msg',
					body: { GroupId: market, Members_Account: ['ann', 'cy'], MuteTime: 600 },
					userCount: 2,
				},
				pairedItem: { item: 0 },
			},
			{
				json: {
					dryRun: true,
					method: 'POST',
					path: '/v4/group_open_http_svc/forbid_send_msg',
					body: {
						GroupId: community,
						TopicId: topic,
						Members_Account: ['bob'],
						MuteTime: 600,
					},
					userCount: 1,
				},
				pairedItem: { item: 1 },
			},
		]);
	});

	it('tells how many requests 10,000 users take', async () => {
		const run = await inGroup(services.tencent, {
			operation: 'unmute',
			items: [{ groupId: market, userIds: userNames(10_000) }],
			parameters: { userIds: '={{ $json.userIds }}' },
			options,
		});

		expect(run.items).toHaveLength(20);
		expect(run.items.map(({ json }) => json.userCount)).toEqual(Array(20).fill(500));
	});

	it.each([
		['getMuted', 'group_open_http_svc/get_group_muted_account', {}],
		['muteAll', 'group_open_http_svc/modify_group_base_info', { MuteAllMember: 'On' }],
		['unmuteAll', 'group_open_http_svc/modify_group_base_info', { MuteAllMember: 'Off' }],
	])('shows the request of %s', async (operation, command, fields) => {
		const run = await inGroup(services.tencent, {
			operation,
			items: [{ groupId: market }],
			options,
		});

		expect(run.items.map(({ json }) => json)).toEqual([
			{
				dryRun: true,
				method: 'POST',
				path: `/v4/${command}`,
				body: { GroupId: market, ...fields },
				userCount: 0,
			},
		]);
	});

	it.each(['muteAll', 'unmuteAll'])(
		'shows that %s of a topic goes to modify_topic',
		async (operation) => {
			const run = await inGroup(services.tencent, {
				operation,
				items: [{ groupId: community, topicId: topic }],
				options,
			});

			expect(run.items).toMatchObject([
				{ json: { path: '/v4/million_group_open_http_svc/modify_topic' } },
			]);
		},
	);
});

describe('A dry run for Agora Chat', () => {
	const prefix = () => {
		const { orgName, appName } = services.agora.credentials;
		return `/${orgName}/${appName}/chatrooms/${lounge}`;
	};

	it.each([
		['mute', 'POST', 'mute', { usernames: ['ann', 'bob'], mute_duration: 600_000 }, 2],
		['unmute', 'DELETE', 'mute/ann%2Cbob', null, 2],
		['getMuted', 'GET', 'mute', null, 0],
		['muteAll', 'POST', 'ban', null, 0],
		['unmuteAll', 'DELETE', 'ban', null, 0],
	])(
		'shows the request of %s, and sends none',
		async (operation, method, path, body, userCount) => {
			const run = await inChatRoom(services.agora, {
				operation,
				parameters: { userIds: 'ann, bob' },
				options,
			});

			expect(run.items).toEqual([
				{
					json: { dryRun: true, method, path: `${prefix()}/${path}`, body, userCount },
					pairedItem: { item: 0 },
				},
			]);
		},
	);

	it('tells how many requests 10,000 users take', async () => {
		const run = await inChatRoom(services.agora, {
			operation: 'mute',
			items: [{ chatRoomId: launch, userIds: userNames(10_000) }],
			parameters: { userIds: '={{ $json.userIds }}' },
			options,
		});

		expect(run.items).toHaveLength(Math.ceil(10_000 / 60));
	});
});

it('A dry run still refuses what can not be sent', async () => {
	const run = await inGroup(services.tencent, {
		operation: 'mute',
		items: [{ userId: 'ann' }, { userId: '' }],
		options,
	});

	expect(run.error?.message).toContain("'User IDs'");
});
