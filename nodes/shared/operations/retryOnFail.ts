import { UserError, type IExecuteFunctions } from 'n8n-workflow';

import { receiverKey, subjectKey, type Batch, type Outcome, type Subject } from '../model/batch';
import { isMaybeSent } from './maybeSent';
import type { Job } from './plan';

/** What a run of a node has done so far, by the object that n8n keeps for the run while it tries. */
const memory = new WeakMap<object, Map<string, Outcome>>();

/**
 * n8n's Retry On Fail runs the whole node again, for all items: whom an earlier try did is not sent again,
 * but reported as it was. So is whom it may have sent to what must not be sent twice.
 */
export async function sendRest(
	context: IExecuteFunctions,
	jobs: readonly Job[],
	send: (jobs: readonly Job[]) => Promise<Outcome[]>,
): Promise<Outcome[]> {
	if (!context.getNode().retryOnFail || isTool(context)) return await send(jobs);

	const run = context.getExecuteData();
	const done = memory.get(run) ?? new Map<string, Outcome>();
	memory.set(run, done);
	const isNew = (subject: Subject) => !done.has(subjectKey(subject));
	const rest = jobs.map((job) => ({ ...job, batches: partsOf(job.batches, isNew) }));

	const earlier = [...done.values()];
	// A list that is read again tells of those who are done, too.
	const outcomes = (await send(rest)).filter(isNew);
	const isOvertaken = overtakenBy(outcomes.filter((outcome) => 'rows' in outcome));
	for (const outcome of outcomes) {
		if ('rows' in outcome || isMaybeSent(outcome.failure) || isOvertaken(outcome))
			done.set(subjectKey(outcome), outcome);
	}
	return [...earlier, ...outcomes];
}

/** Tells of a message whether the same receiver has got a later one: what failed for good does not come after that. */
function overtakenBy(sent: readonly Subject[]): (subject: Subject) => boolean {
	const latest = new Map<string, number>();
	for (const subject of sent) {
		const receiver = receiverKey(subject);
		latest.set(receiver, Math.max(subject.itemIndex, latest.get(receiver) ?? 0));
	}
	return (subject) =>
		subject.distinct !== undefined && (latest.get(receiverKey(subject)) ?? 0) > subject.itemIndex;
}

/** Throws where a further try could not know what an earlier one has done. */
export function assertOnce(context: IExecuteFunctions): void {
	if (!context.getNode().retryOnFail || !isTool(context)) return;
	throw new UserError("A message can't be sent by a tool that has 'Retry On Fail' on", {
		description:
			"Switch it off in the settings of this node: n8n does not tell a further try from a further message, so that people would get it twice. 'Max Retries' in the options does not do that.",
	});
}

/** A tool is called within its agent's run, where a further call looks the same as a further try. */
function isTool(context: IExecuteFunctions): boolean {
	return context.getExecuteData().node.name !== context.getNode().name;
}

/** What is left of the batches. */
function partsOf(batches: readonly Batch[], isLeft: (subject: Subject) => boolean): Batch[] {
	return batches.flatMap((batch) => {
		const subjects = batch.subjects.filter(isLeft);
		return subjects.length > 0 ? [{ ...batch, subjects }] : [];
	});
}
