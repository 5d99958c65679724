import { UnexpectedReply } from '../../../shared/model/json';
import { done, remainingBan } from '../../../shared/model/rows';
import type { ServiceRequest } from '../../../shared/model/requests';
import { cursorOf, placeCall, type PlaceKind } from '../../places';
import { BLOCK_LIST } from './ban';
import { defineOperation, idOf, type PlaceTarget } from './target';

const ROWS_PER_PAGE = 50;

/** Groups of Agora come in pages; rooms, and all of Easemob, as a whole. */
export const getBanned = (kind: PlaceKind) =>
	defineOperation({
		panel: {
			name: 'Get Many Banned',
			action: `Get many banned users of ${kind.noun}`,
			description: `List many users banned from a ${kind.noun}`,
		},
		input: 'target',
		target: [kind.idName],
		most: 1,
		request: ({ target }) => blockedPage(kind, target),
		listing: {
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
		},
		outcomes: ({ sentAtMs }, { subjects: [subject], target }, _, rows) => [
			done(
				subject,
				rows.map(({ userId }) => ({ ...target, userId, ...remainingBan('permanent', sentAtMs) })),
			),
		],
	});

function blockedPage(kind: PlaceKind, target: PlaceTarget, cursor?: string): ServiceRequest {
	const call = placeCall(kind, 'GET', idOf(kind, target), BLOCK_LIST);
	const isInPages = kind.resource === 'chatGroup' || cursor !== undefined;
	return isInPages
		? { ...call, query: { pageSize: ROWS_PER_PAGE, ...(cursor !== undefined && { cursor }) } }
		: call;
}
