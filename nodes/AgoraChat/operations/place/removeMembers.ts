import { userIdsOf, type Outcome, type Subject } from '../../../shared/model/batch';
import type { Failure } from '../../../shared/model/failure';
import { failed, userOutcome } from '../../../shared/model/rows';
import { placeUsersCall, usersInUrl, type PlaceKind } from '../../places';
import { answeredOutcomes, rowsIn } from './answers';
import { MAX_USERNAMES, ofSeveralUsers } from './mute';
import { defineOperation, idOf } from './target';

const REMOVED = { removed: true };

/** https://docs.agora.io/en/agora-chat/restful-api/chatroom-management/manage-chatroom-members */
export const removeMembers = (kind: PlaceKind) =>
	defineOperation({
		panel: {
			name: 'Remove Members',
			action: `Remove members from ${kind.noun}`,
			description: `Remove users from a ${kind.noun}. They may come back at once: Ban keeps them out.`,
		},
		input: 'users',
		target: [kind.idName],
		options: ofSeveralUsers,
		most: MAX_USERNAMES,
		inUrl: usersInUrl(kind, 'users'),
		request: (batch) =>
			placeUsersCall(kind, 'DELETE', idOf(kind, batch.target), 'users', userIdsOf(batch)),
		outcomes: ({ body }, batch) =>
			answeredOutcomes(rowsIn(body), batch, () => REMOVED, userFailure),
		userFailure,
	});

/** Who is no member is removed already. */
function userFailure(failure: Failure, subject: Subject): Outcome {
	return failure.ofStrangers ? userOutcome(subject, REMOVED) : failed(subject, failure);
}
