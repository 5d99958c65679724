import { UserError } from 'n8n-workflow';

import { shown } from '../../../shared/input/ids';
import type { Outcome, Subject } from '../../../shared/model/batch';
import type { Failure } from '../../../shared/model/failure';
import { objectList, textOf } from '../../../shared/model/json';
import type { OperationPanel } from '../../../shared/model/operation';
import { failed, goneMessage, recalledMessage } from '../../../shared/model/rows';
import { command, GROUP_SERVICE, isPrintable, PRIVATE_SERVICE } from '../../api';
import { failureOf } from '../../replies';
import { reasonUpTo } from '../group/members';
import { placeFields } from '../group/target';
import { defineOperation } from './target';

/** In one request; the messages of private chats go one by one. */
const MAX_MESSAGES = 10;
const MAX_REASON_BYTES = 100;
/** Counted by the service for each group, from 1. */
const MAX_SEQ = 0xffffffff;
/** `MsgId`, which the sender's app has made up: no call takes it. */
const CLIENTS_ID = /^\d+-\d+-\d+$/;

const NO_SUCH_MESSAGE = new Set<unknown>([10030, 20022]);
const RECALLED_ALREADY = 20023;
const REFUSED = 10004;

const panel: OperationPanel = {
	name: 'Recall',
	action: 'Recall messages',
	description: 'Take messages back, so that nobody sees them any more',
};

const NO_RESULT: Failure = {
	message: 'Tencent Cloud Chat said nothing of this message',
	advice: 'Look into the chat whether it is still there, and run the workflow again.',
	code: 'NO_RESULT',
	retry: 'no',
	scope: 'request',
};

/** https://www.tencentcloud.com/document/product/1047/34965 */
const inGroup = defineOperation({
	panel,
	input: 'messages',
	target: ['groupId', 'topicId'],
	texts: [reasonUpTo(MAX_REASON_BYTES)],
	most: MAX_MESSAGES,
	checkMessageId: (id) => {
		const seq = Number(id);
		if (/^\d+$/.test(id) && seq >= 1 && seq <= MAX_SEQ) return String(seq);
		throw notAnId(id, 'a whole number, the MsgSeq of the message in its group');
	},
	request: ({ target, subjects, texts }) =>
		command(GROUP_SERVICE, 'group_msg_recall', {
			...placeFields(target),
			MsgSeqList: subjects.map(({ messageId }) => ({ MsgSeq: Number(messageId) })),
			...(texts.reason && { Reason: texts.reason }),
		}),
	// The envelope says OK even where no message was recalled.
	outcomes: ({ body, afterLost }, { subjects }) => {
		const rows = objectList(body.RecallRetList, 'RecallRetList');
		const told = new Map(rows.map((row) => [textOf(row.MsgSeq), row.RetCode]));
		return subjects.map((subject) => {
			const code = told.get(subject.messageId) ?? undefined;
			const failure = code === undefined ? NO_RESULT : failureOf({ ErrorCode: code });
			return failure ? ofFailure({ ...failure, afterLost }, subject) : recalledMessage(subject);
		});
	},
	// Nobody's membership is in question here.
	scopeOf: ({ scope, code }) => (code === REFUSED ? 'request' : scope),
	userFailure: ofFailure,
});

/** https://www.tencentcloud.com/document/product/1047/35015 */
const privately = defineOperation({
	panel,
	input: 'messages',
	target: ['senderId', 'recipientId'],
	most: 1,
	checkMessageId: (id) => {
		if (isPrintable(id) && !CLIENTS_ID.test(id)) return id;
		throw notAnId(id, 'the MsgKey of the message, such as 31906_833502_1572869830');
	},
	request: ({ target: { senderId, recipientId }, subjects: [{ messageId }] }) =>
		command(PRIVATE_SERVICE, 'admin_msgwithdraw', {
			From_Account: senderId,
			To_Account: recipientId,
			MsgKey: messageId,
		}),
	outcomes: (_, { subjects }) => subjects.map(recalledMessage),
	userFailure: ofFailure,
});

export const recall = { group: inGroup, user: privately };

function ofFailure(failure: Failure, subject: Subject): Outcome {
	const { code, afterLost } = failure;
	if (NO_SUCH_MESSAGE.has(code)) return goneMessage(subject, afterLost);
	if (code === RECALLED_ALREADY) return recalledMessage(subject);
	if (code !== REFUSED) return failed(subject, failure);
	return failed(subject, {
		...failure,
		message: 'Tencent Cloud Chat refuses the request: a wrong ID',
		advice: "Check 'Message IDs', and that the messages were written there.",
	});
}

/** @param what it has to be */
function notAnId(id: string, what: string): UserError {
	return new UserError(`The 'Message IDs' parameter has an ID that no message has: ${shown(id)}`, {
		description: `The ID is ${what}, as the trigger puts it out. The MsgId of the sender's app can't be recalled.`,
	});
}
