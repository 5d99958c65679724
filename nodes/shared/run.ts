import {
	NodeOperationError,
	UserError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
} from 'n8n-workflow';

import { Courier } from './http/deliver';
import { sendOptions, type SendOptions } from './input/options';
import { Parameters } from './input/parameters';
import { planTargets, planUsers } from './plan';
import { failedInput, readItems } from './read';
import { failuresOf, plannedItem, refusal, summary, toItems, type ErrorText } from './report';
import { sendRest } from './retryOnFail';
import { sendBatches } from './send';
import { slowness } from './slowness';
import type { Batch, Failed, Operation, Outcome, Service } from './model/service';
import { connect, type Connection } from './http/transport';
import { Cancelled } from './http/wait';

/** What a run works with, all of it checked before the items are read. */
interface Setup {
	service: Service;
	operation: Operation;
	connection: Connection;
	options: SendOptions;
}

/**
 * The one way through, for every operation of every service: items → read → plan → send → report → items.
 * @param serviceOf makes the service from the node's options; throws a UserError if they are wrong
 * @param properties the node's parameters, for their display names
 */
export async function run(
	context: IExecuteFunctions,
	serviceOf: (options: IDataObject) => Service,
	properties: readonly INodeProperties[],
): Promise<INodeExecutionData[]> {
	try {
		return await runChecked(context, serviceOf, new Parameters(context, properties));
	} catch (error) {
		// Returned, not thrown: n8n would pass the input on as if it had been done.
		if (context.continueOnFail() && !(error instanceof Cancelled)) {
			return toItems(context.getInputData().map((_, i) => failedInput(error, i, {})));
		}
		throw new NodeOperationError(context.getNode(), error as Error);
	}
}

async function runChecked(
	context: IExecuteFunctions,
	serviceOf: (options: IDataObject) => Service,
	parameters: Parameters,
): Promise<INodeExecutionData[]> {
	const mayContinue = context.continueOnFail();
	const setup = await setUp(context, parameters, serviceOf);
	const { batches, refused } = prepare(context, parameters, setup);
	if (refused.length > 0 && !mayContinue) throw stop(context, refusal(refused));
	if (setup.options.dryRun) return [...toItems(refused), ...plannedItems(batches, setup)];

	const outcomes = [...refused, ...(await send(context, batches, setup))];
	const failed = failuresOf(outcomes);
	if (failed.length > 0 && !mayContinue) throw stop(context, summary(failed, outcomes.length));
	return toItems(outcomes);
}

async function setUp(
	context: IExecuteFunctions,
	parameters: Parameters,
	serviceOf: (options: IDataObject) => Service,
): Promise<Setup> {
	const options = (parameters.value('options', 0) ?? {}) as IDataObject;
	const service = serviceOf(options);
	const name = String(parameters.value('operation', 0));
	const operation = new Map(Object.entries(service.operations)).get(name);
	if (!operation) throw new UserError(`The 'Operation' parameter is not known: ${name}`);
	const sending = sendOptions(options, service.maxUsersPerRequest);
	const connection = await connect(context, service, sending.timeoutMs);
	return { service, operation, connection, options: sending };
}

/** Apart from the sending, so that what was read of the items takes no memory meanwhile. */
function prepare(
	context: IExecuteFunctions,
	parameters: Parameters,
	{ service, operation, options }: Setup,
): { batches: Batch[]; refused: Failed[] } {
	const { tasks, refused } = readItems(context, parameters, service, operation);
	const batches =
		operation.input === 'target' ? planTargets(tasks) : planUsers(tasks, options.batchSize);
	return { batches, refused };
}

async function send(
	context: IExecuteFunctions,
	batches: readonly Batch[],
	{ service, operation, connection, options }: Setup,
): Promise<Outcome[]> {
	const startedAt = performance.now();
	const signal = context.getExecutionCancelSignal();
	const courier = new Courier(service, connection, options.maxRetries);
	const outcomes = await sendRest(
		context,
		batches,
		async (rest) => await sendBatches(rest, service, operation, courier, signal),
	);
	const hint = slowness(service.name, courier.tallies, performance.now() - startedAt);
	if (hint) {
		context.logger.info(hint);
		context.addExecutionHints({ message: hint, location: 'outputPane' });
	}
	return outcomes;
}

function plannedItems(
	batches: readonly Batch[],
	{ operation, connection }: Setup,
): INodeExecutionData[] {
	const base = new URL(connection.endpoint.baseUrl).pathname.replace(/\/$/, '');
	return batches.map((batch) => plannedItem(batch, operation.request(batch, Date.now()), base));
}

function stop(
	context: IExecuteFunctions,
	{ message, description, itemIndex }: ErrorText,
): NodeOperationError {
	const error = new NodeOperationError(context.getNode(), message, { description, itemIndex });
	// n8n replaces a message that has the letters of a network code in it, be it in a user's ID.
	error.message = message;
	return error;
}
