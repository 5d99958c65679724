import {
	NodeOperationError,
	UserError,
	type IDataObject,
	type INodeExecutionData,
	type IPollFunctions,
} from 'n8n-workflow';

import type { Endpoint } from '../../../credentials/endpoints/endpoint';
import { connect } from '../http/transport';
import type { Done, Failed, Outcome, Target } from '../model/batch';
import { failuresOf, stopped, summary } from '../report';
import { ANSWER_MS, budgetOf, shortBudget, type Budget } from './budget';
import { compare } from './changes';
import { decode, encode } from './memory';
import { placeIdOf, type WatchedService } from './model';
import { everyPlace, muteLists, readAtMs, type Reader } from './reading';
import { recall, type Memory } from './seen';
import { settingsOf, type Settings } from './settings';
import { POSTPONED, TimedCourier } from './timedCourier';

/** As many rows as show what comes out. */
const SAMPLE_ROWS = 10;

/** The nodes that a poll of is under way. */
const polling = new Set<string>();

interface Watch extends Reader {
	watched: WatchedService;
	settings: Settings;
	/** Whose lists these are: what was seen of another app, or kind of place, says nothing of them. */
	scope: string;
	targetOf(placeId: string): Target;
}

/** One poll of a node: what has changed in the mute lists, or null. */
export async function pollMuteLists<E extends Endpoint>(
	context: IPollFunctions,
	watched: WatchedService<E>,
): Promise<INodeExecutionData[][] | null> {
	try {
		const rows =
			context.getMode() === 'manual'
				? await sample(context, watched)
				: await pollAlone(context, watched);
		return rows.length > 0 ? [rows.map((json) => ({ json }))] : null;
	} catch (error) {
		throw asNodeError(context, error);
	}
}

/** n8n starts a poll when its time has come, whether or not the last one has ended. */
async function pollAlone<E extends Endpoint>(
	context: IPollFunctions,
	watched: WatchedService<E>,
): Promise<IDataObject[]> {
	const key = `${context.getWorkflow().id} ${context.getNode().id}`;
	if (polling.has(key)) return [];
	polling.add(key);
	try {
		return await poll(context, watched);
	} finally {
		polling.delete(key);
	}
}

async function poll<E extends Endpoint>(
	context: IPollFunctions,
	watched: WatchedService<E>,
): Promise<IDataObject[]> {
	const { isPublishing, isLate } = budgetOf(context);
	const memory = recall(context.getWorkflowStaticData('node'));
	try {
		const watch = await setUp(context, watched, isLate);
		const placeIds = await placeIdsOf(context, watch);
		return placeIds ? await look(context, watch, memory, placeIds) : [];
	} catch (error) {
		// Whoever publishes is told at once; later on it is told once while it lasts, as n8n asks again each time.
		const nodeError = asNodeError(context, error);
		if (isPublishing) throw nodeError;
		if (!memory.isFailing) context.__emitError(nodeError);
		memory.fail();
		return [];
	}
}

async function setUp<E extends Endpoint>(
	context: IPollFunctions,
	watched: WatchedService<E>,
	isLate: Budget['isLate'],
): Promise<Watch> {
	const settings = settingsOf(context, watched);
	const { service, targetOf } = watched;
	const connection = await connect(context, service, ANSWER_MS);
	return {
		watched: watched as WatchedService,
		settings,
		scope: `${connection.endpoint.app} ${settings.resource}`,
		resource: service.resources(settings.options, connection.endpoint)[settings.resource],
		courier: new TimedCourier(service, connection, isLate),
		name: service.name,
		tell: (line) => context.logger.info(line),
		targetOf: (placeId) => targetOf(placeId, settings.resource),
	};
}

/** Undefined where there was no time to list them all. Throws where they can't be listed. */
async function placeIdsOf(
	context: IPollFunctions,
	watch: Watch,
): Promise<readonly string[] | undefined> {
	const { settings, watched } = watch;
	if (settings.placeIds !== 'all') return settings.placeIds;
	const placeIds: string[] = [];
	for (const outcome of await everyPlace(watch)) {
		const ofPlace = placeIdOf(outcome.target);
		if ('rows' in outcome) {
			placeIds.push(...outcome.rows.flatMap((row) => watched.placeIdIn(row) ?? []));
		} else if (ofPlace) {
			placeIds.push(ofPlace); // it is there, and what it is called does not matter
		} else if (outcome.failure === POSTPONED) {
			return undefined;
		} else {
			throw stopped(context, summary([outcome], 1));
		}
	}
	return placeIds;
}

/** Reads as many lists as there is time for, and remembers them in one step. */
async function look(
	context: IPollFunctions,
	watch: Watch,
	memory: Memory,
	placeIds: readonly string[],
): Promise<IDataObject[]> {
	const before = memory.of(watch.scope, placeIds);
	const after = new Map(before);
	const isNew = (placeId: string) => !before.has(placeId);
	// First those that were never seen, then those that have waited longest.
	const inTurn = [...placeIds.filter(isNew), ...before.keys()];
	const outcomes = await muteLists(watch, inTurn.map(watch.targetOf));

	const rows: IDataObject[] = [];
	const newlyFailed: Failed[] = [];
	const settled = outcomes.filter((outcome) => !isPostponed(outcome));
	for (const outcome of settled) {
		const placeId = placeIdOf(outcome.target);
		const text = before.get(placeId);
		const known = text === undefined ? undefined : decode(text);
		after.delete(placeId); // so that the order is that of reading
		if ('rows' in outcome) {
			const { changes, list } = compareWith(known?.list, outcome);
			for (const row of changes) if (watch.settings.changes.has(row.change)) rows.push(row);
			after.set(placeId, encode({ placeId, list, isFailing: false }));
		} else if (watch.settings.placeIds !== 'all' || !watch.watched.isGone(outcome.failure)) {
			if (!known?.isFailing) newlyFailed.push(outcome);
			after.set(placeId, encode({ placeId, list: known?.list, isFailing: true }));
		}
	}
	if (newlyFailed.length > 0) {
		const error = stopped(context, summary(newlyFailed, settled.length, 'mute lists'));
		const isAllLost = before.size === 0 && newlyFailed.length === settled.length;
		if (isAllLost) throw error;
		context.__emitError(error);
	}
	memory.keep(watch.scope, after);
	return rows;
}

const compareWith = (
	list: Parameters<typeof compare>[0],
	outcome: Done,
): ReturnType<typeof compare> => compare(list, outcome.rows, outcome.target, readAtMs(outcome));

const isPostponed = (outcome: Outcome): boolean =>
	'failure' in outcome && outcome.failure === POSTPONED;

/** Some of those who are muted now, remembering nothing. */
async function sample<E extends Endpoint>(
	context: IPollFunctions,
	watched: WatchedService<E>,
): Promise<IDataObject[]> {
	let found = 0;
	const isOver = shortBudget();
	const watch = await setUp(context, watched, () => found >= SAMPLE_ROWS || isOver());
	const placeIds = (await placeIdsOf(context, watch)) ?? [];
	const outcomes = await muteLists(watch, placeIds.map(watch.targetOf), ({ length }) => {
		found += length;
	});
	const rows = outcomes.flatMap((outcome) => ('rows' in outcome ? outcome.rows : []));
	if (rows.length > 0) {
		return rows.slice(0, SAMPLE_ROWS).map((row) => ({ ...row, change: 'muted' }));
	}
	const failed = failuresOf(outcomes).filter((outcome) => !isPostponed(outcome));
	if (failed.length > 0) throw stopped(context, summary(failed, outcomes.length, 'mute lists'));
	throw new UserError('Nobody is muted there at the moment', {
		description: `Mute somebody and try again, or choose 'set mock data' in the output, and paste ${JSON.stringify([watched.sample])}`,
	});
}

function asNodeError(context: IPollFunctions, error: unknown): NodeOperationError {
	return error instanceof NodeOperationError
		? error
		: new NodeOperationError(context.getNode(), error as Error);
}
