import { performance } from '../support/node';

const windowMs = 1000;

/** The arrival times of the requests one API accepted, oldest first. */
interface Accepted {
	times: number[];
	/** Where the current window begins; moving it is cheaper than shifting the array. */
	start: number;
}

/**
 * A strict sliding second for each API: a request is turned away when `limit` requests of that API
 * were accepted in the 1000 ms before it. There is no burst allowance and no calendar second.
 */
export class RateLimit {
	private readonly apis = new Map<string, Accepted>();

	/** Accepts or turns away a request that arrived at `at` (milliseconds, monotonic). */
	accepts(api: string, limit: number, at: number): boolean {
		if (limit === Infinity) return true;
		const accepted = this.apis.get(api) ?? { times: [], start: 0 };
		this.apis.set(api, accepted);
		forget(accepted, at - windowMs);
		if (accepted.times.length - accepted.start >= limit) return false;
		accepted.times.push(at);
		return true;
	}

	reset(): void {
		this.apis.clear();
	}
}

/** What was accepted in any one span of time, by what is counted; each with what it costs. */
export class SpanLimit {
	private readonly uses = new Map<string, Array<readonly [at: number, cost: number]>>();

	accepts(what: string, { most, perMs }: { most: number; perMs: number }, cost = 1): boolean {
		const now = performance.now();
		const uses = (this.uses.get(what) ?? []).filter(([at]) => at > now - perMs);
		this.uses.set(what, uses);
		if (uses.reduce((sum, [, used]) => sum + used, cost) > most) return false;
		uses.push([now, cost]);
		return true;
	}
}

function forget(accepted: Accepted, before: number): void {
	const { times } = accepted;
	while (accepted.start < times.length && times[accepted.start] <= before) accepted.start += 1;
	if (accepted.start < 4096) return;
	times.splice(0, accepted.start);
	accepted.start = 0;
}
