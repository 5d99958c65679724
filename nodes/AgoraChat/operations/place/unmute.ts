import { userIdsOf } from '../../../shared/model/batch';
import { muteState } from '../../../shared/model/rows';
import { placeUsersCall, usersInUrl, type PlaceKind } from '../../places';
import { answeredOutcomes } from './answers';
import { MAX_USERNAMES, ofSeveralUsers } from './mute';
import { defineOperation, idOf } from './target';

export const unmute = (kind: PlaceKind) =>
	defineOperation({
		panel: {
			name: 'Unmute',
			action: `Unmute users in ${kind.noun}`,
			description: `Let the given users write in a ${kind.noun} again`,
		},
		input: 'users',
		target: [kind.idName],
		options: ofSeveralUsers,
		most: MAX_USERNAMES,
		inUrl: usersInUrl(kind, 'mute'),
		request: (batch) =>
			placeUsersCall(kind, 'DELETE', idOf(kind, batch.target), 'mute', userIdsOf(batch)),
		outcomes: ({ body }, batch) => answeredOutcomes(body.data, batch, () => muteState(null)),
	});
