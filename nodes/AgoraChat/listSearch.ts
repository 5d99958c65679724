import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { objectList, parseObject } from '../shared/http/json';
import { asking, isUnknown, itemsOf, searchPages, textOf } from '../shared/listSearch';
import type { ServiceRequest } from '../shared/model/service';
import { agoraService, isRoomId } from './service';

/** Agora gives up to 100 in a page, Easemob up to 1,000. */
const ROOMS_PER_PAGE = 100;

/** https://docs.agora.io/en/agora-chat/restful-api/chatroom-management/manage-chatrooms */
export async function searchChatRooms(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const { ask } = await asking(this, agoraService({}));
	return await searchPages(filter, paginationToken, {
		loadPage: async (cursor) => {
			const body = parseObject(textOf(this, await ask(roomList(cursor))));
			return {
				items: roomItems(body?.data),
				next: typeof body?.cursor === 'string' && body.cursor !== '' ? body.cursor : undefined,
			};
		},
		lookUp: async (id) => {
			if (!isRoomId(id)) return [];
			const answer = await ask(roomDetail(id));
			if (isUnknown(answer)) return [];
			// A list in all that was captured, though a single room is shown as an object, too.
			return roomItems([parseObject(textOf(this, answer))?.data].flat());
		},
	});
}

function roomList(cursor: string | undefined): ServiceRequest {
	return {
		api: { name: 'GET chatrooms', callsPerSecond: 50 },
		method: 'GET',
		path: '/chatrooms',
		query: { limit: ROOMS_PER_PAGE, ...(cursor && { cursor }) },
	};
}

function roomDetail(id: string): ServiceRequest {
	return {
		api: { name: 'GET chatrooms/{id}' },
		method: 'GET',
		path: `/chatrooms/${encodeURIComponent(id)}`,
	};
}

function roomItems(data: unknown): INodeListSearchItems[] {
	return objectList(data, 'data').flatMap(({ id, name }) => itemsOf(id, name));
}
