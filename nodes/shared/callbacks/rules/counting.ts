import { createHash } from 'node:crypto';

import type { Counts } from './rule';

/** Of all triggers together: an entry takes some 200 bytes, with what is in it some more. */
const MOST_ENTRIES = 50_000;
/** Times that are kept in them; a user who is told apart takes as much as some of these. */
const MOST_TIMES = 1_000_000;
const USER = 8;
/** So many of one are counted, to be told: beyond that it makes no difference. */
const TOLD = 200;
/** IDs of messages that may be told again. */
const MOST_IDS = 10_000;
const KEY_LENGTH = 16;

interface Entry {
	/** In the order of arrival. */
	times: number[];
	/** Who, where the users are counted. */
	users?: string[];
	/** When it was last heard of, by the clock here. */
	seenAt: number;
}

const weightOf = ({ times, users }: Entry): number => times.length * (users ? USER : 1);

/** What belongs to one rule of a trigger: all of it has the same window. The longest silent comes first. */
type Scope = Map<string, Entry>;

/**
 * Counts in the memory of this process, and no more of it than that: what has been silent for longest is forgotten
 * first, and what is older than its window in any case. No timers: n8n Cloud allows none.
 */
export class Counter {
	private readonly scopes = new Map<string, Scope>();
	private readonly ids = new Set<string>();
	private entries = 0;
	private weight = 0;

	/** @param scope what counts together: no other trigger, event or setting */
	countsOf(scope: string): Counts {
		return {
			add: (what, atMs, windowMs, most, who) => {
				const times = this.note(scope, what, atMs, windowMs, Math.max(most + 1, TOLD), who);
				return mostInWindow(times, atMs, windowMs);
			},
			isFirst: (what, atMs, windowMs) => {
				const known = this.find(scope, keyOf(what), windowMs);
				if (known?.times.some((time) => Math.abs(time - atMs) < windowMs)) return false;
				this.note(scope, what, atMs, windowMs, 1);
				return true;
			},
		};
	}

	/** Whether a message has come before, by the service's own ID. */
	isKnown(id: readonly string[]): boolean {
		const key = keyOf(id);
		if (this.ids.has(key)) return true;
		this.ids.add(key);
		if (this.ids.size > MOST_IDS) {
			const [oldest] = this.ids;
			this.ids.delete(oldest);
		}
		return false;
	}

	/** How much is kept. */
	get size(): number {
		return this.entries;
	}

	private note(
		scope: string,
		what: readonly string[],
		atMs: number,
		windowMs: number,
		kept: number,
		who?: string,
	): number[] {
		const key = keyOf(what);
		const entry = this.find(scope, key, windowMs) ?? { times: [], seenAt: 0 };
		this.forget(scope, key);
		if (who !== undefined) {
			entry.users ??= [];
			const user = keyOf([who]);
			const known = entry.users.indexOf(user);
			if (known >= 0) {
				entry.users.splice(known, 1);
				entry.times.splice(known, 1);
			}
			entry.users.push(user);
		}
		entry.times.push(atMs);
		entry.users?.splice(0, entry.users.length - kept);
		entry.times.splice(0, entry.times.length - kept);
		entry.seenAt = Date.now();
		this.keep(scope, key, entry);
		return entry.times;
	}

	private find(scope: string, key: string, windowMs: number): Entry | undefined {
		const entries = this.scopes.get(scope);
		if (!entries) return undefined;
		const before = Date.now() - windowMs;
		for (const [oldest, { seenAt }] of entries) {
			if (seenAt > before) break;
			this.forget(scope, oldest);
		}
		return entries.get(key);
	}

	private keep(scope: string, key: string, entry: Entry): void {
		const entries = this.scopes.get(scope) ?? new Map<string, Entry>();
		// So that the scopes stand in the order of their last use, too.
		this.scopes.delete(scope);
		this.scopes.set(scope, entries.set(key, entry));
		this.entries++;
		this.weight += weightOf(entry);
		while (this.entries > MOST_ENTRIES || this.weight > MOST_TIMES) this.forgetLongestSilent();
	}

	private forget(scope: string, key: string): void {
		const entries = this.scopes.get(scope);
		const entry = entries?.get(key);
		if (!entries || !entry) return;
		entries.delete(key);
		if (entries.size === 0) this.scopes.delete(scope);
		this.entries--;
		this.weight -= weightOf(entry);
	}

	private forgetLongestSilent(): void {
		let silent: { scope: string; key: string; seenAt: number } | undefined;
		for (const [scope, entries] of this.scopes) {
			const [[key, { seenAt }]] = entries;
			if (!silent || seenAt < silent.seenAt) silent = { scope, key, seenAt };
		}
		if (silent) this.forget(silent.scope, silent.key);
	}
}

/** What a member wrote may be long: a key is not. */
function keyOf(parts: readonly string[]): string {
	const hash = createHash('sha256').update(JSON.stringify(parts)).digest();
	return hash.toString('latin1', 0, KEY_LENGTH);
}

/** The most times in any window that this one is in; callbacks may come in another order. */
function mostInWindow(times: readonly number[], atMs: number, windowMs: number): number {
	const near = times.filter((time) => Math.abs(time - atMs) < windowMs).sort((a, b) => a - b);
	let most = 0;
	for (let first = 0, last = 0; first < near.length; first++) {
		while (last < near.length && near[last] < near[first] + windowMs) last++;
		if (near[first] <= atMs) most = Math.max(most, last - first);
	}
	return most;
}
