import { throwIfCancelled, waitUntil } from './wait';

const WINDOW_MS = 1000;
/** When the service turns a request away: the part of the rate that is kept, and the part won back each second. */
const SLOWED_DOWN = 0.7;
const RECOVERY = 0.1;
/** How much one round trip differs from another, and how many have to be seen before the fastest means something. */
const JITTER_MS = 20;
const ENOUGH_ROUND_TRIPS = 20;
const POLL_MS = 5;
/** Enough to use up 200 calls a second at a quarter of a second each. */
const MAX_IN_FLIGHT = 50;
const IDLE_MS = 60_000;

/** What the limiter wants to know of a sent request. */
export interface Sent {
	/** The service answered, with whatever. */
	replied: boolean;
	/** It turned the request away because there were too many, and wants this much time. */
	turnedAwayMs?: number;
}

/**
 * Keeps the calls of one API to a rate in any one second, as the server counts them.
 *
 * A request holds a place from the moment it is sent until a second after its reply came: whatever the network
 * does, the server saw the request before it replied. Of that second the fastest round trip is given back, since a
 * later request takes its way, too, before it is counted; so the rate is used up however far away the server is.
 */
export class RateLimiter {
	private inFlight = 0;
	/** When the replies of the last second came, the earliest first. */
	private readonly repliedAt: number[] = [];
	private fastestMs = Infinity;
	private roundTrips = 0;
	private pausedUntil = 0;
	private slowedTo = Infinity;
	private slowedAt = -Infinity;
	private usedAt = 0;
	/** Requests stand in line: each waits for the one before it. */
	private line: Promise<void> = Promise.resolve();
	private waiting = 0;

	/** @param rate calls in any one second; the credential used last decides */
	constructor(public rate: number) {}

	/** Waits for a place and calls `send`. Throws Cancelled. */
	async run<T>(
		send: () => Promise<T>,
		sentOf: (result: T) => Sent,
		signal?: AbortSignal,
	): Promise<T> {
		await this.place(signal);
		const sentAt = performance.now();
		let sent: Sent = { replied: false };
		try {
			const result = await send();
			sent = sentOf(result);
			return result;
		} finally {
			this.settle(sentAt, sent);
		}
	}

	get isIdle(): boolean {
		return this.waiting === 0 && this.inFlight === 0 && performance.now() > this.usedAt + IDLE_MS;
	}

	private async place(signal: AbortSignal | undefined): Promise<void> {
		this.waiting++;
		const turn = this.line.then(async () => await this.untilFree(signal));
		this.line = turn.catch(() => {}); // who is next does not care why this one left
		try {
			await turn;
		} finally {
			this.waiting--;
		}
	}

	private async untilFree(signal: AbortSignal | undefined): Promise<void> {
		for (;;) {
			throwIfCancelled(signal);
			const now = performance.now();
			const freeAt = this.freeAt(now);
			if (freeAt <= now) break;
			await waitUntil(freeAt, signal);
		}
		this.inFlight++;
	}

	private freeAt(now: number): number {
		if (now < this.pausedUntil) return this.pausedUntil;
		const heldMs = WINDOW_MS - this.givenBackMs;
		while (this.repliedAt.length > 0 && this.repliedAt[0] + heldMs <= now) this.repliedAt.shift();
		if (this.inFlight >= MAX_IN_FLIGHT) return now + POLL_MS;
		if (this.inFlight + this.repliedAt.length < this.allowed(now)) return now;
		return this.repliedAt.length > 0 ? this.repliedAt[0] + heldMs : now + POLL_MS;
	}

	private get givenBackMs(): number {
		return this.roundTrips < ENOUGH_ROUND_TRIPS ? 0 : Math.max(0, this.fastestMs - JITTER_MS);
	}

	private allowed(now: number): number {
		const goodSeconds = Math.floor((now - this.slowedAt) / 1000);
		return Math.min(
			this.rate,
			Math.max(1, Math.floor(this.slowedTo + goodSeconds * RECOVERY * this.rate)),
		);
	}

	private settle(sentAt: number, { replied, turnedAwayMs }: Sent): void {
		const now = performance.now();
		this.inFlight--;
		this.repliedAt.push(now);
		this.usedAt = now;
		if (replied) {
			this.roundTrips++;
			this.fastestMs = Math.min(this.fastestMs, now - sentAt);
		}
		if (turnedAwayMs !== undefined) this.slowDown(now, turnedAwayMs);
	}

	private slowDown(now: number, pauseMs: number): void {
		this.pausedUntil = Math.max(this.pausedUntil, now + pauseMs);
		if (now < this.slowedAt + WINDOW_MS) return; // the rest of a burst says the same again
		this.slowedTo = this.allowed(now) * SLOWED_DOWN;
		this.slowedAt = now;
	}
}

const limiters = new Map<string, RateLimiter>();

/** The limiter of an app's API, shared by all executions in this process; those out of use are forgotten. */
export function limiterFor(app: string, api: string, rate: number): RateLimiter {
	for (const [key, limiter] of limiters) if (limiter.isIdle) limiters.delete(key);
	const key = `${app} ${api}`;
	const limiter = limiters.get(key) ?? new RateLimiter(rate);
	limiter.rate = rate;
	limiters.set(key, limiter);
	return limiter;
}
