import type { JsonObject } from '../shape';
import type { Room } from './state';

/** An event after the fact, §10, by the `chat_type` that a rule chooses it by. */
export interface AgoraEvent {
	readonly chatType: ChatType;
	/** All of the body but what every callback carries. */
	readonly body: JsonObject;
	/** §17.5: some samples are not signed. */
	readonly isUnsigned?: boolean;
}

export const chatTypes = [
	'chat',
	'groupchat',
	'recall',
	'edit',
	'muc',
	'roster',
	'read_ack',
	'notify',
] as const;

export type ChatType = (typeof chatTypes)[number];

/** A part of a message: a text, a picture, a place, §18. */
export type MessageBody = JsonObject;

/** A message on its way to a room, a group or a user. */
export interface Message {
	readonly id: string;
	readonly from: string;
	/** The user, or the id of the room or group. */
	readonly to: string;
	readonly room?: Room;
	readonly bodies: readonly MessageBody[];
	/** Whatever its sender puts in. */
	readonly ext: unknown;
	/** It is to take the place of another. */
	readonly isEdit?: boolean;
}

export const textBody = (text: string): MessageBody => ({ msg: text, type: 'txt' });

/** A message that is to take the place of another: what it was, and who wants it to be so. */
export interface Edit {
	readonly message: Message;
	readonly editor: string;
	readonly at: number;
}

/** History format, as Agora has it, or flat, as Easemob's samples do. */
export const payloadOf = (
	{ bodies, ext }: Pick<Message, 'bodies' | 'ext'>,
	shape: 'bodies' | 'flat',
): JsonObject => (shape === 'flat' ? bodies[0] : { ext, bodies });

/** What the others read: the texts, and the kind of all else. */
export const shownText = (bodies: readonly MessageBody[]): string =>
	bodies.map(({ type, msg }) => (typeof msg === 'string' ? msg : `[${String(type)}]`)).join('');

/** A message that was delivered; `offline` is somebody whom it did not reach. */
export function messageEvent(message: Message, offline?: string): AgoraEvent {
	const { id, from, to, room } = message;
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
			payload: payloadOf(message, 'bodies'),
		},
	};
}

/** §17.1: what stands outside of the payload is internal, and there is no `eventType` in the sample. */
export const editedEvent = (
	{ message, editor, at }: Edit,
	eventId: string,
	eventType?: 'chat',
): AgoraEvent => ({
	chatType: 'edit',
	body: {
		...(eventType && { eventType }),
		chat_type: 'edit',
		from: 'internal1',
		to: 'internal2',
		msg_id: eventId,
		payload: {
			...payloadOf(message, 'bodies'),
			edit_message_id: message.id,
			from: message.from,
			to: message.to,
			type: 'edit',
			meta: {
				edit_msg: {
					count: 1,
					edit_time: at,
					operator: editor,
					send_time: at,
					sender: message.from,
				},
			},
		},
		securityVersion: '1.0.0',
	},
});

/** §17.3: what the console's moderation says of a message, before the others have it or after. */
export const moderated = (
	{
		from,
		to,
		id,
		targetType,
		msg,
	}: {
		readonly from: string;
		readonly to: string;
		readonly id: string;
		readonly targetType: 'chat' | 'groupchat' | 'chatroom';
		readonly msg: string;
	},
	moderationResult: 'PASS' | 'REJECT' | 'EXCHANGE' | 'RECALL',
	providerResult: 'PASS' | 'REVIEWED' | 'REJECT',
	riskType?: string,
): AgoraEvent => ({
	chatType: 'chat',
	body: {
		eventType: 'moderation',
		moderationResult,
		providerResult,
		messageType: 'txt',
		messageId: id,
		targetType,
		source: {},
		...(riskType !== undefined && { riskType }),
		from,
		to,
		url: '',
		msg,
	},
});

/** §17.4: what the service's own list of words has found. */
export const keywordAlert = (
	appKey: string,
	{ from, to, id }: { readonly from: string; readonly to: string; readonly id: string },
	status: 'pass' | 'refuse' | 'replace',
	words: readonly string[],
): AgoraEvent => ({
	chatType: 'chat',
	body: {
		eventType: 'keyword_alert',
		alertReason: status === 'pass' ? 'through' : 'intercepted',
		contentReceiver: `${appKey}_${to}@easemob.com`,
		sensitiveWords: words,
		contentOwner: `${appKey}_${from}@easemob.com`,
		contentUri: `msync:${id}`,
		contentType: 'message',
		chatType: 'chat:user:text',
		status,
	},
});

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

/** §17.5: a reaction to a message. Its sample has neither `callId` nor `security`. */
export const reacted = (
	from: string,
	to: string,
	messageId: string,
	reaction = 'like',
): AgoraEvent => ({
	chatType: 'notify',
	isUnsigned: true,
	body: {
		eventType: 'chat',
		chat_type: 'notify',
		from,
		to,
		msg_id: `${messageId}1`,
		payload: {
			data: [
				{
					messageId,
					from,
					to,
					channel_type: 'chat',
					reactions: [{ reaction, userList: [from], count: 1 }],
				},
			],
			num: 1,
			channel_type: 'chat',
			type: 'reaction',
		},
	},
});
