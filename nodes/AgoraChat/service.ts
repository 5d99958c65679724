import type { IDataObject } from 'n8n-workflow';

import { agoraEndpoint, type AgoraEndpoint } from '../../credentials/endpoints/agora';
import { agoraError } from '../../credentials/errorCodes/agora';
import { parseObject } from '../shared/model/json';
import { httpFailure, unreadableReply } from '../shared/http/replies';
import { readable, withoutSecrets, type Failure } from '../shared/model/failure';
import type { HttpReply, Reply } from '../shared/model/requests';
import type { Service } from '../shared/model/service';
import { CHAT_GROUP, CHAT_ROOM } from './places';
import { placeResource } from './operations/place/place';
import { user } from './operations/user/user';
import { checkUserId, lowerCase } from './userIds';

/** The REST API of Agora Chat and Easemob. https://docs.agora.io/en/agora-chat/restful-api/restful-overview */
export const agoraService: Service<AgoraEndpoint> = {
	name: 'Agora Chat',
	credentialType: 'agoraChatApi',
	endpoint: agoraEndpoint,
	checkUserId,
	readReply,
	resources: { chatGroup: placeResource(CHAT_GROUP), chatRoom: placeResource(CHAT_ROOM), user },
};

/** The HTTP status tells success from failure; failures of single users come inside a success. */
function readReply(reply: HttpReply): Reply {
	const body = parseObject(reply.text);
	if (reply.status === 200) {
		return body && 'data' in body ? { body } : { failure: unreadableReply() };
	}
	return { failure: serviceFailure(reply, body) };
}

function serviceFailure(reply: HttpReply, body: IDataObject | undefined): Failure {
	const http = httpFailure(reply);
	if (typeof body?.error !== 'string') {
		// Cut short, it seems: then a status that refuses for good is not the verdict.
		return !body && isJson(reply) && http.retry === 'no' ? unreadableReply() : http;
	}
	const { error } = body;
	const description = readable(body.error_description);
	const entry = agoraError(reply.status, error, description);
	if (!entry) return http;
	return {
		message: entry.meaning,
		advice: entry.advice,
		said: withoutSecrets(description),
		code: withoutSecrets(error) ?? reply.status,
		httpStatus: reply.status,
		retry: entry.retry,
		scope: entry.scope,
		turnedAway: entry.turnedAway,
		retryAfterMs: http.retryAfterMs,
		ofStrangers: entry.ofStrangers,
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

/** `userNames size is more than max limit : 60` */
function learntLimit(description: string): number | undefined {
	const limit = Number(/max limit\s*:\s*(\d+)/i.exec(description)?.[1]);
	return limit > 0 ? limit : undefined;
}
