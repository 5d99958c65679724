import { seeded, simulator } from './stage.mjs';

export const tencentNode = (more) => ({
	type: 'n8n-nodes-chat-mute.tencentCloudChat',
	credentials: { tencentCloudChatApi: { id: 'chatMuteTencent', name: 'Tencent' } },
	...more,
});
export const agoraNode = (more) => ({
	type: 'n8n-nodes-chat-mute.agoraChat',
	credentials: { agoraChatApi: { id: 'chatMuteAgora', name: 'Agora' } },
	...more,
});

const byId = (value) => ({ __rl: true, mode: 'id', value });

/**
 * Where the nodes can act. Each place makes a node that acts there, names itself as its output
 * does, and tells what became of it in the simulated service.
 */
function groupOrTopic(title, groupId, topicId) {
	const { tencent } = simulator;
	return {
		title,
		named: { groupId, ...(topicId && { topicId }) },
		node: (parameters, more) =>
			tencentNode({
				name: 'Chat',
				parameters: {
					resource: 'group',
					groupId: byId(groupId),
					topicId: byId(topicId ?? ''),
					...parameters,
				},
				...more,
			}),
		mute: (userId, end) => tencent.mute(groupId, userId, end, topicId),
		/** User to milliseconds since 1970, or `permanent`. */
		mutes: () =>
			Object.fromEntries(
				[...tencent.mutes(groupId, topicId)].map(([userId, end]) => [
					userId,
					end === 'permanent' ? end : end * 1000,
				]),
			),
		isAllMuted: () => tencent.isAllMuted(groupId, topicId),
		members: () => tencent.members(groupId),
		banned: () => [...tencent.bans(groupId).keys()].sort(),
		write: async (from, text) => await tencent.sendMessage({ groupId, topicId, from, text }),
		where: 'group',
		/** All else as the editor has it at first. */
		messages: (parameters) =>
			tencentNode({ name: 'Chat', parameters: { resource: 'message', ...parameters } }),
		messageId: ({ seq }) => String(seq),
		transcript: () => tencent.transcript(groupId, topicId),
		admin: 'administrator',
		told: (userId) => tencent.privateTranscript('administrator', userId),
		/** What others see of what somebody has written. */
		shownOf: (userId) =>
			tencent
				.transcript(topicId ?? groupId)
				.filter(({ from, shown }) => from === userId && shown !== undefined)
				.map(({ shown }) => shown),
	};
}

function chatRoomOrGroup(title, resource, id) {
	const { agora } = simulator;
	return {
		title,
		named: { [`${resource}Id`]: id },
		node: (parameters, more) =>
			agoraNode({
				name: 'Chat',
				parameters: { resource, [`${resource}Id`]: byId(id), ...parameters },
				...more,
			}),
		mute: (userId, end) => agora.mute(id, userId, end),
		mutes: () => Object.fromEntries(agora.mutes(id)),
		isAllMuted: () => agora.isAllMuted(id),
		members: () => agora.members(id),
		banned: () => [...agora.blockList(id)].sort(),
		write: async (from, text) => await agora.sendMessage({ id, from, text }),
		where: resource,
		messages: (parameters) =>
			agoraNode({ name: 'Chat', parameters: { resource: 'message', ...parameters } }),
		messageId: ({ id: messageId }) => messageId,
		transcript: () => agora.transcript(id),
		admin: 'admin',
		told: (userId) => agora.privateTranscript('admin', userId),
		allow: (userId) => agora.allow(id, userId),
		allowed: () => [...agora.allowList(id)].sort(),
	};
}

const { lobby, community, topics } = seeded.tencent;

export const group = groupOrTopic('Tencent Cloud Chat, a group', lobby);
export const topic = groupOrTopic('Tencent Cloud Chat, a topic', community, topics.rules);
export const room = chatRoomOrGroup('Agora Chat, a chat room', 'chatRoom', seeded.agora.lounge);
export const chatGroup = chatRoomOrGroup(
	'Agora Chat, a chat group',
	'chatGroup',
	seeded.agora.book,
);

/** Where users are muted in the whole app: each with its channels, and what became of them. */
export const wholeApps = [
	{
		title: 'Tencent Cloud Chat, the whole app',
		scopes: ['c2c', 'group'],
		node: (parameters) => group.node({ resource: 'account', ...parameters }),
		/** Channel to milliseconds since 1970, or `permanent`. */
		mutes: (userId) =>
			Object.fromEntries(
				Object.entries(simulator.tencent.accountMutes(userId)).map(([scope, end]) => [
					scope,
					typeof end === 'number' ? end * 1000 : end,
				]),
			),
	},
	{
		title: 'Agora Chat, the whole app',
		scopes: ['chat', 'chatroom', 'groupchat'],
		node: (parameters) => room.node({ resource: 'user', ...parameters }),
		mutes: (userId) => simulator.agora.userMutes(userId),
	},
];
