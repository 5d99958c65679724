import fc from 'fast-check';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

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
	tencentTrusting,
	token,
} from '../support/callbacks';
import { choicesOf, fieldsNamed } from '../support/descriptions';
import { triggerTypes } from '../support/engine';
import { process } from '../support/node';
import { useWebhooks, type Callback, type Received, type Trigger } from '../support/webhook';
import { runs } from './effort';

const webhooks = useWebhooks();
const unhandled: unknown[] = [];
const onUnhandled = (reason: unknown) => unhandled.push(reason);
beforeAll(() => {
	process.on('unhandledRejection', onUnhandled);
});
afterAll(() => {
	process.off('unhandledRejection', onUnhandled);
});
beforeEach(() => {
	unhandled.length = 0;
});

type Service = keyof typeof triggerTypes;

const everything = (type: Service): string[] =>
	fieldsNamed(triggerTypes[type].description, 'events')
		.flatMap(choicesOf)
		.map(({ value }) => value);

const trigger = (type: Service, parameters: INodeParameters = {}): Trigger => ({
	type,
	parameters: { events: everything(type), options: { includeRawBody: true }, ...parameters },
	credentials: type === 'tencent' ? tencentTrusting() : agoraTrusting(),
});

/** Names that services, JavaScript and n8n know. */
const names = fc.constantFrom(
	...['CallbackCommand', 'GroupId', 'TopicId', 'From_Account', 'To_Account', 'Operator_Account'],
	...['MsgBody', 'MsgType', 'MsgContent', 'Text', 'MsgTime', 'EventTime', 'MsgKey', 'ContactItem'],
	...['NewMemberList', 'ExitMemberList', 'Member_Account', 'TextContent', 'ToGroupId'],
	...['chat_type', 'group_id', 'from', 'to', 'msg_id', 'payload', 'bodies', 'msg', 'type', 'id'],
	...['eventType', 'event', 'operation', 'operator', 'member', 'expire_timestamp', 'mute'],
	...['muc_id', 'is_chatroom', 'appkey', 'callId', 'timestamp', 'security'],
	...['__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'hasOwnProperty', 'length'],
	...['json', 'binary', 'pairedItem', 'error', '0', ''],
);
const values = fc.constantFrom<unknown>(
	...[
		'Group.CallbackBeforeSendMsg',
		'Group.CallbackAfterMemberExit',
		'ContentCallback.ResultNotify',
	],
	...['chat', 'group', 'chatroom', 'groupchat', 'muc', 'chat_offline', 'group_op_event', 'GROUP'],
	...['MUTE', 'ADD', 'REMOVE', 'UPDATE', 'JOIN', 'add_mute', 'remove_mute', 'kick', 'ban_group'],
	...['spam', 'ｓｐａｍ', '\u0000', '\ud800', '={{ 1 }}', '__proto__', 'toString', ''],
	...[0, -1, -2, 1e300, 8.64e15, 8.64e15 + 1, 1_600_060_847_294, true, false, null],
	// What can't be made text of.
	{ toString: 1, valueOf: 2 },
	[{ toString: null }],
);
/** Anything that JSON can hold, with the names and values that mean something among it. */
const anyJson = fc.letrec<{ value: unknown }>((tie) => ({
	value: fc.oneof(
		{ depthSize: 'small', withCrossShrink: true },
		values,
		fc.string({ unit: 'binary', maxLength: 20 }),
		fc.double({ noNaN: true, noDefaultInfinity: true }),
		fc.array(tie('value'), { maxLength: 4 }),
		object(tie('value')),
	),
})).value;

function object(value: fc.Arbitrary<unknown>): fc.Arbitrary<IDataObject> {
	const name = fc.oneof({ weight: 9, arbitrary: names }, fc.string({ maxLength: 8 }));
	// Not by assignment, which would take __proto__ for what it is.
	return fc
		.array(fc.tuple(name, value), { maxLength: 7 })
		.map((entries) => Object.fromEntries(entries) as IDataObject);
}

const contentTypes = fc.constantFrom(
	...['application/json', 'application/json; charset=utf-8', 'application/octet-stream'],
	...['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'],
);
const bodies = fc.oneof(
	anyJson.map((value) => JSON.stringify(value)),
	fc.string({ unit: 'binary' }),
	fc.constantFrom('', '{', '[]', '"x"', '['.repeat(50_000), '{"a":'.repeat(50_000)),
);
const queries = fc.oneof(
	fc.string({ unit: 'grapheme-ascii' }).map((text) => text.replace(/[#\s]/g, '')),
	fc
		.array(
			fc.tuple(
				fc.constantFrom(
					...['SdkAppid', 'CallbackCommand', 'RequestTime', 'Sign', 'Sign[]', 'Sign[a]'],
					...['__proto__', '__proto__[x]', 'constructor', 'contenttype'],
				),
				fc.oneof(
					fc.constantFrom(sdkAppId, 'Group.CallbackBeforeSendMsg', String(Date.now()).slice(0, 10)),
					fc.string({ maxLength: 20 }),
				),
			),
			{ maxLength: 8 },
		)
		.map((pairs) => new URLSearchParams(pairs).toString()),
);

/** It is answered by the trigger or by n8n, nothing leaks, and nothing was thrown anywhere. */
function expectTaken({ thrown, status, answer, log }: Received): void {
	expect(unhandled).toEqual([]);
	expect(thrown).toBeUndefined();
	expect(status).not.toBe(500);
	expect(JSON.stringify([answer, log])).not.toMatch(new RegExp(`${token}|${secret}`));
	expect(({} as IDataObject).x).toBeUndefined();
}

describe.each(['tencent', 'agora'] as const)('A stranger, at the trigger of %s,', (type) => {
	it('starts nothing, whatever is sent', async () => {
		await fc.assert(
			fc.asyncProperty(queries, bodies, contentTypes, async (query, body, contentType) => {
				const received = await webhooks.send(trigger(type), { query, body, contentType });

				expectTaken(received);
				expect(received.items).toBeUndefined();
				// Without any signature, as some events of Agora Chat are, it is let pass.
				const isUnsigned = type === 'agora' && received.status === 200;
				if (isUnsigned) expect(received.answer).toEqual({ valid: true });
				else expect([400, 401, 422]).toContain(received.status);
				if ([400, 401].includes(received.status ?? 0)) expect(received.answer).toEqual({});
			}),
			{ numRuns: runs(300) },
		);
	});

	it('starts nothing by a true callback of which one part is another', async () => {
		const other = fc.oneof(
			fc.string({ maxLength: 70 }),
			fc.constantFrom('', '0', '1e12', 'null', token, secret),
		);
		const part =
			type === 'tencent'
				? fc.constantFrom('SdkAppid', 'RequestTime', 'Sign', 'CallbackCommand')
				: fc.constantFrom('callId', 'timestamp', 'security');
		await fc.assert(
			fc.asyncProperty(part, other, async (name, value) => {
				const callback =
					type === 'tencent'
						? fromTencent(groupMessage('spam'), { [name]: value })
						: fromAgora(roomMessage('spam'), { [name]: value });
				const received = await webhooks.send(trigger(type), callback);

				expectTaken(received);
				expect(received.items).toBeUndefined();
				expect([401, 403]).toContain(received.status);
				expect(received.answer).toEqual({});
			}),
			{ numRuns: runs(100) },
		);
	});
});

const commands = fc.oneof(
	fc.constantFrom(
		...['Group.CallbackBeforeSendMsg', 'Group.CallbackAfterSendMsg', 'C2C.CallbackBeforeSendMsg'],
		...['Group.CallbackSendMsgException', 'Group.CallbackAfterNewMemberJoin'],
		...['Group.CallbackAfterMemberExit', 'ContentCallback.ResultNotify', 'Alert.RequestOverLimit'],
		...['State.StateChange', '__proto__', 'constructor'],
	),
	fc.string({ maxLength: 20 }),
);

const op = { event: 'group_op_event', type: 'GROUP', id: '7', operator: 'owner' };
const muc = { chat_type: 'muc', group_id: '7', from: 'owner', to: 'jared', eventType: 'chat' };
/** One of each kind that the services send. */
const sound: Record<Service, IDataObject[]> = {
	tencent: [
		groupMessage('spam'),
		privateMessage('spam'),
		groupMessage('spam', { NewMemberList: [{ Member_Account: 'a' }, { Member_Account: 'b' }] }),
		groupMessage('spam', { ContactItem: { ToGroupId: 'g' }, TextContent: ['spam'] }),
	],
	agora: [
		...['chat', 'group', 'chatroom', 'groupchat'].map((chat_type) =>
			roomMessage('spam', { chat_type }),
		),
		roomMessage('spam', { chat_type: 'groupchat', eventType: 'chat' }),
		roomMessage('', { payload: { msg: 'spam', type: 'txt' } }),
		...['add_mute', 'remove_mute', 'ban_group', 'presence', 'kick', 'create'].map((operation) => ({
			...muc,
			payload: { operation, is_chatroom: true, muc_id: `${appKey}_7@conference.easemob.com` },
		})),
		{ ...op, operation: 'MUTE', payload: { type: 'ADD', member: ['a'], expire_timestamp: 1e12 } },
		{ ...op, operation: 'MUTE', payload: { type: 'REMOVE', member: ['a', 'b'] } },
		{ ...op, operation: 'UPDATE', payload: { type: 'MUTE', mute: true } },
		{ ...op, operation: 'JOIN', payload: { member: ['a', 'b'] } },
	],
};

/** A sound callback with some fields, at any depth, of any other value; or nothing but such fields. */
const bodyOf = (type: Service): fc.Arbitrary<IDataObject> =>
	fc.oneof(
		object(anyJson),
		fc
			.constantFrom(...sound[type])
			.chain((body) =>
				fc
					.array(fc.tuple(fc.constantFrom(...pathsIn(body)), anyJson), { maxLength: 3 })
					.map((changes) =>
						changes.reduce((changed, [path, value]) => withField(changed, path, value), body),
					),
			),
	);

type Path = readonly string[];

function pathsIn(value: unknown): Path[] {
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([name, field]) => [
		[name],
		...pathsIn(field).map((path) => [name, ...path]),
	]);
}

function withField(body: IDataObject, [name, ...inner]: Path, value: unknown): IDataObject {
	const field = body[name];
	const isWithin = inner.length > 0 && typeof field === 'object' && field !== null;
	const changed = isWithin ? withField(field as IDataObject, inner, value) : value;
	return Object.assign(Array.isArray(body) ? [...(body as unknown[])] : { ...body }, {
		[name]: changed,
	}) as IDataObject;
}

/** Signed well, whatever else is in it. */
const trusted: Record<Service, fc.Arbitrary<Callback>> = {
	tencent: fc
		.tuple(bodyOf('tencent'), commands)
		.map(([body, CallbackCommand]) =>
			fromTencent(without(body, 'CallbackCommand'), { CallbackCommand }),
		),
	agora: bodyOf('agora').map((body) =>
		fromAgora({ ...without(body, 'callId', 'timestamp', 'security'), appkey: appKey }),
	),
};

const without = (fields: IDataObject, ...taken: string[]): IDataObject =>
	Object.fromEntries(Object.entries(fields).filter(([name]) => !taken.includes(name)));

const dangerous = /"(__proto__|constructor|prototype)":/;

function expectAnswerOf(type: Service, answer: unknown): void {
	if (type === 'tencent') {
		expect(answer).toMatchObject({ ActionStatus: 'OK', ErrorInfo: expect.any(String) as string });
		expect([0, 1, 2, 10100]).toContain((answer as IDataObject).ErrorCode);
	} else {
		expect(answer).toMatchObject({ valid: expect.any(Boolean) as boolean });
		expect(JSON.stringify(answer).length).toBeLessThanOrEqual(1000);
	}
}

describe.each(['tencent', 'agora'] as const)(
	'The service itself, at the trigger of %s,',
	(type) => {
		it('always gets an answer of its own shape, whatever it sends', async () => {
			const settings = fc.constantFrom<INodeParameters>(
				{},
				{ answer: 'block', rules: { words: 'spam' } },
				{ answer: 'block', filters: { ignoreUsers: 'nobody' } },
				{ answer: 'replace', replaceText: '***', filters: { places: 'x', messageTypes: 'txt' } },
				{ answer: 'replace', replaceText: '***', filters: { ignoreUsers: 'nobody' } },
				{
					answer: 'block',
					blockMessage: '={{ $json.body.from }}',
					filters: '={{ $json.body }}' as never,
				},
				{
					answer: 'block',
					blockCode: 10100,
					blockReason: '={{ $json.body.from }}',
					rules: { words: '={{ $json.body.Text }}' },
				},
			);
			await fc.assert(
				fc.asyncProperty(trusted[type], settings, async (callback, parameters) => {
					const received = await webhooks.send(trigger(type, parameters), callback);

					expectTaken(received);
					expect(received.status).toBe(200);
					expectAnswerOf(type, received.answer);
					for (const item of received.items ?? []) {
						expect(everything(type)).toContain(item.event);
						expect(JSON.stringify(item)).not.toContain(signatureIn(callback));
						expect(JSON.stringify(item)).not.toMatch(dangerous);
					}
				}),
				{ numRuns: runs(400) },
			);
		});
	},
);

function signatureIn({ query, body }: Callback): string {
	return (
		new URLSearchParams(query).get('Sign') ?? String((JSON.parse(body) as IDataObject).security)
	);
}
