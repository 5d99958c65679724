import type { JsonObject } from '../shape';
import type { AgoraEvent } from './events';
import type { Room } from './state';

/** What is done to a room or group, or to members of it. */
export type RoomOperation =
	| { readonly kind: 'muted'; readonly users: readonly string[]; readonly expire: number }
	| { readonly kind: 'unmuted' | 'joined' | 'left' | 'kicked'; readonly users: readonly string[] }
	| { readonly kind: 'allMuted' | 'allUnmuted' };

/** The older events, and the current ones of Easemob: which an app sends is open, §10. */
export type Generation = 'muc' | 'group_op_event';

/** Where an older event names the member it is about: open, §10. */
export type MucMember = 'to' | 'from';

/** The app's own administrator, who acts through the REST API. */
export const appAdmin = '@ppAdmin';

/** The words of the older events. */
const mucWords: Readonly<Record<RoomOperation['kind'], string>> = {
	muted: 'add_mute',
	unmuted: 'remove_mute',
	joined: 'presence',
	left: 'leave',
	kicked: 'kick',
	allMuted: 'ban_group',
	allUnmuted: 'remove_ban_group',
};

/** The older events tell of one member each. */
export function mucEvents(
	appKey: string,
	room: Room,
	operation: RoomOperation,
	operator: string,
	member: MucMember,
): AgoraEvent[] {
	const word = mucWords[operation.kind];
	if (!('users' in operation)) return [mucEvent(appKey, room, word, operator, room.id)];
	return operation.users.map((user) =>
		member === 'to'
			? mucEvent(appKey, room, word, operator, user)
			: mucEvent(appKey, room, word, user, operator),
	);
}

/** An older event, of any operation. */
export function mucEvent(
	appKey: string,
	{ id, kind }: Room,
	operation: string,
	from: string,
	to: string,
): AgoraEvent {
	const device = from === appAdmin ? '' : '/android_8070d7b2-795eb6e63d';
	return {
		chatType: 'muc',
		body: {
			eventType: 'chat',
			chat_type: 'muc',
			group_id: id,
			from: `${appKey}_${from}@easemob.com${device}`,
			to,
			msg_id: '976454013950101860',
			payload: {
				muc_id: `${appKey}_${id}@conference.easemob.com`,
				reason: '',
				is_chatroom: kind === 'chatrooms',
				operation,
				status: { description: '', error_code: 'ok' },
			},
		},
	};
}

/** A current event tells of all members at once. */
export function groupOpEvent(
	{ id, kind }: Room,
	operation: string,
	payload: JsonObject,
	operator: string,
): AgoraEvent {
	const type = kind === 'chatrooms' ? 'CHATROOM' : 'GROUP';
	const body = { id, type, event: 'group_op_event', operation, operator, payload };
	return { chatType: 'muc', body };
}

/** The word of a current event, and its payload. */
export function groupOpWords(operation: RoomOperation): [word: string, payload: JsonObject] {
	switch (operation.kind) {
		case 'muted':
			return ['MUTE', { type: 'ADD', member: operation.users, expire_timestamp: operation.expire }];
		case 'unmuted':
			return ['MUTE', { type: 'REMOVE', member: operation.users }];
		case 'joined':
			return ['JOIN', { type: 'DIRECT', member: operation.users }];
		case 'left':
			return ['LEAVE', { type: 'QUIT', member: operation.users }];
		case 'kicked':
			return ['LEAVE', { type: 'KICK', member: operation.users }];
		default:
			return ['UPDATE', { type: 'MUTE', mute: operation.kind === 'allMuted' }];
	}
}
