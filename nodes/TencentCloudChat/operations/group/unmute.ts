import { muteState, userOutcomes } from '../../../shared/model/rows';
import { forbidSendMsg, mute, MAX_ACCOUNTS, options } from './mute';
import { defineOperation } from './target';

/** A mute of no length: https://www.tencentcloud.com/document/product/1047/34951 */
export const unmute = defineOperation({
	panel: {
		name: 'Unmute',
		action: 'Unmute users in group',
		description: 'Let the given users write in a group again',
	},
	input: 'users',
	target: ['groupId', 'topicId'],
	options,
	most: MAX_ACCOUNTS,
	request: (batch, nowMs, run) => forbidSendMsg(batch, null, nowMs, run),
	outcomes: (_, batch) => userOutcomes(batch, muteState(null)),
	diagnosis: mute.diagnosis,
});
