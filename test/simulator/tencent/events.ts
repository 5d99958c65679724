import { isRecord, type JsonObject } from '../shape';
import type { SendError } from '../transcript';
import type { TencentEvent } from './callbacks';
import type { Group } from './state';
import type { MsgElement } from './verdict';

/** A message on its way into a group or topic. */
export interface GroupMessage {
	readonly group: Group;
	readonly topicId?: string;
	readonly from: string;
	readonly random: number;
	readonly body: readonly MsgElement[];
	/** Whatever its sender puts in. */
	readonly cloudCustomData?: string;
	/** Milliseconds since 1970. */
	readonly at: number;
}

/** A message on its way to somebody. */
export interface PrivateMessage
	extends Pick<GroupMessage, 'from' | 'random' | 'body' | 'cloudCustomData' | 'at'> {
	readonly to: string;
	readonly seq: number;
}

const client = { clientIp: '127.0.0.1', platform: 'Web' };
const seconds = (ms: number): number => Math.floor(ms / 1000);

const event = (command: string, body: JsonObject, from: Partial<TencentEvent> = client) => ({
	command,
	body: { CallbackCommand: command, ...body },
	...from,
});

const groupFields = ({ group, topicId, from, random, body, cloudCustomData }: GroupMessage) => ({
	GroupId: group.id,
	...(topicId === undefined ? {} : { TopicId: topicId }),
	Type: group.type,
	From_Account: from,
	Operator_Account: from,
	Random: random,
	OnlineOnlyFlag: 0,
	MsgBody: body,
	CloudCustomData: cloudCustomData ?? '',
});

export const beforeGroupMessage = (message: GroupMessage): TencentEvent =>
	event('Group.CallbackBeforeSendMsg', { ...groupFields(message), EventTime: message.at });

export const afterGroupMessage = (message: GroupMessage, seq: number): TencentEvent =>
	event('Group.CallbackAfterSendMsg', {
		...groupFields(message),
		MsgSeq: seq,
		MsgTime: seconds(message.at),
		GroupAtInfo: [],
		EventTime: message.at,
	});

/** Without `ClientIP`, and with a time that is text, as its sample has it. */
export const groupMessageFailed = (
	message: GroupMessage,
	{ code, info }: SendError,
): TencentEvent =>
	event(
		'Group.CallbackSendMsgException',
		{
			...groupFields(message),
			ErrorCode: code,
			ErrorInfo: info,
			EventTime: String(message.at),
		},
		{ platform: client.platform },
	);

export const msgKey = ({ seq, random, at }: PrivateMessage): string =>
	`${seq}_${random}_${seconds(at)}`;

const privateFields = (message: PrivateMessage) => ({
	From_Account: message.from,
	To_Account: message.to,
	MsgSeq: message.seq,
	MsgRandom: message.random,
	MsgTime: seconds(message.at),
	MsgKey: msgKey(message),
	OnlineOnlyFlag: 0,
	MsgBody: message.body,
	CloudCustomData: message.cloudCustomData ?? '',
	EventTime: message.at,
});

export const beforePrivateMessage = (message: PrivateMessage): TencentEvent =>
	event('C2C.CallbackBeforeSendMsg', privateFields(message));

export const afterPrivateMessage = (message: PrivateMessage): TencentEvent =>
	event('C2C.CallbackAfterSendMsg', {
		...privateFields(message),
		SendMsgResult: 0,
		ErrorInfo: 'send msg succeed',
		UnreadMsgNum: 1,
	});

const memberList = (accounts: readonly string[]) =>
	accounts.map((account) => ({ Member_Account: account }));

export const membersJoined = (
	{ id, type }: Group,
	accounts: readonly string[],
	operator: string,
	at: number,
): TencentEvent =>
	event('Group.CallbackAfterNewMemberJoin', {
		GroupId: id,
		Type: type,
		JoinType: accounts.includes(operator) ? 'Apply' : 'Invited',
		Operator_Account: operator,
		NewMemberList: memberList(accounts),
		EventTime: String(at),
	});

export const membersLeft = (
	{ id, type }: Group,
	accounts: readonly string[],
	operator: string,
	at: number,
): TencentEvent =>
	event('Group.CallbackAfterMemberExit', {
		GroupId: id,
		Type: type,
		ExitType: accounts.includes(operator) ? 'Quit' : 'Kicked',
		Operator_Account: operator,
		ExitMemberList: memberList(accounts),
		EventTime: String(at),
	});

/** What the audit of a message found, EN:78240. Its body has no `CallbackCommand`. */
export const auditResult = (
	sdkAppId: number,
	from: string,
	where: { readonly groupId: string } | { readonly to: string },
	texts: readonly string[],
	keywords: readonly string[],
): TencentEvent => ({
	command: 'ContentCallback.ResultNotify',
	body: {
		Scene: 'groupId' in where ? 'Group' : 'C2C',
		SdkAppId: sdkAppId,
		From_Account: from,
		ContactItem:
			'groupId' in where
				? { ContactType: 2, ToGroupId: where.groupId }
				: { ContactType: 1, To_Account: where.to },
		ContentType: 'Text',
		TextContent: texts,
		MsgID: '1434460578_4137340972_1661154487',
		CtxcbResult: 1,
		CtxcbRequestId: '241ed925-4c56-4357-95dd-1e6e7798f214',
		CtxcbKeywords: keywords,
		CtxcbSuggestion: 'Block',
		CtxcbLabel: 'Abuse',
	},
});

/** An API that was called too often. */
export const requestOverLimit = (command: string, requests: number, limit: number): TencentEvent =>
	event(
		'Alert.RequestOverLimit',
		{ ServiceName: 'group_open_http_svc', Command: command, Request: requests, Limit: limit },
		{ platform: 'RESTAPI' },
	);

/** Somebody comes or goes. Only here is the platform spelt `IOS`, §7.1. */
export const stateChanged = (account: string, action: 'Login' | 'Logout', at: number) =>
	event(
		'State.StateChange',
		{
			EventTime: at,
			Info: {
				Action: action,
				To_Account: account,
				Reason: action === 'Login' ? 'Register' : 'Unregister',
			},
		},
		{ ...client, platform: 'IOS' },
	);

/** What the others read: the texts, and the kind of all else. */
export const shownText = (body: readonly MsgElement[]): string =>
	body
		.map(({ MsgType: type, MsgContent: content }) =>
			isRecord(content) && typeof content.Text === 'string' ? content.Text : `[${type}]`,
		)
		.join('');

/** §15.1: who edits is the operator; who wrote it first is not told. */
export const groupMessageEdited = (
	{ group, topicId, body, cloudCustomData, at }: GroupMessage,
	seq: number,
	editor: string,
): TencentEvent =>
	event('Group.CallbackAfterModifyMsg', {
		MsgBody: body,
		...(cloudCustomData && { CloudCustomData: cloudCustomData }),
		Operator_Account: editor,
		GroupId: group.id,
		TopicId: topicId ?? '',
		MsgSeq: seq,
		EventTime: at,
	});

export const privateMessageEdited = (message: PrivateMessage, editor: string): TencentEvent =>
	event('C2C.CallbackAfterModifyMsg', { ...privateFields(message), Operator_Account: editor });

/** §15.2: several messages in one callback, and neither their texts nor their authors. */
export const groupMessagesRecalled = (
	{ id, type }: Group,
	seqs: readonly number[],
	operator: string,
	at: number,
): TencentEvent =>
	event('Group.CallbackAfterRecallMsg', {
		Operator_Account: operator,
		Type: type,
		GroupId: id,
		MsgSeqList: seqs.map((seq) => ({ MsgSeq: seq, MsgId: `144115213033478435-${seq}-1` })),
		EventTime: at,
	});

export const privateMessageRecalled = (
	from: string,
	to: string,
	MsgKey: string,
	at: number,
): TencentEvent =>
	event('C2C.CallbackAfterMsgWithDraw', {
		From_Account: from,
		To_Account: to,
		MsgKey,
		EventTime: at,
	});
