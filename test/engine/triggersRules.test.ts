import type { IDataObject, INodeParameters } from 'n8n-workflow';

import {
	agoraTrusting,
	fromAgora,
	fromTencent,
	groupMessage,
	privateMessage,
	roomMessage,
	tencentTrusting,
} from '../support/callbacks';
import { publish, useWebhooks, type Received } from '../support/webhook';

/** Rules in the triggers: what is answered, and what starts. */

const webhooks = useWebhooks();
let workflow = 0;
beforeEach(() => workflow++);

const passes = { ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 0 };
const blocked = { ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 1 };
const flood = { flood: { values: {} } };
const events = [
	'messageBefore',
	'message',
	'privateMessageBefore',
	'privateMessage',
	'messageEdited',
];

async function onTencent(
	rules: INodeParameters,
	body: IDataObject,
	parameters: INodeParameters = {},
): Promise<Received> {
	return await webhooks.send(
		{
			type: 'tencent',
			parameters: { events, answer: 'block', rules, ...parameters },
			credentials: tencentTrusting(),
			workflowId: `workflow ${workflow}`,
		},
		fromTencent(body),
	);
}

async function onAgora(
	rules: INodeParameters,
	body: IDataObject,
	parameters: INodeParameters = {},
): Promise<Received> {
	return await webhooks.send(
		{
			type: 'agora',
			parameters: { events: ['messageBefore', 'message'], answer: 'block', rules, ...parameters },
			credentials: agoraTrusting(),
			workflowId: `workflow ${workflow}`,
		},
		fromAgora(body),
	);
}

const after = (text: string, more: IDataObject = {}) => ({
	...groupMessage(text),
	CallbackCommand: 'Group.CallbackAfterSendMsg',
	...more,
});

it('a flood of 100 messages is blocked, and starts one execution', async () => {
	const received = [];
	for (let i = 0; i < 100; i++) received.push(await onTencent(flood, groupMessage('gg')));
	const started = received.filter(({ items }) => items);

	expect(received.slice(0, 5).map(({ answer }) => answer)).toEqual(Array(5).fill(passes));
	expect(received.slice(5).map(({ answer }) => answer)).toEqual(Array(95).fill(blocked));
	expect(started.map(({ items }) => items?.[0])).toMatchObject([
		{ userId: 'jared', text: 'gg', matchedRule: 'flood', matchedText: '6' },
	]);
});

it('a flood on Agora Chat, too', async () => {
	const received = [];
	for (let i = 0; i < 10; i++) received.push(await onAgora(flood, roomMessage('gg')));

	expect(received.filter(({ items }) => items)).toHaveLength(1);
	expect(received.map(({ answer }) => (answer as IDataObject).valid)).toEqual([
		...Array(5).fill(true),
		...Array(5).fill(false),
	]);
});

it('where the workflow decides, it decides once, and what is caught further is blocked', async () => {
	const received = [];
	for (let i = 0; i < 8; i++) {
		received.push(await onTencent(flood, groupMessage('gg'), { answer: 'workflow' }));
	}

	expect(received.filter(({ items }) => items)).toHaveLength(1);
	expect(received[5].items).toMatchObject([{ matchedRule: 'flood', reply: {} }]);
	expect(received.slice(6).map(({ answer }) => answer)).toEqual([blocked, blocked]);
});

it('with Answer pass, rules report and let pass', async () => {
	const received = await onTencent({ words: 'spam' }, groupMessage('spam'), { answer: 'pass' });

	expect(received.answer).toEqual(passes);
	expect(received.items).toMatchObject([{ matchedRule: 'words', matchedText: 'spam' }]);
});

it('other users, places, events and workflows count by themselves', async () => {
	for (let i = 0; i < 5; i++) await onTencent(flood, groupMessage('gg'));
	const caught = async (body: IDataObject) => (await onTencent(flood, body)).items !== undefined;

	expect(await caught(groupMessage('gg', { From_Account: 'tommy' }))).toBe(false);
	expect(await caught(groupMessage('gg', { GroupId: '@TGS#other' }))).toBe(false);
	expect(await caught(groupMessage('gg', { TopicId: '@TGS#t' }))).toBe(false);
	expect(await caught(after('gg', { MsgSeq: 1 }))).toBe(false);
	expect(await caught(privateMessage('gg'))).toBe(false);
	workflow++;
	expect(await caught(groupMessage('gg'))).toBe(false);
	workflow--;
	expect(await caught(groupMessage('gg'))).toBe(true);
});

it('private messages of a user count together, whomever they go to', async () => {
	const received = [];
	for (let i = 0; i < 6; i++) {
		received.push(await onTencent(flood, privateMessage('hi', { To_Account: `user ${i}` })));
	}

	expect(received.filter(({ items }) => items)).toHaveLength(1);
});

it('a message that is told of again is not counted again, and starts nothing', async () => {
	const results = [];
	for (const MsgSeq of [1, 1, 1, 1, 1, 1, 1, 2, 3, 4, 5]) {
		results.push((await onTencent(flood, after('gg', { MsgSeq }))).items);
	}
	expect(results.filter(Boolean)).toEqual([]);

	const sixth = await onTencent(flood, after('gg', { MsgSeq: 6 }));
	const again = await onTencent(flood, after('gg', { MsgSeq: 6 }));
	expect(sixth.items).toMatchObject([{ matchedRule: 'flood' }]);
	expect(again.items).toBeUndefined();
});

it('a private message is not told apart by what its sender chooses', async () => {
	const key = { CallbackCommand: 'C2C.CallbackAfterSendMsg', MsgKey: '1_1_1' };
	const results = [];
	for (let i = 0; i < 6; i++) {
		results.push((await onTencent(flood, { ...privateMessage(`text ${i}`), ...key })).items);
	}

	expect(results.filter(Boolean)).toHaveLength(1);
});

it('an edit is judged by its text, and is not counted', async () => {
	const edit = (text: string) => ({
		...groupMessage(text),
		CallbackCommand: 'Group.CallbackAfterModifyMsg',
		Operator_Account: 'jared',
		MsgSeq: 1,
	});
	for (let i = 0; i < 10; i++) {
		expect((await onTencent({ ...flood, words: 'spam' }, edit('gg'))).items).toBeUndefined();
	}

	expect((await onTencent({ ...flood, words: 'spam' }, edit('spam'))).items).toMatchObject([
		{ event: 'messageEdited', matchedRule: 'words' },
	]);
});

it('all other events start by the filters alone', async () => {
	const { items } = await onTencent(
		{ words: 'spam' },
		{
			CallbackCommand: 'Group.CallbackAfterNewMemberJoin',
			GroupId: 'g',
			NewMemberList: [{ Member_Account: 'tommy' }],
		},
		{ events: ['memberJoined'] },
	);

	expect(items).toMatchObject([{ userId: 'tommy' }]);
	expect(items?.[0]).not.toHaveProperty('matchedRule');
});

it('what the filters leave out is not counted', async () => {
	const filters = { ignoreUsers: 'jared' };
	for (let i = 0; i < 10; i++) await onTencent(flood, groupMessage('gg'), { filters });

	expect((await onTencent(flood, groupMessage('gg'))).answer).toEqual(passes);
});

it('a raid starts the workflow once for the place', async () => {
	const raid = { repeats: { values: { by: 'anybody', times: 3 } } };
	const received = [];
	for (let i = 0; i < 8; i++) {
		received.push(await onTencent(raid, groupMessage('Join us there!', { From_Account: `u${i}` })));
	}

	expect(received.filter(({ items }) => items)).toHaveLength(1);
	expect(received.slice(3).map(({ answer }) => answer)).toEqual(Array(5).fill(blocked));
});

it('mentions of the services count: of Tencent after sending, of UI kits on Agora Chat', async () => {
	const mentions = { mentions: { values: { mentions: 2, everyone: true } } };
	const GroupAtInfo = ['a', 'b', 'c'].map((name) => ({ GroupAt_Account: name }));
	const all = [{ GroupAtAllFlag: 1 }];
	const list = async (em_at_list: unknown) =>
		(
			await onAgora(
				mentions,
				roomMessage('hi', {
					payload: { ext: { em_at_list }, bodies: [{ type: 'txt', msg: 'hi' }] },
				}),
			)
		).items;

	expect((await onTencent(mentions, after('hi', { GroupAtInfo, MsgSeq: 1 }))).items).toBeDefined();
	expect(
		(await onTencent(mentions, after('hi', { GroupAtInfo: all, MsgSeq: 2 }))).items,
	).toBeDefined();
	expect((await onTencent(mentions, after('hi', { MsgSeq: 3 }))).items).toBeUndefined();
	expect(await list(['a', 'b', 'c'])).toMatchObject([
		{ matchedRule: 'mentions', matchedText: '3' },
	]);
	expect(await list('["a","b","c"]')).toBeDefined();
	expect(await list('ALL')).toBeDefined();
	expect(await list([])).toBeUndefined();
	expect(await list('')).toBeUndefined();
});

it('a link in a custom message counts, and the picture of one does not', async () => {
	const links = { links: { values: {} } };
	const custom = (data: unknown) =>
		groupMessage('', {
			MsgBody: [{ MsgType: 'TIMCustomElem', MsgContent: { Data: JSON.stringify(data) } }],
		});

	expect((await onTencent(links, custom({ link: 'https://evil.com' }))).items).toMatchObject([
		{ matchedRule: 'links', matchedText: 'https://evil.com' },
	]);
	expect(
		(await onTencent(links, custom({ img: 'https://x.com/a.png', avatar: 'https://x.com/1' })))
			.items,
	).toBeUndefined();
});

it.each([
	['a key that is there is on, with defaults for what is missing', { flood: {} }, 6],
	['words without a word catch nothing', { words: '' }, undefined],
	[
		'words that an expression makes nothing of catch nothing',
		{ words: '={{ undefined }}' },
		undefined,
	],
	['an expression in a count', { flood: { values: { messages: '={{ 1 + 1 }}' } } }, 3],
	[
		'a count of an expression that is out of range',
		{ flood: { values: { messages: '={{ 0 }}' } } },
		6,
	],
] as const)('%s', async (_, rules, first) => {
	const received = [];
	for (let i = 0; i < 7; i++) received.push(await onTencent(rules as never, groupMessage('gg')));
	const at = received.findIndex(({ items }) => items);

	expect(at < 0 ? undefined : at + 1).toBe(first);
});

describe('Publishing fails', () => {
	const published = async (parameters: INodeParameters) =>
		await publish({ type: 'tencent', parameters, credentials: tencentTrusting() });

	it.each([
		[{ rules: { flood: { values: { messages: 0 } } } }, "'Messages'"],
		[{ answer: 'block', filters: { ignoreUsers: 'ann' } }, "'Rules'"],
		[{ answer: 'block' }, "'Rules'"],
	])('%j', async (parameters, name) => {
		expect((await published(parameters as never))?.message).toContain(name);
	});

	it.each([
		{ answer: 'block', rules: { flood: { values: {} } } },
		{ answer: 'block', filters: { messageTypes: 'TIMTextElem' } },
		{ answer: 'drop', filters: { places: 'x' } },
	])('but not for %j', async (parameters) => {
		expect(await published(parameters as never)).toBeUndefined();
	});
});

describe('Nobody innocent is caught', () => {
	const all: INodeParameters = {
		links: { values: {} },
		flood: { values: {} },
		repeats: { values: {} },
		mentions: { values: { everyone: true } },
	};
	const element = (MsgType: string, MsgContent: IDataObject) => ({
		MsgBody: [{ MsgType, MsgContent }],
	});
	const gift = JSON.stringify({
		giftId: '2665752a',
		giftName: 'PinkHeart',
		giftIcon: 'https://files.example/gifts/heart.png',
		avatarUrl: 'https://files.example/user/1',
	});

	it.each<[string, IDataObject]>([
		[
			'a picture without text',
			element('TIMImageElem', { UUID: '1', ImageInfoArray: [{ URL: 'https://x.com/1' }] }),
		],
		['a sticker', element('TIMFaceElem', { Index: 1, Data: 'tt00@2x' })],
		[
			'a file',
			element('TIMFileElem', { FileName: 'scores.final.xlsx', Url: 'https://x.com/f', UUID: '1' }),
		],
		['a gift', element('TIMCustomElem', { Data: gift })],
		[
			'a reply that quotes a link',
			{
				CloudCustomData: JSON.stringify({
					messageReply: { messageAbstract: 'https://evil.com @all', messageSender: 'eve' },
				}),
			},
		],
	])('on Tencent Cloud Chat: %s', async (_, message) => {
		expect((await onTencent(all, groupMessage('true', message))).answer).toEqual(passes);
	});

	it.each<[string, IDataObject]>([
		[
			'a gift',
			{
				bodies: [
					{
						type: 'custom',
						customEvent: 'CHATROOMUIKITGIFT',
						customExts: [{ chatroom_uikit_gift: gift }],
					},
				],
			},
		],
		['a picture', { bodies: [{ type: 'img', url: 'https://x.com/1', filename: 'IMG_2024.jpg' }] }],
		[
			'a reply that quotes a link',
			{
				ext: { msgQuote: { msgPreview: 'https://evil.com' } },
				bodies: [{ type: 'txt', msg: 'true' }],
			},
		],
		[
			'who has an avatar',
			{
				ext: {
					chatroom_uikit_userInfo: { nickname: 'Nick', avatarURL: 'https://x.com/1' },
					em_at_list: [],
				},
				bodies: [{ type: 'txt', msg: 'hi [):]' }],
			},
		],
	])('on Agora Chat: %s', async (_, payload) => {
		expect((await onAgora(all, roomMessage('', { payload }))).answer).toEqual({ valid: true });
	});
});
