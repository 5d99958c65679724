/** How many requests may be on their way at first: this many (RFC 6928), or this part of the rate. */
const FIRST = 10;
const FIRST_PART = 0.1;
/** A round trip as long as none is known. A longer one is not waited for; a shorter one is n8n's own work. */
const MOST_MS = 25;
const LEAST_MS = 5;

/**
 * How many requests may be on their way, while it is not known what the service allows: TCP's slow start (RFC 5681).
 * Each request that is served lets one more go, so that they double with each round trip, and few are too many where
 * the service allows but a part of the rate, however fast this n8n is. They double as well while nothing comes back,
 * since the rate of a service far away is to be used, too.
 */
export class SlowStart {
	private grown = 0;
	private quietMs = 0;

	/** @param rate calls in any one second, as the credential has it */
	most(rate: number): number {
		return Math.max(FIRST, FIRST_PART * rate) + this.grown;
	}

	served(rate: number, onTheWay: number): void {
		this.quietMs = 0;
		// What is not used is not known to be allowed (RFC 7661).
		if (2 * onTheWay >= this.most(rate)) this.grown++;
	}

	/** Nothing came back for so long again. */
	quiet(rate: number, ms: number, usualMs = MOST_MS): void {
		this.quietMs += ms;
		const roundTripMs = Math.min(Math.max(LEAST_MS, usualMs), MOST_MS);
		if (this.quietMs < 2 * roundTripMs) return;
		this.quietMs -= roundTripMs;
		this.grown += this.most(rate);
	}
}
