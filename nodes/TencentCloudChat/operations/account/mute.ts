import type { OperationPanel } from '../../../shared/model/operation';
import { userOutcome, wantedStates } from '../../../shared/model/rows';
import { secondsOf } from '../../../shared/model/seconds';
import { command } from '../../api';
import { PERMANENT } from '../../ends';
import { CONFIG_SERVICE, defineOperation, FIELDS } from './scopes';

export const mute = setNoSpeaking('appMute', {
	name: 'Mute',
	action: 'Mute accounts in whole app',
	description: 'Keep accounts from writing anywhere in the app, for a time or permanently',
});

/** No length of time lifts the mute. */
export const unmute = setNoSpeaking('appUsers', {
	name: 'Unmute',
	action: 'Unmute accounts in whole app',
	description: 'Lift the mutes of accounts in the whole app; those of single places stay',
});

/** A channel that is left out stays as it is. https://www.tencentcloud.com/document/product/1047/34923 */
function setNoSpeaking(input: 'appMute' | 'appUsers', panel: OperationPanel) {
	return defineOperation({
		panel,
		input,
		most: 1,
		request: ({ subjects: [{ userId, scopes }] }, nowMs) =>
			command(CONFIG_SERVICE, 'setnospeaking', {
				Set_Account: userId,
				...Object.fromEntries(
					Object.entries(scopes).map(([scope, end]) => [
						FIELDS[scope],
						secondsOf(end, nowMs, PERMANENT),
					]),
				),
			}),
		outcomes: ({ sentAtMs }, { subjects: [subject] }) => [
			userOutcome(subject, { scopes: wantedStates(subject.scopes, sentAtMs) }),
		],
	});
}
