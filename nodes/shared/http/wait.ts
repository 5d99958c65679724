import { sleep } from 'n8n-workflow';

/** Longest to go on waiting for nothing. */
const SLICE_MS = 100;

/** The execution was cancelled: nothing more is sent. */
export class Cancelled extends Error {
	constructor() {
		// n8n tells a canceled execution from a failed one by this word, so spelled.
		super('The execution was canceled');
	}
}

/** What is waited for, or nothing, if the signal comes first: then nobody is told how it ends. */
export async function unlessAborted<T>(
	awaited: Promise<T>,
	signal: AbortSignal | undefined,
): Promise<T | undefined> {
	if (!signal) return await awaited;
	let leave = () => {};
	const aborted = new Promise<undefined>((resolve) => {
		leave = () => resolve(undefined);
		signal.addEventListener('abort', leave, { once: true });
	});
	if (signal.aborted) leave();
	try {
		return await Promise.race([awaited, aborted]);
	} finally {
		signal.removeEventListener('abort', leave);
	}
}

/**
 * Waits until `performance.now()` reaches `atMs`, or the wait makes no sense any more.
 * In slices, because n8n's `sleep` can't be interrupted and nodes may not use timers of their own.
 */
export async function waitUntil(atMs: number, isOver: () => boolean): Promise<void> {
	for (;;) {
		const leftMs = atMs - performance.now();
		if (leftMs <= 0 || isOver()) return;
		await sleep(Math.min(Math.ceil(leftMs), SLICE_MS));
	}
}
