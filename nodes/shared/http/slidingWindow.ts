const WINDOW_MS = 1000;
/** What was sent so long before a request that is answered, or so many usual round trips, has arrived before it. */
const OUTRUN_MS = 1000;
const OUTRUN_ROUND_TRIPS = 2;
/** How many of the last round trips tell what a quick one takes: those of some seconds, but no fewer and no more than these. */
const RECENT_SECONDS = 3;
const FEWEST_RECENT = 60;
const MOST_RECENT = 750;
/** How many have to be seen before the quick ones mean something. */
const ENOUGH = 20;
/** One in so many may be quicker, for whatever reason. */
const ODD_ONE_IN = 100;
/** Quicker ones are mostly what a busy n8n takes by itself, and that may be less the next time: nothing is given back. */
const FAR_MS = 30;
/** What is not given back of a quick one: a part of how much longer the usual one is, but at least this. */
const MARGIN = 0.25;
const LEAST_MARGIN_MS = 10;
/** How much the newest round trip weighs in the usual one. */
const NEWEST = 0.1;

/** A request on its way. */
export interface Place {
	readonly sentAt: number;
	/** How long had been listened when it was sent; nothing where nobody has listened all the time since. */
	listenedMs?: number;
}

/** A request that has arrived. */
interface Arrived {
	by: number;
	/** How long after it was sent that was known. */
	tookMs: number;
}

/**
 * Not more than so many requests in any one second, as the server counts them. Times are those of `performance.now()`.
 *
 * A request holds a place from the moment it is sent until a second after it is known to have arrived: its reply came,
 * or that to a much later one. Time alone tells nothing, as this process may stand still with requests that have not
 * left it. Of that second a quick round trip is given back, since a later request takes its way, too, before it is
 * counted; so the rate is used up however far away the server is. Only time in which this process listens counts as
 * part of a round trip: a reply that waited for a busy n8n was not that long on its way.
 */
export class SlidingWindow {
	/** The oldest first. */
	private readonly inFlight = new Set<Place>();
	/** The earliest first. */
	private readonly arrived: Arrived[] = [];
	private readonly recentMs: number[] = [];
	private listenedMs = 0;
	private isOutdated = false;
	/** What is given back of each second. */
	private givenBackMs = 0;
	/** What a round trip takes, as the last ones had it. */
	usualMs: number | undefined;

	/** Requests that may not have arrived yet. */
	get onTheWay(): number {
		return this.inFlight.size;
	}

	take(now: number): Place {
		const place = { sentAt: now, listenedMs: this.listenedMs };
		this.inFlight.add(place);
		return place;
	}

	/** It was not sent after all. */
	giveBack(place: Place): void {
		this.inFlight.delete(place);
	}

	/** @param replied false where nothing came back: that says nothing of the way */
	settle(place: Place, now: number, replied: boolean): void {
		this.arrive(place, now);
		if (!replied) return;
		const tookMs = now - place.sentAt;
		this.usualMs = (1 - NEWEST) * (this.usualMs ?? tookMs) + NEWEST * tookMs;
		if (place.listenedMs !== undefined) {
			this.recentMs.push(this.listenedMs - place.listenedMs);
			this.isOutdated = true;
		}
		const outrunMs = Math.max(OUTRUN_MS, OUTRUN_ROUND_TRIPS * this.usualMs);
		for (const earlier of this.inFlight) {
			if (earlier.sentAt + outrunMs > place.sentAt) break;
			this.arrive(earlier, now);
		}
	}

	/** For so long somebody has listened for replies, without a break. */
	listen(ms: number): void {
		this.listenedMs += ms;
	}

	/** Nobody listens for a while: what is on its way may be back long before that is known. */
	lookAway(): void {
		for (const place of this.inFlight) place.listenedMs = undefined;
	}

	/** When one of `allowed` places is free: now, at a later time, or (Infinity) not before a reply comes. */
	freeAt(now: number, allowed: number): number {
		this.measure(allowed);
		while (this.arrived.length > 0 && this.freedAt(this.arrived[0]) <= now) this.arrived.shift();
		const toLeave = this.inFlight.size + this.arrived.length - allowed;
		if (toLeave < 0) return now;
		return toLeave < this.arrived.length ? this.freedAt(this.arrived[toLeave]) : Infinity;
	}

	private arrive(place: Place, now: number): void {
		if (this.inFlight.delete(place)) this.arrived.push({ by: now, tookMs: now - place.sentAt });
	}

	/** No more is given back than that request itself took. */
	private freedAt({ by, tookMs }: Arrived): number {
		return by + WINDOW_MS - Math.min(this.givenBackMs, Math.max(0, tookMs - LEAST_MARGIN_MS));
	}

	/** What a quick round trip takes is read from many: a single one may be quick for any reason. */
	private measure(allowed: number): void {
		if (!this.isOutdated) return;
		this.isOutdated = false;
		const most = Math.min(MOST_RECENT, Math.max(FEWEST_RECENT, RECENT_SECONDS * allowed));
		this.recentMs.splice(0, this.recentMs.length - most);
		const sorted = [...this.recentMs].sort((a, b) => a - b);
		const quickMs = sorted[Math.floor(sorted.length / ODD_ONE_IN)];
		const marginMs = Math.max(LEAST_MARGIN_MS, MARGIN * ((this.usualMs ?? 0) - quickMs));
		const isKnown = sorted.length >= ENOUGH && quickMs >= FAR_MS;
		this.givenBackMs = isKnown ? Math.min(WINDOW_MS, Math.max(0, quickMs - marginMs)) : 0;
	}
}
