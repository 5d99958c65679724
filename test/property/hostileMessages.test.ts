import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { RawJson, stringify } from '../simulator/shape';
import {
	agoraTrusting,
	eventsOf,
	fromAgora,
	fromTencent,
	groupMessage,
	privateMessage,
	roomMessage,
	tencentTrusting,
} from '../support/callbacks';
import { useWebhooks, type Callback } from '../support/webhook';
import { runs } from './effort';

/**
 * A message that has the word, however it is written, is caught; one that has not passes; nothing else ever happens.
 * Where text stands, and how: tencent-chat.md, 15 to 17; agora-chat.md, 17 to 19.
 */

const webhooks = useWebhooks();

const words = ['kzqx', 'zorp quux', 'дурман', '赌博'];

/** The letters of the alphabet in Unicode's other forms, by where `a` stands. */
const alphabets = [0x61, 0x41, 0xff41, 0x1d41a, 0x24d0, 0x1f170, 0x1f150, 0x1d4ea, 0x249c, 0x1d552];
const hidden = ['\u200b', '\u00ad', '\ufeff', '\u0001', '\u0000', '\u0008', '\u007f', '\u0090'];
const blanks = [' ', '  ', '\n', '\t', '\r\n', '\u00a0', '\u3000', '\u2800 ', ' \u200b'];

/** A word as members write it who know that it is looked for. */
const disguised = (word: string): fc.Arbitrary<string> =>
	fc
		.tuple(
			...[...word].map((sign, i) => fc.tuple(i > 0 ? between : fc.constant(''), formsOf(sign))),
		)
		.map((signs) => signs.flat().join(''));

const between = fc.oneof(
	{ weight: 5, arbitrary: fc.constant('') },
	{ weight: 1, arbitrary: fc.constantFrom(...hidden) },
);

function formsOf(sign: string): fc.Arbitrary<string> {
	if (sign === ' ') return fc.constantFrom(...blanks);
	if (!/[a-z]/.test(sign)) return fc.constantFrom(sign, sign.toUpperCase());
	const place = sign.charCodeAt(0) - 0x61;
	return fc.constantFrom(...alphabets.map((first) => String.fromCodePoint(first + place)));
}

/** What may stand around it: of a blank, nothing goes on. */
const harmless = fc.oneof(
	fc.constantFrom('hello', 'gg', '哈哈', '4.5/5', 'report.txt', '👍🏽', '', '\ud800', '\u0000'),
	fc.string({ unit: 'binary', maxLength: 12 }),
	fc.string({ unit: 'grapheme', maxLength: 12 }),
	fc.constantFrom('\\', '\\u', '"', '{"a":', ']]', '={{ 1 }}', '<b>', '%s', '__proto__'),
);
/** Letters around it make it another word, of a script with spaces between its words. */
const lookalikes = ['kzqxer', 'akzqx', 'zorp quuxy', 'дурмана', 'kzq x', '赌 博'];

interface Text {
	text: string;
	word?: string;
	/** Of JSON the raw text counts, too, in which an escaped letter is none: so this is not written in JSON. */
	isLookalike?: boolean;
}

const anyText: fc.Arbitrary<Text> = fc.oneof(
	fc
		.constantFrom(...words)
		.chain((word) =>
			fc
				.tuple(harmless, disguised(word), harmless)
				.map(([before, written, after]) => ({ text: `${before} ${written} ${after}`, word })),
		),
	fc.tuple(harmless, harmless).map((texts) => ({ text: texts.join(' ') })),
	fc
		.tuple(harmless, fc.constantFrom(...lookalikes), harmless)
		.map((texts) => ({ text: texts.join(' '), isLookalike: true })),
);

/** Ways to write a text as a string of JSON: any sign as an escape, a solidus with one, as PHP, Gson and others do. */
const jsonString = (text: string): fc.Arbitrary<string> =>
	fc.array(fc.constantFrom('plain', 'plain', 'escape'), { minLength: 8, maxLength: 8 }).map(
		(ways) =>
			`"${text
				.split('')
				.map((unit, i) => (ways[i % ways.length] === 'escape' ? escaped(unit) : plain(unit)))
				.join('')}"`,
	);
const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
const plain = (unit: string) => (unit === '/' ? '\\/' : JSON.stringify(unit).slice(1, -1));

/** Names that JavaScript, JSON and n8n know, and some of the kits'. */
const names = fc.constantFrom(
	...['constructor', '__proto__', 'prototype', 'toString', 'hasOwnProperty', 'then', 'length'],
	...['businessID', 'text', 'content', 'json', 'pairedItem', 'a.b', '', '0'],
);

/** JSON that holds a string of JSON, as far within as is said: names twice, broken off, with something behind it. */
const jsonWith = (inner: string, levels: number): fc.Arbitrary<string> =>
	levels === 0
		? fc.constant(inner)
		: fc
				.tuple(
					jsonString(inner),
					names,
					fc.constantFrom<(string: string, name: string) => string>(
						(string, name) => `{${name}:${string}}`,
						(string, name) => `{${name}:${string},${name}:"hi"}`,
						(string, name) => `{${name}:"hi",${name}:${string}}`,
						(string) => `["a",[[${string}]],9007199254740993]`,
						(string, name) => `${'{"a":'.repeat(40)}{${name}:${string}}${'}'.repeat(40)}`,
						(string, name) => `{${name}:${string}`,
						(string, name) => `{"t":"hi"}{${name}:${string}}`,
						(string, name) => ` [1] ${string} ${name}`,
					),
				)
				.map(([string, name, form]) => form(string, JSON.stringify(name)))
				.chain((json) => jsonWith(json, levels - 1));

/** What senders put beside their text, and nobody is shown. */
const beside = fc.oneof(
	fc.dictionary(names, fc.oneof(fc.constantFrom(...words), fc.double(), fc.constant(null))),
	fc.constantFrom(40, 500).map((depth) => new RawJson(nested(depth, '"kzqx"'))),
	names.map((name) => new RawJson(`{${JSON.stringify(name)}:{"x":"kzqx"},"n":1e999}`)),
);
const nested = (depth: number, inner: string) =>
	`${'{"a":'.repeat(depth)}${inner}${'}'.repeat(depth)}`;

/** A message, and what it has to be caught for. */
interface Message {
	callback: Callback;
	word: string | undefined;
	/** Whether the service waits for a verdict. */
	isBefore: boolean;
}

const element = (MsgType: string, MsgContent: IDataObject): IDataObject => ({
	MsgType,
	MsgContent,
});

/** Every text of every documented element. */
const tencentPlaces: Array<(text: string) => IDataObject> = [
	(Text) => element('TIMTextElem', { Text }),
	(Data) => element('TIMCustomElem', { Data, Desc: '', Ext: '' }),
	(Desc) => element('TIMCustomElem', { Data: '{}', Desc }),
	(Ext) => element('TIMCustomElem', { Data: 'group_create', Ext }),
	(Data) => element('TIMFaceElem', { Index: 6, Data }),
	(Desc) => element('TIMLocationElem', { Desc, Latitude: 29.3, Longitude: 105.9 }),
	(FileName) => element('TIMFileElem', { FileName, Url: 'https://x/y', FileSize: 1773552 }),
	(Title) => element('TIMRelayElem', { Title, MsgNum: 1, AbstractList: [], CompatibleText: '' }),
	(text) => element('TIMRelayElem', { Title: 'history', AbstractList: ['A: hi', `B: ${text}`] }),
	(CompatibleText) => element('TIMRelayElem', { Title: 'history', CompatibleText }),
	(content) => element('TIMOfTheFutureElem', { Lines: [{ content }] }),
];
const forwarded = (depth: number, inner: IDataObject): IDataObject =>
	depth === 0
		? inner
		: element('TIMRelayElem', {
				Title: 'history',
				AbstractList: ['A: hi'],
				MsgList: [
					...Array.from({ length: 5 }, () => ({ MsgBody: [tencentPlaces[0]('hi')] })),
					{ From_Account: 'A', MsgSeq: 85, MsgBody: [forwarded(depth - 1, inner)] },
				],
			});

const tencentEvents: Array<[isBefore: boolean, (MsgBody: IDataObject[]) => IDataObject]> = [
	[true, (MsgBody) => groupMessage('', { MsgBody })],
	[true, (MsgBody) => groupMessage('', { MsgBody, TopicId: '@TGS#_@TGS#cQVLVHIM62CJ@TOPIC#_1' })],
	[true, (MsgBody) => privateMessage('', { MsgBody })],
	[
		false,
		(MsgBody) => groupMessage('', { MsgBody, CallbackCommand: 'Group.CallbackAfterSendMsg' }),
	],
	[
		false,
		(MsgBody) => privateMessage('', { MsgBody, CallbackCommand: 'C2C.CallbackAfterSendMsg' }),
	],
	[
		false,
		(MsgBody) => groupMessage('', { MsgBody, CallbackCommand: 'Group.CallbackAfterModifyMsg' }),
	],
	[
		false,
		(MsgBody) => privateMessage('', { MsgBody, CallbackCommand: 'C2C.CallbackAfterModifyMsg' }),
	],
];

/** Every text of every documented part. */
const agoraPlaces: Array<(text: string) => IDataObject> = [
	(msg) => ({ type: 'txt', msg }),
	(filename) => ({ type: 'img', filename, url: 'https://x/y', size: { width: 7, height: 9 } }),
	(file_name) => ({ type: 'img', file_name, url: 'https://x/y' }),
	(filename) => ({ type: 'video', filename, thumb: 'x', length: 5 }),
	(filename) => ({ type: 'audio', filename, length: 5 }),
	(filename) => ({ type: 'file', filename, file_length: 3279, secret: '2RNX' }),
	(addr) => ({ type: 'loc', addr, lat: 39.96612729238626, lng: '116.3' }),
	(action) => ({ type: 'cmd', action }),
	(msg) => ({ type: 'cmd', msg }),
	(customEvent) => ({ type: 'custom', customEvent }),
	(name) => ({ type: 'custom', customEvent: 'gift_1', customExts: [{ size: 1 }, { name }] }),
	(k) => ({
		type: 'custom',
		customEvent: 'gift_1',
		'v2:customExts': { k },
		customExts: [{ k: 1 }],
	}),
	(k) => ({
		type: 'custom',
		customEvent: 'gift_1',
		'v2:customExts': { k: 'v' },
		customExts: { k },
	}),
	(title) => ({ type: 'txt', subType: 'sub_combine', title, summary: 'a: hi', combineLevel: 1 }),
	(summary) => ({ subType: 'sub_combine', title: 'Chat history', summary, url: 'https://x/y' }),
	(content) => ({ type: 'of_the_future', lines: [{ content }] }),
];
/** What UI kits and phones show of what stands beside the parts. */
const agoraExts: Array<(text: string) => IDataObject> = [
	(nickname) => ({ ease_chat_uikit_user_info: { nickname, avatarURL: 'x' } }),
	(nickname) => ({ chatroom_uikit_userInfo: JSON.stringify({ nickname, gender: 1 }) }),
	(title) => ({ ease_chat_uikit_text_url_preview: { url: 'https://x', title } }),
	(em_push_content) => ({ em_apns_ext: { em_push_content } }),
];

const agoraEvents: Array<[isBefore: boolean, (payload: IDataObject) => IDataObject]> = [
	[true, (payload) => roomMessage('', { payload })],
	[true, (payload) => roomMessage('', { payload, chat_type: 'groupchat' })],
	[true, (payload) => roomMessage('', { payload, chat_type: 'chat', group_id: undefined })],
	[true, (payload) => roomMessage('', { payload, chat_type: 'edit' })],
	[false, (payload) => roomMessage('', { payload, chat_type: 'groupchat', eventType: 'chat' })],
	[
		false,
		({ ...payload }) =>
			roomMessage('', {
				eventType: 'chat',
				chat_type: 'edit',
				from: 'internal1',
				payload: {
					...payload,
					edit_message_id: '1034728239284',
					meta: { edit_msg: { operator: 'jared', sender: 'jared', count: 1 } },
				},
			}),
	],
];

/** The text as it is, or as JSON of some levels that holds it, as kits put it into custom messages. */
const written = ({ text, isLookalike }: Text): fc.Arbitrary<string> =>
	fc
		.constantFrom(...(isLookalike ? [0] : [0, 0, 1, 2, 3]))
		.chain((levels) => jsonWith(text, levels));

const padding = fc.oneof(
	{ weight: 30, arbitrary: fc.constant('') },
	{ weight: 1, arbitrary: fc.constantFrom('a\u0301\u0323', '\ufdfa', '{"a":[', '\\u0061', '長 ') },
);

const fromTencentMember: fc.Arbitrary<Message> = fc
	.tuple(anyText, fc.constantFrom(...tencentPlaces), fc.constantFrom(...tencentEvents), beside)
	.chain(([one, place, [isBefore, event], app]) =>
		fc
			.tuple(written(one), fc.constantFrom(0, 0, 1, 3), padding, fc.boolean())
			.map(([text, depth, pad, isFirst]) => {
				const elements = [
					forwarded(depth, place(text)),
					element('TIMCustomElem', { Data: pad && pad.repeat(200_000) }),
				];
				const body = event(isFirst ? elements : elements.reverse());
				const CloudCustomData = stringify({ app });
				const { query } = fromTencent(body);
				return {
					callback: { query, body: JSON.stringify({ ...body, CloudCustomData }) },
					word: one.word,
					isBefore,
				};
			}),
	);

const fromAgoraMember: fc.Arbitrary<Message> = fc
	.tuple(anyText, fc.constantFrom(...agoraEvents), beside, fc.boolean())
	.chain(([one, [isBefore, event], app, isFlat]) => {
		const asPart = fc.constantFrom(...agoraPlaces).chain((place) =>
			written(one).map((text) => {
				const part = place(text);
				return isFlat
					? { ...part, ext: { app } }
					: { ext: { app }, bodies: [{ type: 'txt', msg: 'hi' }, part] };
			}),
		);
		const asExt = fc.constantFrom(...agoraExts).map((place) => ({
			ext: { ...place(one.text), app },
			bodies: [{ type: 'txt', msg: 'hi' }],
		}));
		return fc
			.oneof({ weight: 4, arbitrary: asPart }, { weight: 1, arbitrary: asExt })
			.map((payload) => ({
				callback: signed(event(payload as never)),
				word: one.word,
				isBefore,
			}));
	});

/** As the service writes it, whatever the sender's keys are. */
function signed(body: IDataObject): Callback {
	const { query, body: fields } = fromAgora({});
	return { query, body: stringify({ ...(JSON.parse(fields) as IDataObject), ...body }) };
}

const services = [
	{
		type: 'tencent',
		credentials: tencentTrusting(),
		messages: fromTencentMember,
		pass: { ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 0 },
		block: { ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 1 },
	},
	{
		type: 'agora',
		credentials: agoraTrusting(),
		messages: fromAgoraMember,
		pass: { valid: true },
		block: { valid: false },
	},
] as const;

it.each(services)(
	'A message of $type is caught if it has the word, however it is written, and passes if not',
	async ({ type, credentials, messages, pass, block }) => {
		const trigger = {
			type,
			credentials,
			parameters: { events: eventsOf(type), answer: 'block', rules: { words: words.join('\n') } },
		};
		const seen = { caught: 0, passed: 0 };
		await fc.assert(
			fc.asyncProperty(messages, async ({ callback, word, isBefore }) => {
				const { status, answer, items, thrown } = await webhooks.send(trigger, callback);

				expect(thrown).toBeUndefined();
				expect(status).toBe(200);
				expect(answer).toEqual(word !== undefined && isBefore ? block : pass);
				expect(items?.map(({ matchedText }) => matchedText)).toEqual(word && [word]);
				if (word === undefined) seen.passed++;
				else seen.caught++;
			}),
			{ numRuns: runs(300) },
		);
		// Without these the property would prove nothing.
		expect(seen.caught).toBeGreaterThan(10);
		expect(seen.passed).toBeGreaterThan(10);
	},
);
