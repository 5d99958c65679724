import { chunks, groupBy } from '../model/lists';
import { batchOf, subjectKey, targetKey, type Batch, type Subject } from '../model/batch';
import { muteEndKey } from '../model/muteEnd';
import type { Operation, RunContext } from '../model/operation';

/**
 * The fewest requests that leave what running the items one by one would have left:
 * each subject once, as it was named last.
 */
export function plan(
	subjects: readonly Subject[],
	{ mixing, most, inUrl }: Pick<Operation, 'mixing' | 'most' | 'inUrl'>,
	{ endpoint, options }: Pick<RunContext, 'endpoint' | 'options'>,
): Batch[] {
	const sharing = ({ target, end, texts }: Subject) =>
		mixing?.(target) ??
		`${targetKey(target)} ${muteEndKey(end)} ${texts ? JSON.stringify(texts) : ''}`;
	const size = Math.min(most, Number(options.batchSize ?? most));
	const batches: Batch[] = [];
	for (const same of groupBy(lastNamed(subjects), sharing).values()) {
		const lengthOf = ({ userId = '' }: Subject) => inUrl?.lengthOf(userId) ?? 0;
		const parts = chunks(same, size, lengthOf, inUrl?.roomFor(same[0].target, endpoint));
		for (const part of parts) batches.push(batchOf(part, Boolean(mixing)));
	}
	return batches;
}

/** Each once, as it was named last: target by target, in each in the order of the last naming. */
export function* lastNamed(subjects: readonly Subject[]): Iterable<Subject> {
	for (const sameTarget of groupBy(subjects, ({ target }) => targetKey(target)).values()) {
		const last = new Map<string, Subject>();
		for (const subject of sameTarget) {
			const key = subject.userId ?? subjectKey(subject);
			const earlier = last.get(key);
			last.delete(key); // so that the map's order is that of the last naming
			last.set(key, merged(earlier, subject));
		}
		yield* last.values();
	}
}

/** What an earlier item said of channels that the later one does not name still holds. */
function merged(earlier: Subject | undefined, later: Subject): Subject {
	if (!earlier?.scopes) return later;
	return { ...later, scopes: { ...earlier.scopes, ...later.scopes } };
}
