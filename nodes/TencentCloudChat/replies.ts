import type { IDataObject } from 'n8n-workflow';

import { tencentError } from '../../credentials/errorCodes/tencent';
import { parseObject } from '../shared/model/json';
import { httpFailure, unreadableReply } from '../shared/http/replies';
import { withoutSecrets, type Failure } from '../shared/model/failure';
import type { HttpReply, Reply } from '../shared/model/requests';

const OWN_CODES = ['GroupInfo', 'TopicAndSelfInfo', 'RecallRetList', 'ErrorList'];
const TOO_MANY_MESSAGES = 10023;

/** Success is told by the envelope alone: the HTTP status is 200 for failures, too. */
export function readReply(reply: HttpReply): Reply {
	if (reply.status !== 200) return { failure: httpFailure(reply) };
	const body = parseObject(reply.text);
	// openconfigsvr answers without an ActionStatus, and a success may carry an ErrorInfo.
	if (!body || !(Number.isInteger(body.ErrorCode) || hasOwnCodes(body)))
		return { failure: unreadableReply() };
	const failure = failureOf(body) ?? dropped(body);
	return failure && !hasOwnCodes(body) ? { failure } : { body };
}

/** What the code says, of the whole reply or of one group within it. */
export function failureOf({
	ErrorCode,
	ErrorInfo,
	ActionStatus,
}: IDataObject): Failure | undefined {
	const code = Number(ErrorCode ?? 0);
	if (!Number.isInteger(code)) return unreadableReply("'ErrorCode' is not a whole number");
	if (code === 0 && ActionStatus !== 'FAIL') return undefined;
	const { meaning, ...entry } = tencentError(code);
	const isLost = entry.retry === 'yes' && !entry.turnedAway; // the internal failures and time-outs
	return { ...entry, code, message: meaning, said: withoutSecrets(ErrorInfo), isLost };
}

/** Where each group, topic, message or receiver has a code of its own, that of the whole says nothing. */
function hasOwnCodes(body: IDataObject): boolean {
	const list = OWN_CODES.map((field) => body[field]).find((value) => value !== undefined);
	return Array.isArray(list) && list.length > 0;
}

/** A message that was dropped, though the code says OK. https://cloud.tencent.com/document/product/269/1629 */
function dropped({ MsgDropReason: reason }: IDataObject): Failure | undefined {
	if (typeof reason !== 'string' || reason === '') return undefined;
	const { meaning, ...entry } = tencentError(TOO_MANY_MESSAGES);
	return { ...entry, code: withoutSecrets(reason), message: meaning };
}
