import { done, remainingBan } from '../../../shared/model/rows';
import type { PlaceKind } from '../../places';
import { blockedPage, blockedPages } from './blockList';
import { defineOperation } from './target';

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
		listing: blockedPages(kind),
		outcomes: ({ sentAtMs }, { subjects: [subject], target }, _, rows) => [
			done(
				subject,
				rows.map(({ userId }) => ({ ...target, userId, ...remainingBan('permanent', sentAtMs) })),
			),
		],
	});
