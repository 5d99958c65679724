import type { IDataObject } from 'n8n-workflow';

import type { Happening, Received } from '../../shared/callbacks/model';
import { given, idOf, objects } from '../../shared/callbacks/reading';
import { isObject } from '../../shared/http/json';

/** The commands that are told apart; whatever else comes is `other`. */
const EVENTS: ReadonlyMap<unknown, string> = new Map([
	['Group.CallbackBeforeSendMsg', 'messageBefore'],
	['Group.CallbackAfterSendMsg', 'message'],
	['Group.CallbackSendMsgException', 'messageFailed'],
	['C2C.CallbackBeforeSendMsg', 'privateMessageBefore'],
	['C2C.CallbackAfterSendMsg', 'privateMessage'],
	['Group.CallbackAfterNewMemberJoin', 'memberJoined'],
	['Group.CallbackAfterMemberExit', 'memberLeft'],
	['ContentCallback.ResultNotify', 'auditResult'],
	['Alert.RequestOverLimit', 'rateAlert'],
]);
const WAITS_FOR_VERDICT = new Set(['messageBefore', 'privateMessageBefore']);

/** https://www.tencentcloud.com/document/product/1047/34374 and the pages beside it */
export function read({ query, body }: Received): Happening {
	const command = query.CallbackCommand;
	const event = EVENTS.get(command) ?? 'other';
	const elements = objects(body.MsgBody);
	const text = event === 'auditResult' ? auditedText(body) : textOf(elements);
	const messageTypes = elements.flatMap(({ MsgType }) =>
		typeof MsgType === 'string' ? MsgType : [],
	);
	const { groupId, topicId } = placeOf(body);
	const more = {
		operatorId: idOf(body.Operator_Account),
		recipientId: idOf(body.To_Account),
		text: elements.length > 0 || text ? text : undefined,
		messageType: messageTypes[0],
		messageId: messageIdOf(body),
		sentAt: sentAtOf(body),
		...particularsOf(event, command, body),
	};
	return {
		event,
		items: usersOf(event, body).map((userId) =>
			given({ event, groupId, topicId, userId, ...more }),
		),
		places: [groupId, topicId].flatMap((id) => id ?? []),
		messageTypes,
		text,
		...(WAITS_FOR_VERDICT.has(event) && { reply: { event } }),
	};
}

/** What only some events tell. */
function particularsOf(
	event: string,
	command: unknown,
	body: IDataObject,
): Record<string, unknown> {
	switch (event) {
		case 'messageFailed':
			return { errorCode: numberOf(body.ErrorCode), errorMessage: body.ErrorInfo };
		case 'memberJoined':
			return { joinType: body.JoinType };
		case 'memberLeft':
			return { exitType: body.ExitType };
		case 'rateAlert':
			return {
				service: body.ServiceName,
				command: body.Command,
				requests: body.Request,
				limit: body.Limit,
			};
		case 'auditResult':
		case 'other':
			return { command, body };
		default:
			return {};
	}
}

/** Lists name several members, and each is an item. */
function usersOf(event: string, body: IDataObject): Array<string | undefined> {
	switch (event) {
		case 'memberJoined':
			return membersOf(body.NewMemberList);
		case 'memberLeft':
			return membersOf(body.ExitMemberList);
		default:
			return [idOf(body.From_Account)];
	}
}

function membersOf(list: unknown): string[] {
	return objects(list).flatMap(({ Member_Account }) => idOf(Member_Account) ?? []);
}

function placeOf(body: IDataObject): Partial<Record<'groupId' | 'topicId', string>> {
	const contact = isObject(body.ContactItem) ? body.ContactItem : {};
	return { groupId: idOf(body.GroupId ?? contact.ToGroupId), topicId: idOf(body.TopicId) };
}

/** What users may get to see of an element: its text, what an app put into its own, a file's name, what was forwarded. */
const SHOWN = [
	'Text',
	'Desc',
	'Data',
	'Ext',
	'FileName',
	'Title',
	'AbstractList',
	'CompatibleText',
];

/** All text of a message. */
function textOf(elements: readonly IDataObject[]): string {
	return elements
		.map(({ MsgContent }) => (isObject(MsgContent) ? MsgContent : {}))
		.flatMap((content) => SHOWN.map((name) => content[name]).flat())
		.filter((part): part is string => typeof part === 'string' && part !== '')
		.join('\n');
}

function auditedText({ TextContent }: IDataObject): string {
	return [TextContent]
		.flat()
		.map((part) => (isObject(part) ? part.Text : part))
		.filter((part): part is string => typeof part === 'string')
		.join('\n');
}

function messageIdOf({ MsgKey, MsgSeq, MsgId, Random }: IDataObject): string | undefined {
	return idOf(MsgKey ?? MsgId ?? MsgSeq ?? Random);
}

/** Seconds in one field, milliseconds in another, which some samples show as text. */
function sentAtOf({ MsgTime, EventTime }: IDataObject): string | undefined {
	const ms = numberOf(EventTime) ?? (numberOf(MsgTime) ?? NaN) * 1000;
	const date = new Date(ms);
	return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

function numberOf(value: unknown): number | undefined {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}
