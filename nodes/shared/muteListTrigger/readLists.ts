import { sleep, type IDataObject } from 'n8n-workflow';

import type { Dispatcher } from '../http/dispatcher';
import { chunks } from '../model/lists';
import type { Outcome, Subject, Target } from '../model/batch';
import type { Failure } from '../model/failure';
import { failedOutcomes } from '../model/rows';
import type { Operation, Resource, RunContext } from '../model/operation';
import { plan } from '../operations/plan';
import { Progress } from '../operations/progress';
import { failuresOf } from '../operations/report';
import { sendBatches, type Sending } from '../operations/send';

/** So many places are begun with, or given up, in one go; and so many slices at a time, as one may have to wait. */
export const PER_SLICE = 1000;
const SLICES_AT_ONCE = 4;

/** What lists are read with: the way of all operations, so that rate, turns and tries are theirs. */
export interface ListReader {
	resource: Resource;
	/** Of Get Many Muted, whose options Get Many reads none of. */
	run: RunContext;
	dispatcher: Dispatcher;
	/** The service, as its users call it. */
	name: string;
	/** Shows a line to whoever watches a long poll. */
	tell(line: string): void;
}

/** Every place of the app: as rows of Get Many, or as a place alone where its row could not be had. */
export async function listPlaces(reader: ListReader): Promise<Outcome[]> {
	const { getAll } = reader.resource.operations;
	const list: Subject = { itemIndex: 0, target: {}, list: { limit: Infinity } };
	const sending = sendingOf(reader, 1);
	return await sending.progress.watch(
		sendBatches(plan([list], getAll, reader.run), getAll, sending),
	);
}

/**
 * Who is muted in each place: rows of Get Many Muted, with the time that they were read at as {@link readAtMs}. In
 * slices, so that n8n does other things between, however many places there are.
 */
export async function readMuteLists(
	reader: ListReader,
	targets: readonly Target[],
	onRows: (rows: readonly IDataObject[]) => void = () => {},
): Promise<Outcome[]> {
	const { getMuted } = reader.resource.operations;
	const timed: Operation = {
		...getMuted,
		outcomes: ({ answeredAtMs, ...answer }, batch, run, rows) =>
			// By the clock that the mutes end by: what ended meanwhile was not ended by anybody.
			getMuted
				.outcomes({ ...answer, answeredAtMs, sentAtMs: answeredAtMs }, batch, run, rows)
				.map((step) => {
					if ('rows' in step) onRows(step.rows);
					return { ...step, known: { readAtMs: answeredAtMs } };
				}),
	};
	const sending = sendingOf(reader, targets.length);
	const outcomes: Outcome[][] = [];
	let refused: Failure | undefined;
	const slices = chunks(targets, PER_SLICE).entries();
	const readOn = async () => {
		for (const [i, slice] of slices) {
			const batches = plan(slice.map(subjectOf), timed, reader.run);
			const reason = refused;
			outcomes[i] = reason
				? batches.flatMap((batch) => failedOutcomes(batch, reason))
				: await sendBatches(batches, timed, sending);
			refused ??= failuresOf(outcomes[i]).find(({ failure }) => failure.scope === 'app')?.failure;
			await sleep(0);
		}
	};
	await sending.progress.watch(Promise.all(Array.from({ length: SLICES_AT_ONCE }, readOn)));
	return outcomes.flat();
}

const sendingOf = ({ run, dispatcher, name, tell }: ListReader, total: number): Sending => ({
	run,
	dispatcher,
	signal: undefined,
	progress: new Progress(name, total, tell),
	runsAgain: false,
});

const subjectOf = (target: Target): Subject => ({ itemIndex: 0, target });

export function readAtMs({ known }: Subject): number {
	return Number(known?.readAtMs);
}
