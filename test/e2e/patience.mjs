import { setTimeout as delay } from 'node:timers/promises';

/** What takes longer does not come, however busy the machine is. */
export const patienceMs = 240_000;

/** One try of several. */
export const glanceMs = 10_000;

/**
 * Tries until it does not fail; the last failure is told where it always does.
 * @template T
 * @param {() => T | Promise<T>} deed
 * @returns {Promise<T>}
 */
export async function eventually(deed) {
	for (const end = Date.now() + patienceMs; ; await delay(100)) {
		try {
			return await deed();
		} catch (error) {
			if (Date.now() >= end) throw error;
		}
	}
}
