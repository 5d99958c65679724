import { sleep } from 'n8n-workflow';

import type { Failure } from '../model/failure';
import type { Quota } from '../model/requests';
import type { Sent } from './limiter';
import { Queue, type Turn } from './queue';

/** How often to look who has left the queue. */
const LOOK_MS = 100;
/** How long all wait when one is turned away: a part of the span. */
const PAUSE = 1 / 6;
/** A request that is turned away again and again is given up when none has got through for so long, or so many spans. */
const PATIENCE_MS = 60_000;
const PATIENCE = 2.5;

/** What became of it: as {@link Sent}, or it did not get there. */
export type End = Sent['end'] | 'unsent';

/** A part of what is allowed, in use. */
interface Use {
	cost: number;
	/** When the service has forgotten it. */
	endsAt: number;
}

interface Wish extends Turn {
	cost: number;
}

/**
 * Not more than so much in any one span of time, as the server counts it: messages, or those who get them. What was
 * sent counts until a span after its answer, as nobody knows when it arrived.
 */
export class Allowance {
	readonly patienceMs: number;
	/** When the service last did not turn a request away, by `performance.now()`. */
	servedAt = -Infinity;
	private readonly queue = new Queue<Use, Wish>();
	private readonly uses = new Set<Use>();
	private readonly perMs: number;
	private readonly most: number;
	private pausedUntil = 0;
	private givenUp: { at: number; failure: Failure } | undefined;
	/** The service allows less at the moment: one request finds out when that is over. */
	private isNarrow = false;
	private calling = false;
	private settled = () => {};

	constructor({ most, perMs }: Quota) {
		this.most = most;
		this.perMs = perMs;
		this.patienceMs = Math.max(PATIENCE_MS, PATIENCE * perMs);
	}

	get isIdle(): boolean {
		const now = performance.now();
		this.forget(now);
		return this.queue.isEmpty && this.uses.size === 0 && now > this.pausedUntil;
	}

	/** None has got through for so long that nobody waits any more. */
	giveUp(failure: Failure): void {
		this.givenUp = { at: performance.now(), failure };
	}

	/** Why whoever has waited since then gives up. */
	gaveUpAfter(since: number): Failure | undefined {
		return this.givenUp && this.givenUp.at > since ? this.givenUp.failure : undefined;
	}

	/**
	 * Waits for a turn and calls `send`. Gives nothing if the queue was left before.
	 * @param endOf how the service counted it
	 */
	async run<T>(
		turn: Turn,
		cost: number,
		isAgain: boolean,
		endOf: (result: T) => End,
		send: () => Promise<T | undefined>,
	): Promise<T | undefined> {
		if (turn.isOver()) return undefined;
		const called = this.queue.join({ ...turn, cost }, isAgain);
		void this.callAll();
		const use = await called;
		if (!use) return undefined;
		let end: End = 'lost';
		try {
			const result = await send();
			end = result === undefined ? 'unsent' : endOf(result);
			return result;
		} finally {
			this.settle(use, end);
		}
	}

	private settle(use: Use, end: End): void {
		const now = performance.now();
		if (end === 'turnedAway') {
			this.isNarrow = true;
			this.pausedUntil = Math.max(this.pausedUntil, now + this.perMs * PAUSE);
		} else if (end === 'served') {
			this.isNarrow = false;
			this.servedAt = now;
		}
		use.endsAt = end === 'served' || end === 'lost' ? now + this.perMs : now;
		this.settled();
	}

	private async callAll(): Promise<void> {
		if (this.calling) return;
		this.calling = true;
		for (let next = this.queue.next; next; next = this.queue.next) {
			const now = performance.now();
			this.forget(now);
			if (this.fits(next.cost, now)) {
				const use = { cost: next.cost, endsAt: Infinity };
				this.uses.add(use);
				this.queue.callNext(use);
			} else {
				const settled = new Promise<void>((go) => (this.settled = go));
				await Promise.race([settled, sleep(Math.ceil(this.nextChangeMs(now)))]);
				this.queue.tidy();
			}
		}
		this.calling = false;
	}

	private fits(cost: number, now: number): boolean {
		const isOpen = ({ endsAt }: Use) => endsAt === Infinity;
		if (now < this.pausedUntil || (this.isNarrow && [...this.uses].some(isOpen))) return false;
		const used = [...this.uses].reduce((sum, use) => sum + use.cost, 0);
		return used === 0 || used + cost <= this.most;
	}

	private nextChangeMs(now: number): number {
		const changes = [this.pausedUntil, ...[...this.uses].map(({ endsAt }) => endsAt)];
		return Math.min(LOOK_MS, ...changes.filter((at) => at > now).map((at) => at - now));
	}

	private forget(now: number): void {
		for (const use of this.uses) if (use.endsAt <= now) this.uses.delete(use);
	}
}

const allowances = new Map<string, Allowance>();

/** What an app is allowed, shared by all executions in this process; what is not in use is forgotten. */
export function allowanceFor(app: string, quota: Quota): Allowance {
	for (const [key, allowance] of allowances) if (allowance.isIdle) allowances.delete(key);
	const key = `${app} ${quota.name}`;
	const allowance = allowances.get(key) ?? new Allowance(quota);
	allowances.set(key, allowance);
	return allowance;
}
