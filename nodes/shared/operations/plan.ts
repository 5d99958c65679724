import { chunks, groupBy } from '../model/lists';
import {
	batchOf,
	keyInTarget,
	receiverKey,
	subjectKey,
	targetKey,
	type Batch,
	type Subject,
} from '../model/batch';
import { muteEndKey } from '../model/muteEnd';
import type { Operation, RunContext } from '../model/operation';

/** What a run has to do by one operation. */
export interface Job {
	operation: Operation;
	run: RunContext;
	batches: Batch[];
}

type Planned = Pick<Operation, 'mixing' | 'most' | 'inUrl' | 'once'>;

/**
 * The fewest requests that leave what running the items one by one would have left: each subject once, as it was
 * named last. What must not be done twice is planned as it was named first, each receiver's in the order of the items.
 */
export function plan(
	subjects: readonly Subject[],
	{ mixing, most, inUrl, once }: Planned,
	{ endpoint, options }: Pick<RunContext, 'endpoint' | 'options'>,
): Batch[] {
	const sharing = ({ target, end, texts, distinct }: Subject) =>
		`${mixing?.(target) ?? `${targetKey(target)} ${muteEndKey(end)}`} ${distinct ?? (texts ? JSON.stringify(texts) : '')}`;
	const shared = once
		? inRounds(firstNamed(subjects), sharing)
		: groupBy(lastNamed(subjects), sharing).values();
	const size = Math.min(most, Number(options.batchSize ?? most));
	const batches: Batch[] = [];
	for (const same of shared) {
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
			const key = keyInTarget(subject);
			const earlier = last.get(key);
			last.delete(key); // so that the map's order is that of the last naming
			last.set(key, merged(earlier, subject));
		}
		yield* last.values();
	}
}

function firstNamed(subjects: readonly Subject[]): Subject[] {
	const first = new Map<string, Subject>();
	for (const subject of subjects) {
		const key = subjectKey(subject);
		if (!first.has(key)) first.set(key, subject);
	}
	return [...first.values()];
}

/**
 * What can share requests, round by round: what goes to one receiver stands in rounds that follow each other, in its
 * order. Those with the most to get are placed first, so that the others can join them.
 */
function inRounds(subjects: readonly Subject[], sharing: (subject: Subject) => string): Subject[][] {
	const rounds: Array<Map<string, Subject[]>> = [];
	const roundsOf = new Map<string, number[]>();
	const byReceiver = [...groupBy(subjects, receiverKey).values()];
	for (const same of byReceiver.sort((a, b) => b.length - a.length)) {
		let next = 0;
		for (const subject of same) {
			const key = sharing(subject);
			const known = roundsOf.get(key) ?? [];
			let round = known.find((place) => place >= next);
			if (round === undefined) {
				round = next;
				roundsOf.set(
					key,
					[...known, round].sort((a, b) => a - b),
				);
				(rounds[round] ??= new Map()).set(key, []);
			}
			rounds[round].get(key)?.push(subject);
			next = round + 1;
		}
	}
	return rounds.flatMap((round) => [...round.values()]);
}

/** What an earlier item said of channels that the later one does not name still holds. */
function merged(earlier: Subject | undefined, later: Subject): Subject {
	if (!earlier?.scopes) return later;
	return { ...later, scopes: { ...earlier.scopes, ...later.scopes } };
}
