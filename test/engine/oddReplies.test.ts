import type { INodeType } from 'n8n-workflow';

import { agoraCredential, tencentCredential } from '../support/credentials';
import { dropDown, type Search } from '../support/dropDown';
import { nodeTypes } from '../support/engine';
import { createServer, type AddressInfo } from '../support/node';
import {
	byId,
	community,
	inChatRoom,
	inGroup,
	lobby,
	ofAccounts,
	ofUsers,
	useServices,
	withoutBackOff,
	type Step,
} from './services';

/** A server that answers what no page documents. It is never taken for success. */

const services = useServices();

let answer = { status: 200, headers: {}, text: '' };
/** What comes before that. */
let first: Array<typeof answer> = [];
let arrived = 0;
const server = createServer((incoming, outgoing) => {
	arrived++;
	incoming.resume();
	const { status, headers, text } = first.shift() ?? answer;
	outgoing.writeHead(status, headers);
	outgoing.end(text);
});
let url = '';

beforeAll(async () => {
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
	withoutBackOff();
	arrived = 0;
	first = [];
});
afterAll(() => {
	server.closeAllConnections();
	server.close();
});

const tencent = async (step: Step, body: object, status = 200) => {
	answer = { status, headers: {}, text: JSON.stringify(body) };
	return await inGroup(services.tencent, { ...step, credential: { baseUrl: url } });
};

const agora = async (step: Step, body: object, status = 200) => {
	answer = { status, headers: {}, text: JSON.stringify(body) };
	return await inChatRoom(services.agora, { ...step, credential: { host: url } });
};

const options = { maxRetries: 0 };
const muteAnn: Step = { operation: 'mute', parameters: { userIds: 'ann' }, options };
const getMuted: Step = { operation: 'getMuted', options };
const ok = { ActionStatus: 'OK', ErrorCode: 0 };

describe('Tencent Cloud Chat: a mute list', () => {
	it.each([
		['that is missing', {}],
		['of null', { MutedAccountList: null }],
		['of nobody', { MutedAccountList: [] }],
	])('%s is empty', async (_, list) => {
		const run = await tencent(getMuted, { ...ok, ...list });

		expect(run.status).toBe('success');
		expect(run.items).toEqual([]);
	});

	it.each([
		['that is no list', {}],
		['of texts', ['ann']],
		['with a row without an account', [{ MutedUntil: 1 }]],
		['with a row without an end', [{ Member_Account: 'ann' }]],
		['with an end as text', [{ Member_Account: 'ann', MutedUntil: '4102444800' }]],
		['with an end before 1970', [{ Member_Account: 'ann', MutedUntil: -1 }]],
		['with an end that no date can be', [{ Member_Account: 'ann', MutedUntil: -9e12 }]],
	])('%s is a failure', async (_, MutedAccountList) => {
		const run = await tencent(getMuted, { ...ok, MutedAccountList });

		expect(run.status).toBe('error');
		expect(run.error?.message).toContain('not its documented reply');
	});
});

describe('A user who is on a mute list twice', () => {
	const syncDry: Step = {
		operation: 'syncMuted',
		parameters: { userIds: 'ann', muteFor: 'until', until: '2100-01-01T00:00:00Z' },
		options: { dryRun: true },
	};
	const [soon, wanted, longest] = ['2099-01-01', '2100-01-01', '2101-01-01'].map(Date.parse);

	it.each([
		[[soon, longest], 'changed'],
		[[longest, soon], 'changed'],
		[[soon, wanted], 'unchanged'],
		[[wanted, soon], 'unchanged'],
	])('is muted until the later end: %j', async (ends, change) => {
		const users = ['ann', 'ANN'];
		const data = ends.map((expire, i) => ({ user: users[i], expire }));
		const rows = ends.map((end) => ({ Member_Account: 'ann', MutedUntil: end / 1000 }));

		expect((await agora(syncDry, { data })).items).toMatchObject([{ json: { change } }]);
		expect((await tencent(syncDry, { ...ok, MutedAccountList: rows })).items).toMatchObject([
			{ json: { change } },
		]);
	});

	it('is muted for ever if one of the rows says so', async () => {
		const ends = [4_638_873_600_000, wanted, 4_638_873_600_000];
		const data = ends.map((expire) => ({ user: 'ann', expire }));

		expect((await agora(syncDry, { data })).items).toMatchObject([{ json: { change: 'changed' } }]);
	});
});

it('Tencent Cloud Chat: an end with a fraction of a second is a time', async () => {
	const run = await tencent(getMuted, {
		...ok,
		MutedAccountList: [{ Member_Account: 'ann', MutedUntil: 4102444800.5 }],
	});

	expect(run.items).toMatchObject([{ json: { mutedUntil: '2100-01-01T00:00:00.500Z' } }]);
});

it.each([4294967295, 8764967295, 9e15])(
	'Tencent Cloud Chat: an end at %d is permanent',
	async (end) => {
		const run = await tencent(getMuted, {
			...ok,
			MutedAccountList: [{ Member_Account: 'ann', MutedUntil: end }],
		});

		expect(run.items).toMatchObject([{ json: { permanent: true, mutedUntil: null } }]);
	},
);

describe('Tencent Cloud Chat: a mute', () => {
	it.each([
		['FAIL with code 0', { ActionStatus: 'FAIL', ErrorCode: 0 }],
		['no code', { ActionStatus: 'OK' }],
		['a code as text', { ActionStatus: 'OK', ErrorCode: '0' }],
		['an unknown code', { ActionStatus: 'FAIL', ErrorCode: 4711, ErrorInfo: 'new' }],
		['an empty object', {}],
		['a list', []],
	])('answered with %s is a failure', async (_, body) => {
		expect((await tencent(muteAnn, body)).status).toBe('error');
	});

	it.each([
		['without ActionStatus', { ErrorCode: 0, ErrorInfo: '' }],
		['with an ErrorInfo', { ...ok, ErrorInfo: 'ok' }],
	])('answered %s is done', async (_, body) => {
		expect((await tencent(muteAnn, body)).items).toMatchObject([{ json: { muted: true } }]);
	});
});

describe('Agora Chat: a mute', () => {
	it.each([
		['no data', {}],
		['null', { data: null }],
		['an object', { data: { result: true, user: 'ann' } }],
		['a text', { data: 'ok' }],
		['nobody', { data: [] }],
		['another user', { data: [{ result: true, expire: 4102444800000, user: 'bob' }] }],
		['a row that does not say it is done', { data: [{ expire: 4102444800000, user: 'ann' }] }],
		['a row that says so as text', { data: [{ result: 'true', user: 'ann' }] }],
		['texts', { data: ['ann'] }],
	])('answered with %s is a failure', async (_, body) => {
		const run = await agora(muteAnn, body);

		expect(run.status).toBe('error');
		expect(run.error?.message).toBeTruthy();
	});

	it.each([-2, -9e15])('answered with an end at %d is a failure', async (expire) => {
		const run = await agora(muteAnn, { data: [{ result: true, expire, user: 'ann' }] });

		expect(run.error?.message).toContain('not its documented reply');
	});

	it('answered in capitals is done', async () => {
		const run = await agora(muteAnn, {
			data: [{ result: true, expire: 4102444800000, user: 'ANN' }],
		});

		// 2100-01-01, as `date -u -d @4102444800` says.
		expect(run.items).toMatchObject([
			{ json: { userId: 'ann', mutedUntil: '2100-01-01T00:00:00.000Z' } },
		]);
	});

	it('for two users of whom the answer forgets one is done for the other', async () => {
		const run = await agora(
			{
				...muteAnn,
				parameters: { userIds: 'ann, bob' },
				settings: { onError: 'continueErrorOutput' },
			},
			{ data: [{ result: true, expire: 4102444800000, user: 'ann' }] },
		);

		expect(run.items).toMatchObject([{ json: { userId: 'ann' } }]);
		expect(run.errorItems).toMatchObject([{ json: { details: { userId: 'bob' } } }]);
	});
});

describe('Agora Chat: a mute list', () => {
	it.each([
		['that is no list', {}],
		['with a row without a user', [{ expire: 4102444800000 }]],
		['with an end as text', [{ user: 'ann', expire: '4102444800000' }]],
		['with an end before 1970', [{ user: 'ann', expire: -2 }]],
		['with an end that no date can be', [{ user: 'ann', expire: -9e15 }]],
	])('%s is a failure', async (_, data) => {
		const run = await agora(getMuted, { data });

		expect(run.status).toBe('error');
		expect(run.error?.message).toContain('not its documented reply');
	});
});

it.each([-1, 4638873600000, 9e15])('Agora Chat: an end at %d is permanent', async (expire) => {
	const listed = await agora(getMuted, { data: [{ user: 'ann', expire }] });
	const muted = await agora(muteAnn, { data: [{ result: true, user: 'ann', expire }] });

	for (const { items } of [listed, muted]) {
		expect(items).toMatchObject([{ json: { permanent: true, mutedUntil: null } }]);
	}
});

it.each([
	['muteAll', { mute: false }],
	['muteAll', {}],
	['unmuteAll', { mute: true }],
	['unmuteAll', []],
])('Agora Chat: %s that is answered with %p is a failure', async (operation, data) => {
	const run = await agora({ operation, options }, { data });

	expect(run.status).toBe('error');
});

describe('What a refusal speaks of', () => {
	const groups = Array.from({ length: 20 }, (_, i) => ({
		groupId: `@TGS#${i}`,
		chatRoomId: `${i}`,
	}));
	const ofEach: Step = { ...muteAnn, items: groups, settings: { onError: 'continueErrorOutput' } };

	it.each([70346, 70999, 60999])('Tencent code %d: the app, so one request tells', async (code) => {
		const run = await tencent(ofEach, { ActionStatus: 'FAIL', ErrorInfo: '', ErrorCode: code });

		expect(run.errorItems).toHaveLength(20);
		expect(arrived).toBe(1);
	});

	it.each([
		['unauthorized', 'Subject does not have permission'],
		['unauthorized', 'No organization access'],
	])('Agora 401 %s "%s": the app, so one request tells', async (error, error_description) => {
		const retrying = { ...ofEach, options: { maxRetries: 4 } };
		const run = await agora(retrying, { error, error_description }, 401);

		expect(run.errorItems).toHaveLength(20);
		expect(arrived).toBe(1);
	});

	it.each([
		['group_authorization', 'you have no permission to do this operation'],
		[
			'group_authorization',
			'you have no permission to do this,group fields require group admin privileges to be modified',
		],
		['group_authorization', ''],
		['forbidden_op', 'Unable to authenticate'],
		['a_code_of_next_year', 'token'],
	])('Agora 401 %s "%s": one room, which fails alone', async (error, error_description) => {
		first = [{ status: 401, headers: {}, text: JSON.stringify({ error, error_description }) }];
		const retrying = { ...ofEach, options: { maxRetries: 4 } };
		const data = [{ result: true, expire: Date.now() + 600_000, user: 'ann' }];
		const { items, errorItems } = await agora(retrying, { data });

		expect(items).toHaveLength(19);
		expect(errorItems).toMatchObject([{ json: { details: { code: error, chatRoomId: '0' } } }]);
		expect(arrived).toBe(20);
	});
});

describe('A status counts where its body can not be read', () => {
	const bodies = ['', '{"error":"reach_li', '<html>Slow down</html>', '[]', 'null', '{}'];
	const cases = bodies.flatMap((text) =>
		[408, 429, 500, 501, 502, 503, 504].map((status) => ({ status, text })),
	);

	it.each(cases)('$status with $text: tried again', async ({ status, text }) => {
		const headers = { 'content-type': 'application/json', 'retry-after': '3' };
		first = [1, 2].map(() => ({ status, headers, text }));
		const startedAt = performance.now();
		const run = await tencent({ ...muteAnn, options: { maxRetries: 2 } }, ok);
		const afterTencentMs = performance.now() - startedAt;
		first = [1, 2].map(() => ({ status, headers, text }));
		const data = [{ result: true, expire: Date.now() + 600_000, user: 'ann' }];
		const other = await agora({ ...muteAnn, options: { maxRetries: 2 } }, { data });

		expect([run.status, other.status]).toEqual(['success', 'success']);
		expect(arrived).toBe(6);
		expect(afterTencentMs).toBeGreaterThanOrEqual(6000);
		expect(performance.now() - startedAt - afterTencentMs).toBeGreaterThanOrEqual(6000);
	});

	it.each(bodies)('401 with %s: who asks is refused, so one more request tells', async (text) => {
		const headers = { 'content-type': 'application/json' };
		first = Array.from({ length: 40 }, () => ({ status: 401, headers, text }));
		const items = Array.from({ length: 20 }, (_, i) => ({ chatRoomId: `${i}`, userId: 'ann' }));
		const run = await agora({ ...muteAnn, items, options: { maxRetries: 4 } }, {});

		expect(run.error?.message).toMatch(/^20 of 20 users failed.*401/);
		expect(arrived).toBe(2);
	});
});

describe('What Tencent Cloud Chat says of an account that may not exist', () => {
	const ofAnn = async (item: object, times = 1) => {
		const permanent = { C2CmsgNospeakingTime: 4294967295, GroupmsgNospeakingTime: 0 };
		first = [{ status: 200, headers: {}, text: JSON.stringify({ ErrorCode: 0, ...permanent }) }];
		const ResultItem = [{ UserID: 'ann', ...item }];
		for (let i = 0; i < times; i++) {
			const checked = { ...ok, ResultItem };
			first.push({ status: 200, headers: {}, text: JSON.stringify(checked) });
		}
		const imported = [{ UserID: 'ann', ResultCode: 0, AccountStatus: 'Imported' }];
		answer = { status: 200, headers: {}, text: JSON.stringify({ ...ok, ResultItem: imported }) };
		return await ofAccounts(services.tencent, {
			operation: 'get',
			items: [{ userId: 'ann' }],
			options: { maxRetries: 2 },
			credential: { baseUrl: url },
		});
	};

	it('is that it does not', async () => {
		const { error } = await ofAnn({ ResultCode: 0, AccountStatus: 'NotImported' });
		expect(error?.message).toMatch(/does not exist/);
	});

	it('is a failure of its own, which may pass', async () => {
		const run = await ofAnn({ ResultCode: 70169, ResultInfo: 'time out', AccountStatus: '' });
		expect(run.items).toMatchObject([{ json: { userId: 'ann' } }]);
		expect(arrived).toBe(3);
	});

	it('is a failure of its own, which does not pass', async () => {
		const { error } = await ofAnn({ ResultCode: 70402, ResultInfo: 'bad', AccountStatus: '' }, 9);
		expect(error?.message).toMatch(/code 70402/);
	});

	it('is not to be read', async () => {
		const { error } = await ofAnn({ ResultCode: 'x', AccountStatus: 'Imported' }, 9);
		expect(error?.message).toMatch(/not its documented reply/);
	});
});

describe('Tencent Cloud Chat: a topic that was deleted', () => {
	const [news, rules] = ['NEWS', 'RULES'].map((name) => `${community}@TOPIC#_@TOPIC#c${name}`);
	const deleted = { ErrorCode: 110003, ErrorInfo: 'deleted' };
	const there = (TopicId: string) => ({ ErrorCode: 0, TopicInfo: { TopicId, TopicName: 'here' } });

	it.each([
		['alone', [news], [deleted]],
		['first of two', [news, rules], [deleted, there(rules)]],
		['second of two', [rules, news], [there(rules), deleted]],
	])('%s, and without any more about it, is told by its code', async (_, ids, items) => {
		const run = await tencent(
			{
				operation: 'get',
				items: ids.map((topicId) => ({ groupId: community, topicId })),
				settings: { onError: 'continueErrorOutput' },
			},
			{ ...ok, TopicAndSelfInfo: items },
		);

		expect(run.items.map(({ json }) => json.topicId)).toEqual(ids.filter((id) => id === rules));
		expect(run.errorItems).toMatchObject([{ json: { details: { topicId: news, code: 110003 } } }]);
	});
});

it.each(['0', 'abc', null, {}, 1.5])(
	'Tencent Cloud Chat: a group whose code is %j has no code to look up',
	async (ErrorCode) => {
		const step = { operation: 'get', settings: { onError: 'continueErrorOutput' as const } };
		const GroupInfo = [{ GroupId: lobby, ErrorCode, Name: 'Lobby' }];
		const run = await tencent({ ...step, options }, { ...ok, GroupInfo });

		expect(run.items.length + run.errorItems.length).toBe(1);
		expect(JSON.stringify([run.items, run.errorItems])).not.toMatch(/NaN|NODE_DEFECT/);
	},
);

it('With Simplify off, the answer about an account tells whose it is', async () => {
	const items = [{ userId: 'ann' }];
	const read: Step = { operation: 'get', items, options: { simplify: false } };
	const onTencent = await ofAccounts(services.tencent, read);
	const onAgora = await ofUsers(services.agora, read);

	expect(onTencent.items).toMatchObject([{ json: { userId: 'ann', ErrorCode: 0 } }]);
	expect(onAgora.items).toMatchObject([{ json: { userId: 'ann' } }]);
});

it('A signature does not follow where another address is named', async () => {
	const { tencent: elsewhere } = services;
	answer = { status: 302, headers: { location: `${elsewhere.url}/v4/` }, text: '' };
	const run = await inGroup(services.tencent, { ...muteAnn, credential: { baseUrl: url } });

	expect(run.status).toBe('error');
	expect(arrived).toBe(1);
	expect(elsewhere.requests).toEqual([]);
});

describe('A drop-down', () => {
	const list = (nodeType: INodeType, method: string, body: object): Search => {
		answer = { status: 200, headers: {}, text: JSON.stringify(body) };
		const credentials = {
			...tencentCredential(services.tencent, { baseUrl: url }),
			...agoraCredential(services.agora, { host: url }),
		};
		return dropDown(nodeType, method, credentials, { groupId: byId('@TGS#_1') });
	};

	it('of rooms leaves out those without an ID', async () => {
		const data = [{ name: 'Nowhere' }, { id: null }, { id: '' }, { id: '1' }];
		const { results } = await list(nodeTypes.agora, 'searchChatRooms', { data })();

		expect(results).toEqual([{ name: '1', value: '1' }]);
	});

	it('of groups leaves out those without an ID', async () => {
		const GroupInfo = [
			{ ErrorCode: 0, Name: 'Nowhere' },
			{ ErrorCode: 0, GroupId: 'lobby' },
		];
		const body = { ...ok, GroupIdList: [{}, { GroupId: 'lobby' }], GroupInfo };
		const { results } = await list(nodeTypes.tencent, 'searchGroups', body)();

		expect(results).toEqual([{ name: 'lobby', value: 'lobby' }]);
	});

	it('of topics leaves out those without an ID', async () => {
		const TopicAndSelfInfo = [
			{ ErrorCode: 0, TopicInfo: { TopicName: 'Nowhere' } },
			{ TopicInfo: {} },
			{ TopicInfo: null },
			{},
			{ TopicInfo: { TopicId: '@TGS#_1@TOPIC#_2' } },
		];
		const body = { ...ok, TopicAndSelfInfo };
		const { results } = await list(nodeTypes.tencent, 'searchTopics', body)();

		expect(results.slice(1)).toEqual([{ name: '2', value: '@TGS#_1@TOPIC#_2' }]);
	});

	it('of rooms ends where the mark of the next page is the one asked with', async () => {
		const empty = { data: [], cursor: 'again' };

		expect(await list(nodeTypes.agora, 'searchChatRooms', empty)()).toEqual({
			results: [],
			paginationToken: undefined,
		});
		expect(arrived).toBe(2);
		const full = { data: [{ id: '1' }], cursor: 'again' };
		const search = list(nodeTypes.agora, 'searchChatRooms', full);
		expect((await search()).paginationToken).toBe('again');
		expect((await search(undefined, 'again')).paginationToken).toBeUndefined();
	});

	it('of groups ends where the mark of the next page is the one asked with', async () => {
		const body = '{"ErrorCode":0,"GroupIdList":[],"Next":18446744073709551615}';
		const search = list(nodeTypes.tencent, 'searchGroups', {});
		answer.text = body;

		expect((await search()).paginationToken).toBeUndefined();
		expect(arrived).toBe(2);
	});
});
