const SECOND_MS = 1000;
/** How long what was learnt is held before more is tried. */
const HOLD_MS = 1500;
/** How much more is tried after so many further seconds: this part of the rate, times the cube of the seconds. */
const GROWTH = 0.1;

/**
 * What is the rate, really? A service may allow an app less than its credential says: on a free plan, or because
 * other systems use it, too. When it turns a request away, what it served in the second before is what it allows.
 * That is held, then felt beyond, by little at first and by ever more (the curve of CUBIC, RFC 9438). Only the time
 * counts in which requests wait for their places: nothing is learnt by not asking.
 */
export class Allowance {
	private learnt = Infinity;
	private learntAt = -Infinity;
	/** For how long requests have waited for their places since then, and since when one does now. */
	private waitedMs = 0;
	private waitingSince: number | undefined;
	/** When the requests of the last second were served. */
	private readonly servedAt: number[] = [];

	/** @param rate calls in any one second, as the credential has it */
	callsPerSecond(rate: number, now: number): number {
		const waitedMs = this.waitedMs + (now - (this.waitingSince ?? now));
		const seconds = Math.max(0, waitedMs - HOLD_MS) / SECOND_MS;
		return Math.max(1, Math.min(rate, Math.floor(this.learnt + GROWTH * rate * seconds ** 3)));
	}

	/** What the service seems to allow, where that is less than the credential says. */
	lessThan(rate: number, now: number): number | undefined {
		return this.callsPerSecond(rate, now) < rate ? this.learnt : undefined;
	}

	/** A request waits for its place, or has it now. */
	waits(now: number): void {
		this.waitingSince ??= now;
	}

	goes(now: number): void {
		this.waitedMs += now - (this.waitingSince ?? now);
		this.waitingSince = undefined;
	}

	served(now: number): void {
		this.servedAt.push(now);
		this.forget(now);
	}

	/** @returns whether that was unexpected: no more was tried than was known to be allowed */
	turnedAway(sentAt: number, now: number, rate: number): boolean {
		this.forget(now);
		const served = Math.max(1, this.servedAt.length);
		const before = this.learnt;
		this.waitedMs = 0;
		if (this.waitingSince !== undefined) this.waitingSince = now;
		if (sentAt < this.learntAt) {
			// Sent before the first of a burst came back: it tells the same, and knows better how much was served.
			this.learnt = Math.max(before, served);
			return false;
		}
		this.learnt = Math.min(this.callsPerSecond(rate, now), served);
		this.learntAt = now;
		return served < before;
	}

	private forget(now: number): void {
		while (this.servedAt[0] <= now - SECOND_MS) this.servedAt.shift();
	}
}
