import { UserError, type IDataObject, type IHttpRequestMethods } from 'n8n-workflow';

import { agoraEndpoint } from '../../credentials/endpoints/agora';
import { AGORA_ERRORS } from '../../credentials/errorCodes/agora';
import { readable, withoutSecrets, type Failure } from '../shared/model/failure';
import { shown } from '../shared/input/ids';
import { isObject, objectList, parseObject, unixTime, UnexpectedReply } from '../shared/http/json';
import { remainingMs, type EndTime, type MuteEnd } from '../shared/model/muteEnd';
import { listOptions } from '../shared/input/options';
import { httpFailure, unreadableReply } from '../shared/http/replies';
import {
	muteListRows,
	muteState,
	targetOutcome,
	userOutcome,
	type MuteListEntry,
} from '../shared/model/rows';
import type {
	Batch,
	HttpReply,
	Operation,
	Outcome,
	Reply,
	Service,
	ServiceRequest,
	Target,
	TargetIds,
} from '../shared/model/service';

/** One newer Easemob page says 100; all the others say 60. */
export const MAX_USERNAMES = 60;
const MAX_USERNAME_LENGTH = 64;
const USERNAME = /^[a-z0-9_.-]+$/;
const ROOM_ID = /^[\w.-]{1,128}$/;
/** In a path these two mean other folders, whatever is sent for their dots. */
const DOTS = /^\.{1,2}$/;
const PERMANENT_DURATION = -1;
/** What a permanent mute reads as: 2117-01-01 in Beijing. Server SDKs say so, the current pages do not; -1 is taken, too. */
const PERMANENT_EXPIRE = 4_638_873_600_000;

/** The REST API of Agora Chat and Easemob. https://docs.agora.io/en/agora-chat/restful-api/chatroom-management/manage-chatroom-mutelist */
export function agoraService(options: IDataObject): Service {
	const list = listOptions(options);
	return {
		name: 'Agora Chat',
		credentialType: 'agoraChatApi',
		endpoint: agoraEndpoint,
		maxUsersPerRequest: MAX_USERNAMES,
		permanentFromMs: PERMANENT_EXPIRE,
		readTarget,
		checkUserId,
		readReply,
		operations: {
			mute: {
				input: 'mute',
				request: ({ target, users, end }, nowMs) =>
					call('POST', target, 'mute', {
						usernames: users.map(({ userId }) => userId),
						mute_duration: (end && remainingMs(end, nowMs)) ?? PERMANENT_DURATION,
					}),
				outcomes: (body, batch, sentAtMs) =>
					answeredOutcomes(body, batch, ({ expire }) =>
						muteState(
							typeof expire === 'number' ? endOf(expire) : expectedEnd(batch.end, sentAtMs),
						),
					),
			},
			unmute: {
				input: 'users',
				request: ({ target, users }) => {
					const userIds = users.map(({ userId }) => encodeURIComponent(userId)).join('%2C');
					return {
						...call('DELETE', target, 'mute'),
						path: `${roomPath(target, 'mute')}/${userIds}`,
					};
				},
				outcomes: (body, batch) => answeredOutcomes(body, batch, () => muteState(null)),
			},
			getMuted: {
				input: 'target',
				request: ({ target }) => call('GET', target, 'mute'),
				outcomes: (body, batch, sentAtMs) =>
					targetOutcome(batch, muteListRows(muteList(body), batch.target, list, sentAtMs)),
			},
			muteAll: setMuteAll(true),
			unmuteAll: setMuteAll(false),
		},
	};
}

/** Rooms are muted with POST, opened with DELETE, neither with a body. */
function setMuteAll(allMuted: boolean): Operation {
	return {
		input: 'target',
		changesTarget: true,
		request: ({ target }) => call(allMuted ? 'POST' : 'DELETE', target, 'ban'),
		outcomes: ({ data }, batch) => {
			// Agora's table says `result`, its sample and all that was captured say `mute`.
			const confirmed = isObject(data) && (data.mute === allMuted || data.result === true);
			if (!confirmed) throw new UnexpectedReply("'data' does not confirm the change");
			return targetOutcome(batch, [{ ...batch.target, allMuted }]);
		},
	};
}

function call(
	method: IHttpRequestMethods,
	target: Target,
	resource: string,
	body?: IDataObject,
): ServiceRequest {
	return {
		api: { name: `${method} chatrooms/${resource}` },
		method,
		path: roomPath(target, resource),
		...(body && { body }),
	};
}

function roomPath({ chatRoomId }: Target, resource: string): string {
	return `/chatrooms/${encodeURIComponent(chatRoomId)}/${resource}`;
}

function readTarget(ids: TargetIds): Target {
	const chatRoomId = ids.required('chatRoomId', 'Chat Room');
	if (!isRoomId(chatRoomId)) {
		throw new UserError(
			`The 'Chat Room' parameter is not the ID of a chat room: ${shown(chatRoomId)}`,
			{
				description:
					'IDs of chat rooms are the digits that Agora Chat gives them, such as 66213271109633.',
			},
		);
	}
	return { chatRoomId };
}

export function isRoomId(text: string): boolean {
	return ROOM_ID.test(text) && !DOTS.test(text);
}

function checkUserId(userId: string): string {
	// `Aa` and `aa` are one user: newer pages allow small letters only, older ones ignore case.
	const username = userId.toLowerCase();
	if (username.length > MAX_USERNAME_LENGTH) {
		throw new UserError(
			`The 'User IDs' parameter has an ID longer than ${MAX_USERNAME_LENGTH} characters: ${shown(userId)}`,
			{
				description: 'Separate several IDs by commas or line ends, or give an array.',
			},
		);
	}
	if (!USERNAME.test(username) || DOTS.test(username)) {
		throw new UserError(
			`The 'User IDs' parameter has an ID with characters that Agora Chat does not take: ${shown(userId)}`,
			{
				description:
					'User IDs are made of letters, digits, and the signs _ - . (not of dots alone).',
			},
		);
	}
	return username;
}

/** The HTTP status tells success from failure; failures of single users come inside a success. */
function readReply(reply: HttpReply): Reply {
	const body = parseObject(reply.text);
	if (reply.status === 200) {
		return body && 'data' in body ? { body } : { failure: unreadableReply() };
	}
	return { failure: serviceFailure(reply, body) };
}

function serviceFailure(reply: HttpReply, body: IDataObject | undefined): Failure {
	// A cut reply: what the status alone says is not the verdict.
	if (!body && isJson(reply)) return unreadableReply();
	const error = typeof body?.error === 'string' ? body.error : undefined;
	const description = readable(body?.error_description);
	const http = httpFailure(reply);
	const entry = AGORA_ERRORS.find(
		(candidate) =>
			(candidate.status ?? reply.status) === reply.status &&
			(candidate.error ?? error) === error &&
			(!candidate.description || candidate.description.test(description)),
	);
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
		namedUsers: namedUsers(description),
		maxUsers: learntLimit(description),
	};
}

function isJson({ headers }: HttpReply): boolean {
	return String(headers['content-type']).startsWith('application/json');
}

/** `users [a, b] are not members of this group!`, `username a doesn't exist!` */
function namedUsers(description: string): string[] | undefined {
	const list =
		/users \[([^\]]*)\]/i.exec(description) ?? /username (\S+) doesn'?t exist/i.exec(description);
	return list?.[1].split(',').map((name) => name.trim().toLowerCase());
}

/** `userNames size is more than max limit : 60` */
function learntLimit(description: string): number | undefined {
	const limit = Number(/max limit\s*:\s*(\d+)/i.exec(description)?.[1]);
	return limit > 0 ? limit : undefined;
}

/** Each user's own row says whether it was done; a user without a row was not. */
function answeredOutcomes(
	{ data }: IDataObject,
	batch: Batch,
	stateOf: (answer: IDataObject) => IDataObject,
): Outcome[] {
	if (!Array.isArray(data)) throw new UnexpectedReply("'data' is not a list");
	const answers = new Map(
		objectList(data, 'data').map((answer) => [String(answer.user).toLowerCase(), answer]),
	);
	return batch.users.map((user) => {
		const answer = answers.get(user.userId);
		if (answer?.result === true) return userOutcome(batch, user, stateOf(answer));
		return { ...user, target: batch.target, failure: userFailure(answer) };
	});
}

function userFailure(answer: IDataObject | undefined): Failure {
	return {
		message: answer
			? 'Agora Chat did not do it for this user'
			: 'Agora Chat said nothing of this user',
		said: withoutSecrets(answer?.reason),
		advice: 'Check that the user exists and is a member of the room, and is not its owner.',
		code: answer ? 'RESULT_FALSE' : 'NO_RESULT',
		retry: 'no',
		scope: 'users',
	};
}

function endOf(expire: number): EndTime {
	if (expire === PERMANENT_DURATION || expire >= PERMANENT_EXPIRE) return 'permanent';
	return unixTime(expire, 'expire');
}

function expectedEnd(end: MuteEnd | null, sentAtMs: number): EndTime {
	const ms = end && remainingMs(end, sentAtMs);
	return ms === null ? 'permanent' : sentAtMs + ms;
}

function muteList({ data }: IDataObject): MuteListEntry[] {
	return objectList(data, 'data').map((raw) => {
		if (typeof raw.user !== 'string' || typeof raw.expire !== 'number') {
			throw new UnexpectedReply("'data' has a row without user or expire");
		}
		return { userId: raw.user, end: endOf(raw.expire), raw };
	});
}
