import type { IDataObject } from 'n8n-workflow';

import { idOf, isoTime, numberOf } from '../../shared/callbacks/values';
import { withoutAppKey } from '../userIds';

type IdName = 'chatRoomId' | 'chatGroupId';

/** What an item has of the place it happened in: both, where a room is not told from a group. */
export type PlaceIds = Partial<Record<IdName, string>>;

export const GROUP: readonly IdName[] = ['chatGroupId'];
export const ROOM: readonly IdName[] = ['chatRoomId'];
export const EITHER: readonly IdName[] = ['chatGroupId', 'chatRoomId'];
const USER: readonly IdName[] = [];

/** The words for what a message goes to. `groupchat` covers rooms, too, but where `chatroom` stands beside it. */
const KINDS: ReadonlyMap<unknown, readonly IdName[]> = new Map([
	['group', GROUP],
	['room', ROOM],
	['user', USER],
	['chatroom', ROOM],
	['groupchat', EITHER],
	['chat', USER],
]);

/** What the words say it goes to: the first that is known; the kind of `chat:room:text` is a room. */
export function kindOf(...words: unknown[]): readonly IdName[] | undefined {
	const inner = words.map((word) =>
		typeof word === 'string' ? (/^chat:(\w+)/.exec(word)?.[1] ?? word) : undefined,
	);
	return KINDS.get(inner.find((word) => KINDS.has(word)));
}

/** An ID of a place that the service has made. */
const MADE_BY_SERVICE = /^\d+$/;

/** Whom something goes to. */
export interface Target {
	place: PlaceIds;
	recipientId?: string;
	/** What a filter may call it. */
	places: string[];
}

/** Where a message, or what is done to one, goes: @param to where the callback names no group */
export function targetIn(body: IDataObject, to: unknown): Target {
	const groupId = idOf(body.group_id);
	const kind =
		kindOf(body.content_type, body.chat_type) ?? (groupId === undefined ? undefined : EITHER);
	return targetOf((kind !== USER && groupId) || userIdOf(to, body), kind);
}

/** @param kind undefined where a place is not told from a user */
export function targetOf(id: string | undefined, kind: readonly IdName[] | undefined): Target {
	if (id === undefined) return { place: {}, places: [] };
	if (kind === undefined) {
		// Places of an app's own naming are rare, but none escapes its filter.
		const isPlace = MADE_BY_SERVICE.test(id);
		return isPlace ? targetOf(id, EITHER) : { place: {}, recipientId: id, places: [id] };
	}
	if (kind === USER) return { place: {}, recipientId: id, places: [] };
	return { place: placeOf(id, kind), places: [id] };
}

export function placeOf(id: string | undefined, kind: readonly IdName[]): PlaceIds {
	return id === undefined ? {} : Object.fromEntries(kind.map((name) => [name, id]));
}

/** `org#app_ann@easemob.com/phone` is ann; places are written likewise. `@ppAdmin` is who calls the REST API. */
export function userIdOf(value: unknown, body: IDataObject): string | undefined {
	const [id] = idOf(value)?.split(/@(?!ppAdmin)/) ?? [];
	return id && withoutAppKey(id, appKeyOf(body));
}

/** `org#app`, before the UUID that ends the call's ID. */
function appKeyOf({ callId }: IDataObject): string | undefined {
	return typeof callId === 'string' ? /^(.+)_[^_]*$/.exec(callId)?.[1] : undefined;
}

export function sentAtOf({ timestamp }: IDataObject): string | undefined {
	return isoTime(numberOf(timestamp));
}
