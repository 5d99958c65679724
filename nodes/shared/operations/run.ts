import {
	NodeOperationError,
	UserError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
} from 'n8n-workflow';

import type { Endpoint } from '../../../credentials/endpoints/endpoint';
import { openClient, type Client } from '../http/client';
import { Cancelled } from '../http/wait';
import { Parameters } from '../input/parameters';
import type { Batch, Failed, Outcome } from '../model/batch';
import type { RunContext } from '../model/operation';
import type { Service } from '../model/service';
import { readOptions, readSendOptions, type SendOptions } from './options';
import { plan } from './plan';
import { Progress } from './progress';
import { readItems, type ItemReader } from './readItems';
import { failedInput } from './refused';
import { failuresOf, plannedItem, refusal, stopped, summary, toItems } from './report';
import { sendRest } from './retryOnFail';
import { sendBatches } from './send';
import { slowness } from './slowness';

/** What a run works with, all of it checked before the items are read. */
interface Setup extends ItemReader {
	service: Service;
	client: Client;
	options: SendOptions;
	run: RunContext;
}

/**
 * The one way through, for every operation of every service: items → read → plan → send → report → items.
 * @param properties the node's parameters, for their display names
 */
export async function run<E extends Endpoint>(
	context: IExecuteFunctions,
	service: Service<E>,
	properties: readonly INodeProperties[],
): Promise<INodeExecutionData[]> {
	try {
		return await runChecked(context, service, new Parameters(context, properties));
	} catch (error) {
		// Returned, not thrown: n8n would pass the input on as if it had been done.
		if (context.continueOnFail() && !(error instanceof Cancelled)) {
			const subjects = context.getInputData().map((_, itemIndex) => ({ itemIndex, target: {} }));
			return toItems(subjects.map((subject) => failedInput(error, subject)));
		}
		throw new NodeOperationError(context.getNode(), error as Error);
	}
}

async function runChecked<E extends Endpoint>(
	context: IExecuteFunctions,
	service: Service<E>,
	parameters: Parameters,
): Promise<INodeExecutionData[]> {
	const mayContinue = context.continueOnFail();
	const setup = await setUp(context, parameters, service);
	const { batches, refused } = prepare(context, parameters, setup);
	if (refused.length > 0 && !mayContinue) throw stopped(context, refusal(refused));
	if (setup.options.dryRun && !setup.operation.readsWhenDry)
		return [...toItems(refused), ...plannedItems(batches, setup)];

	const outcomes = [...refused, ...(await send(context, batches, setup))];
	const failed = failuresOf(outcomes);
	if (failed.length > 0 && !mayContinue) throw stopped(context, summary(failed, outcomes.length));
	return toItems(outcomes);
}

async function setUp<E extends Endpoint>(
	context: IExecuteFunctions,
	parameters: Parameters,
	service: Service<E>,
): Promise<Setup> {
	const given = (parameters.value('options', 0) ?? {}) as IDataObject;
	const options = readSendOptions(given);
	const resource = chosen(service.resources, parameters.value('resource', 0), 'Resource');
	const operation = chosen(resource.operations, parameters.value('operation', 0), 'Operation');
	const own = readOptions(operation, given);
	const client = await openClient(context, service, options);
	const run = { endpoint: client.endpoint, options: own, isDryRun: options.dryRun };
	return { service, resource, operation, client, options, run };
}

function chosen<T>(choices: Readonly<Record<string, T>>, name: unknown, displayName: string): T {
	const choice = new Map(Object.entries(choices)).get(String(name));
	if (choice) return choice;
	throw new UserError(`The '${displayName}' parameter is not known: ${String(name)}`);
}

/** Apart from the sending, so that what was read of the items takes no memory meanwhile. */
function prepare(
	context: IExecuteFunctions,
	parameters: Parameters,
	setup: Setup,
): { batches: Batch[]; refused: Failed[] } {
	const { subjects, refused } = readItems(context, parameters, setup);
	return { batches: plan(subjects, setup.operation, setup.run), refused };
}

async function send(
	context: IExecuteFunctions,
	batches: readonly Batch[],
	{ service, operation, client: { dispatcher }, run }: Setup,
): Promise<Outcome[]> {
	const startedAt = performance.now();
	const total = batches.reduce((sum, { subjects }) => sum + subjects.length, 0);
	const progress = new Progress(service.name, total, (line) => tell(context, line));
	const sending = { run, dispatcher, signal: context.getExecutionCancelSignal(), progress };
	const outcomes = await sendRest(
		context,
		batches,
		async (rest) => await progress.watch(sendBatches(rest, operation, sending)),
	);
	const hint = slowness(service.name, dispatcher.tallies, performance.now() - startedAt);
	if (hint) {
		context.logger.info(hint);
		context.addExecutionHints({ message: hint, location: 'outputPane' });
	}
	return outcomes;
}

/** In n8n's log and, of a run from the editor, in the browser's console. */
function tell(context: IExecuteFunctions, line: string): void {
	context.logger.info(line);
	context.sendMessageToUI(line);
}

function plannedItems(
	batches: readonly Batch[],
	{ operation, client, run }: Setup,
): INodeExecutionData[] {
	const base = new URL(client.endpoint.baseUrl).pathname.replace(/\/$/, '');
	return batches.map((batch) =>
		plannedItem(batch, operation.request(batch, Date.now(), run), base),
	);
}
