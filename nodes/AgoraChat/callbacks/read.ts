import type { IDataObject } from 'n8n-workflow';

import type { Happening, Received } from '../../shared/callbacks/model';
import { given, objects } from '../../shared/callbacks/reading';
import { isObject } from '../../shared/http/json';
import { endOf } from '../ends';
import { withoutAppKey } from '../userIds';

type Ids = Partial<Record<'chatRoomId' | 'chatGroupId', string>>;

/** A group or room operation, read from either generation of callbacks. */
interface Operation {
	event: string;
	users: unknown[];
	operator?: unknown;
	more?: IDataObject;
}

/** What a message is sent to. `groupchat` covers rooms, too; a chat with a single user is no place. */
const PLACE_NAMES: Readonly<Record<string, ReadonlyArray<keyof Ids>>> = {
	group: ['chatGroupId'],
	chatroom: ['chatRoomId'],
	groupchat: ['chatGroupId', 'chatRoomId'],
	chat: [],
};
const MUTED = { muted: true };
const UNMUTED = { muted: false, permanent: false, mutedUntil: null };

/** https://docs.agora.io/en/agora-chat/reference/callbacks-events */
export function read({ body }: Received): Happening {
	if (body.event === 'group_op_event') return operationOf(body, newer(body), placeOfNewer(body));
	if (body.chat_type === 'muc') return operationOf(body, older(body), placeOfOlder(body));
	const names = PLACE_NAMES[String(body.chat_type)];
	// The second callback of a message, to somebody offline, would count it twice.
	const isMessage = names && (body.eventType === undefined || body.eventType === 'chat');
	if (!isMessage) return operationOf(body, unknown(body), {});
	return messageOf(body, Object.fromEntries(names.map((name) => [name, String(body.group_id)])));
}

/** Before delivery, a callback has no type of event. */
function messageOf(body: IDataObject, place: Ids): Happening {
	const event = body.eventType === undefined ? 'messageBefore' : 'message';
	const payload = isObject(body.payload) ? body.payload : {};
	// Agora documents a list of bodies, Easemob's samples are flat.
	const bodies = Array.isArray(payload.bodies) ? objects(payload.bodies) : [payload];
	const text = textsIn(bodies, 'msg').join('\n');
	const messageTypes = textsIn(bodies, 'type');
	const item = given({
		event,
		...place,
		userId: userIdOf(body.from, body),
		recipientId: Object.keys(place).length === 0 ? userIdOf(body.to, body) : undefined,
		text,
		messageType: messageTypes[0],
		messageId: body.msg_id === undefined ? undefined : String(body.msg_id),
		sentAt: sentAtOf(body),
	});
	const form = Array.isArray(payload.bodies) ? 'bodies' : 'flat';
	return {
		event,
		items: [item],
		places: Object.values(place),
		messageTypes,
		text,
		...(event === 'messageBefore' && { reply: { event, form } }),
	};
}

function operationOf(body: IDataObject, operation: Operation, place: Ids): Happening {
	const { event, users, operator, more } = operation;
	const items = users.map((user) =>
		given({
			event,
			...place,
			userId: userIdOf(user, body),
			operatorId: userIdOf(operator, body),
			...more,
			sentAt: sentAtOf(body),
		}),
	);
	return { event, items, places: Object.values(place), messageTypes: [], text: '' };
}

/** `{ event: "group_op_event", operation: "MUTE", payload: { type: "ADD", member, expire_timestamp } }` */
function newer(body: IDataObject): Operation {
	const payload = isObject(body.payload) ? body.payload : {};
	const users: unknown[] = Array.isArray(payload.member) ? payload.member : [];
	const { operator } = body;
	switch (`${String(body.operation)} ${String(payload.type)}`) {
		case 'MUTE ADD':
			return { event: 'userMuted', users, operator, more: mutedUntil(payload.expire_timestamp) };
		case 'MUTE REMOVE':
			return { event: 'userUnmuted', users, operator, more: UNMUTED };
		case 'UPDATE MUTE':
			if (payload.mute === true) return { event: 'allMuted', users: [undefined], operator };
			if (payload.mute === false) return { event: 'allUnmuted', users: [undefined], operator };
	}
	if (body.operation === 'JOIN') return { event: 'memberJoined', users, operator };
	if (body.operation === 'LEAVE') return { event: 'memberLeft', users, operator };
	return unknown(body);
}

/** `{ chat_type: "muc", payload: { operation: "add_mute", … } }`; it does not tell when a mute ends. */
function older(body: IDataObject): Operation {
	const payload = isObject(body.payload) ? body.payload : {};
	const { from, to } = body;
	switch (payload.operation) {
		case 'add_mute':
			return { event: 'userMuted', ...affected(body), more: { ...MUTED, mutedUntil: null } };
		case 'remove_mute':
			return { event: 'userUnmuted', ...affected(body), more: UNMUTED };
		case 'ban_group':
			return { event: 'allMuted', users: [undefined], operator: from };
		case 'remove_ban_group':
			return { event: 'allUnmuted', users: [undefined], operator: from };
		case 'presence':
			return { event: 'memberJoined', users: [from] };
		case 'leave':
			return { event: 'memberLeft', users: [from] };
		case 'kick':
			return { event: 'memberLeft', ...affected({ from, to }) };
		default:
			return unknown(body);
	}
}

/** The documents don't say which is whom it happens to: it is told to that one, unless that is the place itself. */
function affected({ from, to }: IDataObject): Pick<Operation, 'users' | 'operator'> {
	const isUser = typeof to === 'string' && to !== '' && !to.includes('@conference.');
	return isUser ? { users: [to], operator: from } : { users: [from] };
}

function unknown(body: IDataObject): Operation {
	return { event: 'other', users: [body.from], more: { body: withoutSecurity(body) } };
}

/** The body without what could be sent again. */
export function withoutSecurity({ security, ...body }: IDataObject): IDataObject {
	return security === undefined ? body : { ...body };
}

function mutedUntil(expire: unknown): IDataObject {
	const end = typeof expire === 'number' ? endOf(expire) : null;
	return {
		...MUTED,
		permanent: end === 'permanent',
		mutedUntil: typeof end === 'number' ? new Date(end).toISOString() : null,
	};
}

function placeOfNewer({ type, id }: IDataObject): Ids {
	if (id === undefined || id === null) return {};
	return type === 'CHATROOM' ? { chatRoomId: String(id) } : { chatGroupId: String(id) };
}

function placeOfOlder(body: IDataObject): Ids {
	const payload = isObject(body.payload) ? body.payload : {};
	const id = userIdOf(body.group_id ?? payload.muc_id, body);
	if (id === undefined) return {};
	if (payload.is_chatroom === true) return { chatRoomId: id };
	return payload.is_chatroom === false ? { chatGroupId: id } : { chatGroupId: id, chatRoomId: id };
}

/** `org#app_ann@easemob.com/phone` is ann; places are written likewise. */
function userIdOf(value: unknown, body: IDataObject): string | undefined {
	if (typeof value !== 'string' || value === '') return undefined;
	return withoutAppKey(value.split('@')[0], appKeyOf(body));
}

/** `org#app`, before the UUID that ends the call's ID. */
export function appKeyOf({ callId }: IDataObject): string | undefined {
	return typeof callId === 'string' ? /^(.+)_[^_]*$/.exec(callId)?.[1] : undefined;
}

function textsIn(bodies: readonly IDataObject[], name: string): string[] {
	return bodies.flatMap((part) => (typeof part[name] === 'string' ? part[name] : []));
}

function sentAtOf({ timestamp }: IDataObject): string | undefined {
	const date = new Date(typeof timestamp === 'number' ? timestamp : NaN);
	return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
