import type { Failure } from '../model/failure';

const FIRST_MS = 500;
const CAP_MS = 20_000;
/** A service that wants more time than this is not waited for. */
const LONGEST_RETRY_AFTER_MS = 60_000;

/** Whether to send a request again after its `attempt`-th attempt failed; the first attempt is 1. */
export function mayRetry({ retry }: Failure, attempt: number, maxRetries: number): boolean {
	return retry !== 'no' && attempt <= (retry === 'once' ? Math.min(1, maxRetries) : maxRetries);
}

/** The service asks for more time than a workflow can wait; no other request would fare better. */
export function isHopeless({ retryAfterMs = 0 }: Failure): boolean {
	return retryAfterMs > LONGEST_RETRY_AFTER_MS;
}

/** Exponential back-off with full jitter, but no less than the service asks for. */
export function backOffMs({ retryAfterMs = 0 }: Failure, attempt: number): number {
	return Math.max(retryAfterMs, Math.random() * Math.min(CAP_MS, FIRST_MS * 2 ** (attempt - 1)));
}
