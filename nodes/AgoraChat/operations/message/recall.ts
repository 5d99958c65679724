import { UserError } from 'n8n-workflow';

import { shown } from '../../../shared/input/ids';
import type { Outcome, Subject } from '../../../shared/model/batch';
import type { Failure } from '../../../shared/model/failure';
import { isObject, objectList, textOf } from '../../../shared/model/json';
import type { Open, OperationPanel } from '../../../shared/model/operation';
import type { Answer, ServiceRequest } from '../../../shared/model/requests';
import { failed, goneMessage, recalledMessage } from '../../../shared/model/rows';
import { CHAT_GROUP, CHAT_ROOM, type PlaceKind } from '../../places';
import { failureOf } from '../../replies';
import { idOf } from '../place/target';
import { defineOperation } from './target';

/** The digits that the service gives each message, with room for other forms. */
const MESSAGE_ID = /^[\w.:-]{1,100}$/;
const RECALL_ERROR = 'message_recall_error';
const NOT_FOUND = /not_found msg/i;
const NOT_THERE = /can'?t find (msg|message) to/i;

/** What the service calls a place here. */
const CHAT_TYPES = { chatRoom: 'chatroom', chatGroup: 'groupchat' } as const;

const panel: OperationPanel = {
	name: 'Recall',
	action: 'Recall messages',
	description: 'Take messages back, so that nobody sees them any more',
};

/** One message a call, the fewest on hosts of Agora. https://docs.agora.io/en/agora-chat/restful-api/message-management */
const recallCall = (
	{ messageId }: Subject,
	to: string | undefined,
	chatType: string,
	from?: string,
): ServiceRequest => ({
	api: { name: 'POST messages/msg_recall' },
	method: 'POST',
	path: '/messages/msg_recall',
	body: {
		msg_id: messageId,
		to,
		chat_type: chatType,
		// Moderators come late. Easemob demands the field.
		force: true,
		// Else the sender's other devices keep an old message.
		...(from && { from, sync_device: true }),
	},
});

/** Recalls in places of one kind. A callback may not tell rooms from groups, so that the other kind is asked once. */
function inPlace(kind: PlaceKind, other: PlaceKind) {
	const inOther = defineOperation({
		input: 'messages',
		target: [kind.idName],
		most: 1,
		request: ({ target, subjects: [subject] }) =>
			recallCall(subject, idOf(kind, target), CHAT_TYPES[other.resource]),
		outcomes: (answer, { subjects: [subject] }) => {
			const failure = failureIn(answer, subject);
			return [failure ? ofBoth(failure, subject) : recalledMessage(subject)];
		},
		scopeOf: ({ scope }) => (scope === 'app' ? scope : 'request'),
		userFailure: ofBoth,
	});
	const ofFailure = (failure: Failure, subject: Subject): Outcome | Open => {
		const { said = '', afterLost = false } = failure;
		return isNotThere(failure)
			? { open: { ...subject, known: { said, afterLost } }, next: inOther }
			: failed(subject, failure);
	};
	return defineOperation({
		panel,
		input: 'messages',
		target: [kind.idName],
		most: 1,
		checkMessageId,
		request: ({ target, subjects: [subject] }) =>
			recallCall(subject, idOf(kind, target), CHAT_TYPES[kind.resource]),
		outcomes: (answer, { subjects: [subject] }) => {
			const failure = failureIn(answer, subject);
			return [failure ? ofFailure(failure, subject) : recalledMessage(subject)];
		},
		userFailure: ofFailure,
	});
}

const privately = defineOperation({
	panel,
	input: 'messages',
	target: ['senderId', 'recipientId'],
	most: 1,
	checkMessageId,
	request: ({ target: { senderId, recipientId }, subjects: [subject] }) =>
		recallCall(subject, recipientId, 'chat', senderId),
	outcomes: (answer, { subjects: [subject] }) => {
		const failure = failureIn(answer, subject);
		return [failure ? notRecalled(failure, subject) : recalledMessage(subject)];
	},
	userFailure: notRecalled,
});

export const recall = {
	chatRoom: inPlace(CHAT_ROOM, CHAT_GROUP),
	chatGroup: inPlace(CHAT_GROUP, CHAT_ROOM),
	user: privately,
};

function checkMessageId(id: string): string {
	if (MESSAGE_ID.test(id)) return id;
	throw new UserError(`The 'Message IDs' parameter has an ID that no message has: ${shown(id)}`, {
		description:
			'The ID is digits, such as 1029457500870543736, as the trigger puts it out. Separate several by commas, or give an array.',
	});
}

/** Only `yes` is a success, whatever the HTTP status; else the row says why. Agora answers without an envelope then. */
function failureIn({ body, afterLost }: Answer, { messageId }: Subject): Failure | undefined {
	const data = body.data ?? body.msgs;
	const rows = objectList(isObject(data) ? [data] : data, 'data');
	const row = rows.find(({ msg_id: id }) => textOf(id) === messageId) ?? rows[0];
	const recalled = row?.recalled;
	if (recalled === 'yes') return undefined;
	const status = /internal error/i.test(textOf(recalled)) ? 500 : 400;
	const failure = failureOf(status, RECALL_ERROR, textOf(recalled) || 'nothing');
	return failure && { ...failure, httpStatus: undefined, afterLost };
}

function isNotThere({ said = '' }: Failure): boolean {
	return NOT_FOUND.test(said) || NOT_THERE.test(said);
}

/** What the first kind of place that was asked had said, unless a lost try in the second has recalled it, it seems. */
function ofBoth(ofSecond: Failure, subject: Subject): Outcome {
	if (ofSecond.afterLost && isNotThere(ofSecond)) return recalledMessage(subject);
	const { said, afterLost } = subject.known ?? {};
	const failure = failureOf(400, RECALL_ERROR, said);
	return failure
		? notRecalled({ ...failure, afterLost: afterLost === true }, subject)
		: goneMessage(subject);
}

function notRecalled(failure: Failure, subject: Subject): Outcome {
	return NOT_FOUND.test(failure.said ?? '')
		? goneMessage(subject, failure.afterLost)
		: failed(subject, failure);
}
