import type { IPollFunctions } from 'n8n-workflow';

/** How long an answer to a request that is on its way may take. */
export const ANSWER_MS = 10_000;
/** What n8n gives where it ends no poll by force; before 2.41 it does not say. */
const USUAL_MS = 300_000;
/** Whoever publishes waits for the first poll, and n8n that starts for that of each workflow. */
const PUBLISHING_MS = 15_000;

/** The contexts of workflows that are published, each of which n8n uses for all its polls. */
const polled = new WeakSet<object>();

export interface Budget {
	/** Somebody waits for the end of this poll. */
	isPublishing: boolean;
	/** Whether to send nothing more: what is on its way can still come back in time. */
	isLate(): boolean;
}

/** How long a poll may take. n8n's scheduler with leases ends it by force, and then all that was read is lost. */
export function budgetOf(context: IPollFunctions): Budget {
	const { getPollBudgetMs }: Partial<IPollFunctions> = context;
	const givenMs = getPollBudgetMs?.call(context) ?? USUAL_MS;
	// A poll that has its own context, and less time, is not the one of publishing.
	const isPublishing = givenMs >= USUAL_MS && !polled.has(context);
	polled.add(context);
	return { isPublishing, isLate: lateAfter(isPublishing ? PUBLISHING_MS : givenMs) };
}

/** Somebody looks on: as when publishing. */
export const shortBudget = (): Budget['isLate'] => lateAfter(PUBLISHING_MS);

function lateAfter(budgetMs: number): () => boolean {
	const endsAt = performance.now() + Math.max(budgetMs - ANSWER_MS, budgetMs / 2);
	return () => performance.now() >= endsAt;
}
