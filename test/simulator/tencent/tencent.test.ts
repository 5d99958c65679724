import { performance } from '../../support/node';
import { callTencent, groupCommand, type Json } from '../client';
import { endlessLists } from '../endlessList';
import { startSimulator, type Simulator, type TencentSimulator } from '../index';
import { tencentDefaults } from './settings';

const startMs = Date.now();
const lobby = 'lobby';
const community = '@TGS#_board';
const topic = `${community}@TOPIC#_news`;
const forever = 4294967295;

let clockMs = startMs;
let simulator: Simulator;
let tencent: TencentSimulator;

beforeAll(async () => {
	simulator = await startSimulator({ now: () => clockMs });
	tencent = simulator.tencent;
});

afterAll(async () => await simulator.stop());

beforeEach(() => {
	jest.restoreAllMocks();
	clockMs = startMs;
	tencent.reset();
	Object.assign(tencent.settings, tencentDefaults);
	tencent.addGroup({ groupId: lobby, name: 'Lobby', owner: 'ava', members: ['ben', 'carla'] });
	tencent.addGroup({ groupId: 'stream', type: 'AVChatRoom' });
	tencent.addGroup({ groupId: 'team', type: 'Private', members: 'anyone' });
	tencent.addGroup({ groupId: community, type: 'Community', members: 'anyone' });
	tencent.addTopic({ groupId: community, topicId: topic, name: 'News' });
});

const call = async (command: string, body: unknown) => await groupCommand(tencent, command, body);
const topicCall = async (command: string, body: unknown) =>
	(await callTencent(tencent, `million_group_open_http_svc/${command}`, body)).json;

const muteWith = async (members: unknown, fields: Json) =>
	await call('forbid_send_msg', { GroupId: lobby, Members_Account: members, ...fields });
const mute = async (members: unknown, time: unknown = 600) =>
	await muteWith(members, { MuteTime: time });

const ok = { ActionStatus: 'OK', ErrorCode: 0, ErrorInfo: '' };
const failed = (code: number) => expect.objectContaining({ ActionStatus: 'FAIL', ErrorCode: code });
const nowSeconds = () => Math.floor(clockMs / 1000);

describe('the request, §5.1', () => {
	const changed = async (changes: Record<string, string | undefined>) => {
		const body = { GroupId: lobby };
		const reply = await callTencent(
			tencent,
			'group_open_http_svc/get_group_muted_account',
			body,
			changes,
		);
		expect(reply.status).toBe(200);
		return reply.json?.ErrorCode;
	};

	it.each([
		[{}, 0],
		[{ sdkappid: undefined }, 60012],
		[{ sdkappid: 'abc' }, 60006],
		[{ sdkappid: '1400000001' }, 70020],
		[{ identifier: undefined }, 60004],
		[{ identifier: 'somebody' }, 70013],
		[{ usersig: undefined }, 70002],
		[{ usersig: 'eJyrVgrx' }, 70003],
		[{ random: undefined }, 60002],
		[{ random: '4294967296' }, 60002],
		[{ contenttype: undefined }, 60002],
	])('%j gives %i', async (changes, code) => expect(await changed(changes)).toBe(code));

	it('notes query parameters that no page knows', async () => {
		expect(await changed({ apn: '1' })).toBe(0);
		expect(tencent.malformed).toHaveLength(1);
	});

	it('refuses a signed account that is not the admin', async () => {
		const { Api } = await import('tls-sig-api-v2/TLSSigAPIv2');
		const { sdkAppId, secretKey } = tencent.credentials;
		const usersig = new Api(sdkAppId, secretKey).genUserSig('ben', 60);
		expect(await changed({ identifier: 'ben', usersig })).toBe(60010);
	});

	it('knows no other command, service, method or format', async () => {
		expect(await call('forbid_send_message', {})).toEqual(failed(10003));
		expect((await callTencent(tencent, 'other_svc/forbid_send_msg', {})).json).toEqual(
			failed(60009),
		);
		expect(await call('forbid_send_msg', '{"GroupId":')).toEqual(failed(60003));
		expect(await call('forbid_send_msg', '')).toEqual(failed(60003));
		const get = await fetch(`${tencent.url}/v4/group_open_http_svc/get_group_info`);
		expect(await get.json()).toEqual(failed(60002));
		expect(tencent.malformed).toHaveLength(5);
	});
});

describe('forbid_send_msg, §1.1', () => {
	it('mutes for a time, for ever, and not at all', async () => {
		expect(await mute(['ben', 'carla'])).toEqual(ok);
		expect(await mute(['carla'], forever)).toEqual(ok);
		expect(tencent.mutes(lobby)).toEqual(
			new Map<string, unknown>([
				['ben', nowSeconds() + 600],
				['carla', 'permanent'],
			]),
		);
		expect(await mute(['ben'], 0)).toEqual(ok);
		expect([...tencent.mutes(lobby).keys()]).toEqual(['carla']);
		expect(tencent.malformed).toEqual([]);
	});

	it('forgets a mute when its time is up', async () => {
		await mute(['ben'], 60);
		clockMs += 59_000;
		expect(tencent.mutes(lobby).size).toBe(1);
		clockMs += 1_000;
		expect(tencent.mutes(lobby).size).toBe(0);
	});

	it.each<[string, unknown, unknown, number]>([
		['a time in words', ['ben'], '600', 10004],
		['a negative time', ['ben'], -1, 10004],
		['more than a uint32', ['ben'], forever + 1, 10004],
		['half a second', ['ben'], 0.5, 10004],
		['no time', ['ben'], null, 10004],
		['no list', 'ben', 600, 10004],
		['nobody', [], 600, 10004],
		['an account that is a number', [7], 600, 60015],
		['501 accounts', Array.from({ length: 501 }, (_, i) => `u${i}`), 600, 10005],
	])('refuses %s', async (_what, members, time, code) => {
		expect(await mute(members, time)).toEqual(failed(code));
		expect(tencent.malformed).toHaveLength(1);
		expect(tencent.mutes(lobby).size).toBe(0);
	});

	it('does nothing for a batch with a stranger, or ignores the stranger', async () => {
		expect(await mute(['ben', 'nobody'])).toEqual(failed(10004));
		expect(tencent.mutes(lobby).size).toBe(0);
		tencent.settings.unknownAccount = 'ignored';
		expect(await mute(['ben', 'nobody'])).toEqual(ok);
		expect([...tencent.mutes(lobby).keys()]).toEqual(['ben']);
		expect(tencent.malformed).toEqual([]);
	});

	it('takes the old name instead of the new one, never with it', async () => {
		expect(await muteWith(['ben'], { ShutUpTime: 60 })).toEqual(ok);
		expect(tencent.mutes(lobby).size).toBe(1);
		expect(await muteWith(['ben'], { MuteTime: 60, ShutUpTime: 60 })).toEqual(failed(10004));
		expect(await muteWith(['ben'], {})).toEqual(failed(10004));
		tencent.settings.acceptLegacyNames = false;
		expect(await muteWith(['ben'], { ShutUpTime: 60 })).toEqual(failed(10004));
	});

	it('refuses groups that are not there or cannot be muted', async () => {
		const muteIn = async (GroupId: string, more: Json = {}) =>
			await call('forbid_send_msg', { GroupId, Members_Account: ['ben'], MuteTime: 1, ...more });
		expect(await muteIn('nowhere')).toEqual(failed(10010));
		expect(await muteIn('')).toEqual(failed(10015));
		expect(await muteIn('team')).toEqual(failed(10004));
		expect(await muteIn('stream')).toEqual(ok);
		expect(await muteIn(lobby, { TopicId: topic })).toEqual(failed(10004));
		expect(await muteIn(community, { TopicId: `@TGS#_other@TOPIC#_1` })).toEqual(failed(10004));
		expect(await muteIn(community, { TopicId: `${community}@TOPIC#_gone` })).toEqual(failed(10010));
	});

	it('mutes in a topic without touching its group', async () => {
		await call('forbid_send_msg', {
			GroupId: community,
			TopicId: topic,
			Members_Account: ['ben'],
			MuteTime: 60,
		});
		expect(tencent.mutes(community, topic).size).toBe(1);
		expect(tencent.mutes(community).size).toBe(0);
	});

	it('notes fields that no page knows', async () => {
		expect(await muteWith(['ben'], { MuteTime: 60, Duration: 1 })).toEqual(ok);
		expect(tencent.malformed).toEqual([expect.stringContaining('Duration')]);
		expect(tencent.requests[0].malformed).toContain('Duration');
	});
});

describe('the muted list, §1.2 and §1.3', () => {
	beforeEach(async () => {
		await mute(['ben'], 60);
		await mute(['carla'], forever);
	});

	const list = async () =>
		(await call('get_group_muted_account', { GroupId: lobby }))?.MutedAccountList;
	const carla = (MutedUntil: number) => ({ Member_Account: 'carla', MutedUntil });

	it('lists Unix seconds', async () => {
		const until = nowSeconds() + 60;
		expect(await call('get_group_muted_account', { GroupId: lobby })).toEqual({
			...ok,
			GroupId: lobby,
			MutedAccountList: [{ Member_Account: 'ben', MutedUntil: until }, carla(forever)],
		});
		expect(await call('get_group_shutted_uin', { GroupId: lobby })).toMatchObject({
			ShuttedUinList: [
				{ Member_Account: 'ben', ShuttedUntil: until },
				{ Member_Account: 'carla', ShuttedUntil: forever },
			],
		});
	});

	it('can say "for ever" in the other way', async () => {
		tencent.settings.permanentMutedUntil = 'nowPlusUint32';
		expect(await list()).toContainEqual(carla(nowSeconds() + forever));
	});

	it('lists what has expired only if so set', async () => {
		clockMs += 61_000;
		expect(await list()).toEqual([carla(forever)]);
		tencent.settings.listExpired = true;
		expect(await list()).toHaveLength(2);
	});

	it('forgets the old command with the old names', async () => {
		tencent.settings.acceptLegacyNames = false;
		expect(await call('get_group_shutted_uin', { GroupId: lobby })).toEqual(failed(10003));
	});

	it('is empty in a Private group', async () => {
		expect(await call('get_group_muted_account', { GroupId: 'team' })).toMatchObject({
			MutedAccountList: [],
		});
	});
});

describe('mute-all, §2, and reading it, §3', () => {
	const info = async (filter = ['Name', 'Type', 'MuteAllMember']) =>
		await call('get_group_info', {
			GroupIdList: [lobby, 'nowhere'],
			ResponseFilter: { GroupBaseInfoFilter: filter },
		});

	it('mutes a group', async () => {
		const body = { GroupId: lobby, MuteAllMember: 'On' };
		expect(await call('modify_group_base_info', body)).toEqual(ok);
		expect(tencent.isAllMuted(lobby)).toBe(true);
		expect(await info()).toEqual({
			...ok,
			GroupInfo: [
				{
					GroupId: lobby,
					ErrorCode: 0,
					ErrorInfo: '',
					Name: 'Lobby',
					Type: 'Public',
					MuteAllMember: 'On',
				},
				expect.objectContaining({ GroupId: 'nowhere', ErrorCode: 10010 }),
			],
		});
		await call('modify_group_base_info', { GroupId: lobby, ShutUpAllMember: 'Off' });
		expect(tencent.isAllMuted(lobby)).toBe(false);
	});

	it('takes On and Off, in one of two names', async () => {
		const change = async (more: Json) =>
			await call('modify_group_base_info', { GroupId: lobby, ...more });
		expect(await change({ MuteAllMember: true })).toEqual(failed(10004));
		expect(await change({ MuteAllMember: 'on' })).toEqual(failed(10004));
		expect(await change({ MuteAllMember: 'On', ShutUpAllMember: 'On' })).toEqual(failed(10004));
		expect(tencent.malformed).toHaveLength(3);
	});

	it('mutes a topic, and says so under each of the names in use', async () => {
		const body = { GroupId: community, TopicId: topic, MuteAllMember: 'On' };
		expect(await topicCall('modify_topic', body)).toEqual({ ...ok, ErrorInfo: 'ok' });
		expect(tencent.isAllMuted(community, topic)).toBe(true);
		expect(tencent.isAllMuted(community)).toBe(false);
		for (const [naming, value] of [
			['MuteAllMember', 'On'],
			['ShutUpAllMember', 'On'],
			['ShutUpAllFlag', 1],
		] as const) {
			tencent.settings.getTopicNaming = naming;
			const read = { GroupId: community, From_Account: 'administrator' };
			expect(await topicCall('get_topic', read)).toMatchObject({
				TopicAndSelfInfo: [
					{ ErrorCode: 0, TopicInfo: { TopicId: topic, GroupID: community, [naming]: value } },
				],
			});
		}
	});

	it('gives each topic its own code', async () => {
		const gone = `${community}@TOPIC#_gone`;
		const body = { GroupId: community, From_Account: 'administrator', TopicIdList: [gone] };
		expect(await topicCall('get_topic', body)).toMatchObject({
			ErrorCode: 0,
			TopicAndSelfInfo: [{ ErrorCode: 10010 }],
		});
		expect(await topicCall('get_topic', { GroupId: community })).toEqual(failed(10004));
		expect(await topicCall('get_topic', { GroupId: lobby, From_Account: 'a' })).toEqual(
			failed(11000),
		);
	});

	it('still knows of a topic that it was deleted, or forgets it', async () => {
		const reads = { GroupId: community, From_Account: 'administrator' };
		tencent.removeTopic(community, topic);
		expect(await topicCall('get_topic', reads)).toMatchObject({
			ErrorCode: 0,
			TopicAndSelfInfo: [{ ErrorCode: 110003, TopicInfo: { TopicId: topic } }],
		});
		tencent.settings.removedTopics = 'left out';
		expect(await topicCall('get_topic', reads)).toMatchObject({ TopicAndSelfInfo: [] });
		const body = { GroupId: community, TopicId: topic, MuteAllMember: 'On' };
		expect(await topicCall('modify_topic', body)).toEqual(failed(10010));
	});

	it('may say of a missing group that its ID is bad, and of the whole answer what it said first', async () => {
		tencent.settings.missingGroupCode = 10015;
		tencent.settings.topLevelCode = 'firstFailure';
		expect(await info()).toMatchObject({
			ActionStatus: 'OK',
			ErrorCode: 10015,
			GroupInfo: [{ ErrorCode: 0 }, { ErrorCode: 10015 }],
		});
	});

	it('reads 50 groups at the most', async () => {
		const GroupIdList = Array.from({ length: 51 }, (_, i) => `g${i}`);
		expect(await call('get_group_info', { GroupIdList })).toEqual(failed(10004));
	});
});

describe('get_appid_group_list, §3.3', () => {
	const page = async (body: string) =>
		await callTencent(tencent, 'group_open_http_svc/get_appid_group_list', body);
	const nextOf = (text: string) => /"Next":(\d+)/.exec(text)?.[1] ?? '';

	it('pages by 64-bit numbers that must come back to the last digit', async () => {
		tencent.settings.groupListsPerSecond = 10;
		const first = await page('{"Limit":3,"Next":0}');
		expect(first.json).toMatchObject({ TotalCount: 4, GroupIdList: [{}, {}, {}] });
		const next = nextOf(first.text);
		expect(BigInt(next)).toBeGreaterThan(2n ** 63n);
		const second = await page(`{"Limit":3,"Next":${next}}`);
		expect(second.json).toMatchObject({ GroupIdList: [{ GroupId: community }], Next: 0 });
		const rounded = BigInt(Number(next)).toString();
		expect((await page(`{"Limit":3,"Next":${rounded}}`)).json).toEqual(failed(10004));
		expect((await page(`{"Limit":3,"Next":"${next}"}`)).json).toEqual(failed(10004));
		expect((await page('{"Limit":10001}')).json).toEqual(failed(10004));
	});

	it('lists 10,000 groups in a page, and knows where the next begins', async () => {
		for (let i = 0; i < 10_000; i += 1) tencent.addGroup({ groupId: `g${i}` });
		tencent.settings.groupListsPerSecond = 10;
		const first = await page('{}');
		expect(first.json?.GroupIdList).toHaveLength(10_000);
		const rest = await page(`{"Next":${nextOf(first.text)}}`);
		expect(rest.json).toMatchObject({ TotalCount: 10_004, Next: 0 });
		expect(rest.json?.GroupIdList).toHaveLength(4);
	});

	it.each(endlessLists)('can go on for ever: %s', async (endless) => {
		tencent.settings.requestsPerSecond = Infinity;
		tencent.settings.endlessLists = endless;
		const nexts = ['0'];
		while (nexts.length < 12) {
			nexts.push(String(nextOf((await page(`{"Limit":3,"Next":${nexts.at(-1)}}`)).text)));
		}
		expect(nexts.slice(1).every((next) => /^[1-9]\d+$/.test(next))).toBe(true);
	});

	it('filters by type', async () => {
		expect((await page('{"GroupType":"AVChatRoom"}')).json).toMatchObject({
			TotalCount: 1,
			GroupIdList: [{ GroupId: 'stream' }],
		});
	});

	it('answers once a second', async () => {
		// Whatever the machine takes, both arrive in the same second.
		jest.spyOn(performance, 'now').mockReturnValue(performance.now());
		await page('{}');
		expect((await page('{}')).json).toEqual(failed(10006));
		expect(tencent.turnedAway).toBe(1);
	});
});

describe('app-wide mutes, §4', () => {
	const config = async (command: string, body: unknown) =>
		(await callTencent(tencent, `openconfigsvr/${command}`, body)).json;

	it('sets each time by itself and reads what is left', async () => {
		const done = { ErrorCode: 0, ErrorInfo: '' };
		expect(
			await config('setnospeaking', { Set_Account: 'ben', C2CmsgNospeakingTime: 7200 }),
		).toEqual(done);
		await config('setnospeaking', { Set_Account: 'ben', GroupmsgNospeakingTime: forever });
		clockMs += 4_000;
		expect(await config('getnospeaking', { Get_Account: 'ben' })).toEqual({
			...done,
			C2CmsgNospeakingTime: 7196,
			GroupmsgNospeakingTime: forever,
		});
		expect(tencent.accountMutes('ben').group).toBe('permanent');
	});

	it('has codes of its own', async () => {
		expect(await config('setnospeaking', '{')).toEqual(failed(130001));
		expect(await config('setnospeaking', {})).toEqual(failed(130004));
		expect(await config('setnospeaking', { Set_Account: 5 })).toEqual(failed(130005));
		expect(await config('setnospeaking', { Set_Account: 'ben' })).toEqual(failed(130008));
		expect(await config('getnospeaking', {})).toEqual(failed(130002));
	});

	it('mutes an account that does not exist, or refuses to', async () => {
		tencent.settings.knownAccounts = new Set(['ben']);
		const body = { Set_Account: 'nobody', C2CmsgNospeakingTime: 60 };
		expect(await config('setnospeaking', body)).toMatchObject({ ErrorCode: 0 });
		tencent.settings.unknownAccountMute = 'refused';
		expect(await config('setnospeaking', body)).toEqual(failed(130005));
	});

	it('reads an account that does not exist as muted for ever', async () => {
		tencent.settings.knownAccounts = new Set(['ben']);
		expect(await config('getnospeaking', { Get_Account: 'nobody' })).toMatchObject({
			C2CmsgNospeakingTime: forever,
		});
	});
});

describe('account_check', () => {
	const check = async (CheckItem: unknown) =>
		(await callTencent(tencent, 'im_open_login_svc/account_check', { CheckItem })).json;
	const items = (count: number) => Array.from({ length: count }, (_, i) => ({ UserID: `u${i}` }));

	it('tells who exists, each with a code', async () => {
		tencent.settings.knownAccounts = new Set(['ben']);
		tencent.settings.failChecks = new Set(['carla']);
		const row = { ResultCode: 0, ResultInfo: '' };
		expect(await check(['ben', 'nobody', 'carla'].map((UserID) => ({ UserID })))).toEqual({
			...ok,
			ResultItem: [
				{ UserID: 'ben', ...row, AccountStatus: 'Imported' },
				{ UserID: 'nobody', ...row, AccountStatus: 'NotImported' },
				{ UserID: 'carla', ResultCode: 70169, ResultInfo: 'internal timeout' },
			],
		});
	});

	it.each<[string, unknown]>([
		['nobody', []],
		['a word', 'ben'],
		['words', ['ben']],
		['numbers', [{ UserID: 7 }]],
		['more than a name', [{ UserID: 'ben', Nick: 'Ben' }]],
		['101 accounts', items(101)],
	])('refuses %s', async (_what, checked) => {
		expect(await check(checked)).toEqual(failed(70402));
		expect(tencent.malformed).toHaveLength(1);
	});

	it('takes 100 accounts, 100 times a second', async () => {
		expect((await check(items(100)))?.ResultItem).toHaveLength(100);
		// Whatever the machine takes, all arrive in the same second.
		jest.spyOn(performance, 'now').mockReturnValue(performance.now());
		tencent.reset();
		const replies = await Promise.all(items(101).map(async (item) => await check([item])));
		expect(replies.filter((reply) => reply?.ErrorCode === 60007)).toHaveLength(1);
	});
});
