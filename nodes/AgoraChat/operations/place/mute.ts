import { userIdsOf } from '../../../shared/model/batch';
import { endTimeOf, remainingMs } from '../../../shared/model/muteEnd';
import { muteState } from '../../../shared/model/rows';
import { batchSize } from '../../../shared/operations/options';
import { endOf, PERMANENT_DURATION } from '../../ends';
import { placeCall, type PlaceKind } from '../../places';
import { answeredOutcomes } from './answers';
import { defineOperation, idOf } from './target';

/** One newer Easemob page says 100; all the others say 60. */
export const MAX_USERNAMES = 60;
export const ofSeveralUsers = { batchSize: batchSize(MAX_USERNAMES) };

/** https://docs.agora.io/en/agora-chat/restful-api/chatroom-management/manage-chatroom-mutelist */
export const mute = (kind: PlaceKind) =>
	defineOperation({
		panel: {
			name: 'Mute',
			action: `Mute users in ${kind.noun}`,
			description: `Keep users from writing in a ${kind.noun}, for a time or permanently`,
		},
		input: 'mute',
		target: [kind.idName],
		options: ofSeveralUsers,
		most: MAX_USERNAMES,
		request: (batch, nowMs) =>
			placeCall(kind, 'POST', idOf(kind, batch.target), 'mute', {
				usernames: userIdsOf(batch),
				mute_duration: (batch.end && remainingMs(batch.end, nowMs)) ?? PERMANENT_DURATION,
			}),
		outcomes: ({ body, sentAtMs }, batch) =>
			answeredOutcomes(body.data, batch, ({ expire }) =>
				muteState(typeof expire === 'number' ? endOf(expire) : endTimeOf(batch.end, sentAtMs)),
			),
	});
