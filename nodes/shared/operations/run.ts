import {
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
} from 'n8n-workflow';

import type { Endpoint } from '../../../credentials/endpoints/endpoint';
import { openClient, type Client } from '../http/client';
import { Cancelled } from '../http/wait';
import { Parameters } from '../input/parameters';
import { subjectCount, type Failed, type Outcome } from '../model/batch';
import type { Operation } from '../model/operation';
import type { Service } from '../model/service';
import { readChosen, type Chosen } from './chosen';
import { readOptions, readSendOptions, type SendOptions } from './options';
import { plan, type Job } from './plan';
import { Progress } from './progress';
import { readItems } from './readItems';
import { failedInput } from './refused';
import { failuresOf, plannedItem, refusal, stopped, summary, toItems } from './report';
import { assertOnce, sendRest } from './retryOnFail';
import { sendBatches } from './send';
import { slowness } from './slowness';

/** What a request that is only planned goes by. */
const UNSENT = 0;

/** What a run works with, all of it checked before the items are read. */
interface Setup extends Chosen {
	service: Service;
	client: Client;
	options: SendOptions;
	/** The options as they were added to the node. */
	given: IDataObject;
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
	const { jobs, refused } = prepare(context, parameters, setup);
	if (refused.length > 0 && !mayContinue) throw stopped(context, refusal(refused));
	if (setup.options.dryRun && !jobs.some(({ operation }) => operation.readsWhenDry))
		return [...toItems(refused), ...jobs.flatMap((job) => plannedItems(job, setup.client))];

	const outcomes = [...refused, ...(await send(context, jobs, setup))];
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
	const chosen = readChosen(parameters, service);
	const client = await openClient(context, service, options);
	return { ...chosen, service, client, options, given };
}

/** Apart from the sending, so that what was read of the items takes no memory meanwhile. */
function prepare(
	context: IExecuteFunctions,
	parameters: Parameters,
	setup: Setup,
): { jobs: Job[]; refused: Failed[] } {
	const refused: Failed[] = [];
	const itemsOf = new Map<Operation, number[]>();
	for (let itemIndex = 0; itemIndex < context.getInputData().length; itemIndex++) {
		try {
			const operation = setup.operationOf(itemIndex);
			const items = itemsOf.get(operation);
			if (items) items.push(itemIndex);
			else itemsOf.set(operation, [itemIndex]);
		} catch (error) {
			refused.push(failedInput(error, { itemIndex, target: {} }));
		}
	}
	const jobs = [...itemsOf].map(([operation, itemIndexes]): Job => {
		if (operation.once) assertOnce(context);
		const run = {
			endpoint: setup.client.endpoint,
			options: readOptions(operation, setup.given),
			isDryRun: setup.options.dryRun,
		};
		const reading = readItems(
			context,
			parameters,
			{ ...setup, operation, endpoint: run.endpoint },
			itemIndexes,
		);
		refused.push(...reading.refused);
		return { operation, run, batches: plan(reading.subjects, operation, run) };
	});
	return { jobs, refused };
}

async function send(
	context: IExecuteFunctions,
	jobs: readonly Job[],
	{ service, client: { dispatcher } }: Setup,
): Promise<Outcome[]> {
	const startedAt = performance.now();
	const total = jobs.reduce((sum, { batches }) => sum + subjectCount(batches), 0);
	const progress = new Progress(service.name, total, (line) => tell(context, line));
	const signal = context.getExecutionCancelSignal();
	const runsAgain = context.getNode().retryOnFail === true;
	const outcomes = await sendRest(context, jobs, async (rest) => {
		const sending = rest.map(
			async ({ operation, run, batches }) =>
				await sendBatches(batches, operation, { run, dispatcher, signal, progress, runsAgain }),
		);
		return (await progress.watch(Promise.all(sending))).flat();
	});
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
	{ operation, run, batches }: Job,
	{ endpoint }: Client,
): INodeExecutionData[] {
	const base = new URL(endpoint.baseUrl).pathname.replace(/\/$/, '');
	return batches.map((batch) =>
		plannedItem(batch, operation.request(batch, Date.now(), run, UNSENT), base),
	);
}
