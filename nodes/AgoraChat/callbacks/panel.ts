import type { IDataObject } from 'n8n-workflow';

import {
	answerFields,
	replaceTextField,
	triggerFields,
	type CallbackFields,
} from '../../shared/callbacks/panel';
import { agoraCallbacks } from './callbackService';

const fields: CallbackFields = {
	consoles:
		'<a href="https://console.agora.io/" target="_blank">Agora</a>, <a href="https://console.shengwang.cn/" target="_blank">Shengwang</a> or <a href="https://console.easemob.com/" target="_blank">Easemob</a> console',
	steps: [
		"Under 'Chat > Features > Callback' (not in every plan), add a rule with the production URL from above: a pre-delivery one for messages about to be sent, with a time-out of 1,000 ms or more, or a post-delivery one for the other events.",
		"The secret of the rule goes into 'Callback Secrets' of the credential, beside those of other rules.",
		'Publish this workflow.',
		'Switch the rule on.',
	],
	events: [
		{ name: 'All Muted', value: 'allMuted', description: 'A chat group or room was closed' },
		{ name: 'All Unmuted', value: 'allUnmuted', description: 'A chat group or room was opened' },
		{
			name: 'Audit Result',
			value: 'auditResult',
			description: 'Content moderation of the console has judged a message',
		},
		{
			name: 'Member Joined',
			value: 'memberJoined',
			description: 'Users have joined a chat group or room',
		},
		{
			name: 'Member Left',
			value: 'memberLeft',
			description: 'Users have left a chat group or room, or were removed',
		},
		{ name: 'Message', value: 'message', description: 'A message was sent' },
		{
			name: 'Message About to Be Sent',
			value: 'messageBefore',
			description: 'A message, or what one is edited into, waits for a verdict',
		},
		{ name: 'Message Edited', value: 'messageEdited', description: 'A message was changed' },
		{ name: 'Message Recalled', value: 'messageRecalled', description: 'A message was taken back' },
		{ name: 'Other', value: 'other', description: 'Whatever else the service sends' },
		{
			name: 'User Muted',
			value: 'userMuted',
			description: 'Users were muted in a chat group or room',
		},
		{
			name: 'User Unmuted',
			value: 'userUnmuted',
			description: 'Users were unmuted in a chat group or room',
		},
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
			description: "What the sender's app gets, where the rule in the console reports errors",
			displayOptions: { show: { [parameter]: ['block'] } },
		},
		replaceTextField(parameter),
	],
	places: 'Chat Rooms and Groups',
	placeId: '262246968131585',
	messageTypes: 'txt',
	maxAgeSeconds: agoraCallbacks.maxAgeSeconds,
};

/** What comes of a message, for those who want to go on before one was sent. */
export const sampleItem: IDataObject = {
	event: 'messageBefore',
	chatRoomId: '262246968131585',
	userId: 'alice',
	text: 'buy now',
	messageType: 'txt',
	messageId: '1034728239284',
	sentAt: '2027-01-31T18:00:00.000Z',
	matchedRule: 'words',
	matchedText: 'buy now',
};

export const triggerDescription = triggerFields(fields);
export const callbackDescription = answerFields(fields);
