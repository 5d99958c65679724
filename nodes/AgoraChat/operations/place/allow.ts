import type { IDataObject } from 'n8n-workflow';

import { userIdsOf, type Batch, type Outcome } from '../../../shared/model/batch';
import type { Open } from '../../../shared/model/operation';
import { placeCall, placeUsersCall, usersInUrl, type PlaceKind } from '../../places';
import { answeredOutcomes, rowsIn } from './answers';
import { MAX_USERNAMES, ofSeveralUsers } from './mute';
import { defineOperation, idOf } from './target';

/** Below a place. */
export const ALLOW_LIST = 'white/users';

export const allow = (kind: PlaceKind) =>
	defineOperation({
		panel: {
			name: 'Add to Allow List',
			action: `Add users to allow list of ${kind.noun}`,
			description: `Let users write in a ${kind.noun} while everybody is muted, unless they are muted themselves`,
		},
		input: 'users',
		target: [kind.idName],
		options: ofSeveralUsers,
		most: MAX_USERNAMES,
		request: (batch) =>
			placeCall(kind, 'POST', idOf(kind, batch.target), ALLOW_LIST, {
				usernames: userIdsOf(batch),
			}),
		outcomes: ({ body }, batch) => allowOutcomes(body, batch, true),
	});

export const disallow = (kind: PlaceKind) =>
	defineOperation({
		panel: {
			name: 'Remove From Allow List',
			action: `Remove users from allow list of ${kind.noun}`,
			description: `Let Mute All in a ${kind.noun} count for the given users again`,
		},
		input: 'users',
		target: [kind.idName],
		options: ofSeveralUsers,
		most: MAX_USERNAMES,
		inUrl: usersInUrl(kind, ALLOW_LIST),
		request: (batch) =>
			placeUsersCall(kind, 'DELETE', idOf(kind, batch.target), ALLOW_LIST, userIdsOf(batch)),
		outcomes: ({ body }, batch) => allowOutcomes(body, batch, false),
	});

function allowOutcomes(body: IDataObject, batch: Batch, allowed: boolean): Array<Outcome | Open> {
	return answeredOutcomes(rowsIn(body), batch, () => ({ allowed }));
}
