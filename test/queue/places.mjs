import { agoraCredential, simulator, tencentCredential } from './stage.mjs';

const { tencent, agora } = simulator;

/** A group of Tencent's, and a room of Agora's. */
export const place = 'arena';
const id = { __rl: true, mode: 'id', value: place };

/** Both services as new: with this group or room, in which anyone is. */
export function reset() {
	for (const service of [tencent, agora]) service.reset();
	tencent.addGroup({ groupId: place, members: 'anyone' });
	agora.addChatRoom({ chatRoomId: place, members: 'anyone' });
}

export const mute = { operation: 'mute', muteFor: 'permanent' };

/** Makes nodes that act there. */
export const nodes = {
	tencent: ({ parameters, ...more }) => ({
		name: 'Tencent',
		type: 'n8n-nodes-chat-mute.tencentCloudChat',
		credentials: tencentCredential,
		parameters: { resource: 'group', groupId: id, ...parameters },
		...more,
	}),
	agora: ({ parameters, ...more }) => ({
		name: 'Agora',
		type: 'n8n-nodes-chat-mute.agoraChat',
		credentials: agoraCredential,
		parameters: { resource: 'chatRoom', chatRoomId: id, ...parameters },
		...more,
	}),
};
