import type { IDataObject } from 'n8n-workflow';

import { tencentError } from '../../credentials/errorCodes/tencent';
import { parseObject } from '../shared/model/json';
import { httpFailure, unreadableReply } from '../shared/http/replies';
import { withoutSecrets, type Failure } from '../shared/model/failure';
import type { HttpReply, Reply } from '../shared/model/requests';

/** Success is told by the envelope alone: the HTTP status is 200 for failures, too. */
export function readReply(reply: HttpReply): Reply {
	if (reply.status !== 200) return { failure: httpFailure(reply) };
	const body = parseObject(reply.text);
	// openconfigsvr answers without an ActionStatus, and a success may carry an ErrorInfo.
	if (!body || !Number.isInteger(body.ErrorCode)) return { failure: unreadableReply() };
	const failure = failureOf(body);
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
	return { ...entry, code, message: meaning, said: withoutSecrets(ErrorInfo) };
}

/** Where each group or topic has a code of its own, that of the whole says nothing. */
function hasOwnCodes({ GroupInfo, TopicAndSelfInfo }: IDataObject): boolean {
	const list = GroupInfo ?? TopicAndSelfInfo;
	return Array.isArray(list) && list.length > 0;
}
