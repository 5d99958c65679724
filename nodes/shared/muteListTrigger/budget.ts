import type { IPollFunctions } from 'n8n-workflow';

/** How long an answer to a request that is on its way may take. */
export const ANSWER_MS = 10_000;
/** What n8n gives where it ends no poll by force; before 2.41 it does not say. */
const USUAL_MS = 300_000;
/** Whoever publishes waits for the first poll, and n8n that starts for that of each workflow. */
const PUBLISHING_MS = 24_000;

/** Contexts and data that a poll has ended well with: while a workflow is published, n8n gives all its polls the same. */
const polled = new WeakSet<object>();

export interface Budget {
	/** Somebody waits for the end of this poll. */
	isPublishing: boolean;
	/** Whether to send nothing more: what is on its way can still come back in time. */
	isLate(): boolean;
}

/**
 * How long a poll may take. n8n's scheduler with leases ends it by force, and then all that was read is lost.
 * @param data what the node keeps
 */
export function makeBudget(context: IPollFunctions, data: object): Budget {
	const { getPollBudgetMs }: Partial<IPollFunctions> = context;
	const givenMs = getPollBudgetMs?.call(context) ?? USUAL_MS;
	// Whoever builds a context for each poll still has the data, or, as that scheduler, a limit of its own.
	const isKnown = polled.has(context) || polled.has(data);
	const isPublishing = givenMs === USUAL_MS && !isKnown;
	return { isPublishing, isLate: lateAfter(isPublishing ? PUBLISHING_MS : givenMs) };
}

/** From now on a poll is not that of publishing, which n8n tries again while it fails. */
export function hasPolled(context: IPollFunctions, data: object): void {
	polled.add(context).add(data);
}

/** Somebody looks on: as when publishing. */
export const makeShortBudget = (): Budget['isLate'] => lateAfter(PUBLISHING_MS);

function lateAfter(budgetMs: number): () => boolean {
	const endsAt = performance.now() + Math.max(budgetMs - ANSWER_MS, budgetMs / 2);
	return () => performance.now() >= endsAt;
}
