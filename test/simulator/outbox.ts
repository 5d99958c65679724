import { performance } from '../support/node';
import { stringify, type JsonObject } from './shape';

/** What a receiver answered. */
export interface CallbackAnswer {
	readonly status: number;
	readonly text: string;
}

/** One callback on its way: what was posted, and what came of it. */
export interface CallbackRecord {
	/** The service's word for it. */
	readonly name: string;
	/** Where it went, query and all. */
	readonly url: string;
	readonly body: JsonObject;
	/** How long the receiver took, in milliseconds; `undefined` while it is waited for. */
	ms?: number;
	answer?: CallbackAnswer;
	/** Why there is no answer. */
	trouble?: 'late' | 'unreachable';
}

/** A callback about to be posted. */
export interface Callback extends Pick<CallbackRecord, 'name' | 'url' | 'body'> {
	readonly contentType: string;
	readonly timeoutMs: number;
}

/** Posts callbacks, and keeps what was sent and answered. */
export class Outbox {
	/** Every attempt, in order. */
	readonly sent: CallbackRecord[] = [];
	private readonly pending = new Set<Promise<unknown>>();

	/** Posts once. No failure is an error: it stands in the record. */
	async post({ timeoutMs, contentType, ...callback }: Callback): Promise<CallbackRecord> {
		const record: CallbackRecord = { ...callback };
		this.sent.push(record);
		const began = performance.now();
		const timeout = AbortSignal.timeout(timeoutMs);
		try {
			const response = await fetch(record.url, {
				method: 'POST',
				headers: { 'content-type': contentType },
				body: stringify(record.body),
				signal: timeout,
			});
			record.answer = { status: response.status, text: await response.text() };
		} catch {
			record.trouble = timeout.aborted ? 'late' : 'unreachable';
		}
		record.ms = performance.now() - began;
		return record;
	}

	/** Work that nobody waits for, such as a callback after the event. */
	later(work: Promise<unknown>): void {
		this.pending.add(work);
		void work.finally(() => this.pending.delete(work));
	}

	/** Waits until all that goes on by itself has ended. */
	async settled(): Promise<void> {
		while (this.pending.size > 0) await Promise.all(this.pending);
	}

	clear(): void {
		this.sent.length = 0;
	}
}
