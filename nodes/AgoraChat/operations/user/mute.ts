import { isObject, UnexpectedReply } from '../../../shared/model/json';
import type { OperationPanel } from '../../../shared/model/operation';
import { userOutcome, wantedStates } from '../../../shared/model/rows';
import { secondsOf } from '../../../shared/model/seconds';
import { defineOperation, PERMANENT } from './scopes';

export const mute = setMutes('appMute', {
	name: 'Mute',
	action: 'Mute users in whole app',
	description: 'Keep users from writing anywhere in the app, for a time or permanently',
});

/** There is no DELETE: a mute of no length lifts it. */
export const unmute = setMutes('appUsers', {
	name: 'Unmute',
	action: 'Unmute users in whole app',
	description: 'Lift the mutes of users in the whole app; those of single places stay',
});

/** In seconds, where the mute lists count in milliseconds. https://docs.agora.io/en/agora-chat/restful-api/global-mute */
function setMutes(input: 'appMute' | 'appUsers', panel: OperationPanel) {
	return defineOperation({
		panel,
		input,
		most: 1,
		request: ({ subjects: [{ userId, scopes }] }, nowMs) => ({
			api: { name: 'POST mutes' },
			method: 'POST',
			path: '/mutes',
			body: {
				username: userId,
				...Object.fromEntries(
					Object.entries(scopes).map(([scope, end]) => [scope, secondsOf(end, nowMs, PERMANENT)]),
				),
			},
		}),
		outcomes: ({ body, sentAtMs }, { subjects: [subject] }) => {
			const { data } = body;
			if (!isObject(data) || (data.result !== 'ok' && data.result !== true)) {
				throw new UnexpectedReply("'data' does not confirm the change");
			}
			return [userOutcome(subject, { scopes: wantedStates(subject.scopes, sentAtMs) })];
		},
	});
}
