import { syncMuted as sync } from '../../../shared/operations/syncMuted';
import { askMuted, mutedAccounts } from './getMuted';
import { mute, options } from './mute';
import { defineOperation } from './target';
import { unmute } from './unmute';

export const syncMuted = defineOperation({
	panel: {
		name: 'Sync Muted',
		action: 'Sync muted users of group',
		description:
			'Make the mute list of a group what the items name: everybody else on it is unmuted',
	},
	input: 'muteList',
	target: ['groupId', 'topicId'],
	options,
	changesTarget: true,
	readsWhenDry: true,
	most: 1,
	request: ({ target }, _, run) => askMuted(target, run),
	outcomes: sync({ entriesOf: mutedAccounts, mute, unmute }),
});
