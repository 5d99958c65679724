import {
	NodeOperationError,
	type IDataObject,
	type INodeExecutionData,
	type IPollFunctions,
} from 'n8n-workflow';

import type { Endpoint } from '../../../credentials/endpoints/endpoint';
import { makeBudget, hasPolled, type Budget } from './budget';
import { findChanges } from './findChanges';
import type { WatchedService } from './watchedService';
import { readSample } from './sample';
import { openMemory, type Memory } from './memory';
import { readPlaceIds, setUpPoll } from './setUp';

/** The polls that are under way, by node: each with what its node keeps. */
const polling = new Map<string, IDataObject>();

/** The one way through, for every poll of every service: places → their mute lists → what has changed → items, or null. */
export async function pollMuteLists<E extends Endpoint>(
	context: IPollFunctions,
	watched: WatchedService<E>,
): Promise<INodeExecutionData[][] | null> {
	try {
		const isTest = context.getMode() === 'manual';
		const rows = isTest ? await readSample(context, watched) : await pollAlone(context, watched);
		return rows.length > 0 ? [rows.map((json) => ({ json }))] : null;
	} catch (error) {
		throw asNodeError(context, error);
	}
}

/**
 * n8n starts a poll when its time has come, whether or not the last one has ended. One that was begun before the workflow
 * was published anew is not that last one: it ends without telling or keeping anything, since what it would tell is
 * found again.
 */
async function pollAlone<E extends Endpoint>(
	context: IPollFunctions,
	watched: WatchedService<E>,
): Promise<IDataObject[]> {
	const node = `${context.getWorkflow().id} ${context.getNode().name}`; // by its name, as n8n has it
	const data = context.getWorkflowStaticData('node');
	const budget = makeBudget(context, data);
	const underWay = polling.get(node);
	if (underWay && (underWay === data || !budget.isPublishing)) return [];
	polling.set(node, data);
	const isCurrent = () => polling.get(node) === data;
	try {
		return await poll(context, watched, openMemory(node, data, isCurrent), budget);
	} finally {
		if (isCurrent()) polling.delete(node);
	}
}

async function poll<E extends Endpoint>(
	context: IPollFunctions,
	watched: WatchedService<E>,
	memory: Memory,
	{ isPublishing, isLate }: Budget,
): Promise<IDataObject[]> {
	try {
		const setup = await setUpPoll(context, watched, isLate);
		const placeIds = await readPlaceIds(context, setup);
		const rows = placeIds ? await findChanges(context, setup, memory, placeIds) : [];
		hasPolled(context, context.getWorkflowStaticData('node'));
		return memory.isCurrent() ? rows : [];
	} catch (error) {
		if (!memory.isCurrent()) return [];
		const nodeError = asNodeError(context, error);
		// Whoever publishes is told at once; later on it is told once while it lasts, though each poll finds it.
		if (isPublishing) throw nodeError;
		if (!memory.isFailing) context.__emitError(nodeError);
		memory.fail();
		return [];
	}
}

function asNodeError(context: IPollFunctions, error: unknown): NodeOperationError {
	return error instanceof NodeOperationError
		? error
		: new NodeOperationError(context.getNode(), error as Error);
}
