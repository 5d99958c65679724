import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { objectList, parseObject } from '../shared/http/json';
import { asking, matches, searchPages, textOf } from '../shared/listSearch';
import { agoraService } from './service';

const LISTS_PER_SECOND = 50;
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
		const request = { api: 'GET chatrooms', method: 'GET', path: '/chatrooms', query } as const;
		const answer = await ask(request, LISTS_PER_SECOND);
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
