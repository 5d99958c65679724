import type { AgoraSimulator } from '../index';
import { appWideMutes, privatePlaces, recipientOf, sendersOf, type PageService } from './service';

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
		places: () => [
			...agora.places().map(({ id, name, kind, members }) => ({
				id,
				name,
				kind: headings[kind],
				senders: sendersOf(members),
			})),
			...privatePlaces(),
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
		send: async (placeId, from, text) => {
			const to = recipientOf(placeId);
			return to === undefined
				? await agora.sendMessage({ id: placeId, from, text })
				: await agora.sendPrivateMessage({ from, to, text });
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
