import {
	answerFields,
	replaceTextField,
	triggerFields,
	type CallbackFields,
} from '../../shared/callbacks/fields';
import { tencentCallbacks } from '../callbacks/service';

const fields: CallbackFields = {
	steps:
		'In the <a href="https://console.trtc.io/" target="_blank">Chat console</a>: open the app, then <b>Chat &gt; Webhook Configuration</b>. Paste the production URL from above, switch on the events that you choose below, and set an <b>authentication token</b>: the same goes into <b>Callback Token</b> of the credential. For one message the test URL will do.',
	events: [
		{ name: 'Audit Result', value: 'auditResult', description: 'Cloud audit has judged a message' },
		{ name: 'Member Joined', value: 'memberJoined', description: 'Users have joined a group' },
		{ name: 'Member Left', value: 'memberLeft', description: 'Users have left a group' },
		{ name: 'Message', value: 'message', description: 'A message was sent to a group' },
		{
			name: 'Message About to Be Sent',
			value: 'messageBefore',
			description: 'A message to a group waits for a verdict',
		},
		{
			name: 'Message Failed',
			value: 'messageFailed',
			description: 'A message to a group was refused, as of a muted user (10017)',
		},
		{ name: 'Other', value: 'other', description: 'Whatever else the console sends' },
		{
			name: 'Private Message',
			value: 'privateMessage',
			description: 'A message was sent to a single user',
		},
		{
			name: 'Private Message About to Be Sent',
			value: 'privateMessageBefore',
			description: 'A message to a single user waits for a verdict',
		},
		{ name: 'Rate Alert', value: 'rateAlert', description: 'The app comes near its request limit' },
	],
	verdictEvents: tencentCallbacks.verdictEvents,
	verdicts: [
		{ name: 'Block', value: 'block', description: 'The sender is told' },
		{ name: 'Drop', value: 'drop', description: 'The sender is not told, and believes it sent' },
		{ name: 'Pass', value: 'pass', description: 'The message is sent' },
		{ name: 'Replace', value: 'replace', description: 'Another text is sent in its place' },
	],
	verdictFields: (parameter) => [
		{
			displayName: 'Block Code',
			name: 'blockCode',
			type: 'number',
			default: 1,
			description:
				'1, or a code of your own that the sender gets with the reason: 10100 to 10200 in groups, 120001 to 130000 for messages to single users',
			displayOptions: { show: { [parameter]: ['block'] } },
		},
		{
			displayName: 'Block Reason',
			name: 'blockReason',
			type: 'string',
			default: '',
			description: 'What the sender gets to see, with a code of your own',
			displayOptions: { show: { [parameter]: ['block'] } },
		},
		replaceTextField(parameter),
	],
	places: 'groups and topics',
	messageTypes: 'TIMTextElem',
	maxAgeSeconds: tencentCallbacks.maxAgeSeconds,
};

export const triggerDescription = triggerFields(fields);
export const callbackDescription = answerFields(fields);
