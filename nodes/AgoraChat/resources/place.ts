import { UserError, type IDataObject } from 'n8n-workflow';

import type { AgoraEndpoint } from '../../../credentials/endpoints/agora';
import { isObject, objectList, textOf, UnexpectedReply } from '../../shared/model/json';
import { shown } from '../../shared/input/ids';
import { batchSize, listOptions, sendOptions } from '../../shared/input/options';
import { userIdsOf, type Batch, type Outcome, type Target } from '../../shared/model/batch';
import { withoutSecrets, type Failure } from '../../shared/model/failure';
import { endTimeOf, LONGEST_CLOCK_ERROR_MS, remainingMs } from '../../shared/model/muteEnd';
import {
	done,
	failed,
	limitOf,
	listOutcomes,
	muteListRows,
	muteState,
	userOutcome,
	type MuteListEntry,
} from '../../shared/model/rows';
import type { Operation, Resource, ServiceRequest, TargetIds } from '../../shared/model/service';
import { syncMuted } from '../../shared/operations/syncMuted';
import { endOf, PERMANENT_DURATION, PERMANENT_EXPIRE } from '../ends';
import {
	cursorOf,
	isPlaceId,
	placeCall,
	placeDetails,
	placeList,
	placesOf,
	placeUsersCall,
	usersInUrl,
	type Place,
	type PlaceKind,
} from '../places';
import { canName, lowerCase, withoutAppKey } from '../userIds';

/** One newer Easemob page says 100; all the others say 60. */
export const MAX_USERNAMES = 60;
/** Places in one request. */
const MAX_IDS = 100;
/** Chat rooms or chat groups. https://docs.agora.io/en/agora-chat/restful-api/chatroom-management/manage-chatroom-mutelist */
export function placeResource(
	kind: PlaceKind,
	options: IDataObject,
	{ appKey, baseUrl }: AgoraEndpoint,
): Resource {
	const list = listOptions(options);
	const perRequest = batchSize(options, MAX_USERNAMES);
	const idOf = (target: Target) => target[kind.idName];

	const mute: Operation = {
		input: 'mute',
		perRequest,
		request: (batch, nowMs) =>
			placeCall(kind, 'POST', idOf(batch.target), 'mute', {
				usernames: userIdsOf(batch),
				mute_duration: (batch.end && remainingMs(batch.end, nowMs)) ?? PERMANENT_DURATION,
			}),
		outcomes: ({ body, sentAtMs }, batch) =>
			answeredOutcomes(body.data, batch, ({ expire }) =>
				muteState(typeof expire === 'number' ? endOf(expire) : endTimeOf(batch.end, sentAtMs)),
			),
	};
	const unmute: Operation = {
		input: 'users',
		perRequest,
		inUrl: usersInUrl(kind, 'mute', baseUrl),
		request: (batch) =>
			placeUsersCall(kind, 'DELETE', idOf(batch.target), 'mute', userIdsOf(batch)),
		outcomes: ({ body }, batch) => answeredOutcomes(body.data, batch, () => muteState(null)),
	};
	const askMuted = ({ target }: Batch): ServiceRequest =>
		placeCall(kind, 'GET', idOf(target), 'mute');

	return {
		readTarget: (ids) => readPlace(ids, kind),
		longestMuteMs: (nowMs) => PERMANENT_EXPIRE - LONGEST_CLOCK_ERROR_MS - nowMs,
		operations: {
			mute,
			unmute,
			getMuted: {
				input: 'target',
				perRequest: 1,
				request: askMuted,
				outcomes: ({ body, sentAtMs }, { subjects: [subject], target }) => [
					done(subject, muteListRows(muteList(body), target, list, sentAtMs)),
				],
			},
			syncMuted: syncMuted(
				{ request: askMuted, entriesOf: writtenAlike, canName, mute, unmute },
				sendOptions(options).dryRun,
			),
			muteAll: setMuteAll(true),
			unmuteAll: setMuteAll(false),
			allow: {
				input: 'users',
				perRequest,
				request: (batch) =>
					placeCall(kind, 'POST', idOf(batch.target), 'white/users', {
						usernames: userIdsOf(batch),
					}),
				outcomes: ({ body }, batch) => allowOutcomes(body, batch, true),
			},
			disallow: {
				input: 'users',
				perRequest,
				inUrl: usersInUrl(kind, 'white/users', baseUrl),
				request: (batch) =>
					placeUsersCall(kind, 'DELETE', idOf(batch.target), 'white/users', userIdsOf(batch)),
				outcomes: ({ body }, batch) => allowOutcomes(body, batch, false),
			},
			getAllowed: {
				input: 'target',
				perRequest: 1,
				request: ({ target }) => placeCall(kind, 'GET', idOf(target), 'white/users'),
				outcomes: ({ body }, { subjects: [subject], target }) => [
					done(
						subject,
						userNames(body).map((userId) => ({ ...target, userId, allowed: true })),
					),
				],
			},
			get: {
				input: 'target',
				perRequest: MAX_IDS,
				mixing: () => '',
				request: ({ subjects }) =>
					placeDetails(
						kind,
						subjects.map(({ target }) => idOf(target)),
					),
				outcomes: ({ body }, { subjects }) => {
					const places = new Map(placesOf(body.data).map((place) => [place.id, place]));
					return subjects.map((subject) => {
						const place = places.get(idOf(subject.target));
						if (!place) return failed(subject, notThere(kind));
						const { name, memberCount, allMuted, raw } = place;
						const row = { ...subject.target, name, memberCount, allMuted };
						return done(subject, [list.simplify ? row : raw]);
					});
				},
			},
			getAll: {
				input: 'list',
				perRequest: 1,
				request: (batch) => placeList(kind, Math.min(kind.perPage, limitOf(batch))),
				listing: {
					readPage: ({ body }) => ({
						rows: placesOf(body.data).map((place) => [place.id, listRow(place)]),
						next: cursorOf(body),
					}),
					nextPage: (cursor, _, left) =>
						left > 0 ? placeList(kind, Math.min(kind.perPage, left), cursor) : undefined,
				},
				outcomes: (_, batch, rows) => listOutcomes(rows, batch),
			},
		},
	};

	function listRow({ id, name, owner, memberCount, raw }: Place): IDataObject {
		if (!list.simplify) return raw;
		return { [kind.idName]: id, name, owner: owner && withoutAppKey(owner, appKey), memberCount };
	}

	/** Everybody is muted with POST, and can write again with DELETE, neither with a body. */
	function setMuteAll(allMuted: boolean): Operation {
		return {
			input: 'target',
			changesTarget: true,
			perRequest: 1,
			request: ({ target }) => placeCall(kind, allMuted ? 'POST' : 'DELETE', idOf(target), 'ban'),
			outcomes: ({ body }, { subjects: [subject], target }) => {
				const { data } = body;
				// Agora's table says `result`, its sample and all that was captured say `mute`.
				const confirmed = isObject(data) && (data.mute === allMuted || data.result === true);
				if (!confirmed) throw new UnexpectedReply("'data' does not confirm the change");
				return [done(subject, [{ ...target, allMuted }])];
			},
		};
	}
}

function readPlace(ids: TargetIds, { idName, displayName, noun }: PlaceKind): Target {
	const id = ids.required(idName, displayName);
	if (!isPlaceId(id)) {
		throw new UserError(`The '${displayName}' parameter is not the ID of a ${noun}: ${shown(id)}`, {
			description: `IDs of ${noun}s are the digits that Agora Chat gives them, such as 66213271109633.`,
		});
	}
	return { [idName]: id };
}

/** Each user's own row says whether it was done; a user without a row was not. */
function answeredOutcomes(
	data: unknown,
	{ subjects }: Batch,
	stateOf: (answer: IDataObject) => IDataObject,
): Outcome[] {
	if (!Array.isArray(data)) throw new UnexpectedReply("'data' is not a list");
	const answers = new Map(
		objectList(data, 'data').map((answer) => [lowerCase(textOf(answer.user)), answer]),
	);
	return subjects.map((subject) => {
		const answer = answers.get(String(subject.userId));
		if (answer?.result === true) return userOutcome(subject, stateOf(answer));
		return failed(subject, userFailure(answer));
	});
}

/** For one user the answer may come without the list. */
function allowOutcomes({ data }: IDataObject, batch: Batch, allowed: boolean): Outcome[] {
	return answeredOutcomes(isObject(data) ? [data] : data, batch, () => ({ allowed }));
}

function userFailure(answer: IDataObject | undefined): Failure {
	return {
		message: answer
			? 'Agora Chat did not do it for this user'
			: 'Agora Chat said nothing of this user',
		said: withoutSecrets(answer?.reason),
		advice:
			'Check that the user exists and is a member of the room or group, and is not its owner.',
		code: answer ? 'RESULT_FALSE' : 'NO_RESULT',
		retry: 'no',
		scope: 'users',
	};
}

function notThere({ noun }: PlaceKind): Failure {
	return {
		message: `Agora Chat said nothing of this ${noun}`,
		advice: `Check that the ID is one of a ${noun}, and that the credential is for the project it belongs to.`,
		code: 'NO_RESULT',
		retry: 'no',
		scope: 'target',
	};
}

function muteList({ data }: IDataObject): MuteListEntry[] {
	return objectList(data, 'data').map((raw) => {
		if (typeof raw.user !== 'string' || typeof raw.expire !== 'number') {
			throw new UnexpectedReply("'data' has a row without user or expire");
		}
		return { userId: raw.user, end: endOf(raw.expire), raw };
	});
}

/** As IDs are written in requests: older pages ignore case. */
function writtenAlike(body: IDataObject): MuteListEntry[] {
	return muteList(body).map((entry) => ({ ...entry, userId: lowerCase(entry.userId) }));
}

function userNames({ data }: IDataObject): string[] {
	const names: unknown[] = Array.isArray(data) ? data : [undefined];
	return names.map((name) => {
		if (typeof name === 'string') return name;
		throw new UnexpectedReply("'data' is not a list of user names");
	});
}
