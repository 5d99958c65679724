import {
	answerFields,
	replaceTextField,
	triggerFields,
	type CallbackFields,
} from '../../shared/callbacks/fields';
import { agoraCallbacks } from '../callbacks/service';

const fields: CallbackFields = {
	steps:
		'In the <a href="https://console.agora.io/" target="_blank">Agora</a> or Easemob console: open the project, then <b>Chat &gt; Features &gt; Callback</b> (Pro or Enterprise plan). Add a rule with the production URL from above, before delivery for a verdict and after delivery for all else, and choose the events. The rule shows its <b>secret</b>: it goes into <b>Callback Secrets</b> of the credential. Raise the time-out to 1,000 ms or more. For one message the test URL will do.',
	events: [
		{ name: 'All Muted', value: 'allMuted', description: 'A chat group or room was closed' },
		{ name: 'All Unmuted', value: 'allUnmuted', description: 'A chat group or room was opened' },
		{ name: 'Member Joined', value: 'memberJoined', description: 'Users have joined' },
		{ name: 'Member Left', value: 'memberLeft', description: 'Users have left, or were removed' },
		{ name: 'Message', value: 'message', description: 'A message was sent' },
		{
			name: 'Message About to Be Sent',
			value: 'messageBefore',
			description: 'A message waits for a verdict',
		},
		{ name: 'Other', value: 'other', description: 'Whatever else the console sends' },
		{ name: 'User Muted', value: 'userMuted', description: 'Users were muted, by whomever' },
		{ name: 'User Unmuted', value: 'userUnmuted', description: 'Users were unmuted, by whomever' },
	],
	verdictEvents: agoraCallbacks.verdictEvents,
	verdicts: [
		{ name: 'Block', value: 'block', description: 'The message is not sent' },
		{ name: 'Pass', value: 'pass', description: 'The message is sent' },
		{ name: 'Replace', value: 'replace', description: 'Another text is sent in its place' },
	],
	verdictFields: (parameter) => [
		{
			displayName: 'Block Message',
			name: 'blockMessage',
			type: 'string',
			default: '',
			description: "What the sender gets to see, where the rule's 'Report Error' is on",
			displayOptions: { show: { [parameter]: ['block'] } },
		},
		replaceTextField(parameter),
	],
	places: 'chat rooms and chat groups',
	messageTypes: 'txt',
	maxAgeSeconds: agoraCallbacks.maxAgeSeconds,
};

export const triggerDescription = triggerFields(fields);
export const callbackDescription = answerFields(fields);
