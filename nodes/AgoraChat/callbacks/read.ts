import type { IDataObject } from 'n8n-workflow';

import type { Happening, Received } from '../../shared/callbacks/model';
import { given, idOf, idsOf, objects } from '../../shared/callbacks/reading';
import { isObject } from '../../shared/http/json';
import { muteState } from '../../shared/model/rows';
import { endOf, PERMANENT_DURATION } from '../ends';
import { withoutAppKey } from '../userIds';

type IdName = 'chatRoomId' | 'chatGroupId';
type Ids = Partial<Record<IdName, string>>;

/** A group or room operation, read from either generation of callbacks. */
interface Operation {
	event: string;
	/** Whom it happens to; one undefined, where that is nobody in particular. */
	users: unknown[];
	operator?: unknown;
	more?: IDataObject;
}

const GROUP: readonly IdName[] = ['chatGroupId'];
const ROOM: readonly IdName[] = ['chatRoomId'];
const EITHER: readonly IdName[] = ['chatGroupId', 'chatRoomId'];
/** What a message is sent to. `groupchat` covers rooms, too; a chat with a single user is no place. */
const PLACES: ReadonlyMap<unknown, readonly IdName[]> = new Map([
	['group', GROUP],
	['chatroom', ROOM],
	['groupchat', EITHER],
	['chat', []],
]);
/** Until when is not told. */
const MUTED = { muted: true, mutedUntil: null };
const UNMUTED = muteState(null);

/** https://docs.agora.io/en/agora-chat/reference/callbacks-events */
export function read({ body }: Received): Happening {
	// The second callback of a message, to somebody offline, would count it twice.
	const isFirst = body.eventType === undefined || body.eventType === 'chat';
	if (!isFirst) return operationOf(body, unknown(body), {});
	if (body.event === 'group_op_event') return operationOf(body, newer(body), placeOfNewer(body));
	if (body.chat_type === 'muc') return operationOf(body, older(body), placeOfOlder(body));
	const names = PLACES.get(body.chat_type);
	if (!names) return operationOf(body, unknown(body), {});
	return messageOf(body, placeOf(idOf(body.group_id), names));
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
		messageId: idOf(body.msg_id),
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
	const { operation, operator } = body;
	const { type, mute, member, expire_timestamp } = isObject(body.payload) ? body.payload : {};
	const users = idsOf(member);
	if (operation === 'MUTE' && type === 'ADD') {
		return { event: 'userMuted', users, operator, more: mutedUntil(expire_timestamp) };
	}
	if (operation === 'MUTE' && type === 'REMOVE') {
		return { event: 'userUnmuted', users, operator, more: UNMUTED };
	}
	if (operation === 'UPDATE' && type === 'MUTE' && typeof mute === 'boolean') {
		return { event: mute ? 'allMuted' : 'allUnmuted', users: [undefined], operator };
	}
	if (operation === 'JOIN') return { event: 'memberJoined', users, operator };
	if (operation === 'LEAVE') return { event: 'memberLeft', users, operator };
	return unknown(body);
}

/** `{ chat_type: "muc", payload: { operation: "add_mute", … } }`; it does not tell when a mute ends. */
function older(body: IDataObject): Operation {
	const payload = isObject(body.payload) ? body.payload : {};
	const { from, to } = body;
	switch (payload.operation) {
		case 'add_mute':
			return { event: 'userMuted', ...affected(body), more: MUTED };
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
	const isTime = typeof expire === 'number' && (expire >= 0 || expire === PERMANENT_DURATION);
	return isTime ? muteState(endOf(expire)) : MUTED;
}

function placeOf(id: string | undefined, names: readonly IdName[]): Ids {
	return id === undefined ? {} : Object.fromEntries(names.map((name) => [name, id]));
}

function placeOfNewer({ type, id }: IDataObject): Ids {
	if (type === 'CHATROOM') return placeOf(idOf(id), ROOM);
	return placeOf(idOf(id), type === 'GROUP' ? GROUP : EITHER);
}

function placeOfOlder(body: IDataObject): Ids {
	const payload = isObject(body.payload) ? body.payload : {};
	const id = userIdOf(body.group_id ?? payload.muc_id, body);
	if (payload.is_chatroom === true) return placeOf(id, ROOM);
	return placeOf(id, payload.is_chatroom === false ? GROUP : EITHER);
}

/** `org#app_ann@easemob.com/phone` is ann; places are written likewise. `@ppAdmin` is who calls the REST API. */
function userIdOf(value: unknown, body: IDataObject): string | undefined {
	const [id] = idOf(value)?.split(/@(?!ppAdmin)/) ?? [];
	return id && withoutAppKey(id, appKeyOf(body));
}

/** `org#app`, before the UUID that ends the call's ID. */
function appKeyOf({ callId }: IDataObject): string | undefined {
	return typeof callId === 'string' ? /^(.+)_[^_]*$/.exec(callId)?.[1] : undefined;
}

function textsIn(bodies: readonly IDataObject[], name: string): string[] {
	return bodies.flatMap((part) => (typeof part[name] === 'string' ? part[name] : []));
}

function sentAtOf({ timestamp }: IDataObject): string | undefined {
	const date = new Date(Number(idOf(timestamp)));
	return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
