import { limitOf, listOutcomes } from '../../../shared/model/rows';
import { simplify } from '../../../shared/operations/options';
import { cursorOf, placeList, placesOf, type PlaceKind } from '../../places';
import { withoutAppKey } from '../../userIds';
import { defineOperation } from './target';

export const getAll = (kind: PlaceKind) =>
	defineOperation({
		panel: {
			name: 'Get Many',
			action: `Get many ${kind.noun}s`,
			description: `List many ${kind.noun}s of the app`,
		},
		input: 'list',
		options: { simplify },
		most: 1,
		request: (batch) => placeList(kind, Math.min(kind.perPage, limitOf(batch))),
		listing: {
			readPage: ({ body }, _, { options, endpoint: { appKey } }) => ({
				rows: placesOf(body.data).map(({ id, name, owner, memberCount, raw }) => {
					const ownerId = owner && withoutAppKey(owner, appKey);
					const row = { [kind.idName]: id, name, owner: ownerId, memberCount };
					return [id, options.simplify ? row : raw];
				}),
				next: cursorOf(body),
			}),
			nextPage: (cursor, _, left) =>
				left > 0 ? placeList(kind, Math.min(kind.perPage, left), cursor) : undefined,
		},
		outcomes: (_, batch, __, rows) => listOutcomes(rows, batch),
	});
