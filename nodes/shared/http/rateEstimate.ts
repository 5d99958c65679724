const SECOND_MS = 1000;
/** How long what was learnt is held before more is tried: so long, and so many times what a try too far costs. */
const HOLD_MS = 1500;
const HOLD_PER_PAUSE = 5;
/** How much more is tried after so many further seconds: this part of the rate, times the cube of the seconds. */
const GROWTH = 0.1;
/** What was served when a try went too far is what was learnt before, but for a little: round trips differ. */
const EXPECTED = 0.8;

/**
 * What is the rate, really? A service may allow an app less than its credential says: on a free plan, or because
 * other systems use it, too. When it turns a request away, what it served in the second before is what it allows.
 * That is held, then felt beyond, by little at first and by ever more (the curve of CUBIC, RFC 9438). Only the time
 * counts in which requests wait for their places: nothing is learnt by not asking.
 */
export class RateEstimate {
	private learnt = Infinity;
	private learntAt = -Infinity;
	private holdMs = HOLD_MS;
	/** For how long requests have waited for their places since then, and since when one does now. */
	private waitedMs = 0;
	private waitingSince: number | undefined;
	/** When the requests of the last second were served. */
	private readonly servedAt: number[] = [];

	/** @param rate calls in any one second, as the credential has it */
	callsPerSecond(rate: number, now: number): number {
		const waitedMs = this.waitedMs + (now - (this.waitingSince ?? now));
		const seconds = Math.max(0, waitedMs - this.holdMs) / SECOND_MS;
		return Math.min(rate, Math.floor(this.learnt + GROWTH * rate * seconds ** 3));
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

	served(sentAt: number, now: number): void {
		this.servedAt.push(now);
		const served = this.servedInLastSecond(now);
		// Sent before that was learnt: it was served in the same second.
		if (sentAt < this.learntAt) this.learnt = Math.max(this.learnt, served);
	}

	/**
	 * @param pauseMs how long the service wants no more requests
	 * @returns whether that was unexpected: no more was tried than was thought to be allowed
	 */
	turnedAway(sentAt: number, now: number, rate: number, pauseMs: number): boolean {
		this.holdMs = Math.max(HOLD_MS, HOLD_PER_PAUSE * pauseMs);
		if (sentAt < this.learntAt) return false; // the rest of a burst says the same again
		const before = this.learnt;
		const served = this.servedInLastSecond(now);
		this.learnt = Math.max(1, Math.min(this.callsPerSecond(rate, now), served));
		this.learntAt = now;
		this.waitedMs = 0;
		if (this.waitingSince !== undefined) this.waitingSince = now;
		return served < EXPECTED * before;
	}

	private servedInLastSecond(now: number): number {
		while (this.servedAt[0] <= now - SECOND_MS) this.servedAt.shift();
		return this.servedAt.length;
	}
}
