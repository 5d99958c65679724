import type { Service } from '../services';

/**
 * The fewest requests for users who may share one where their keys are the same.
 * Reckoned here anew: what the node plans is what is to be proven.
 */
export function fewestRequests({ usersPerRequest }: Service, keys: readonly string[]): number {
	const counts = new Map<string, number>();
	for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
	return [...counts.values()].reduce((sum, count) => sum + Math.ceil(count / usersPerRequest), 0);
}
