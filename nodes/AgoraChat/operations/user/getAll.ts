import type { IDataObject } from 'n8n-workflow';

import type { Batch } from '../../../shared/model/batch';
import { isObject, objectList, UnexpectedReply } from '../../../shared/model/json';
import { groupBy } from '../../../shared/model/lists';
import { laterEnd } from '../../../shared/model/muteEnd';
import { listOutcomes, scopeStates } from '../../../shared/model/rows';
import type { Answer, ServiceRequest } from '../../../shared/model/requests';
import { simplify } from '../../../shared/operations/options';
import { withoutAppKey } from '../../userIds';
import { defineOperation, endsOf, scopes, type Ends } from './scopes';

const SCOPES = scopes.map(({ value }) => String(value));
const ROWS_PER_PAGE = 50;

/** What a row of the list tells of a user. */
type Told = { userId: string; ends: Ends };

/** Rows are of one channel each, and those of a user may stand on any page. */
export const getAll = defineOperation({
	panel: {
		name: 'Get Many',
		action: 'Get many users muted in whole app',
		description: 'List many users who are muted in the whole app, and until when',
	},
	input: 'list',
	options: { simplify },
	most: 1,
	request: () => mutesPage(1),
	listing: {
		readPage: (answer, batch, { options, endpoint: { appKey } }, pageNumber) => {
			const rows = rowsOf(answer);
			return {
				rows: options.simplify
					? toldIn(rows, appKey, scopesOf(batch), answer.sentAtMs)
					: rows.map((row) => [rowKey(row, appKey), row]),
				// How many there are is not told: the last page is a short one.
				next: rows.length < ROWS_PER_PAGE ? undefined : String(pageNumber + 1),
			};
		},
		// Whatever the limit: the channels of a user may stand on any page.
		nextPage: (pageNumber) => mutesPage(Number(pageNumber)),
	},
	outcomes: ({ sentAtMs }, batch, { options }, rows) =>
		listOutcomes(
			options.simplify ? mutedUsers(rows as Told[], scopesOf(batch), sentAtMs) : rows,
			batch,
		),
});

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

function scopesOf({ subjects: [{ list }] }: Batch): readonly string[] {
	return list?.scopes ?? SCOPES;
}

/** Of each row, also where it tells of no mute that is asked for: else pages of others would look like the end. */
function toldIn(
	rows: readonly IDataObject[],
	appKey: string | undefined,
	scopes: readonly string[],
	nowMs: number,
): Map<string, Told> {
	const told = new Map<string, Told>();
	for (const row of rows) {
		const key = rowKey(row, appKey);
		const ends = endsOf(row, scopes, nowMs);
		told.set(key, { userId: userIdOf(row, appKey), ends: laterEnds(told.get(key)?.ends, ends) });
	}
	return told;
}

/** Rows count down: it is not the seconds that tell them apart. */
function rowKey(row: IDataObject, appKey: string | undefined): string {
	const muted = SCOPES.map((scope) => [scope in row, isMuted(row[scope])]);
	return JSON.stringify([userIdOf(row, appKey), ...muted]);
}

/** `username` in the documents of the list, `userid` in those of a single user; with the app's key before it or not. */
function userIdOf({ username, userid }: IDataObject, appKey: string | undefined): string {
	const name = username ?? userid;
	if (typeof name !== 'string') throw new UnexpectedReply("'data' has a row without username");
	return withoutAppKey(name, appKey);
}

/** A row that ended is still listed, with 0. */
function isMuted(seconds: unknown): boolean {
	return seconds !== undefined && seconds !== null && seconds !== 0;
}

/** One row for each user who is muted somewhere. */
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
