import { seeded, simulator } from './stage.mjs';

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
		node: (parameters, more) => ({
			name: 'Chat',
			type: 'n8n-nodes-chat-mute.tencentCloudChat',
			credentials: { tencentCloudChatApi: { id: 'chatMuteTencent', name: 'Tencent' } },
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
	};
}

function chatRoom(title, chatRoomId) {
	const { agora } = simulator;
	return {
		title,
		named: { chatRoomId },
		node: (parameters, more) => ({
			name: 'Chat',
			type: 'n8n-nodes-chat-mute.agoraChat',
			credentials: { agoraChatApi: { id: 'chatMuteAgora', name: 'Agora' } },
			parameters: { resource: 'chatRoom', chatRoomId: byId(chatRoomId), ...parameters },
			...more,
		}),
		mute: (userId, end) => agora.mute(chatRoomId, userId, end),
		mutes: () => Object.fromEntries(agora.mutes(chatRoomId)),
		isAllMuted: () => agora.isAllMuted(chatRoomId),
	};
}

const { lobby, community, topics } = seeded.tencent;

export const group = groupOrTopic('Tencent Cloud Chat, a group', lobby);
export const topic = groupOrTopic('Tencent Cloud Chat, a topic', community, topics.rules);
export const room = chatRoom('Agora Chat, a chat room', seeded.agora.lounge);
