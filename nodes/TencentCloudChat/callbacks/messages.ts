import type { IDataObject } from 'n8n-workflow';

import type { Message, Wanted } from '../../shared/callbacks/callbackService';
import { linkableText, typedText, type MessageText } from '../../shared/callbacks/text';
import { idOf, isoTime, numberOf, objects } from '../../shared/callbacks/values';

export const WAITS_FOR_VERDICT = new Set(['messageBefore', 'privateMessageBefore']);
const JUDGED = new Set([...WAITS_FOR_VERDICT, 'message', 'privateMessage', 'messageEdited']);

/** What rules look at; other events are no messages. */
export function messageIn(
	event: string,
	body: IDataObject,
	texts: readonly MessageText[],
	wanted: Wanted,
): Message | undefined {
	if (!JUDGED.has(event)) return undefined;
	const { GroupId, TopicId, From_Account, Operator_Account } = body;
	const at = sentAtOf(body);
	const mentioned = objects(body.GroupAtInfo);
	const groupId = idOf(GroupId);
	const isEdit = event === 'messageEdited';
	const typed = typedText(texts);
	return {
		typed,
		linkable: linkableText(texts, wanted),
		mentioned: mentioned.length,
		mentionsAll: mentioned.some(({ GroupAtAllFlag }) => numberOf(GroupAtAllFlag) === 1),
		place: JSON.stringify([groupId, idOf(TopicId)]),
		isPrivate: groupId === undefined,
		senderId: idOf(isEdit ? (Operator_Account ?? From_Account) : From_Account),
		atMs: at === undefined ? Date.now() : Date.parse(at),
		// Told before it is sent, none comes twice.
		id: WAITS_FOR_VERDICT.has(event) ? undefined : messageIdOf(body, typed),
		isEdit,
	};
}

/** What no other message has: a private one's key is made of what its sender has chosen. */
function messageIdOf(
	{ GroupId, TopicId, MsgSeq, MsgKey }: IDataObject,
	typed: string,
): string | undefined {
	const ofGroup = GroupId !== undefined;
	const id = idOf(ofGroup ? MsgSeq : MsgKey);
	return id && JSON.stringify(ofGroup ? [GroupId, TopicId, id] : [id, typed]);
}

/** Seconds in one field, milliseconds in another, which some samples show as text. */
export function sentAtOf({ MsgTime, EventTime }: IDataObject): string | undefined {
	return isoTime(numberOf(EventTime) ?? (numberOf(MsgTime) ?? NaN) * 1000);
}
