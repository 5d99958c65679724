import type { Api } from '../model/service';
import { throwIfCancelled, waitUntil } from './wait';

const WINDOW_MS = 1000;
/** When the service turns a request away: the part of the rate that is kept, and the part won back each second. */
const SLOWED_DOWN = 0.7;
const RECOVERY = 0.1;
/** How much one round trip differs from another, and how many have to be seen before the fastest means something. */
const JITTER_MS = 50;
const ENOUGH_ROUND_TRIPS = 20;
/** Requests in flight at the same time: what the rate needs at the usual round trip, twice, and within these. */
const LEAST_IN_FLIGHT = 4;
const MOST_IN_FLIGHT = 100;
/** How much the newest round trip weighs in the usual one. */
const NEWEST = 0.1;
/** How long to wait for a reply before looking whether the execution was cancelled. */
const LOOK_MS = 200;
const IDLE_MS = 60_000;

/** What the limiter wants to know of a request whose turn came. */
export interface Sent {
	/** The service answered, with whatever; nothing came back; or it was not sent after all. */
	end: 'replied' | 'lost' | 'notSent';
	/** It was turned away because there were too many, and the service wants this much time. */
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
	private usualMs = 0;
	private roundTrips = 0;
	private replied = () => {};
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
		let sent: Sent = { end: 'lost' };
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
			if (freeAt < Infinity) await waitUntil(freeAt, signal);
			else await Promise.race([this.nextReply(), waitUntil(now + LOOK_MS, signal)]);
		}
		this.inFlight++;
	}

	/** When the next request may go: now, at a known time, or (Infinity) not before a reply comes. */
	private freeAt(now: number): number {
		if (now < this.pausedUntil) return this.pausedUntil;
		const heldMs = WINDOW_MS - this.givenBackMs;
		while (this.repliedAt.length > 0 && this.repliedAt[0] + heldMs <= now) this.repliedAt.shift();
		if (this.inFlight >= this.mostInFlight) return Infinity;
		if (this.inFlight + this.repliedAt.length < this.allowed(now)) return now;
		return this.repliedAt.length > 0 ? this.repliedAt[0] + heldMs : Infinity;
	}

	private async nextReply(): Promise<void> {
		await new Promise<void>((resolve) => (this.replied = resolve));
	}

	/** Not more than needed: a request that queues up at the other end holds its place for longer. */
	private get mostInFlight(): number {
		const needed = (2 * this.rate * this.usualMs) / 1000;
		return Math.min(MOST_IN_FLIGHT, Math.max(LEAST_IN_FLIGHT, Math.ceil(needed)));
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

	private settle(sentAt: number, { end, turnedAwayMs }: Sent): void {
		const now = performance.now();
		this.inFlight--;
		if (end !== 'notSent') this.note(now, now - sentAt, end === 'replied');
		if (turnedAwayMs !== undefined) this.slowDown(now, turnedAwayMs);
		this.replied();
	}

	private note(now: number, tookMs: number, replied: boolean): void {
		this.usedAt = now;
		this.repliedAt.push(now);
		this.usualMs += (tookMs - this.usualMs) * (this.usualMs === 0 ? 1 : NEWEST);
		if (!replied) return;
		this.roundTrips++;
		this.fastestMs = Math.min(this.fastestMs, tookMs);
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
export function limiterFor(
	app: string,
	{ name, callsPerSecond = Infinity }: Api,
	requestsPerSecond: number,
): RateLimiter {
	for (const [key, limiter] of limiters) if (limiter.isIdle) limiters.delete(key);
	const key = `${app} ${name}`;
	const rate = Math.min(callsPerSecond, requestsPerSecond);
	const limiter = limiters.get(key) ?? new RateLimiter(rate);
	limiter.rate = rate;
	limiters.set(key, limiter);
	return limiter;
}
