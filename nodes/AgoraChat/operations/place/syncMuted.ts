import type { IDataObject } from 'n8n-workflow';

import type { MuteListEntry } from '../../../shared/model/rows';
import { syncMuted as sync } from '../../../shared/operations/syncMuted';
import type { PlaceKind } from '../../places';
import { canName, lowerCase } from '../../userIds';
import { askMuted, mutedUsers } from './getMuted';
import { mute, ofSeveralUsers } from './mute';
import { defineOperation } from './target';
import { unmute } from './unmute';

export const syncMuted = (kind: PlaceKind) =>
	defineOperation({
		panel: {
			name: 'Sync Muted',
			action: `Sync muted users of ${kind.noun}`,
			description: `Make the mute list of a ${kind.noun} what the items name: everybody else on it is unmuted`,
		},
		input: 'muteList',
		target: [kind.idName],
		options: ofSeveralUsers,
		changesTarget: true,
		readsWhenDry: true,
		most: 1,
		request: ({ target }) => askMuted(kind, target),
		outcomes: sync({ entriesOf: writtenAlike, canName, mute: mute(kind), unmute: unmute(kind) }),
	});

/** As IDs are written in requests: older pages ignore case. */
function writtenAlike(body: IDataObject): MuteListEntry[] {
	return mutedUsers(body).map((entry) => ({ ...entry, userId: lowerCase(entry.userId) }));
}
