import type { IDataObject } from 'n8n-workflow';

import type { CallbackEvent } from '../../shared/callbacks/callbackService';
import { given, idOf, idsOf, objectOr } from '../../shared/callbacks/values';
import { muteState } from '../../shared/model/rows';
import { endOf, PERMANENT_DURATION } from '../ends';
import { EITHER, GROUP, placeOf, ROOM, sentAtOf, userIdOf, type PlaceIds } from './placeIds';

/** A group or room operation, read from either generation of callbacks. */
interface Operation {
	event: string;
	/** Whom it happens to; one undefined, where that is nobody in particular. */
	users: Array<string | undefined>;
	operator?: string;
	more?: IDataObject;
}

/** Until when is not told. */
const MUTED = { muted: true, mutedUntil: null };
const UNMUTED = muteState(null);

/** What was done to a group or room, in the words of Easemob's callbacks. */
export function readNewer(body: IDataObject): CallbackEvent {
	const { type, id } = body;
	const kind = type === 'CHATROOM' ? ROOM : type === 'GROUP' ? GROUP : EITHER;
	return makeEvent(body, newer(body), placeOf(idOf(id), kind));
}

/** The same in the words of Agora's. */
export function readOlder(body: IDataObject): CallbackEvent {
	const { muc_id, is_chatroom } = objectOr(body.payload);
	const id = userIdOf(body.group_id ?? muc_id, body);
	const kind = is_chatroom === true ? ROOM : is_chatroom === false ? GROUP : EITHER;
	return makeEvent(body, older(body, id), placeOf(id, kind));
}

/** What is none of the others. */
export const readOther = (body: IDataObject): CallbackEvent => makeEvent(body, unknown(body), {});

function makeEvent(
	body: IDataObject,
	{ event, users, operator, more }: Operation,
	place: PlaceIds,
): CallbackEvent {
	return {
		event,
		items: users.map((userId) =>
			given({ event, ...place, userId, operatorId: operator, ...more, sentAt: sentAtOf(body) }),
		),
		hasBody: event === 'other',
		places: Object.values(place),
		messageTypes: [],
		text: '',
	};
}

/** `{ event: "group_op_event", operation: "MUTE", payload: { type: "ADD", member, expire_timestamp } }` */
function newer(body: IDataObject): Operation {
	const { operation } = body;
	const { type, mute, member, expire_timestamp } = objectOr(body.payload);
	const users = idsOf(member).map((user) => userIdOf(user, body));
	const operator = userIdOf(body.operator, body);
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
function older(body: IDataObject, placeId: string | undefined): Operation {
	const { operation, status } = objectOr(body.payload);
	if (!isDone(status)) return unknown(body);
	// The documents don't say which is whom it happens to, and either may be the place itself.
	const [from, to] = [body.from, body.to].map((end) =>
		isPlace(end, placeId) ? undefined : userIdOf(end, body),
	);
	const affected = to === undefined ? { users: [from] } : { users: [to], operator: from };
	const itself = { users: [from ?? to] };
	switch (operation) {
		case 'add_mute':
			return { event: 'userMuted', ...affected, more: MUTED };
		case 'remove_mute':
			return { event: 'userUnmuted', ...affected, more: UNMUTED };
		case 'ban_group':
			return { event: 'allMuted', users: [undefined], operator: from };
		case 'remove_ban_group':
			return { event: 'allUnmuted', users: [undefined], operator: from };
		case 'presence':
			return { event: 'memberJoined', ...itself };
		case 'leave':
			return { event: 'memberLeft', ...itself };
		case 'kick':
			return { event: 'memberLeft', ...affected };
		default:
			return unknown(body);
	}
}

/** Attempts that failed are told, too. */
function isDone(status: unknown): boolean {
	const { error_code } = objectOr(status);
	return error_code === undefined || error_code === 'ok';
}

/** A place is its ID, or an address at that host. */
function isPlace(value: unknown, placeId: string | undefined): boolean {
	const id = idOf(value);
	return id !== undefined && (id.includes('@conference.') || id === placeId);
}

function unknown(body: IDataObject): Operation {
	return { event: 'other', users: [userIdOf(body.from, body)] };
}

function mutedUntil(expire: unknown): IDataObject {
	const isTime = typeof expire === 'number' && (expire >= 0 || expire === PERMANENT_DURATION);
	return isTime ? muteState(endOf(expire)) : MUTED;
}
