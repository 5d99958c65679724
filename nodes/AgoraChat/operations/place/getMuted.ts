import type { IDataObject } from 'n8n-workflow';

import { objectList, UnexpectedReply } from '../../../shared/model/json';
import { done, muteListRows, type MuteListEntry } from '../../../shared/model/rows';
import type { ServiceRequest } from '../../../shared/model/requests';
import { includeExpired, simplify } from '../../../shared/operations/options';
import { endOf } from '../../ends';
import { placeCall, type PlaceKind } from '../../places';
import { defineOperation, idOf, type PlaceTarget } from './target';

export const getMuted = (kind: PlaceKind) =>
	defineOperation({
		panel: {
			name: 'Get Many Muted',
			action: `Get many muted users of ${kind.noun}`,
			description: `List many users muted in a ${kind.noun}, and until when`,
		},
		input: 'target',
		target: [kind.idName],
		options: { includeExpired, simplify },
		most: 1,
		request: ({ target }) => askMuted(kind, target),
		outcomes: ({ body, sentAtMs }, { subjects: [subject], target }, { options }) => [
			done(subject, muteListRows(mutedUsers(body), target, options, sentAtMs)),
		],
	});

export function askMuted(kind: PlaceKind, target: PlaceTarget): ServiceRequest {
	return placeCall(kind, 'GET', idOf(kind, target), 'mute');
}

export function mutedUsers({ data }: IDataObject): MuteListEntry[] {
	return objectList(data, 'data').map((raw) => {
		if (typeof raw.user !== 'string' || typeof raw.expire !== 'number') {
			throw new UnexpectedReply("'data' has a row without user or expire");
		}
		return { userId: raw.user, end: endOf(raw.expire), raw };
	});
}
