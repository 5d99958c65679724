import type { IDataObject, IHttpRequestMethods } from 'n8n-workflow';

import { isObject, objectList, textOf } from '../shared/model/json';
import type { Operation } from '../shared/model/operation';
import type { Api, ServiceRequest } from '../shared/model/requests';

/** Chat rooms and chat groups share one engine: they differ in a path, some names and a few limits. */
export interface PlaceKind {
	/** The value of the Resource parameter. */
	resource: 'chatRoom' | 'chatGroup';
	path: 'chatrooms' | 'chatgroups';
	idName: 'chatRoomId' | 'chatGroupId';
	/** Display name of the parameter. */
	displayName: string;
	/** As an error calls one. */
	noun: string;
	/** What lists them in a drop-down. */
	searchMethod: string;
	/** Of the list; the largest page that both Agora and Easemob give. */
	perPage: number;
	listsPerSecond?: number;
}

export const CHAT_ROOM: PlaceKind = {
	resource: 'chatRoom',
	path: 'chatrooms',
	idName: 'chatRoomId',
	displayName: 'Chat Room',
	noun: 'chat room',
	searchMethod: 'searchChatRooms',
	perPage: 100,
	listsPerSecond: 50,
};
export const CHAT_GROUP: PlaceKind = {
	resource: 'chatGroup',
	path: 'chatgroups',
	idName: 'chatGroupId',
	displayName: 'Chat Group',
	noun: 'chat group',
	searchMethod: 'searchChatGroups',
	perPage: 1000,
};

const PLACE_ID = /^[\w.-]{1,128}$/;
/** In a path these two mean other folders, whatever is sent for their dots. */
const DOTS = /^\.{1,2}$/;

export function isPlaceId(text: string): boolean {
	return PLACE_ID.test(text) && !DOTS.test(text);
}

/** A call of what is below one place. */
export function placeCall(
	{ path }: PlaceKind,
	method: IHttpRequestMethods,
	id: string,
	resource: string,
	body?: IDataObject,
): ServiceRequest {
	return {
		api: { name: `${method} ${path}/${resource}` },
		method,
		path: `/${path}/${encodeURIComponent(id)}/${resource}`,
		...(body && { body }),
	};
}

/** As {@link placeCall}, for the users that the path names. */
export function placeUsersCall(
	kind: PlaceKind,
	method: IHttpRequestMethods,
	id: string,
	resource: string,
	userIds: readonly string[],
): ServiceRequest {
	const call = placeCall(kind, method, id, resource);
	return { ...call, path: `${call.path}/${joined(userIds)}` };
}

/** Services and what stands before them take URLs of so many characters. */
const LONGEST_URL = 4096;
const COMMA = '%2C';

/** How users stand in the URL of a {@link placeUsersCall}. */
export function usersInUrl(kind: PlaceKind, resource: string): NonNullable<Operation['inUrl']> {
	return {
		lengthOf: (userId) => encodeURIComponent(userId).length + COMMA.length,
		roomFor: (target, { baseUrl }) => {
			const id = String(target[kind.idName]);
			const { path } = placeUsersCall(kind, 'DELETE', id, resource, []);
			return LONGEST_URL - baseUrl.length - path.length + COMMA.length;
		},
	};
}

/** One page, newest first. https://docs.agora.io/en/agora-chat/restful-api/chatroom-management/manage-chatrooms */
export function placeList(
	{ path, listsPerSecond }: PlaceKind,
	limit: number,
	cursor?: string,
): ServiceRequest {
	const api: Api = { name: `GET ${path}`, callsPerSecond: listsPerSecond };
	return { api, method: 'GET', path: `/${path}`, query: { limit, ...(cursor && { cursor }) } };
}

/** What to ask for the next page with, if there is one. */
export function cursorOf({ cursor }: IDataObject): string | undefined {
	return typeof cursor === 'string' && cursor !== '' ? cursor : undefined;
}

/** Up to 100 places at once. */
export function placeDetails({ path }: PlaceKind, ids: readonly string[]): ServiceRequest {
	return { api: { name: `GET ${path}/{id}` }, method: 'GET', path: `/${path}/${joined(ids)}` };
}

/** A place as lists and details show it; rooms and groups name the fields differently. */
export interface Place {
	id: string;
	name: string | null;
	owner: string | null;
	memberCount: number | null;
	/** Only details tell. */
	allMuted: boolean | null;
	/** The service's own row. */
	raw: IDataObject;
}

/** Throws UnexpectedReply for anything but a list; a single one may come without it. */
export function placesOf(data: unknown): Place[] {
	return objectList(isObject(data) ? [data] : data, 'data')
		.filter(({ id, groupid }) => textOf(id ?? groupid) !== '')
		.map((raw) => ({
			id: textOf(raw.id ?? raw.groupid),
			name: textOrNull(raw.name ?? raw.groupname),
			owner: textOrNull(raw.owner),
			memberCount: countOf(raw.affiliations_count ?? raw.affiliations),
			allMuted: typeof raw.mute === 'boolean' ? raw.mute : null,
			raw,
		}));
}

/** The docs demand an escaped comma. */
function joined(ids: readonly string[]): string {
	return ids.map(encodeURIComponent).join(COMMA);
}

function textOrNull(value: unknown): string | null {
	return typeof value === 'string' ? value : null;
}

function countOf(value: unknown): number | null {
	return typeof value === 'number' ? value : null;
}
