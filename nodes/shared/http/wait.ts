import { sleep } from 'n8n-workflow';

/** Longest a cancelled execution goes on waiting. */
const SLICE_MS = 200;

/** The execution was cancelled: nothing more is sent. */
export class Cancelled extends Error {}

export function throwIfCancelled(signal: AbortSignal | undefined): void {
	// n8n tells a canceled execution from a failed one by this word, so spelled.
	if (signal?.aborted) throw new Cancelled('The execution was canceled');
}

/**
 * Waits until `performance.now()` reaches `atMs`. Throws Cancelled when the execution is.
 * In slices, because n8n's `sleep` can't be interrupted and nodes may not use timers of their own.
 */
export async function waitUntil(atMs: number, signal: AbortSignal | undefined): Promise<void> {
	for (;;) {
		throwIfCancelled(signal);
		const leftMs = atMs - performance.now();
		if (leftMs <= 0) return;
		await sleep(Math.min(Math.ceil(leftMs), SLICE_MS));
	}
}
