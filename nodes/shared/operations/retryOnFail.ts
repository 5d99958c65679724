import type { IExecuteFunctions } from 'n8n-workflow';

import { subjectKey, type Batch, type Outcome, type Subject } from '../model/batch';

/** What a run of a node has done so far, by the object that n8n keeps for the run while it tries. */
const memory = new WeakMap<object, Map<string, Outcome>>();

/**
 * n8n's Retry On Fail runs the whole node again, for all items: whom an earlier try did is not sent again,
 * but reported as it was.
 */
export async function sendRest(
	context: IExecuteFunctions,
	batches: readonly Batch[],
	send: (batches: readonly Batch[]) => Promise<Outcome[]>,
): Promise<Outcome[]> {
	const { name, retryOnFail } = context.getNode();
	const run = context.getExecuteData();
	// A tool is called within its agent's run, where a further call looks the same as a further try.
	if (!retryOnFail || run.node.name !== name) return await send(batches);

	const done = memory.get(run) ?? new Map<string, Outcome>();
	memory.set(run, done);
	const isNew = (subject: Subject) => !done.has(subjectKey(subject));
	const rest = batches.flatMap((batch) => {
		const subjects = batch.subjects.filter(isNew);
		return subjects.length > 0 ? [{ ...batch, subjects }] : [];
	});

	const earlier = [...done.values()];
	// A list that is read again tells of those who are done, too.
	const outcomes = (await send(rest)).filter(isNew);
	for (const outcome of outcomes) {
		if ('rows' in outcome) done.set(subjectKey(outcome), outcome);
	}
	return [...earlier, ...outcomes];
}
