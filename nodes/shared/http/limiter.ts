import { sleep } from 'n8n-workflow';

import type { Api } from '../model/requests';
import { RateEstimate } from './rateEstimate';
import { LOOK_MS, Queue, type Turn } from './queue';
import { SlowStart } from './slowStart';
import { SlidingWindow, type Place } from './slidingWindow';

/** A second's worth of requests takes so long to send: n8n has other work, too. */
const SPREAD_MS = 60;
/** What was learnt is spread over most of the second: a service that allows less may count in shorter spans. */
const LEARNT_SPREAD_MS = 800;
/** A timer may be so late. What is behind by more is not caught up with, or a busy n8n would send all at once. */
const LATE_MS = 2;
/** Requests without an answer, those that hang included. */
const MOST_OPEN = 250;
/** Nothing has come back for so long: one more request goes, to learn whether the others have arrived. */
const PROBE_MS = 1000;
/** How long all requests pause when one is turned away unexpectedly, and the service does not say how long. */
const PAUSE_MS = 1000;
/** The longest to listen for a reply in one go: what takes longer is a busy n8n, and no time on the way. */
const TICK_MS = 10;
/** What was learnt of an API that is not used is forgotten after this. */
const IDLE_MS = 3_600_000;

/** What the limiter wants to know of a request whose turn came. */
export interface Sent {
	/** The service answered, with whatever; turned it away unread, since there were too many; or nothing came back. */
	end: 'served' | 'turnedAway' | 'lost';
	/** How long the service wants all requests held back. */
	pauseMs?: number;
}

/** Gives the calls of one API their turns: not more than the rate, whatever that really is, and each execution in turn. */
export class RateLimiter {
	private readonly queue = new Queue<Place>();
	private readonly window = new SlidingWindow();
	private readonly estimate = new RateEstimate();
	private readonly slowStart = new SlowStart();
	private open = 0;
	private pausedUntil = 0;
	/** When the next request may go if those of a second are spread. */
	private spreadTo = 0;
	/** For how long nothing has come back while we listened. */
	private quietMs = 0;
	private calling = false;
	private replied = () => {};
	private usedAt = performance.now();
	/** When the service last did not turn a request away, by `performance.now()`. */
	servedAt = -Infinity;

	/** @param rate calls in any one second; the credential used last decides */
	constructor(public rate: number) {}

	/** What the service seems to allow in a second, where that is less than the rate. */
	get learnt(): number | undefined {
		return this.estimate.lessThan(this.rate, performance.now());
	}

	get isIdle(): boolean {
		return this.queue.isEmpty && this.open === 0 && performance.now() > this.usedAt + IDLE_MS;
	}

	/**
	 * Waits for a turn and calls `send`. Gives nothing if the queue was left before.
	 * @param isAgain it was sent before, and goes before what its owner has not tried yet
	 */
	async run<T>(
		turn: Turn,
		send: () => Promise<T>,
		sentOf: (result: T) => Sent,
		isAgain = false,
	): Promise<T | undefined> {
		if (turn.isOver()) return undefined;
		const called = this.queue.join(turn, isAgain);
		void this.callAll();
		const place = await called;
		if (!place) return undefined;
		if (turn.isOver()) {
			this.open--;
			this.window.giveBack(place);
			return undefined;
		}
		let sent: Sent = { end: 'lost' };
		try {
			const result = await send();
			sent = sentOf(result);
			return result;
		} finally {
			this.settle(place, sent);
		}
	}

	private async callAll(): Promise<void> {
		if (this.calling) return;
		this.calling = true;
		while (!this.queue.isEmpty) {
			const now = performance.now();
			const freeAt = this.freeAt(now);
			if (freeAt <= now) {
				this.queue.callNext(this.take(now));
			} else {
				const mostMs = this.window.onTheWay > 0 ? TICK_MS : LOOK_MS;
				await this.listen(now, Math.min(freeAt - now, mostMs));
				this.queue.tidy();
			}
		}
		this.window.lookAway();
		this.calling = false;
	}

	/** Until a reply comes, but no longer than that. While this process stands still it does not listen. */
	private async listen(from: number, ms: number): Promise<void> {
		const reply = new Promise<void>((resolve) => (this.replied = resolve));
		await Promise.race([reply, sleep(Math.ceil(ms))]);
		const listenedMs = Math.min(Math.ceil(ms) + LATE_MS, performance.now() - from);
		this.window.listen(listenedMs);
		if (this.window.onTheWay === 0) return;
		this.quietMs += listenedMs;
		this.slowStart.quiet(this.rate, listenedMs, this.window.usualMs);
	}

	/** When the next request may go: now, at a later time, or (Infinity) not before a reply comes. */
	private freeAt(now: number): number {
		if (this.open >= MOST_OPEN) return Infinity;
		const freeAt = this.window.freeAt(now, this.estimate.callsPerSecond(this.rate, now));
		const placeAt = this.quietMs >= PROBE_MS ? now : freeAt;
		if (Math.max(placeAt, this.spreadTo) > now) this.estimate.waits(now);
		if (this.window.onTheWay >= this.slowStart.most(this.rate)) return Infinity;
		return Math.max(placeAt, this.pausedUntil, this.spreadTo);
	}

	private take(now: number): Place {
		this.estimate.goes(now);
		const allowed = this.estimate.callsPerSecond(this.rate, now);
		const spreadMs = allowed < this.rate ? LEARNT_SPREAD_MS : SPREAD_MS;
		this.spreadTo = Math.max(this.spreadTo, now - LATE_MS) + spreadMs / allowed;
		this.open++;
		this.quietMs = 0;
		return this.window.take(now);
	}

	private settle(place: Place, { end, pauseMs }: Sent): void {
		const now = performance.now();
		const isUnexpected =
			end === 'turnedAway' && this.estimate.turnedAway(place.sentAt, now, this.rate, pauseMs ?? 0);
		const pausedMs = pauseMs ?? (isUnexpected ? PAUSE_MS : 0);
		this.open--;
		this.usedAt = now;
		this.quietMs = 0;
		if (end === 'served') this.slowStart.served(this.rate, this.window.onTheWay);
		this.window.settle(place, now, end !== 'lost');
		this.pausedUntil = Math.max(this.pausedUntil, now + pausedMs);
		if (end === 'served') {
			this.servedAt = now;
			this.estimate.served(place.sentAt, now);
		}
		this.replied();
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
