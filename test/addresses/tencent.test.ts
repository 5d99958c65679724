import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { inGroup } from '../engine/services';
import { userSigFault } from '../simulator/signatures';
import { groups, tencentApp, topics } from './apps';
import { json, useWire, type Answer, type Sent } from './wire';

/** What leaves for Tencent's own hosts, written from tencent-chat.md. */

const wire = useWire();

const ok = { ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 0 };

/** §5.2 */
const hosts = {
	china: 'console.tim.qq.com',
	singapore: 'adminapisgp.im.qcloud.com',
	seoul: 'adminapikr.im.qcloud.com',
	tokyo: 'adminapijpn.im.qcloud.com',
	frankfurt: 'adminapiger.im.qcloud.com',
	siliconValley: 'adminapiusa.im.qcloud.com',
	jakarta: 'adminapiidn.im.qcloud.com',
	riyadh: 'adminapiksa.im.qcloud.com',
	mumbai: 'adminapiind.im.qcloud.com',
	custom: 'adminapisgp.my-imcloud.com',
};

const groupId = '@TGS#2C5SZEAEF';
const community = '@TGS#_@TGS#cQVLVHIM62CJ';
const topicId = `${community}@TOPIC#_@TOPIC#cRTE3HIM62C5`;

/** What a call does, the parameters that differ from an empty panel's, its command, and its body but for the place. */
type Call = [does: string, parameters: INodeParameters, command: string, fields: IDataObject];

const GROUP = 'group_open_http_svc';
const COMMUNITY = 'million_group_open_http_svc';
const both = { Members_Account: ['ann', 'bob'] };

/** §1.1 and §1.2; for the whole §2.1, and §2.2 in a topic. */
const calls = (muteAll: string): Call[] => [
	['mute', { duration: 10 }, `${GROUP}/forbid_send_msg`, { ...both, MuteTime: 600 }],
	['mute', { muteFor: 'permanent' }, `${GROUP}/forbid_send_msg`, { ...both, MuteTime: 4294967295 }],
	['unmute', {}, `${GROUP}/forbid_send_msg`, { ...both, MuteTime: 0 }],
	['getMuted', {}, `${GROUP}/get_group_muted_account`, {}],
	['muteAll', {}, muteAll, { MuteAllMember: 'On' }],
	['unmuteAll', {}, muteAll, { MuteAllMember: 'Off' }],
];

/** §1.3 and the names of before 2022; the old list knows no topics. */
const legacyCalls = (muteAll: string, list: string): Call[] => [
	['mute', { duration: 10 }, `${GROUP}/forbid_send_msg`, { ...both, ShutUpTime: 600 }],
	['unmute', {}, `${GROUP}/forbid_send_msg`, { ...both, ShutUpTime: 0 }],
	['getMuted', {}, `${GROUP}/${list}`, {}],
	['muteAll', {}, muteAll, { ShutUpAllMember: 'On' }],
	['unmuteAll', {}, muteAll, { ShutUpAllMember: 'Off' }],
];

describe.each(Object.entries(hosts))('Region %s', (region, host) => {
	const origin = `https://${host}`;
	const credential = { region, baseUrl: region === 'custom' ? origin : '' };

	describe.each([
		['a group', { groupId }, { GroupId: groupId }],
		['a topic', { groupId: community, topicId }, { GroupId: community, TopicId: topicId }],
	])('%s', (_, target, place) => {
		const muteAll =
			'topicId' in target ? `${COMMUNITY}/modify_topic` : `${GROUP}/modify_group_base_info`;
		const oldList = 'topicId' in target ? 'get_group_muted_account' : 'get_group_shutted_uin';

		describe.each([
			['current', calls(muteAll)],
			['legacy', legacyCalls(muteAll, oldList)],
		])('with %s names', (apiNaming, rows) => {
			it.each(rows)('%s %j', async (operation, parameters, command, fields) => {
				wire.host(origin, () => json(ok));
				const run = await inGroup(tencentApp, {
					operation,
					items: [{ ...target, userId: ['ann', 'bob'] }],
					parameters,
					options: { apiNaming },
					credential,
				});

				expect(run.status).toBe('success');
				expect(wire.sent).toHaveLength(1);
				expectSigned(wire.sent[0], host, command);
				expect(wire.sent[0].body).toEqual({ ...place, ...fields });
			});
		});
	});

	it('the list of groups, and what they are called', async () => {
		wire.host(origin, ({ url }) => json({ ...ok, ...(url.includes('list?') ? list : named) }));
		const { results } = await groups(credential)();

		expect(results).toHaveLength(1);
		expect(wire.sent).toHaveLength(2);
		const [asked, names] = wire.sent;
		expectSigned(asked, host, `${GROUP}/get_appid_group_list`);
		const { Limit, ...rest } = asked.body as IDataObject;
		expect(rest).toEqual({ Next: 0 });
		expect(Limit).toBeGreaterThanOrEqual(1);
		expect(Limit).toBeLessThanOrEqual(10_000);
		expectSigned(names, host, `${GROUP}/get_group_info`);
		expect(names.body).toMatchObject({ GroupIdList: [groupId] });
	});

	it('the list of topics', async () => {
		wire.host(origin, () => json({ ...ok, TopicAndSelfInfo: [] }));
		await topics(community, credential)();

		expect(wire.sent).toHaveLength(1);
		expectSigned(wire.sent[0], host, `${COMMUNITY}/get_topic`);
		expect(wire.sent[0].body).toEqual({ GroupId: community, From_Account: 'administrator' });
	});
});

const list = { TotalCount: 1, GroupIdList: [{ GroupId: groupId }], Next: 0 };
const named = {
	GroupInfo: [{ GroupId: groupId, ErrorCode: 0, ErrorInfo: '', Type: 'Public', Name: 'Lobby' }],
};

describe('The query', () => {
	const anywhere = (answer: Answer = json(ok)) => wire.host(tencentApp.url, () => answer);
	const unmuteAll = { operation: 'unmuteAll' };

	it('holds an identifier of any printable signs', async () => {
		anywhere();
		const identifier = 'a&usersig=b#c+d e%20/?';
		await inGroup(tencentApp, { ...unmuteAll, credential: { identifier } });

		expectSigned(wire.sent[0], 'adminapisgp.im.qcloud.com', `${GROUP}/modify_group_base_info`, {
			identifier,
		});
	});

	it('holds a pasted UserSig as it is', async () => {
		anywhere();
		// tencent-chat.md §6: the signs * - _ are those of Tencent's own alphabet.
		const userSig = 'eJyrVgrxCdYrSy1SslIy0jNQ0gHzM1NS80oy0zLBwokpuZl5mcUlRYkl*UVQBcUp-2YkFBZ_';
		await inGroup(tencentApp, { ...unmuteAll, credential: { authentication: 'userSig', userSig } });

		expect(new URL(wire.sent[0].url).searchParams.get('usersig')).toBe(userSig);
	});

	it('has another random number each time', async () => {
		anywhere();
		await inGroup(tencentApp, { ...unmuteAll, items: [{ groupId }, { groupId: community }] });

		const [first, second] = wire.sent.map(({ url }) => new URL(url).searchParams.get('random'));
		expect(first).not.toBe(second);
	});
});

/** §5.1: a POST whose query names and signs the app, and which has JSON for its body. The key is Tencent's to check. */
function expectSigned(
	{ method, url, headers }: Sent,
	host: string,
	command: string,
	{ identifier } = tencentApp.credentials as { identifier: string },
): void {
	const [address, query] = url.split('?');
	expect(`${method} ${address}`).toBe(`POST https://${host}/v4/${command}`);
	const fields = new URLSearchParams(query);
	expect([...fields.keys()].sort()).toEqual([
		'contenttype',
		'identifier',
		'random',
		'sdkappid',
		'usersig',
	]);
	expect(Object.fromEntries(fields)).toMatchObject({
		contenttype: 'json',
		identifier,
		sdkappid: '1400000000',
		random: expect.stringMatching(/^\d{1,10}$/) as string,
	});
	expect(Number(fields.get('random'))).toBeLessThan(2 ** 32);
	const userSig = fields.get('usersig') ?? '';
	expect(userSigFault(userSig, identifier, tencentApp.credentials, Date.now())).toBeUndefined();
	expect(headers).toMatchObject({ host, 'content-type': 'application/json' });
	expect(headers).not.toHaveProperty('authorization');
}
