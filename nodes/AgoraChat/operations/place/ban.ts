import { userIdsOf, type Outcome, type Subject } from '../../../shared/model/batch';
import type { Failure } from '../../../shared/model/failure';
import type { Open } from '../../../shared/model/operation';
import { banState, failed, userOutcome } from '../../../shared/model/rows';
import { placeCall, placeUsersCall, usersInUrl, type PlaceKind } from '../../places';
import { answeredOutcomes, rowsIn } from './answers';
import { BLOCK_LIST, blockedPage, blockedPages } from './blockList';
import { MAX_USERNAMES, ofSeveralUsers } from './mute';
import { defineOperation, idOf } from './target';

const BANNED = banState('permanent');

/** Somebody who has left, or was removed, can't be put on the list. */
const NO_MEMBER: Failure = {
	message: 'Only members can be banned, and the user is none',
	advice: "What is left is to mute the user in the whole app: 'User' > 'Mute'.",
	code: 'NO_MEMBER',
	retry: 'no',
	scope: 'users',
};

/** Without an end: a list that users are on until they are taken off it. */
export function ban(kind: PlaceKind) {
	const check = checkBlocked(kind);
	/** Who is banned already is no member, and neither is whom a try has banned whose answer was lost. */
	const unlessBlocked = (failure: Failure, subject: Subject): Outcome | Open =>
		failure.ofStrangers ? { open: subject, next: check } : failed(subject, failure);
	return defineOperation({
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
		outcomes: ({ body }, batch) =>
			answeredOutcomes(rowsIn(body), batch, () => BANNED, unlessBlocked),
		userFailure: unlessBlocked,
	});
}

/** The list is read once for each place. */
const checkBlocked = (kind: PlaceKind) =>
	defineOperation({
		input: 'users',
		target: [kind.idName],
		most: Infinity,
		request: ({ target }) => blockedPage(kind, target),
		listing: blockedPages(kind),
		outcomes: (_, { subjects }, __, rows) => {
			const blocked = new Set(rows.map(({ userId }) => userId));
			return subjects.map((subject) =>
				blocked.has(subject.userId) ? userOutcome(subject, BANNED) : failed(subject, NO_MEMBER),
			);
		},
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
		outcomes: ({ body }, batch) =>
			answeredOutcomes(rowsIn(body), batch, () => banState(null), notUnbanned),
		userFailure: notUnbanned,
	});

/** The service says "not members" of those who are not on the list. */
function notUnbanned(failure: Failure, subject: Subject): Outcome {
	return failure.ofStrangers ? userOutcome(subject, banState(null)) : failed(subject, failure);
}
