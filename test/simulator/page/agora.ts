import type { AgoraSimulator } from '../index';
import { textBody, type MessageBody } from '../agora/events';
import type { Content } from '../agora/sending';
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

/** Where a text can stand in a message, §18. */
const parts = new Map<string, (text: string) => MessageBody>([
	['Text', textBody],
	[
		'Gift',
		(giftName) => ({
			type: 'custom',
			customEvent: 'CHATROOMUIKITGIFT',
			customExts: [{ chatroom_uikit_gift: jsonOfPhp({ giftId: '2665752a', giftName }) }],
		}),
	],
	['File', (filename) => ({ type: 'file', filename, file_length: 3279, url: 'https://files/1' })],
	['Place', (addr) => ({ type: 'loc', addr, lat: 39.96612729238626, lng: 116.32309156766605 })],
	[
		'Forwarded messages',
		(text) => ({
			type: 'txt',
			subType: 'sub_combine',
			msg: 'This version cannot show it.',
			title: 'Chat history',
			summary: `ben: one\nben: ${text}`,
			combineLevel: 1,
		}),
	],
]);

/** The kinds of messages, by what they are called on the page. */
const kinds = new Map<string, (text: string) => Content>([
	...[...parts].map(([kind, of]) => [kind, (text: string) => ({ bodies: [of(text)] })] as const),
	[QUOTE, quoting],
]);

/** §18.4 */
function quoting(msgPreview: string): Content {
	const msgQuote = { msgID: '1', msgPreview, msgSender: 'Ben', msgType: 'txt' };
	return { text: 'Beware of this!', ext: { msgQuote } };
}

const headings = { chatrooms: 'Chat rooms', chatgroups: 'Chat groups' } as const;

/** The page sets up a rule of each kind, with a secret of its own, both to the same address. */
export function agoraOnPage(agora: AgoraSimulator): PageService {
	const { callbacks } = agora;
	const [before, after] = agora.credentials.callbackSecrets.split(',').map((text) => text.trim());

	return {
		title: 'Agora Chat',
		secrets: [
			{ label: 'Secret of the pre-delivery rule', value: before },
			{ label: 'Secret of the post-delivery rule', value: after },
		],
		kinds: [...kinds.keys(), EDIT],
		places: () => [
			...agora.places().map(({ id, name, kind, members }) => ({
				id,
				name,
				kind: headings[kind],
				senders: sendersOf(members),
			})),
			...privatePlaces('admin'),
		],
		look: (placeId, user) => {
			const recipient = recipientOf(placeId);
			if (recipient !== undefined) {
				return {
					messages: agora.privateTranscript(user, recipient),
					mutes: appWideMutes((username) => agora.userMutes(username).chat),
					allMuted: false,
				};
			}
			const room = agora.places().find(({ id }) => id === placeId);
			const scope = room?.kind === 'chatgroups' ? 'groupchat' : 'chatroom';
			return {
				messages: agora.transcript(placeId),
				mutes: [
					...[...agora.mutes(placeId)].map(([userId, end]) => ({
						userId,
						where: 'here' as const,
						end,
					})),
					...appWideMutes((username) => agora.userMutes(username)[scope]),
				],
				allMuted: agora.isAllMuted(placeId),
			};
		},
		send: async (placeId, from, text, kind) => {
			const content = kinds.get(kind)?.(text) ?? { text };
			const to = recipientOf(placeId);
			return to === undefined
				? await agora.sendMessage({ id: placeId, from, ...content, isEdit: kind === EDIT })
				: await agora.sendPrivateMessage({ from, to, ...content });
		},
		enter: (placeId, users) => {
			const room = agora.places().find(({ id }) => id === placeId);
			if (!room) throw new Error(`There is no place ${placeId}`);
			if (room.members !== 'anyone') agora.join(placeId, users);
		},
		callbacks: () => callbacks.outbox.sent,
		get callbackUrl() {
			return callbacks.rules[0]?.url;
		},
		set callbackUrl(url) {
			callbacks.rules = url
				? [
						// The vendor's own advice is to wait for longer than the default 200 ms.
						{ kind: 'preDelivery', url, secret: before, timeoutMs: 3000, reportError: true },
						{ kind: 'postDelivery', url, secret: after },
					]
				: [];
		},
	};
}
