import type { IDataObject } from 'n8n-workflow';

import { agoraCallbacks } from '../../nodes/AgoraChat/callbacks/callbackService';
import type { CallbackEvent, Wanted } from '../../nodes/shared/callbacks/callbackService';
import { WordList } from '../../nodes/shared/callbacks/wordList';
import { tencentCallbacks } from '../../nodes/TencentCloudChat/callbacks/callbackService';
import { RawJson, stringify } from '../simulator/shape';
import { fromAgora, fromTencent, groupMessage, readingOf, roomMessage } from '../support/callbacks';

/** All text that a user may see counts, wherever and however it stands: tencent-chat.md §16, agora-chat.md §18. */

const spam = new WordList(['spam']);
const found = ({ text }: CallbackEvent) => spam.find(text) !== undefined;

const onTencent = (body: IDataObject, wanted?: Partial<Wanted>): CallbackEvent =>
	readingOf(tencentCallbacks, fromTencent(body), wanted);
const onAgora = (body: IDataObject, wanted?: Partial<Wanted>): CallbackEvent =>
	readingOf(agoraCallbacks, fromAgora(body), wanted);

const element = (MsgType: string, MsgContent: IDataObject): IDataObject => ({
	MsgType,
	MsgContent,
});
const forwarded = (depth: number, last: IDataObject): IDataObject =>
	depth === 0
		? last
		: element('TIMRelayElem', {
				LayersOverLimit: false,
				Title: 'history',
				AbstractList: ['ann: hello'],
				MsgList: [
					...Array.from({ length: 5 }, () => ({
						From_Account: 'ann',
						MsgBody: [element('TIMTextElem', { Text: 'hello' })],
					})),
					{ From_Account: 'bob', MsgBody: [forwarded(depth - 1, last)] },
				],
			});

describe('On Tencent Cloud Chat', () => {
	const elements: Array<[string, IDataObject]> = [
		['a text', element('TIMTextElem', { Text: 'spam' })],
		['what a custom element holds', element('TIMCustomElem', { Data: 'spam' })],
		['its description', element('TIMCustomElem', { Data: '', Desc: 'spam' })],
		['its extension', element('TIMCustomElem', { Data: '', Ext: 'spam' })],
		['the data of a face', element('TIMFaceElem', { Index: 1, Data: 'spam' })],
		['the address of a place', element('TIMLocationElem', { Desc: 'spam', Latitude: 1 })],
		['the name of a file', element('TIMFileElem', { FileName: 'spam.pdf', Url: 'https://x' })],
		['the title of a forwarded history', element('TIMRelayElem', { Title: 'spam' })],
		['its summary', element('TIMRelayElem', { AbstractList: ['hello', 'spam'] })],
		['its text for older clients', element('TIMRelayElem', { CompatibleText: 'spam' })],
		['the sixth forwarded message', forwarded(1, element('TIMTextElem', { Text: 'spam' }))],
		['one forwarded within forwarded', forwarded(3, element('TIMTextElem', { Text: 'spam' }))],
		['an element that no page tells of', element('TIMNewElem', { Anything: { at: ['spam'] } })],
		['a text among others', element('TIMTextElem', { Text: ['hello', 'spam'] })],
	];
	it.each(elements)('%s counts', (_, one) => {
		const hello = element('TIMTextElem', { Text: 'hello' });
		expect(found(onTencent(groupMessage('', { MsgBody: [hello, one] })))).toBe(true);
		expect(found(onTencent(groupMessage('', { MsgBody: [hello] })))).toBe(false);
	});

	it.each([
		['the app’s own data beside the message', { CloudCustomData: '{"app":"spam"}' }],
		[
			'where a file is stored',
			{ MsgBody: [element('TIMFileElem', { FileName: 'a', Url: 'https://x/spam', UUID: 'spam' })] },
		],
	])('%s does not count', (_, changes) => {
		expect(found(onTencent(groupMessage('hello', changes)))).toBe(false);
	});

	it.each<[string, unknown]>([
		['as it should be', '{"messageReply":{"messageAbstract":"spam","messageSender":"ann"}}'],
		['with more behind it', '{"messageReply":{"messageAbstract":"spam"}}}'],
	])('what a reply quotes counts if that is wished for: %s', (_, CloudCustomData) => {
		const body = groupMessage('beware!', { CloudCustomData } as IDataObject);
		expect(found(onTencent(body))).toBe(false);
		expect(found(onTencent(body, { includeQuoted: true }))).toBe(true);
	});
});

describe('On Agora Chat', () => {
	const parts: Array<[string, IDataObject]> = [
		['a text', { type: 'txt', msg: 'spam' }],
		['the name of a file', { type: 'file', filename: 'spam.pdf', url: 'x' }],
		['the name of a picture', { type: 'img', filename: 'spam.png', url: 'x' }],
		['the name of a video', { type: 'video', filename: 'spam.mp4', url: 'x' }],
		['an address', { type: 'loc', addr: 'spam street', lat: 1, lng: 2 }],
		['a building', { type: 'loc', addr: 'street', buildingName: 'spam' }],
		['the event of a custom message', { type: 'custom', customEvent: 'spam' }],
		['its fields', { type: 'custom', customEvent: 'e', customExts: [{ a: 'spam' }] }],
		[
			'its fields in another form',
			{ type: 'custom', customEvent: 'e', 'v2:customExts': { a: 'spam' } },
		],
		['the title of a combined history', { type: 'txt', subType: 'sub_combine', title: 'spam' }],
		['its summary', { type: 'txt', subType: 'sub_combine', summary: 'ann: spam' }],
		['a command', { type: 'cmd', action: 'spam' }],
		['a type that no page tells of', { type: 'new', anything: { at: ['spam'] } }],
	];
	it.each(parts)('%s counts, in a list and flat', (_, part) => {
		const hello = { type: 'txt', msg: 'hello' };
		expect(found(onAgora(roomMessage('', { payload: { bodies: [hello, part] } })))).toBe(true);
		expect(found(onAgora(roomMessage('', { payload: part })))).toBe(true);
		expect(found(onAgora(roomMessage('', { payload: { bodies: [hello] } })))).toBe(false);
	});

	const withExt = (ext: IDataObject) =>
		roomMessage('', { payload: { ext, bodies: [{ type: 'txt', msg: 'hello' }] } });

	it.each<[string, IDataObject]>([
		['a nickname', { ease_chat_uikit_user_info: { nickname: 'spam' } }],
		['a nickname as JSON', { ease_chat_uikit_user_info: '{"nickname":"spam"}' }],
		['the preview of a link', { ease_chat_uikit_text_url_preview: { title: 'spam' } }],
		['what is pushed to phones', { em_apns_ext: { em_push_content: 'spam' } }],
	])('of what senders put beside the text, %s counts', (_, ext) => {
		expect(found(onAgora(withExt(ext)))).toBe(true);
	});

	it('of what senders put beside the text, nothing else counts', () => {
		expect(found(onAgora(withExt({ app: 'spam', deep: { a: 'spam' } })))).toBe(false);
	});

	it('what a reply quotes counts if that is wished for', () => {
		const body = withExt({ msgQuote: { msgID: '1', msgPreview: 'spam', msgSender: 'ann' } });
		expect(found(onAgora(body))).toBe(false);
		expect(found(onAgora(body, { includeQuoted: true }))).toBe(true);
	});
});

describe('JSON in a text', () => {
	/** As a custom element or message carries it. */
	const ways = (json: string): CallbackEvent[] => [
		onTencent(groupMessage('', { MsgBody: [element('TIMCustomElem', { Data: json })] })),
		onAgora(roomMessage('', { payload: { bodies: [{ type: 'custom', customExts: { json } }] } })),
	];

	it.each([
		...['{"content":"hello\\nspam"}', '{"content":"\\tspam\\/"}', '{"content":"\\u0073pam"}'],
		...['{"content":"s\\u0070\\u0061m"}', '{"content":"sp\\u200bam"}', '{"t":"spam","t":"hi"}'],
		...[
			'{"t":"hi"} spam',
			'{"t":"hi"}{"u":"spam"}',
			'{"t":"sp\\u0061m',
			'["a",["spam"]]',
			'"spam"',
		],
		...[JSON.stringify({ a: JSON.stringify({ b: '\nspam' }) }), '{"spam":1}', '{"\\u0073pam":1}'],
		...[JSON.stringify([JSON.stringify([JSON.stringify(['\u0001spam\u0001'])])])],
	])('hides nothing: %s', (json) => {
		for (const callbackEvent of ways(json)) expect(found(callbackEvent)).toBe(true);
	});

	it.each(['{"content":"class"}', '{"content":"spammer"}', '{"a":"\\u0073pan"}', 's\\u0070'])(
		'has nothing that is not there: %s',
		(json) => {
			for (const callbackEvent of ways(json)) expect(found(callbackEvent)).toBe(false);
		},
	);
});

describe('A name that comes twice', () => {
	it.each(['{"Text":"spam","Text":"hi"}', '{"Text":"hi","Text":"spam"}'])(
		'hides nothing: %s',
		(content) => {
			const MsgBody = [{ MsgType: 'TIMTextElem', MsgContent: new RawJson(content) }];
			const { query } = fromTencent(groupMessage('hi'));
			const body = stringify(groupMessage('', { MsgBody: MsgBody as never }));
			expect(found(readingOf(tencentCallbacks, { query, body }))).toBe(true);
		},
	);
});

describe('What is deeper than 32 levels', () => {
	const nested = (depth: number, inner: unknown): unknown =>
		depth === 0 ? inner : [nested(depth - 1, inner)];

	it.each([10, 40, 400])('still counts: %d levels', (depth) => {
		const MsgBody = nested(depth, { MsgType: 'TIMTextElem', MsgContent: { Text: 'spam' } });
		expect(found(onTencent(groupMessage('', { MsgBody: MsgBody as never })))).toBe(true);
		const bodies = nested(depth, { type: 'txt', msg: 'spam' });
		expect(found(onAgora(roomMessage('', { payload: { bodies } as never })))).toBe(true);
	});
});
