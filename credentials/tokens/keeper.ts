import { sleep, UserError } from 'n8n-workflow';

/** A token that was fetched. */
export interface Token {
	text: string;
	/** Key of the client it was given to. */
	client: string;
	/** Times in ms since 1970. */
	fetchedAt: number;
	/** Missing where the service does not say how long it lasts: then until it is refused. */
	renewAt?: number;
	endsAt?: number;
}

/** A client that is refused, or is given what was never of use, would be so again: for so long nothing is fetched. */
const HOLD_MS = 10_000;
/** After a failure that may pass. */
const PAUSE_MS = 1000;
/** How long to go on with a good token when no other could be fetched ahead of its end. */
const LATER_MS = 60_000;
/** Tokens of the past that a reply may still echo. */
const REMEMBERED = 10;

/**
 * The token of one client, for all executions of the process: fetched once for all who ask meanwhile, ahead of its
 * end, and after it was refused.
 */
export class TokenKeeper {
	/** All there were of late, the newest last. */
	readonly texts: string[] = [];
	private token: Token | undefined;
	private isRefused = false;
	/** A request with it was let in. */
	private isProven = false;
	private fetching: Promise<Token> | undefined;
	private failure: { error: unknown; at: number } | undefined;

	/** What to sign with: the token, a promise of one that is on its way, or nothing: then one has to be fetched. */
	get current(): Token | Promise<Token> | undefined {
		const now = Date.now();
		if (!this.isGood(now)) return this.fetching;
		return this.fetching || now < (this.token?.renewAt ?? Infinity) ? this.token : undefined;
	}

	/** Takes what was stored, if it is newer: by another process, or before n8n was started. */
	adopt(stored: Token): void {
		if (this.texts.includes(stored.text)) return; // clocks differ: what was replaced does not come back
		if (stored.fetchedAt > (this.token?.fetchedAt ?? -Infinity)) this.take(stored, true);
	}

	/** Fetches another; whoever asks meanwhile gets the same. */
	async renew(fetch: () => Promise<Token>): Promise<Token> {
		this.fetching ??= this.fetchOnce(fetch).finally(() => (this.fetching = undefined));
		return await this.fetching;
	}

	accept(text: string): void {
		if (text === this.token?.text) this.isProven = true;
	}

	/** @returns whether there is another, or can be: not right after one that has never been of use */
	refuse(text: string): boolean {
		if (text !== this.token?.text) return true;
		this.isRefused ||= this.isProven || Date.now() >= this.token.fetchedAt + HOLD_MS;
		return this.isRefused;
	}

	private async fetchOnce(fetch: () => Promise<Token>): Promise<Token> {
		await this.heed(this.failure);
		try {
			return this.take(await fetch(), false);
		} catch (error) {
			return this.goOnAfter(error);
		}
	}

	/** With the token there is, if it is good. */
	private goOnAfter(error: unknown): Token {
		const now = Date.now();
		this.failure = { error, at: now };
		if (!this.token || !this.isGood(now)) throw error;
		return (this.token = { ...this.token, renewAt: now + LATER_MS });
	}

	/** Services block who fetches too often. */
	private async heed(last: TokenKeeper['failure']): Promise<void> {
		const agoMs = Date.now() - (last?.at ?? -Infinity);
		if (last?.error instanceof UserError && agoMs < HOLD_MS) throw last.error;
		if (agoMs < PAUSE_MS) await sleep(PAUSE_MS - agoMs);
	}

	private take(token: Token, isProven: boolean): Token {
		this.texts.push(token.text);
		this.texts.splice(0, this.texts.length - REMEMBERED);
		this.isRefused = false;
		this.isProven = isProven;
		this.failure = undefined;
		return (this.token = token);
	}

	private isGood(now: number): boolean {
		return this.token !== undefined && !this.isRefused && now < (this.token.endsAt ?? Infinity);
	}
}
