import type { IDataObject } from 'n8n-workflow';

import type { CallbackEvent, Received, Wanted } from '../../shared/callbacks/callbackService';
import { given, idOf, numberOf, objectOr, objects } from '../../shared/callbacks/values';
import { asKind, countingTexts, searchable, textsIn } from '../../shared/callbacks/text';
import { messageIn, sentAtOf, WAITS_FOR_VERDICT } from './messages';
import { elementTexts, isEditedByKit, quotedTexts } from './texts';

/** The commands that are told apart; whatever else comes is `other`. */
const EVENTS: ReadonlyMap<unknown, string> = new Map([
	['Group.CallbackBeforeSendMsg', 'messageBefore'],
	['Group.CallbackAfterSendMsg', 'message'],
	['Group.CallbackSendMsgException', 'messageFailed'],
	['C2C.CallbackBeforeSendMsg', 'privateMessageBefore'],
	['C2C.CallbackAfterSendMsg', 'privateMessage'],
	['Group.CallbackAfterNewMemberJoin', 'memberJoined'],
	['Group.CallbackAfterMemberExit', 'memberLeft'],
	['Group.CallbackAfterModifyMsg', 'messageEdited'],
	['C2C.CallbackAfterModifyMsg', 'messageEdited'],
	['Group.CallbackAfterRecallMsg', 'messageRecalled'],
	['C2C.CallbackAfterMsgWithDraw', 'messageRecalled'],
	['ContentCallback.ResultNotify', 'auditResult'],
	['Alert.RequestOverLimit', 'rateAlert'],
]);

/** https://www.tencentcloud.com/document/product/1047/34374 and the pages beside it */
export function read({ query, body, overridden }: Received, wanted: Wanted): CallbackEvent {
	const command = query.CallbackCommand;
	const event = EVENTS.get(command) ?? 'other';
	const { ToGroupId, To_Account } = objectOr(body.ContactItem);
	const groupId = idOf(body.GroupId) ?? idOf(ToGroupId);
	const topicId = idOf(body.TopicId);
	const elements = objects(body.MsgBody);
	const messageTypes = elements.flatMap(({ MsgType }) => idOf(MsgType) ?? []);
	const all = [
		...elementTexts(body.MsgBody),
		...asKind('shown', textsIn(event === 'auditResult' ? body.TextContent : undefined)),
		...quotedTexts(body),
		...asKind('shown', textsIn(overridden)),
	];
	const texts = countingTexts(all, wanted);
	const more = {
		recipientId: idOf(body.To_Account) ?? idOf(To_Account),
		text: elements.length > 0 || texts.length > 0 ? texts.join('\n') : undefined,
		messageType: messageTypes[0],
		sentAt: sentAtOf(body),
		...particularsOf(event, command, body),
	};
	return {
		event,
		items: occurrencesIn(event, body).map((occurrence) =>
			given({ event, groupId, topicId, ...occurrence, ...more }),
		),
		hasBody: event === 'auditResult' || event === 'other',
		places: [groupId, topicId].flatMap((id) => id ?? []),
		messageTypes,
		text: searchable(texts),
		message: messageIn(event, body, all, wanted),
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
			return { errorCode: numberOf(body.ErrorCode), errorMessage: idOf(body.ErrorInfo) };
		case 'memberJoined':
			return { joinType: idOf(body.JoinType) };
		case 'memberLeft':
			return { exitType: idOf(body.ExitType) };
		case 'rateAlert':
			return {
				service: idOf(body.ServiceName),
				command: idOf(body.Command),
				requests: numberOf(body.Request),
				limit: numberOf(body.Limit),
			};
		case 'auditResult':
			return { command, ...auditIn(body) };
		case 'other':
			return { command };
		default:
			return {};
	}
}

function auditIn({ CtxcbResult, CtxcbSuggestion, CtxcbLabel, CtxcbKeywords }: IDataObject) {
	return {
		result: resultOf(numberOf(CtxcbResult), CtxcbSuggestion),
		reason: idOf(CtxcbLabel),
		labels: textsIn([CtxcbLabel, CtxcbKeywords]).filter((label) => label && label !== 'Normal'),
	};
}

/** What was done, and what was thought of it: doubt about what was let pass is for somebody to look at. */
function resultOf(result: number | undefined, suggestion: unknown): string | undefined {
	if (result === 1 || (result === undefined && suggestion === 'Block')) return 'blocked';
	if (suggestion === 'Review' || suggestion === 'Block') return 'review';
	return result === 0 || suggestion === 'Normal' ? 'passed' : undefined;
}

/** Whom or what it happened to, and by whom. */
type Occurrence = Partial<
	Record<'userId' | 'operatorId' | 'authorId' | 'messageId' | 'messageRandom', string>
>;

/** Lists name several members or messages, and each is an item. */
function occurrencesIn(event: string, body: IDataObject): Occurrence[] {
	const userId = idOf(body.From_Account);
	const operatorId = idOf(body.Operator_Account);
	switch (event) {
		case 'memberJoined':
			return membersOf(body.NewMemberList).map((member) => ({ userId: member, operatorId }));
		case 'memberLeft':
			return membersOf(body.ExitMemberList).map((member) => ({ userId: member, operatorId }));
		case 'messageRecalled':
			return recalledIn(body).map((messageId) => ({ userId, operatorId, messageId }));
		case 'messageEdited':
			return [{ ...edited(body, operatorId ?? userId, userId), messageId: messageIdOf(body) }];
		case 'messageBefore':
		case 'privateMessageBefore':
		case 'messageFailed':
			// There is nothing yet that could be recalled.
			return [{ userId, operatorId, messageRandom: idOf(body.Random) ?? idOf(body.MsgRandom) }];
		default:
			return [{ userId, operatorId, messageId: messageIdOf(body) }];
	}
}

function membersOf(list: unknown): string[] {
	return objects(list).flatMap(({ Member_Account }) => idOf(Member_Account) ?? []);
}

function recalledIn(body: IDataObject): Array<string | undefined> {
	const messageIds = objects(body.MsgSeqList).flatMap(({ MsgSeq }) => idOf(MsgSeq) ?? []);
	return messageIds.length > 0 ? messageIds : [messageIdOf(body)];
}

/** Whoever replies or reacts edits the message of somebody else, and has written nothing of it. */
function edited(body: IDataObject, editor: string | undefined, author: string | undefined) {
	const isOwn = editor !== undefined && editor === author;
	const userId = isEditedByKit(body) && !isOwn ? undefined : editor;
	return { userId, operatorId: editor, authorId: author };
}

/** What the service takes for the message: `MsgId` is its sender's own. */
function messageIdOf({ MsgKey, MsgSeq, MsgID }: IDataObject): string | undefined {
	return idOf(MsgKey) ?? idOf(MsgSeq) ?? idOf(MsgID);
}
