import { userIdsOf, type Outcome, type Subject } from '../../../shared/model/batch';
import type { Failure } from '../../../shared/model/failure';
import { isObject } from '../../../shared/model/json';
import { banState, failed, userOutcome } from '../../../shared/model/rows';
import { placeCall, placeUsersCall, usersInUrl, type PlaceKind } from '../../places';
import { answeredOutcomes } from './answers';
import { MAX_USERNAMES, ofSeveralUsers } from './mute';
import { defineOperation, idOf } from './target';

/** The block list, below a place. */
export const BLOCK_LIST = 'blocks/users';

/** Without an end: a list that users are on until they are taken off it. */
export const ban = (kind: PlaceKind) =>
	defineOperation({
		panel: {
			name: 'Ban',
			action: `Ban users from ${kind.noun}`,
			description: `Remove users from a ${kind.noun} and keep them out until they are unbanned`,
		},
		input: 'users',
		target: [kind.idName],
		options: ofSeveralUsers,
		most: MAX_USERNAMES,
		request: (batch) =>
			placeCall(kind, 'POST', idOf(kind, batch.target), BLOCK_LIST, {
				usernames: userIdsOf(batch),
			}),
		outcomes: ({ body: { data } }, batch) =>
			answeredOutcomes(
				isObject(data) ? [data] : data,
				batch,
				() => banState('permanent'),
				notBanned,
			),
		userFailure: notBanned,
	});

export const unban = (kind: PlaceKind) =>
	defineOperation({
		panel: {
			name: 'Unban',
			action: `Unban users from ${kind.noun}`,
			description: `Let banned users join a ${kind.noun} again`,
		},
		input: 'users',
		target: [kind.idName],
		options: ofSeveralUsers,
		most: MAX_USERNAMES,
		inUrl: usersInUrl(kind, BLOCK_LIST),
		request: (batch) =>
			placeUsersCall(kind, 'DELETE', idOf(kind, batch.target), BLOCK_LIST, userIdsOf(batch)),
		outcomes: ({ body: { data } }, batch) =>
			answeredOutcomes(isObject(data) ? [data] : data, batch, () => banState(null), notUnbanned),
		userFailure: notUnbanned,
	});

/** Somebody who has left, or was removed, can't be put on the list. */
function notBanned(failure: Failure, subject: Subject): Outcome {
	if (!failure.ofStrangers) return failed(subject, failure);
	return failed(subject, {
		...failure,
		message: 'Only members can be banned, and the user is none',
		advice: "What is left is to mute the user in the whole app: 'User' > 'Mute'.",
	});
}

/** The service says "not members" of those who are not on the list. */
function notUnbanned(failure: Failure, subject: Subject): Outcome {
	return failure.ofStrangers ? userOutcome(subject, banState(null)) : failed(subject, failure);
}
