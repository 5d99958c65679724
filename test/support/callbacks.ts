import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { readBody } from '../../nodes/shared/callbacks/body';
import type {
	CallbackService,
	CallbackEvent,
	Wanted,
} from '../../nodes/shared/callbacks/callbackService';
import published from '../simulator/credentials.json';
import { agoraCredential, tencentCredential } from './credentials';
import { choicesOf, fieldsNamed } from './descriptions';
import { triggerTypes, type CredentialData } from './engine';
import { createHash } from './node';
import type { Callback } from './webhook';

/** Callbacks as the services send them, signed by plain hashes: tencent-chat.md §7.2, agora-chat.md §10. */

export const token = ['a', 'Callback', 'Token', '7'].join('-');
export const secret = ['a', 'Rule', 'Secret', '8'].join('-');
export const sdkAppId = String(published.tencent.sdkAppId);
export const appKey = `${published.agora.orgName}#${published.agora.appName}`;

const nowhere = 'http://127.0.0.1:9';

export const tencentTrusting = (changes: ICredentialDataDecryptedObject = {}): CredentialData =>
	tencentCredential(
		{ url: nowhere, credentials: published.tencent },
		{ callbackToken: token, ...changes },
	);

export const agoraTrusting = (changes: ICredentialDataDecryptedObject = {}): CredentialData =>
	agoraCredential(
		{ url: nowhere, credentials: published.agora },
		{ callbackSecrets: secret, ...changes },
	);

export const signOfTencent = (ofToken: string, requestTime: string): string =>
	createHash('sha256')
		.update(ofToken + requestTime)
		.digest('hex');

export const securityOfAgora = (callId: string, ofSecret: string, timestamp: string): string =>
	createHash('md5')
		.update(callId + ofSecret + timestamp)
		.digest('hex');

/** What differs from a good query; undefined leaves a parameter out. */
export type QueryChanges = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The query names the command that the body names. */
export function fromTencent(body: IDataObject, changes: QueryChanges = {}): Callback {
	const requestTime = String(Math.floor(Date.now() / 1000));
	const parameters: QueryChanges = {
		SdkAppid: sdkAppId,
		CallbackCommand: body.CallbackCommand as string | undefined,
		contenttype: 'json',
		ClientIP: '203.0.113.7',
		OptPlatform: 'Android',
		RequestTime: requestTime,
		Sign: signOfTencent(token, requestTime),
		...changes,
	};
	const query = new URLSearchParams();
	for (const [name, values] of Object.entries(parameters)) {
		for (const value of [values ?? []].flat()) query.append(name, value);
	}
	return { query: query.toString(), body: JSON.stringify(body) };
}

/** @param changes to the fields that sign it; undefined leaves one out */
export function fromAgora(body: IDataObject, changes: IDataObject = {}): Callback {
	const callId = `${appKey}_0990a64f-0000-4000-8696-cf3b48b20e7e`;
	const timestamp = Date.now();
	const security = securityOfAgora(callId, secret, String(timestamp));
	return {
		query: '',
		body: JSON.stringify({ callId, timestamp, security, ...body, ...changes }),
	};
}

export const groupMessage = (text: string, changes: IDataObject = {}): IDataObject => ({
	CallbackCommand: 'Group.CallbackBeforeSendMsg',
	GroupId: '@TGS#2J4SZEAEL',
	Type: 'Public',
	From_Account: 'jared',
	Operator_Account: 'admin',
	Random: 123456,
	OnlineOnlyFlag: 0,
	MsgBody: [{ MsgType: 'TIMTextElem', MsgContent: { Text: text } }],
	...changes,
});

export const privateMessage = (text: string, changes: IDataObject = {}): IDataObject => ({
	CallbackCommand: 'C2C.CallbackBeforeSendMsg',
	From_Account: 'jared',
	To_Account: 'tommy',
	MsgSeq: 48374,
	MsgRandom: 2837546,
	MsgTime: 1557481126,
	MsgKey: '48374_2837546_1557481126',
	OnlineOnlyFlag: 0,
	MsgBody: [{ MsgType: 'TIMTextElem', MsgContent: { Text: text } }],
	...changes,
});

/** A message to a chat room, before it is delivered. */
export const roomMessage = (text: string, changes: IDataObject = {}): IDataObject => ({
	chat_type: 'chatroom',
	group_id: '262246968131585',
	from: 'jared',
	to: '262246968131585',
	msg_id: '1034728239284',
	payload: { ext: {}, bodies: [{ msg: text, type: 'txt' }] },
	securityVersion: '1.0.0',
	...changes,
});

/** What a trigger offers under *Events*. */
export const eventsOf = (type: keyof typeof triggerTypes): string[] =>
	fieldsNamed(triggerTypes[type].description, 'events')
		.flatMap(choicesOf)
		.map(({ value }) => value);

/** What a service's trigger makes of a callback that it trusts, without n8n. */
export function readingOf(
	service: CallbackService,
	{ query, body }: Callback,
	wanted: Partial<Wanted> = {},
): CallbackEvent {
	const read = readBody(Buffer.from(body));
	if (!read) throw new Error('This is no body');
	const received = {
		query: Object.fromEntries(new URLSearchParams(query)),
		body: read.fields,
		overridden: read.overridden,
		isReadable: true,
	};
	return service.read(received, { events: ['messageBefore'], includeQuoted: false, ...wanted });
}
