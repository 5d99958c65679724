import {
	NodeOperationError,
	type IDataObject,
	type INodeExecutionData,
	type IPollFunctions,
} from 'n8n-workflow';

import type { Endpoint } from '../../../credentials/endpoints/endpoint';
import { budgetOf, hasPolled } from './budget';
import { look } from './look';
import type { WatchedService } from './model';
import { sample } from './sample';
import { recall } from './memory';
import { placeIdsOf, watchOf } from './watch';

/** The nodes that a poll of is under way. */
const polling = new Set<string>();

/** The one way through, for every poll of every service: places → their mute lists → what has changed → items, or null. */
export async function pollMuteLists<E extends Endpoint>(
	context: IPollFunctions,
	watched: WatchedService<E>,
): Promise<INodeExecutionData[][] | null> {
	try {
		const isTest = context.getMode() === 'manual';
		const rows = isTest ? await sample(context, watched) : await pollAlone(context, watched);
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
	const data = context.getWorkflowStaticData('node');
	const { isPublishing, isLate } = budgetOf(context, data);
	const memory = recall(data);
	try {
		const watch = await watchOf(context, watched, isLate);
		const placeIds = await placeIdsOf(context, watch);
		const rows = placeIds ? await look(context, watch, memory, placeIds) : [];
		hasPolled(context, data);
		return rows;
	} catch (error) {
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
