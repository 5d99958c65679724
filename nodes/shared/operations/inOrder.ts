import { receiverKey, type Batch } from '../model/batch';

/**
 * Lets what goes to a receiver wait for what went there before; all else goes at once.
 * @param batches in their order
 */
export function inOrder(
	batches: readonly Batch[],
	send: (batch: Batch) => Promise<void>,
): (batch: Batch) => Promise<void> {
	const before = new Map<Batch, Set<Batch>>();
	const lastTo = new Map<string, Batch>();
	for (const batch of batches) {
		const earlier = new Set<Batch>();
		for (const receiver of batch.subjects.map(receiverKey)) {
			const last = lastTo.get(receiver);
			if (last) earlier.add(last);
			lastTo.set(receiver, batch);
		}
		before.set(batch, earlier);
	}
	const sent = new Map<Batch, Promise<void>>();
	const sendOnce = async (batch: Batch): Promise<void> => {
		await Promise.all([...(before.get(batch) ?? [])].map(async (earlier) => await done(earlier)));
		await send(batch);
	};
	const done = async (batch: Batch): Promise<void> => {
		const sending = sent.get(batch) ?? sendOnce(batch);
		sent.set(batch, sending);
		await sending;
	};
	return done;
}
