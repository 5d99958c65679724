import type { IDataObject } from 'n8n-workflow';

import { UnexpectedReply } from '../../../shared/model/json';
import { done } from '../../../shared/model/rows';
import { placeCall, type PlaceKind } from '../../places';
import { ALLOW_LIST } from './allow';
import { defineOperation, idOf } from './target';

export const getAllowed = (kind: PlaceKind) =>
	defineOperation({
		panel: {
			name: 'Get Many Allowed',
			action: `Get many allowed users of ${kind.noun}`,
			description: `List many users who can write in a ${kind.noun} while everybody is muted`,
		},
		input: 'target',
		target: [kind.idName],
		most: 1,
		request: ({ target }) => placeCall(kind, 'GET', idOf(kind, target), ALLOW_LIST),
		outcomes: ({ body }, { subjects: [subject], target }) => [
			done(
				subject,
				userNames(body).map((userId) => ({ ...target, userId, allowed: true })),
			),
		],
	});

function userNames({ data }: IDataObject): string[] {
	const names: unknown[] = Array.isArray(data) ? data : [undefined];
	return names.map((name) => {
		if (typeof name === 'string') return name;
		throw new UnexpectedReply("'data' is not a list of user names");
	});
}
