import { sleep } from 'n8n-workflow';

import type { Quota } from '../model/requests';
import type { Sent } from './limiter';
import { LOOK_MS, Queue, type Turn } from './queue';

/** How long all wait when one is turned away: a part of the span. */
const PAUSE = 1 / 6;
/** A request that is turned away again and again is given up when none has got through for so long, or so many spans. */
const PATIENCE_MS = 60_000;
const PATIENCE = 2.5;
/** So many wait for the turn of their call; more would use up what another execution could have. */
const MOST_WAITING = 10;
/** What is not in use is forgotten after this, longer than any span. */
const IDLE_MS = 600_000;

/** What became of it: as {@link Sent}, or it did not get there. */
export type End = Sent['end'] | 'unsent';

/** A part of what is allowed, in use. */
interface Use {
	cost: number;
	/** Its call has not had its turn yet. */
	isWaiting: boolean;
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
	/** Those without an answer. */
	private readonly open = new Set<Use>();
	/** Those that still count, the first to be forgotten first. */
	private readonly ended = new Set<Use>();
	private readonly perMs: number;
	private readonly most: number;
	/** What all of them cost. */
	private used = 0;
	private waiting = 0;
	private usedAt = performance.now();
	private pausedUntil = 0;
	/** The service allows less at the moment: one request finds out when that is over. */
	private isNarrow = false;
	private calling = false;
	private changed = () => {};

	constructor({ most, perMs }: Quota) {
		this.most = most;
		this.perMs = perMs;
		this.patienceMs = Math.max(PATIENCE_MS, PATIENCE * perMs);
	}

	get isIdle(): boolean {
		const isUnused = this.queue.isEmpty && this.open.size === 0;
		return isUnused && performance.now() > this.usedAt + IDLE_MS;
	}

	/**
	 * Waits for a turn and calls `send`, which tells when the call has its turn, too. Gives nothing if the queue was
	 * left before.
	 * @param endOf how the service counted it
	 */
	async run<T>(
		turn: Turn,
		cost: number,
		isAgain: boolean,
		endOf: (result: T) => End,
		send: (goes: () => void) => Promise<T | undefined>,
	): Promise<T | undefined> {
		if (turn.isOver()) return undefined;
		const called = this.queue.join({ ...turn, cost }, isAgain);
		void this.callAll();
		const use = await called;
		if (!use) return undefined;
		let end: End = 'lost';
		try {
			const result = await send(() => this.goes(use));
			end = result === undefined ? 'unsent' : endOf(result);
			return result;
		} finally {
			this.settle(use, end);
		}
	}

	private goes(use: Use): void {
		if (!use.isWaiting) return;
		use.isWaiting = false;
		this.waiting--;
		this.changed();
	}

	private settle(use: Use, end: End): void {
		const now = performance.now();
		this.usedAt = now;
		if (end === 'turnedAway') {
			this.isNarrow = true;
			this.pausedUntil = Math.max(this.pausedUntil, now + this.perMs * PAUSE);
		} else if (end === 'served') {
			this.isNarrow = false;
			this.servedAt = now;
		}
		this.open.delete(use);
		if (end === 'served' || end === 'lost') {
			use.endsAt = now + this.perMs;
			this.ended.add(use);
		} else {
			this.used -= use.cost;
		}
		this.goes(use);
		this.changed();
	}

	private async callAll(): Promise<void> {
		if (this.calling) return;
		this.calling = true;
		for (let next = this.queue.next; next; next = this.queue.next) {
			const now = performance.now();
			this.forget(now);
			if (this.fits(next.cost, now)) {
				this.queue.callNext(this.use(next.cost));
			} else {
				const change = new Promise<void>((go) => (this.changed = go));
				await Promise.race([change, sleep(Math.ceil(this.nextChangeMs(now)))]);
				this.queue.tidy();
			}
		}
		this.calling = false;
	}

	private use(cost: number): Use {
		const use = { cost, isWaiting: true, endsAt: Infinity };
		this.open.add(use);
		this.used += cost;
		this.waiting++;
		return use;
	}

	private fits(cost: number, now: number): boolean {
		if (now < this.pausedUntil || this.waiting >= MOST_WAITING) return false;
		if (this.isNarrow && this.open.size > 0) return false;
		return this.used === 0 || this.used + cost <= this.most;
	}

	private nextChangeMs(now: number): number {
		const [first] = this.ended;
		const changes = [this.pausedUntil, first?.endsAt ?? Infinity].filter((at) => at > now);
		return Math.min(LOOK_MS, ...changes.map((at) => at - now));
	}

	private forget(now: number): void {
		for (const use of this.ended) {
			if (use.endsAt > now) return;
			this.ended.delete(use);
			this.used -= use.cost;
		}
	}
}

const allowances = new Map<string, Allowance>();
let tidiedAt = performance.now();

/** What an app is allowed, shared by all executions in this process; what is out of use is forgotten. */
export function allowanceFor(app: string, quota: Quota): Allowance {
	tidy();
	const key = `${app} ${quota.name}`;
	const allowance = allowances.get(key) ?? new Allowance(quota);
	allowances.set(key, allowance);
	return allowance;
}

/** Not each time, as there may be one for each of many groups. */
function tidy(): void {
	const now = performance.now();
	if (now < tidiedAt + IDLE_MS) return;
	tidiedAt = now;
	for (const [key, allowance] of allowances) if (allowance.isIdle) allowances.delete(key);
}
