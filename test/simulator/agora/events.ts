import type { JsonObject } from '../shape';
import type { Room } from './state';

/** An event after the fact, §10, by the `chat_type` that a rule chooses it by. */
export interface AgoraEvent {
	readonly chatType: ChatType;
	/** All of the body but what every callback carries. */
	readonly body: JsonObject;
}

export const chatTypes = [
	'chat',
	'groupchat',
	'recall',
	'muc',
	'roster',
	'read_ack',
	'notify',
] as const;

export type ChatType = (typeof chatTypes)[number];

/** A text: history format, as Agora has it, or flat, as Easemob's samples do. */
export type Payload = JsonObject;

/** A message on its way to a room, a group or a user. */
export interface Message {
	readonly id: string;
	readonly from: string;
	/** The user, or the id of the room or group. */
	readonly to: string;
	readonly room?: Room;
	readonly text: string;
}

export const textPayload = (text: string, shape: 'bodies' | 'flat'): Payload =>
	shape === 'flat' ? { msg: text, type: 'txt' } : { ext: {}, bodies: [{ msg: text, type: 'txt' }] };

/** A message that was delivered; `offline` is somebody whom it did not reach. */
export function messageEvent({ id, from, to, room, text }: Message, offline?: string): AgoraEvent {
	const chatType = room ? 'groupchat' : 'chat';
	return {
		chatType,
		body: {
			eventType: offline === undefined ? 'chat' : 'chat_offline',
			chat_type: chatType,
			...(room && { group_id: room.id }),
			from,
			to: offline ?? to,
			msg_id: id,
			payload: textPayload(text, 'bodies'),
		},
	};
}

const receipt = (
	chatType: 'recall' | 'read_ack',
	from: string,
	to: string,
	messageId: string,
	more: JsonObject = {},
): AgoraEvent => ({
	chatType,
	body: {
		eventType: 'chat',
		chat_type: chatType,
		from,
		to,
		...more,
		msg_id: `${messageId}1`,
		payload: { ext: {}, ack_message_id: messageId, bodies: [] },
	},
});

/** A message is taken back. */
export const recalled = (from: string, to: string, messageId: string): AgoraEvent =>
	receipt('recall', from, to, messageId, { recall_id: messageId });

/** A private message has been read. */
export const read = (from: string, to: string, messageId: string): AgoraEvent =>
	receipt('read_ack', from, to, messageId);

/** A reaction to a message. Its payload is not documented in these sources. */
export const reacted = (from: string, to: string, messageId: string): AgoraEvent => ({
	chatType: 'notify',
	body: {
		eventType: 'chat',
		chat_type: 'notify',
		from,
		to,
		msg_id: messageId,
		payload: { type: 'reaction', bodies: [] },
	},
});
