/** How often to look who has left the queue. */
export const LOOK_MS = 100;

/** Who waits in the queue, and whether it still makes sense. */
export interface Turn {
	/** Each owner has a turn, whatever the number of requests it has in the queue: an execution is one. */
	readonly owner: object;
	/** What a failure may speak of alone, as {@link Batch.place}. */
	readonly place?: string;
	/** Somebody looks on: goes before all who wait by now. */
	readonly ahead?: boolean;
	/** Whether to leave the queue: the execution was cancelled, or the request would not pass any more. */
	isOver(): boolean;
}

interface Waiting<Ticket, T extends Turn> {
	turn: T;
	/** It was sent before: what comes of it may spare the rest of its owner's. */
	isAgain: boolean;
	call(ticket?: Ticket): void;
}

/** Requests that wait for their turn, by owner; the owner who is next comes first. */
export class Queue<Ticket, T extends Turn = Turn> {
	private waiting = new Map<object, Array<Waiting<Ticket, T>>>();
	private tidiedAt = -Infinity;

	get isEmpty(): boolean {
		return this.waiting.size === 0;
	}

	/** Whose turn is next. */
	get next(): T | undefined {
		const [first] = this.waiting.values();
		return first?.[0]?.turn;
	}

	/** Waits to be called. Gives nothing if the queue was left before. @param isAgain goes before its owner's others */
	async join(turn: T, isAgain = false): Promise<Ticket | undefined> {
		return await new Promise((call) => {
			const request = { turn, isAgain, call };
			const others = this.waiting.get(turn.owner);
			if (others && isAgain) others.splice(firstTries(others), 0, request);
			else if (others) others.push(request);
			else if (turn.ahead) this.waiting = new Map([[turn.owner, [request]], ...this.waiting]);
			else this.waiting.set(turn.owner, [request]);
		});
	}

	callNext(ticket: Ticket): void {
		const [first] = this.waiting;
		if (!first) return;
		const [owner, requests] = first;
		const next = requests.shift();
		this.waiting.delete(owner);
		if (requests.length > 0) this.waiting.set(owner, requests); // behind all the others now
		next?.call(ticket);
	}

	/** Those whose turn is over leave. Not each time, as the queue may be long. */
	tidy(): void {
		const now = performance.now();
		if (now < this.tidiedAt + LOOK_MS) return;
		this.tidiedAt = now;
		for (const [owner, requests] of this.waiting) {
			const stay = requests.filter(({ turn }) => !turn.isOver());
			if (stay.length === requests.length) continue;
			if (stay.length > 0) this.waiting.set(owner, stay);
			else this.waiting.delete(owner);
			for (const { turn, call } of requests) if (turn.isOver()) call();
		}
	}
}

/** Where those begin that were not sent before. */
function firstTries(requests: ReadonlyArray<{ isAgain: boolean }>): number {
	const place = requests.findIndex(({ isAgain }) => !isAgain);
	return place < 0 ? requests.length : place;
}
