import type { TencentSimulator } from '../index';
import type { MuteEnd } from '../moderation';
import type { Content } from '../tencent/sending';
import type { MsgElement } from '../tencent/verdict';
import {
	appWideMutes,
	EDIT,
	jsonOfPhp,
	privatePlaces,
	QUOTE,
	recipientOf,
	sendersOf,
	type PageService,
} from './service';

const element = (MsgType: string, MsgContent: MsgElement['MsgContent']): MsgElement => ({
	MsgType,
	MsgContent,
});
const textElement = (Text: string) => element('TIMTextElem', { Text });

/** Where a text can stand in a message, §16. */
const elements = new Map<string, (text: string) => MsgElement>([
	['Text', textElement],
	[
		'Link card',
		(text) =>
			element('TIMCustomElem', { Data: jsonOfPhp({ businessID: 'text_link', text, version: 4 }) }),
	],
	['File', (text) => element('TIMFileElem', { FileName: text, Url: 'https://files.example/1' })],
	['Place', (text) => element('TIMLocationElem', { Desc: text, Latitude: 29.34, Longitude: 105 })],
	['Forwarded messages', forwarded],
]);

function forwarded(text: string): MsgElement {
	const texts = ['one', 'two', 'three', 'four', 'five', text];
	return element('TIMRelayElem', {
		Title: 'Chat history',
		MsgNum: texts.length,
		CompatibleText: 'Please upgrade',
		AbstractList: texts.slice(0, 5).map((one) => `ben: ${one}`),
		MsgList: texts.map((one) => ({ From_Account: 'ben', MsgBody: [textElement(one)] })),
	});
}

const milliseconds = (end: number | 'permanent' | undefined): MuteEnd | undefined =>
	typeof end === 'number' ? end * 1000 : end;

/** The kinds of messages, by what they are called on the page. */
const kinds = new Map<string, (text: string) => Content>([
	...[...elements].map(([kind, of]) => [kind, (text: string) => ({ body: [of(text)] })] as const),
	[QUOTE, quoting],
]);

/** §16.3 */
function quoting(messageAbstract: string): Content {
	const messageReply = { messageID: '1', messageAbstract, messageSender: 'Ben', version: 1 };
	return { text: 'Beware of this!', cloudCustomData: jsonOfPhp({ messageReply }) };
}

export function tencentOnPage(tencent: TencentSimulator): PageService {
	const { callbacks } = tencent;
	const find = (placeId: string) => {
		const place = tencent.places().find(({ groupId, topicId = groupId }) => topicId === placeId);
		if (!place) throw new Error(`There is no place ${placeId}`);
		return place;
	};

	return {
		title: 'Tencent Cloud Chat',
		get secrets() {
			return [{ label: 'Callback token', value: callbacks.token }];
		},
		kinds: [...kinds.keys(), EDIT],
		places: () => [
			...tencent.places().map(({ groupId, topicId = groupId, name, kind, members }) => ({
				id: topicId,
				name,
				kind: `${kind} groups`.replace('Topic groups', 'Topics'),
				senders: sendersOf(members),
			})),
			...privatePlaces(tencent.credentials.identifier),
		],
		look: (placeId, user) => {
			const recipient = recipientOf(placeId);
			if (recipient !== undefined) {
				return {
					messages: tencent.privateTranscript(user, recipient),
					mutes: appWideMutes((account) => milliseconds(tencent.accountMutes(account).c2c)),
					allMuted: false,
				};
			}
			const { groupId, topicId } = find(placeId);
			return {
				messages: tencent.transcript(groupId, topicId),
				mutes: [
					...[...tencent.mutes(groupId, topicId)].map(([userId, end]) => ({
						userId,
						where: 'here' as const,
						end: end === 'permanent' ? end : end * 1000,
					})),
					...appWideMutes((account) => milliseconds(tencent.accountMutes(account).group)),
				],
				allMuted: tencent.isAllMuted(groupId, topicId),
			};
		},
		send: async (placeId, from, text, kind) => {
			const content = kinds.get(kind)?.(text) ?? { text };
			const to = recipientOf(placeId);
			if (to !== undefined) return await tencent.sendPrivateMessage({ from, to, ...content });
			const { groupId, topicId } = find(placeId);
			const message = { groupId, topicId, from, ...content };
			return kind === EDIT ? tencent.editMessage(message) : await tencent.sendMessage(message);
		},
		enter: (placeId, users) => {
			const { groupId, members } = find(placeId);
			if (members !== 'anyone') tencent.join(groupId, users);
		},
		callbacks: () => callbacks.outbox.sent,
		get callbackUrl() {
			return callbacks.url;
		},
		set callbackUrl(url) {
			callbacks.url = url;
		},
	};
}
