import type { IDataObject } from 'n8n-workflow';

import { isObject, objectList, UnexpectedReply } from '../../shared/http/json';
import { listOptions } from '../../shared/input/options';
import { groupBy } from '../../shared/lists';
import type { Scopes } from '../../shared/model/batch';
import type { EndTime } from '../../shared/model/muteEnd';
import { done, limitOf, scopeStates, userOutcome, wantedStates } from '../../shared/model/rows';
import { endIn, secondsOf } from '../../shared/model/seconds';
import type { Answer, Operation, Resource, ServiceRequest } from '../../shared/model/service';
import { withoutAppKey } from '../userIds';

const SCOPES = ['chat', 'groupchat', 'chatroom'] as const;
/** Seconds; what is longer is refused. */
const LONGEST_SECONDS = 2_147_483_647;
const PERMANENT = -1;
const ROWS_PER_PAGE = 50;

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
				outcomes: ([{ body, sentAtMs }], { subjects: [subject] }) => {
					const { data } = body;
					if (!isObject(data)) throw new UnexpectedReply("'data' is not an object");
					if (!simplify) return [done(subject, [data])];
					const ends = endsOf(data, Object.keys(subject.scopes ?? {}), sentAtMs);
					return [userOutcome(subject, { scopes: scopeStates(ends, sentAtMs) })];
				},
			},
			getAll: {
				input: 'list',
				perRequest: 1,
				request: () => mutesPage(1),
				// How many there are is not told: the last page is a short one.
				nextPage: (pages) =>
					rowsOf(pages[pages.length - 1]).length < ROWS_PER_PAGE
						? undefined
						: mutesPage(pages.length + 1),
				outcomes: (pages, batch) => {
					const [subject] = batch.subjects;
					const rows = simplify ? mutedUsers(pages, subject.scopes ?? {}) : pages.flatMap(rowsOf);
					return [done(subject, rows.slice(0, limitOf(batch)))];
				},
			},
		},
	};

	/** Rows are of one scope each, and those of a user may stand on any page. */
	function mutedUsers(pages: readonly Answer[], scopes: Scopes): IDataObject[] {
		const wanted = Object.keys(scopes);
		const entries = pages.flatMap((page) =>
			rowsOf(page).flatMap((row) => {
				const ends = endsOf(
					row,
					wanted.filter((scope) => isMuted(row[scope])),
					page.sentAtMs,
				);
				return Object.entries(ends).map(([scope, end]) => ({ userId: userIdOf(row), scope, end }));
			}),
		);
		const nobody = Object.fromEntries(wanted.map((scope) => [scope, null]));
		const nowMs = pages[pages.length - 1].sentAtMs;
		return [...groupBy(entries, ({ userId }) => userId)].map(([userId, mutes]) => {
			const ends = {
				...nobody,
				...Object.fromEntries(mutes.map(({ scope, end }) => [scope, end])),
			};
			return { userId, scopes: scopeStates(ends, nowMs) };
		});
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
		outcomes: ([{ body, sentAtMs }], { subjects: [subject] }) => {
			const { data } = body;
			if (!isObject(data) || (data.result !== 'ok' && data.result !== true)) {
				throw new UnexpectedReply("'data' does not confirm the change");
			}
			return [userOutcome(subject, { scopes: wantedStates(subject.scopes ?? {}, sentAtMs) })];
		},
	};
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
function endsOf(
	answer: IDataObject,
	scopes: readonly string[],
	nowMs: number,
): Record<string, EndTime | null> {
	const isPermanent = (seconds: number) => seconds < 0;
	return Object.fromEntries(
		scopes.map((scope) => [scope, endIn(answer[scope], scope, isPermanent, nowMs)]),
	);
}

/** A row that ended is still listed, with 0. */
function isMuted(seconds: unknown): boolean {
	return seconds !== undefined && seconds !== null && seconds !== 0;
}
