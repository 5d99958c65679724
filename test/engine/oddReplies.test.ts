import { createServer, type AddressInfo } from '../support/node';
import { inChatRoom, inGroup, useServices, withoutBackOff, type Step } from './services';

/** A server that answers what no page documents. It is never taken for success. */

const services = useServices();

let answer = { status: 200, headers: {}, text: '' };
let arrived = 0;
const server = createServer((incoming, outgoing) => {
	arrived++;
	incoming.resume();
	outgoing.writeHead(answer.status, answer.headers);
	outgoing.end(answer.text);
});
let url = '';

beforeAll(async () => {
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
	withoutBackOff();
	arrived = 0;
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
	])('%s is a failure', async (_, MutedAccountList) => {
		const run = await tencent(getMuted, { ...ok, MutedAccountList });

		expect(run.status).toBe('error');
		expect(run.error?.message).toContain('not its documented reply');
	});
});

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
	])('%s is a failure', async (_, data) => {
		const run = await agora(getMuted, { data });

		expect(run.status).toBe('error');
		expect(run.error?.message).toContain('not its documented reply');
	});
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

	it('Agora 401 group_authorization: one room, so each is asked, once', async () => {
		const error_description = 'you have no permission to do this operation';
		const retrying = { ...ofEach, options: { maxRetries: 4 } };
		await agora(retrying, { error: 'group_authorization', error_description }, 401);

		expect(arrived).toBe(20);
	});
});

it('A signature does not follow where another address is named', async () => {
	const { tencent: elsewhere } = services;
	answer = { status: 302, headers: { location: `${elsewhere.url}/v4/` }, text: '' };
	const run = await inGroup(services.tencent, { ...muteAnn, credential: { baseUrl: url } });

	expect(run.status).toBe('error');
	expect(arrived).toBe(1);
	expect(elsewhere.requests).toEqual([]);
});
