import type { IExecuteFunctions } from 'n8n-workflow';

import { targetKey, type Batch, type Outcome, type Target } from './model/service';

/** What a node has done of its input items, while n8n may run it again with the same ones. */
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
	const { id, retryOnFail } = context.getNode();
	if (!retryOnFail) return await send(batches);

	const items = context.getInputData();
	const done = memory.get(items) ?? new Map<string, Outcome>();
	// The same items may feed another node, too.
	const keyOf = (target: Target, userId = '') => [id, targetKey(target), userId].join(' ');
	const earlier: Outcome[] = [];
	const isNew = (target: Target, userId?: string) => {
		const outcome = done.get(keyOf(target, userId));
		if (outcome) earlier.push(outcome);
		return !outcome;
	};
	const rest = batches.flatMap((batch) => {
		if (batch.users.length === 0) return isNew(batch.target) ? [batch] : [];
		const users = batch.users.filter(({ userId }) => isNew(batch.target, userId));
		return users.length > 0 ? [{ ...batch, users }] : [];
	});

	const outcomes = await send(rest);
	if (outcomes.every((outcome) => 'rows' in outcome)) {
		memory.delete(items);
	} else {
		for (const outcome of outcomes) {
			if ('rows' in outcome) done.set(keyOf(outcome.target, outcome.userId), outcome);
		}
		memory.set(items, done);
	}
	return [...earlier, ...outcomes];
}
