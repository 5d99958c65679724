import { UnexpectedReply } from '../../../shared/model/json';
import type { Listing } from '../../../shared/model/operation';
import type { ServiceRequest } from '../../../shared/model/requests';
import { cursorOf, placeCall, type PlaceKind } from '../../places';
import { idOf, type PlaceTarget } from './target';

/** Below a place. */
export const BLOCK_LIST = 'blocks/users';
const ROWS_PER_PAGE = 50;

/** Who is on the list. Groups of Agora come in pages; rooms, and all of Easemob, as a whole. */
export function blockedPages(kind: PlaceKind): Listing {
	return {
		readPage: ({ body }) => {
			const { data } = body;
			if (!Array.isArray(data)) throw new UnexpectedReply("'data' is not a list");
			return {
				rows: data.map((userId: unknown) => {
					if (typeof userId === 'string') return [userId, { userId }];
					throw new UnexpectedReply("'data' is not a list of user names");
				}),
				next: cursorOf(body),
			};
		},
		nextPage: (cursor, { target }) => blockedPage(kind, target, cursor),
	};
}

export function blockedPage(kind: PlaceKind, target: PlaceTarget, cursor?: string): ServiceRequest {
	const call = placeCall(kind, 'GET', idOf(kind, target), BLOCK_LIST);
	const isInPages = kind.resource === 'chatGroup' || cursor !== undefined;
	return isInPages
		? { ...call, query: { pageSize: ROWS_PER_PAGE, ...(cursor !== undefined && { cursor }) } }
		: call;
}
