import type { IDataObject } from 'n8n-workflow';

import type { Courier } from '../http/deliver';
import type { Outcome, Subject, Target } from '../model/batch';
import type { Operation, Resource } from '../model/service';
import { plan } from '../plan';
import { Progress } from '../progress';
import { sendBatches } from '../send';

/** What lists are read with: the way of all operations, so that rate, turns and tries are theirs. */
export interface Reader {
	resource: Resource;
	courier: Courier;
	/** The service, as its users call it. */
	name: string;
	/** Shows a line to whoever watches a long poll. */
	tell(line: string): void;
}

/** Every place of the app: as rows of Get Many, or as a place alone where its row could not be had. */
export async function everyPlace(reader: Reader): Promise<Outcome[]> {
	const { getAll } = reader.resource.operations;
	return await send(reader, getAll, [{ itemIndex: 0, target: {}, list: { limit: Infinity } }]);
}

/** Who is muted in each place: rows of Get Many Muted, with the time that they were read at as {@link readAtMs}. */
export async function muteLists(
	reader: Reader,
	targets: readonly Target[],
	onRows: (rows: readonly IDataObject[]) => void = () => {},
): Promise<Outcome[]> {
	const { getMuted } = reader.resource.operations;
	const timed: Operation = {
		...getMuted,
		outcomes: (answer, batch, rows) =>
			getMuted.outcomes(answer, batch, rows).map((step) => {
				if ('rows' in step) onRows(step.rows);
				return { ...step, known: { readAtMs: answer.sentAtMs } };
			}),
	};
	return await send(
		reader,
		timed,
		targets.map((target) => ({ itemIndex: 0, target })),
	);
}

export function readAtMs({ known }: Subject): number {
	return Number(known?.readAtMs);
}

async function send(
	{ courier, name, tell }: Reader,
	operation: Operation,
	subjects: readonly Subject[],
): Promise<Outcome[]> {
	const progress = new Progress(name, subjects.length, tell);
	const sending = { courier, signal: undefined, progress };
	return await progress.watch(sendBatches(plan(subjects, operation), operation, sending));
}
