import type { IDataObject } from 'n8n-workflow';

import {
	answerFields,
	replaceTextField,
	triggerFields,
	type CallbackFields,
} from '../../shared/callbacks/panel';
import { tencentCallbacks } from './callbackService';

const fields: CallbackFields = {
	consoles:
		'<a href="https://console.trtc.io/" target="_blank">Chat console</a> (in China <a href="https://console.cloud.tencent.com/im" target="_blank">this one</a>)',
	steps: [
		"Under 'Chat > Webhook', choose the app and edit its URL: paste the production URL from above, switch on authentication, and set a token.",
		"The same token goes into 'Callback Token' of the credential.",
		'Publish this workflow.',
		'Switch on the webhooks of the events chosen below. A new URL takes effect after 2 minutes.',
	],
	events: [
		{
			name: 'Audit Result',
			value: 'auditResult',
			description: 'Content moderation of the console has judged a message',
		},
		{ name: 'Member Joined', value: 'memberJoined', description: 'Users have joined a group' },
		{ name: 'Member Left', value: 'memberLeft', description: 'Users have left a group' },
		{ name: 'Message', value: 'message', description: 'A message was sent to a group' },
		{
			name: 'Message About to Be Sent',
			value: 'messageBefore',
			description: 'A message to a group waits for a verdict',
		},
		{
			name: 'Message Edited',
			value: 'messageEdited',
			description: 'A message was changed, in a group or to one user',
		},
		{
			name: 'Message Failed',
			value: 'messageFailed',
			description: 'A message to a group was refused, such as that of a muted user',
		},
		{
			name: 'Message Recalled',
			value: 'messageRecalled',
			description: 'Messages were taken back, in a group or to one user',
		},
		{ name: 'Other', value: 'other', description: 'Whatever else the service sends' },
		{
			name: 'Private Message',
			value: 'privateMessage',
			description: 'A message was sent to one user',
		},
		{
			name: 'Private Message About to Be Sent',
			value: 'privateMessageBefore',
			description: 'A message to one user waits for a verdict',
		},
		{ name: 'Rate Alert', value: 'rateAlert', description: 'The app comes near its request limit' },
	],
	verdictEvents: tencentCallbacks.verdictEvents,
	verdicts: [
		{
			name: 'Block',
			value: 'block',
			description: 'The message is not sent, and the sender is told',
		},
		{
			name: 'Drop',
			value: 'drop',
			description: 'The message is not sent, and the sender is not told',
		},
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
				"1, or a code of your own, which the sender's app gets with the reason: from 10100 to 10200 for messages to groups, from 120001 to 130000 for private messages",
			displayOptions: { show: { [parameter]: ['block'] } },
		},
		{
			displayName: 'Block Reason',
			name: 'blockReason',
			type: 'string',
			default: '',
			description: "What the sender's app gets with a code of your own; with 1 it gets none",
			displayOptions: { show: { [parameter]: ['block'] } },
		},
		replaceTextField(parameter),
	],
	places: 'Groups and Topics',
	placeId: '@TGS#2C5SZEAEF',
	messageTypes: 'TIMTextElem',
	maxAgeSeconds: tencentCallbacks.maxAgeSeconds,
};

/** What comes of a message, for those who want to go on before one was sent. */
export const sampleItem: IDataObject = {
	event: 'messageBefore',
	groupId: '@TGS#2C5SZEAEF',
	userId: 'alice',
	operatorId: 'alice',
	text: 'buy now',
	messageType: 'TIMTextElem',
	messageRandom: '123456',
	sentAt: '2027-01-31T18:00:00.000Z',
	matchedRule: 'words',
	matchedText: 'buy now',
};

export const triggerDescription = triggerFields(fields);
export const callbackDescription = answerFields(fields);
