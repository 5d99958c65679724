import type { IDataObject } from 'n8n-workflow';

import { agoraError } from '../../credentials/errorCodes/agora';
import { httpFailure, isLostStatus, unreadableReply } from '../shared/http/replies';
import { readable, withoutSecrets, type Failure } from '../shared/model/failure';
import { parseObject } from '../shared/model/json';
import type { HttpReply, Reply } from '../shared/model/requests';
import { lowerCase } from './userIds';

/** The HTTP status tells success from failure; failures of single users come inside a success. */
export function readReply(reply: HttpReply): Reply {
	const body = parseObject(reply.text);
	if (reply.status === 200) {
		return body && ('data' in body || 'msgs' in body) ? { body } : { failure: unreadableReply() };
	}
	return { failure: serviceFailure(reply, body) };
}

function serviceFailure(reply: HttpReply, body: IDataObject | undefined): Failure {
	const http = httpFailure(reply);
	if (typeof body?.error !== 'string') {
		// Cut short, it seems: then a status that refuses for good is not the verdict.
		return !body && isJson(reply) && http.retry === 'no' ? unreadableReply() : http;
	}
	const failure = failureOf(reply.status, body.error, body.error_description);
	return failure ? { ...failure, retryAfterMs: http.retryAfterMs } : http;
}

/** What the table says of an error, which some answers hold in a success. */
export function failureOf(status: number, error: string, words: unknown): Failure | undefined {
	const description = readable(words);
	const entry = agoraError(status, error, description);
	if (!entry) return undefined;
	const { meaning, advice, retry, scope, turnedAway, isOfQuota, ofStrangers } = entry;
	return {
		message: meaning,
		advice,
		said: withoutSecrets(description),
		code: withoutSecrets(error) ?? status,
		httpStatus: status,
		retry,
		scope,
		turnedAway,
		isOfQuota,
		isLost: isLostStatus(status),
		ofStrangers,
		named: namedIn(description),
		maxUsers: learntLimit(description),
	};
}

function isJson({ headers }: HttpReply): boolean {
	return String(headers['content-type']).startsWith('application/json');
}

/** `users [a, b] are not members of this group!`, `username a doesn't exist!`, `grpID 1 does not exist!` */
function namedIn(description: string): string[] | undefined {
	const list =
		/users \[([^\]]*)\]/i.exec(description) ??
		/username (\S+) doesn'?t exist/i.exec(description) ??
		/grpID (\S+) does not exist/i.exec(description) ??
		/do not find this group:\s*(\S+)/i.exec(description);
	return list?.[1].split(',').map((name) => lowerCase(name.trim()));
}

/** `userNames size is more than max limit : 60`, `params to's size can't exceed limit 600` */
function learntLimit(description: string): number | undefined {
	const limit = Number(/(?:max|exceed) limit\s*:?\s*(\d+)/i.exec(description)?.[1]);
	return limit > 0 ? limit : undefined;
}
