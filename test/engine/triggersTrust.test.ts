import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';

import {
	agoraTrusting,
	appKey,
	fromAgora,
	fromTencent,
	groupMessage,
	privateMessage,
	roomMessage,
	sdkAppId,
	secret,
	securityOfAgora,
	signOfTencent,
	tencentTrusting,
	token,
	type QueryChanges,
} from '../support/callbacks';
import { useWebhooks, type Callback, type Received, type Trigger } from '../support/webhook';

const webhooks = useWebhooks();

const now = Date.parse('2027-01-31T12:00:00.000Z');
beforeEach(() => {
	jest.spyOn(Date, 'now').mockReturnValue(now);
});
afterEach(() => {
	jest.restoreAllMocks();
});

const everything: INodeParameters = {
	events: [
		...[
			'messageBefore',
			'privateMessageBefore',
			'message',
			'messageRecalled',
			'auditResult',
			'other',
		],
	],
	options: { includeRawBody: true },
};
const toTencent = async (
	callback: Callback,
	credential: ICredentialDataDecryptedObject = {},
	parameters = everything,
) =>
	await webhooks.send(
		{ type: 'tencent', parameters, credentials: tencentTrusting(credential) },
		callback,
	);
const toAgora = async (
	callback: Callback,
	credential: ICredentialDataDecryptedObject = {},
	parameters = everything,
) =>
	await webhooks.send(
		{ type: 'agora', parameters, credentials: agoraTrusting(credential) },
		callback,
	);

const tencentPass = { ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 0 };
const agoraPass = { valid: true };

/** Nothing starts, and who sent it learns nothing but the status. */
function expectRefused(received: Received, status: number): void {
	expect(received).toMatchObject({ status, answer: {}, items: undefined, thrown: undefined });
	expect(received.answer).toEqual({});
	expect(received.log).not.toMatch(new RegExp(`${token}|${secret}`));
}

const seconds = (ms: number) => String(Math.floor(ms / 1000));
/** Well signed, at another time. */
const signedAt = (requestTime: string, ofToken = token): QueryChanges => ({
	RequestTime: requestTime,
	Sign: signOfTencent(ofToken, requestTime),
});
const goodSign = signOfTencent(token, seconds(now));

describe('Tencent Cloud Chat', () => {
	it('is trusted by the published signature', async () => {
		jest.spyOn(Date, 'now').mockReturnValue(1_669_872_112_000);
		const received = await toTencent(
			fromTencent(groupMessage('hello'), {
				RequestTime: '1669872112',
				Sign: '17773bc39a671d7b9aa835458704d2a6db81360a5940292b587d6d760d484061',
			}),
			{ callbackToken: 'xxxxyyyy' },
		);

		expect(received).toMatchObject({ status: 200, answer: tencentPass });
		expect(received.items).toHaveLength(1);
	});

	it('is trusted with spaces around the token in the credential', async () => {
		const received = await toTencent(fromTencent(groupMessage('hello')), {
			callbackToken: ` ${token}\n`,
		});

		expect(received.items).toHaveLength(1);
	});

	it.each<[string, QueryChanges]>([
		['without a signature', { Sign: undefined }],
		['with an empty signature', { Sign: '' }],
		['with another signature', { Sign: signOfTencent('another', seconds(now)) }],
		['signed with an empty token', { Sign: signOfTencent('', seconds(now)) }],
		['with a signature in capitals', { Sign: goodSign.toUpperCase() }],
		['with a signature cut short', { Sign: goodSign.slice(0, -1) }],
		['with a signature and more', { Sign: `${goodSign}0` }],
		['with a space after the signature', { Sign: `${goodSign} ` }],
		['signed twice', { Sign: [goodSign, goodSign] }],
		['with a signature that is a list', { Sign: undefined, 'Sign[]': goodSign }],
		['with a signature that is an object', { Sign: undefined, 'Sign[a]': goodSign }],
		['with the signature under another name', { Sign: undefined, sign: goodSign }],
		['without a time', { RequestTime: undefined }],
		['with an empty time', { RequestTime: '', Sign: signOfTencent(token, '') }],
		['with two times', { RequestTime: [seconds(now), seconds(now)] }],
		[
			'with a time that is a list',
			{ RequestTime: undefined, 'RequestTime[]': [seconds(now), seconds(now)] },
		],
		['with the time under another name', { RequestTime: undefined, requesttime: seconds(now) }],
		['signed for another time', { RequestTime: seconds(now - 1000) }],
	])('is not trusted %s', async (_, changes) => {
		expectRefused(await toTencent(fromTencent(groupMessage('hello'), changes)), 401);
	});

	it.each([
		'1.8015e9',
		` ${seconds(now)}`,
		`${seconds(now)} `,
		`+${seconds(now)}`,
		`${seconds(now)}.0`,
		`${seconds(now)}\n`,
		`0x${Math.floor(now / 1000).toString(16)}`,
		`-${seconds(now)}`,
		'NaN',
		'Infinity',
		'١٨٠١٣٩٦٨٠٠',
		// What a hash can be lengthened by: its padding, then whatever one likes.
		`${seconds(now)}\u0080\u0000\u0000${seconds(now)}`,
		`${seconds(now)}${seconds(now)}`,
		`${'0'.repeat(40)}${seconds(now)}`,
	])('is not trusted where the time is no plain digits, though well signed: %j', async (time) => {
		expectRefused(await toTencent(fromTencent(groupMessage('hello'), signedAt(time))), 401);
	});

	it.each([
		[undefined, 60],
		[1, 1],
		[3600, 3600],
	])('is trusted within the age that is set, both ways: %s', async (maxAgeSeconds, age) => {
		const parameters = { ...everything, options: maxAgeSeconds ? { maxAgeSeconds } : {} };
		const at = async (ms: number) =>
			await toTencent(fromTencent(groupMessage('hello'), signedAt(seconds(ms))), {}, parameters);

		for (const age_ of [-age, 0, age]) {
			expect((await at(now + age_ * 1000)).items).toHaveLength(1);
		}
		for (const age_ of [-age - 1, age + 1]) expectRefused(await at(now + age_ * 1000), 401);
	});

	it.each([0, -1, 3601, 1e12, 'for ever', '={{ 1e12 }}', '={{ undefined }}'])(
		'is not trusted for longer where the age is no such number: %s',
		async (maxAgeSeconds) => {
			const received = await toTencent(
				fromTencent(groupMessage('hello'), signedAt(seconds(now - 3_601_000))),
				{},
				{ ...everything, options: { maxAgeSeconds } },
			);

			expectRefused(received, 401);
		},
	);

	it.each<[string, ICredentialDataDecryptedObject]>([
		['no token', { callbackToken: '' }],
		['a token of spaces', { callbackToken: '  ' }],
		['a credential from before there were tokens', { callbackToken: undefined as never }],
		['a token that an expression makes of nothing', { callbackToken: null as never }],
		['a token that an expression makes an object of', { callbackToken: {} as never }],
	])('is never trusted with %s', async (_, credential) => {
		for (const ofToken of ['', '  ', 'undefined', 'null', '[object Object]']) {
			const changes = signedAt(seconds(now), ofToken);
			expectRefused(await toTencent(fromTencent(groupMessage('hello'), changes), credential), 401);
		}
	});

	it('is not trusted where the credential is gone', async () => {
		const received = await webhooks.send(
			{ type: 'tencent', parameters: everything, credentials: {} },
			fromTencent(groupMessage('hello')),
		);

		expectRefused(received, 401);
	});

	it.each<[string, QueryChanges]>([
		['another app', { SdkAppid: '1400000001' }],
		['no app', { SdkAppid: undefined }],
		['an empty app', { SdkAppid: '' }],
		['two apps', { SdkAppid: [sdkAppId, sdkAppId] }],
		['the app with zeros before it', { SdkAppid: `0${sdkAppId}` }],
		['the app under another name', { SdkAppid: undefined, sdkappid: sdkAppId }],
	])('with a good signature, but of %s, is refused as forbidden', async (_, changes) => {
		expectRefused(await toTencent(fromTencent(groupMessage('hello'), changes)), 403);
	});

	it('says nothing of the app to who has no good signature', async () => {
		const changes = { SdkAppid: '1400000001', Sign: 'x' };

		expectRefused(await toTencent(fromTencent(groupMessage('hello'), changes)), 401);
	});

	it.each<[string, QueryChanges]>([
		['another command', { CallbackCommand: 'C2C.CallbackBeforeSendMsg' }],
		['no command', { CallbackCommand: undefined }],
		[
			'two commands',
			{ CallbackCommand: ['Group.CallbackBeforeSendMsg', 'Group.CallbackBeforeSendMsg'] },
		],
	])('is not trusted where the query has %s than the body', async (_, changes) => {
		expectRefused(await toTencent(fromTencent(groupMessage('hello'), changes)), 401);
	});

	it('is trusted where only the query has the command', async () => {
		const received = await toTencent(
			fromTencent(
				{ From_Account: 'jared', TextContent: ['hello'] },
				{ CallbackCommand: 'ContentCallback.ResultNotify' },
			),
		);

		expect(received.items).toMatchObject([{ event: 'auditResult', userId: 'jared' }]);
	});
});

/** Well signed; the fields alone differ. */
const agoraSigned = (fields: { callId?: unknown; timestamp?: unknown }, of = secret) => {
	const callId = 'callId' in fields ? fields.callId : `${appKey}_1`;
	const timestamp = 'timestamp' in fields ? fields.timestamp : now;
	return {
		callId,
		timestamp,
		security: securityOfAgora(String(callId), of, String(timestamp)),
	} as IDataObject;
};

const fromAgoraBody = (changes: IDataObject): IDataObject =>
	JSON.parse(fromAgora(roomMessage('hello'), changes).body) as IDataObject;

describe('Agora Chat', () => {
	it('is trusted by the signature of the reference', async () => {
		jest.spyOn(Date, 'now').mockReturnValue(1_600_060_847_294);
		const received = await toAgora(
			fromAgora(roomMessage('hello'), {
				callId: 'demo-org#demo-app_0990a64f-0000-4000-8696-cf3b48b20e7e',
				timestamp: 1_600_060_847_294,
				security: 'b79efee9ff6e47eb4821dbe48923447d',
			}),
			{ orgName: 'demo-org', appName: 'demo-app', callbackSecrets: 's3cret' },
		);

		expect(received).toMatchObject({ status: 200, answer: agoraPass });
		expect(received.items).toHaveLength(1);
	});

	it.each(['first', 'the 2nd', 'third'])(
		'is trusted by any of several secrets: %s',
		async (ofSecret) => {
			const received = await toAgora(fromAgora(roomMessage('hello'), agoraSigned({}, ofSecret)), {
				callbackSecrets: ', first , the 2nd,,\nthird,',
			});

			expect(received.items).toHaveLength(1);
		},
	);

	it.each<[string, ICredentialDataDecryptedObject]>([
		['no secret', { callbackSecrets: '' }],
		['empty secrets', { callbackSecrets: ' , ,, ' }],
		['an empty secret among others', { callbackSecrets: 'first,,third' }],
		['a credential from before there were secrets', { callbackSecrets: undefined as never }],
		['secrets that an expression makes of nothing', { callbackSecrets: null as never }],
		['secrets that an expression makes an object of', { callbackSecrets: {} as never }],
	])('is never trusted by a secret that anybody knows, with %s', async (_, credential) => {
		const known = ['', ' ', ',', 'first,,third', 'undefined', 'null', '[object Object]'];
		for (const ofSecret of known) {
			const callback = fromAgora(roomMessage('hello'), agoraSigned({}, ofSecret));
			expectRefused(await toAgora(callback, credential), 401);
		}
	});

	const good = agoraSigned({});

	it.each<[string, IDataObject]>([
		['with an empty signature', { ...good, security: '' }],
		['with another signature', { ...good, security: agoraSigned({}, 'another').security }],
		['with a signature in capitals', { ...good, security: String(good.security).toUpperCase() }],
		['with a signature cut short', { ...good, security: String(good.security).slice(1) }],
		['with a signature that is a list', { ...good, security: [good.security] as never }],
		['with a signature that is true', { ...good, security: true }],
		['without a time', { ...good, timestamp: undefined }],
		['without a call', { ...good, callId: undefined }],
		['with a call that is a list', agoraSigned({ callId: [`${appKey}_1`] })],
		['with a call that is a number', agoraSigned({ callId: 7 })],
		['for another time', { ...good, timestamp: now + 1 }],
		['for another call', { ...good, callId: `${appKey}_2` }],
	])('is not trusted %s', async (_, changes) => {
		expectRefused(await toAgora(fromAgora(roomMessage('hello'), changes)), 401);
	});

	it('without a signature is answered, and starts nothing: members can have such callbacks sent', async () => {
		const { callId, security, ...unsigned } = fromAgoraBody(good);
		for (const body of [{ callId, ...unsigned }, unsigned]) {
			const received = await toAgora({ query: '', body: JSON.stringify(body) });

			expect(received).toMatchObject({ status: 200, answer: agoraPass, items: undefined });
		}
		expect(security).toBeDefined();
	});

	it.each([
		'1.8e12',
		` ${now}`,
		`${now}.0`,
		now + 0.5,
		1e21,
		`0x${now.toString(16)}`,
		-now,
		[now],
		{ now },
		true,
		null,
		`${now}\u0080\u0000${now}`,
	])('is not trusted where the time is no plain digits, though well signed: %j', async (time) => {
		const changes = agoraSigned({ timestamp: time });

		expectRefused(await toAgora(fromAgora(roomMessage('hello'), changes)), 401);
	});

	it('is trusted within 300 seconds, both ways', async () => {
		const at = async (timestamp: number) =>
			await toAgora(fromAgora(roomMessage('hello'), agoraSigned({ timestamp })));

		for (const ms of [-300_000, 300_000]) expect((await at(now + ms)).items).toHaveLength(1);
		for (const ms of [-300_001, 300_001]) expectRefused(await at(now + ms), 401);
	});

	it.each<[string, IDataObject]>([
		['call of another app', agoraSigned({ callId: '41117440#another_1' })],
		['call of an app whose name goes on', agoraSigned({ callId: `${appKey}2_1` })],
		['call of the app alone', agoraSigned({ callId: appKey })],
		['app key', { ...good, appkey: '41117440#another' }],
		['app key that goes on', { ...good, appkey: `${appKey}2` }],
		['app key that is a list', { ...good, appkey: [appKey] }],
	])('with a good signature, but another %s, is refused as forbidden', async (_, changes) => {
		expectRefused(await toAgora(fromAgora(roomMessage('hello'), changes)), 403);
	});

	it('with its own app key is taken', async () => {
		const received = await toAgora(fromAgora(roomMessage('hello', { appkey: appKey })));

		expect(received.items).toHaveLength(1);
	});

	it('is trusted by its signature alone where the credential does not tell its organization', async () => {
		const received = await toAgora(
			fromAgora(roomMessage('hello'), agoraSigned({ callId: 'some#other_1' })),
			{ project: 'appId' },
		);

		expect(received.items).toHaveLength(1);
	});

	it('says nothing of the app to who has no good signature', async () => {
		const changes = { ...agoraSigned({ callId: 'some#other_1' }), security: 'x' };

		expectRefused(await toAgora(fromAgora(roomMessage('hello'), changes)), 401);
	});
});

describe('A body that can not be read', () => {
	it.each([
		['an empty one', ''],
		['a list', JSON.stringify([groupMessage('hello')])],
		['a text', '"hello"'],
		['a number', '7'],
		['null', 'null'],
	])('is refused, and starts nothing: %s', async (_, body) => {
		const tencent = await toTencent({
			...fromTencent(groupMessage('hello')),
			body,
		});
		const agora = await toAgora({ query: '', body });

		expectRefused(tencent, 400);
		expectRefused(agora, 400);
	});

	it.each(['application/octet-stream', 'text/plain', 'text/html; charset=utf-8'])(
		'is one that is not JSON, also where its type is %s',
		async (contentType) => {
			const tencent = { ...fromTencent(groupMessage('hello')), contentType };
			const body = 'GroupId=g&From_Account=jared';

			expectRefused(await toTencent({ ...tencent, body }), 400);
			expectRefused(await toAgora({ query: '', body, contentType }), 400);
		},
	);

	it.each(['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
		'is a form: %s',
		async (contentType) => {
			const tencent = { ...fromTencent(groupMessage('hello')), contentType };
			const body = 'GroupId=g&From_Account=jared';

			expectRefused(await toTencent({ ...tencent, body }), 400);
			expectRefused(await toAgora({ query: '', body, contentType }), 400);
		},
	);

	it('is refused by n8n itself where it says that it is JSON, and is not', async () => {
		const received = await toTencent({ ...fromTencent(groupMessage('hello')), body: '{"a":' });

		expect(received).toMatchObject({ status: 422, items: undefined });
	});

	it('is told to who signed alone', async () => {
		const received = await toTencent({
			...fromTencent(groupMessage('hello'), { Sign: 'x' }),
			body: '[]',
		});

		expectRefused(received, 401);
	});
});

describe('A body that can be read', () => {
	it.each(['application/json; charset=utf-8', 'text/plain', 'application/octet-stream'])(
		'may be of the type %s',
		async (contentType) => {
			const tencent = await toTencent({ ...fromTencent(groupMessage('hello')), contentType });
			const agora = await toAgora({ ...fromAgora(roomMessage('hello')), contentType });

			expect(tencent.items).toMatchObject([{ text: 'hello' }]);
			expect(agora.items).toMatchObject([{ text: 'hello' }]);
		},
	);

	it('may say that it is a form, and be JSON', async () => {
		const contentType = 'application/x-www-form-urlencoded';
		const tencent = await toTencent({ ...fromTencent(groupMessage('hello')), contentType });
		const agora = await toAgora({ ...fromAgora(roomMessage('hello')), contentType });

		expect(tencent.items).toMatchObject([{ text: 'hello' }]);
		expect(agora.items).toMatchObject([{ text: 'hello' }]);
	});

	it('may begin with a byte order mark', async () => {
		const { query, body } = fromTencent(groupMessage('hello'));
		const received = await toTencent({ query, body: `\ufeff${body}` });

		expect(received.items).toMatchObject([{ text: 'hello' }]);
	});

	it('may be as large as a message can be', async () => {
		const text = '禁'.repeat(4096);
		const received = await toTencent(fromTencent(groupMessage(text)));

		expect(received.items).toMatchObject([{ text }]);
	});
});

describe('What signs a callback', () => {
	const triggers: Array<[Trigger, Callback]> = [];
	beforeEach(() => {
		const of = (type: Trigger['type'], credentials: Trigger['credentials']): Trigger => ({
			type,
			credentials,
			parameters: everything,
		});
		triggers.splice(
			0,
			Infinity,
			[of('tencent', tencentTrusting()), fromTencent(groupMessage('hello'))],
			[of('tencent', tencentTrusting()), fromTencent(privateMessage('hello'))],
			[
				of('tencent', tencentTrusting()),
				fromTencent({ CallbackCommand: 'State.StateChange', Info: {} }),
			],
			[of('agora', agoraTrusting()), fromAgora(roomMessage('hello'))],
			[of('agora', agoraTrusting()), fromAgora({ chat_type: 'recall', from: 'jared' })],
		);
	});

	it('is never put out or written to the log', async () => {
		for (const [trigger, callback] of triggers) {
			const { items, log } = await webhooks.send(trigger, callback);
			const written = JSON.stringify(items) + log;

			expect(items).toHaveLength(1);
			expect(items?.[0].body).toBeDefined();
			expect(written).not.toMatch(/Sign|security"|RequestTime|ClientIP|203\.0\.113\.7/);
			expect(written).not.toContain(token);
			expect(written).not.toContain(secret);
			expect(written).not.toContain(goodSign);
			expect(written).not.toMatch(/[0-9a-f]{32}/);
		}
	});

	it('is not told by what fails after it was found good', async () => {
		const parameters = { ...everything, rules: { words: '={{ $json. }}' } };
		for (const [trigger, callback] of triggers) {
			const { items, log, thrown } = await webhooks.send({ ...trigger, parameters }, callback);

			expect({ items, thrown }).toEqual({ items: undefined, thrown: undefined });
			expect(log).not.toBe('');
			expect(log).not.toMatch(new RegExp(`${token}|${secret}|${goodSign}|[0-9a-f]{32}`));
		}
	});
});

describe('A body of a trusted caller is judged, whatever its sender has put in', () => {
	const blocking = { ...everything, answer: 'block', rules: { words: 'spam' } };
	const nested = (levels: number) => JSON.parse('['.repeat(levels) + ']'.repeat(levels)) as unknown;
	const hostile: Array<[string, unknown]> = [
		['constructor', { constructor: 'x' }],
		['prototype', { prototype: { constructor: {} } }],
		['__proto__', JSON.parse('{"__proto__":{"event":"x"}}')],
		['40 levels', { a: nested(40) }],
		['1,000 levels', { a: nested(1000) }],
		['toString', { toString: 1, valueOf: 2, hasOwnProperty: 3 }],
	];

	it.each(hostile)('%s', async (_, value) => {
		const ext = value as IDataObject;
		const bodies = [{ type: 'txt', msg: 'spam', 'v2:customExts': ext, customExts: [ext] }];
		const before = fromAgora(roomMessage('', { payload: { ext, bodies } as never }));
		const after = fromAgora(
			roomMessage('', { payload: { ext, bodies } as never, eventType: 'chat' }),
		);
		const MsgContent = { Text: 'spam', ...ext };
		const tencent = fromTencent(
			groupMessage('', { MsgBody: [{ MsgType: 'TIMTextElem', MsgContent }] as never, Any: ext }),
		);
		const received = [
			await toAgora(before, {}, blocking),
			await toAgora(after, {}, blocking),
			await toTencent(tencent, {}, blocking),
		];

		expect(received.map(({ status }) => status)).toEqual([200, 200, 200]);
		expect(received[0].answer).toMatchObject({ valid: false });
		expect(received[2].answer).toMatchObject({ ErrorCode: 1 });
		for (const { items, log } of received) {
			expect(log).toBe('');
			expect(items).toHaveLength(1);
			expect(JSON.stringify(items)).not.toMatch(/"(__proto__|constructor|prototype)":/);
		}
		expect(({} as IDataObject).event).toBeUndefined();
	});

	it('IDs that are numbers which JavaScript can not hold keep their digits', async () => {
		const { query, body } = fromAgora(roomMessage('spam', { group_id: 'the group' }));
		const numbers = body.replace('"the group"', '92233720368547758071');
		const { items } = await toAgora({ query, body: numbers }, {}, blocking);

		expect(items).toMatchObject([{ chatRoomId: '92233720368547758071' }]);
	});

	it('on Agora Chat whoever is ignored is so whatever the case', async () => {
		const filters = { ignoreUsers: 'Jared' };
		const received = await toAgora(fromAgora(roomMessage('spam')), {}, { ...blocking, filters });

		expect(received).toMatchObject({ answer: agoraPass, items: undefined });
	});

	it('an element of an array is one word, and an empty cell none', async () => {
		const words = '={{ ["Hello, world", null, undefined, ""] }}';
		const parameters = { ...blocking, rules: { words } };
		for (const [text, isCaught] of [
			['Hello everybody', false],
			['null and undefined', false],
			['hello,  WORLD!', true],
		] as const) {
			const { items } = await toAgora(fromAgora(roomMessage(text)), {}, parameters);
			expect([text, items?.length]).toEqual([text, isCaught ? 1 : undefined]);
		}
	});
});

describe('What is refused', () => {
	it('leaves a line in the log that says why, and no secret', async () => {
		const wrong = fromTencent(groupMessage('hello'), { Sign: signOfTencent('x', seconds(now)) });
		const { log } = await toTencent(wrong);

		expect(log).toMatch(/Tencent Cloud Chat Trigger.*401.*'Callback Token' of the credential/);
		expect(log).not.toMatch(new RegExp(`${token}|${goodSign}`));
	});
});
