import type { IDataObject } from 'n8n-workflow';

import { isObject, objectList, UnexpectedReply } from '../../shared/model/json';
import { listOptions } from '../../shared/input/options';
import { groupBy } from '../../shared/model/lists';
import type { Batch } from '../../shared/model/batch';
import { laterEnd, type EndTime } from '../../shared/model/muteEnd';
import {
	done,
	listOutcomes,
	scopeStates,
	userOutcome,
	wantedStates,
} from '../../shared/model/rows';
import { endIn, secondsOf } from '../../shared/model/seconds';
import type { Answer, Operation, Resource, ServiceRequest } from '../../shared/model/service';
import { withoutAppKey } from '../userIds';

const SCOPES = ['chat', 'groupchat', 'chatroom'] as const;
/** Seconds; what is longer is refused. */
const LONGEST_SECONDS = 2_147_483_647;
const PERMANENT = -1;
const ROWS_PER_PAGE = 50;

type Ends = Record<string, EndTime | null>;
/** What a row of the list tells of a user. */
type Told = { userId: string; ends: Ends };

/** Users of the whole app: in seconds, where the mute lists count in milliseconds. https://docs.agora.io/en/agora-chat/restful-api/global-mute */
export function userResource(options: IDataObject, appKey: string | undefined): Resource {
	const { simplify } = listOptions(options);
	return {
		readTarget: () => ({}),
		scopes: SCOPES,
		longestMuteMs: () => LONGEST_SECONDS * 1000,
		operations: {
			mute: setMutes('mute'),
			unmute: setMutes('users'),
			get: {
				input: 'users',
				perRequest: 1,
				request: ({ subjects: [{ userId }] }) => ({
					api: { name: 'GET mutes/{username}' },
					method: 'GET',
					path: `/mutes/${encodeURIComponent(String(userId))}`,
				}),
				outcomes: ({ body, sentAtMs }, { subjects: [subject] }) => {
					const { data } = body;
					if (!isObject(data)) throw new UnexpectedReply("'data' is not an object");
					if (!simplify) return [done(subject, [{ userId: subject.userId, ...data }])];
					const ends = endsOf(data, Object.keys(subject.scopes ?? {}), sentAtMs);
					return [userOutcome(subject, { scopes: scopeStates(ends, sentAtMs) })];
				},
			},
			getAll: {
				input: 'list',
				perRequest: 1,
				request: () => mutesPage(1),
				listing: {
					readPage: (answer, batch, pageNumber) => {
						const rows = rowsOf(answer);
						return {
							rows: simplify
								? toldIn(rows, scopesOf(batch), answer.sentAtMs)
								: rows.map((row) => [rowKey(row), row]),
							// How many there are is not told: the last page is a short one.
							next: rows.length < ROWS_PER_PAGE ? undefined : String(pageNumber + 1),
						};
					},
					// Whatever the limit: the channels of a user may stand on any page.
					nextPage: (pageNumber) => mutesPage(Number(pageNumber)),
				},
				outcomes: ({ sentAtMs }, batch, rows) =>
					listOutcomes(
						simplify ? mutedUsers(rows as Told[], scopesOf(batch), sentAtMs) : rows,
						batch,
					),
			},
		},
	};

	/** Of each row, also where it tells of no mute that is asked for: else pages of others would look like the end. */
	function toldIn(
		rows: readonly IDataObject[],
		scopes: readonly string[],
		nowMs: number,
	): Map<string, Told> {
		const told = new Map<string, Told>();
		for (const row of rows) {
			const key = rowKey(row);
			const ends = endsOf(row, scopes, nowMs);
			told.set(key, { userId: userIdOf(row), ends: laterEnds(told.get(key)?.ends, ends) });
		}
		return told;
	}

	/** Rows count down: it is not the seconds that tell them apart. */
	function rowKey(row: IDataObject): string {
		const scopes = SCOPES.map((scope) => [scope in row, isMuted(row[scope])]);
		return JSON.stringify([userIdOf(row), ...scopes]);
	}

	/** `username` in the documents of the list, `userid` in those of a single user; with the app's key before it or not. */
	function userIdOf({ username, userid }: IDataObject): string {
		const name = username ?? userid;
		if (typeof name !== 'string') throw new UnexpectedReply("'data' has a row without username");
		return withoutAppKey(name, appKey);
	}
}

/** There is no DELETE: a mute of no length lifts it. */
function setMutes(input: Operation['input']): Operation {
	return {
		input,
		perRequest: 1,
		request: ({ subjects: [{ userId, scopes = {} }] }, nowMs) => ({
			api: { name: 'POST mutes' },
			method: 'POST',
			path: '/mutes',
			body: {
				username: userId,
				...Object.fromEntries(
					Object.entries(scopes).map(([scope, end]) => [scope, secondsOf(end, nowMs, PERMANENT)]),
				),
			},
		}),
		outcomes: ({ body, sentAtMs }, { subjects: [subject] }) => {
			const { data } = body;
			if (!isObject(data) || (data.result !== 'ok' && data.result !== true)) {
				throw new UnexpectedReply("'data' does not confirm the change");
			}
			return [userOutcome(subject, { scopes: wantedStates(subject.scopes ?? {}, sentAtMs) })];
		},
	};
}

function scopesOf({ subjects: [{ list }] }: Batch): readonly string[] {
	return list?.scopes ?? SCOPES;
}

/** One row for each user who is muted somewhere: rows are of one channel each, and those of a user may stand on any page. */
function mutedUsers(
	told: readonly Told[],
	scopes: readonly string[],
	nowMs: number,
): IDataObject[] {
	const nowhere = Object.fromEntries(scopes.map((scope) => [scope, null]));
	return [...groupBy(told, ({ userId }) => userId)]
		.map(([userId, rows]) => ({ userId, ends: rows.map(({ ends }) => ends).reduce(laterEnds) }))
		.filter(({ ends }) => Object.values(ends).some((end) => end !== null))
		.map(({ userId, ends }) => ({ userId, scopes: scopeStates({ ...nowhere, ...ends }, nowMs) }));
}

function laterEnds(one: Ends = {}, other: Ends): Ends {
	const ends = { ...one };
	for (const [scope, end] of Object.entries(other)) {
		if (end !== null) ends[scope] = laterEnd(ends[scope] ?? undefined, end);
	}
	return ends;
}

function mutesPage(pageNum: number): ServiceRequest {
	return {
		api: { name: 'GET mutes' },
		method: 'GET',
		path: '/mutes',
		query: { pageNum, pageSize: ROWS_PER_PAGE },
	};
}

/** The rows stand in `data.data`. */
function rowsOf({ body }: Answer): IDataObject[] {
	const { data } = body;
	return objectList(isObject(data) ? data.data : data, 'data');
}

/** Read at this moment. */
function endsOf(answer: IDataObject, scopes: readonly string[], nowMs: number): Ends {
	const isPermanent = (seconds: number) => seconds < 0;
	return Object.fromEntries(
		scopes.map((scope) => [scope, endIn(answer[scope], scope, isPermanent, nowMs)]),
	);
}

/** A row that ended is still listed, with 0. */
function isMuted(seconds: unknown): boolean {
	return seconds !== undefined && seconds !== null && seconds !== 0;
}
