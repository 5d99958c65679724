import type { TencentSimulator } from '../index';
import type { MuteEnd } from '../moderation';
import { appWideMutes, privatePlaces, recipientOf, sendersOf, type PageService } from './service';

const milliseconds = (end: number | 'permanent' | undefined): MuteEnd | undefined =>
	typeof end === 'number' ? end * 1000 : end;

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
		places: () => [
			...tencent.places().map(({ groupId, topicId = groupId, name, kind, members }) => ({
				id: topicId,
				name,
				kind: `${kind} groups`.replace('Topic groups', 'Topics'),
				senders: sendersOf(members),
			})),
			...privatePlaces(),
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
		send: async (placeId, from, text) => {
			const to = recipientOf(placeId);
			if (to !== undefined) return await tencent.sendPrivateMessage({ from, to, text });
			const { groupId, topicId } = find(placeId);
			return await tencent.sendMessage({ groupId, topicId, from, text });
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
