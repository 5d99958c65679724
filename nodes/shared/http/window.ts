const WINDOW_MS = 1000;
/** A request without a reply has arrived after this long, or after two round trips: what hangs holds no place for longer. */
const ARRIVED_MS = 1000;
/** How many round trips have to be seen before the fastest means something. */
const ENOUGH_ROUND_TRIPS = 20;
/** Faster ones are mostly what a busy n8n takes by itself, and that may be less the next time: nothing is given back. */
const FAR_MS = 30;
/** What is not given back of the fastest: a part of how much longer the usual one is, but at least this. */
const MARGIN = 0.25;
const LEAST_MARGIN_MS = 10;
/** How much the newest round trip weighs in the usual one. */
const NEWEST = 0.1;

/** A request on its way. */
export interface Place {
	readonly sentAt: number;
}

/**
 * Not more than so many requests in any one second, as the server counts them. Times are those of `performance.now()`.
 *
 * A request holds a place from the moment it is sent until a second after its reply came: whatever the network
 * does, the server saw the request before it replied. Of that second the fastest round trip is given back, since a
 * later request takes its way, too, before it is counted; so the rate is used up however far away the server is.
 */
export class Window {
	/** The oldest first. */
	private readonly inFlight = new Set<Place>();
	/** By when the requests of the last second had arrived, the earliest first. */
	private readonly arrivedBy: number[] = [];
	/** The fastest round trip so far. */
	fastestMs = Infinity;
	private usualMs = 0;
	private roundTrips = 0;

	/** Requests that may not have arrived yet. */
	get onTheWay(): number {
		return this.inFlight.size;
	}

	get size(): number {
		return this.inFlight.size + this.arrivedBy.length;
	}

	take(now: number): Place {
		const place = { sentAt: now };
		this.inFlight.add(place);
		return place;
	}

	/** It was not sent after all. */
	giveBack(place: Place): void {
		this.inFlight.delete(place);
	}

	/** @param replied false where nothing came back: that says nothing of the way */
	settle(place: Place, now: number, replied: boolean): void {
		if (this.inFlight.delete(place)) this.arrivedBy.push(now);
		if (replied) this.measure(now - place.sentAt);
	}

	/** When one of `allowed` places is free: now, at a later time, or (Infinity) not before a reply comes. */
	freeAt(now: number, allowed: number): number {
		this.forget(now);
		const toLeave = this.size - allowed;
		if (toLeave < 0) return now;
		return toLeave < this.arrivedBy.length ? this.arrivedBy[toLeave] + this.heldMs : Infinity;
	}

	private forget(now: number): void {
		const arrivedMs = Math.max(ARRIVED_MS, 2 * this.usualMs);
		for (const place of this.inFlight) {
			if (place.sentAt + arrivedMs > now) break;
			this.settle(place, now, false);
		}
		while (this.arrivedBy[0] + this.heldMs <= now) this.arrivedBy.shift();
	}

	private get heldMs(): number {
		if (this.roundTrips < ENOUGH_ROUND_TRIPS || this.fastestMs < FAR_MS) return WINDOW_MS;
		const marginMs = Math.max(LEAST_MARGIN_MS, MARGIN * (this.usualMs - this.fastestMs));
		return WINDOW_MS - Math.max(0, this.fastestMs - marginMs);
	}

	private measure(tookMs: number): void {
		this.roundTrips++;
		this.fastestMs = Math.min(this.fastestMs, tookMs);
		this.usualMs += (tookMs - this.usualMs) * (this.roundTrips === 1 ? 1 : NEWEST);
	}
}
