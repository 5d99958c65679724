import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { objectList, parseObject } from '../shared/http/json';
import { asking, matches, searchPages, textOf } from '../shared/listSearch';
import type { Api } from '../shared/model/service';
import { agoraService } from './service';

/** The list of rooms may be asked for less often than all else. */
const ROOM_LIST: Api = { name: 'GET chatrooms', callsPerSecond: 50 };
/** Agora gives up to 100 in a page, Easemob up to 1,000. */
const ROOMS_PER_PAGE = 100;

/** https://docs.agora.io/en/agora-chat/restful-api/chatroom-management/manage-chatrooms */
export async function searchChatRooms(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const ask = await asking(this, agoraService({}));
	return await searchPages(paginationToken, async (cursor) => {
		const query = { limit: ROOMS_PER_PAGE, ...(cursor && { cursor }) };
		const request = { api: ROOM_LIST, method: 'GET', path: '/chatrooms', query } as const;
		const answer = await ask(request);
		const body = parseObject(textOf(this, answer));
		const rooms = objectList(body?.data, 'data').map(({ id, name }) => ({
			name: name ? `${String(name)} (${String(id)})` : String(id),
			value: String(id),
		}));
		return {
			results: rooms.filter(({ name }) => matches(filter, name)),
			next: typeof body?.cursor === 'string' && body.cursor !== '' ? body.cursor : undefined,
		};
	});
}
