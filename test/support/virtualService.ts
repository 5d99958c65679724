import type { Sent } from '../../nodes/shared/http/limiter';
import type { VirtualTime } from './virtualTime';

/** A service that counts a strict sliding second, some way away, in virtual time. */
export class VirtualService {
	/** When requests arrived: those that were served, and those that were turned away. */
	readonly served: number[] = [];
	readonly turnedAway: number[] = [];
	/** What it asks for when it turns a request away. */
	pauseMs: number | undefined;
	/** What befalls the next requests, in place of an answer. */
	readonly accidents: Array<'hangs' | 'lost' | 'none'> = [];
	/** How long a request that hangs does so. */
	hangsMs = 60_000;
	/** How long this process works on a request before it leaves. */
	leavesAfterMs = 0;
	/** Some round trips are others: those of the first, second… request. */
	roundTripsMs: number[] = [];
	private seed = 1;

	/**
	 * @param allowed requests in any one second
	 * @param jitterMs how much longer than `roundTripMs` a round trip may be
	 */
	constructor(
		private readonly time: VirtualTime,
		public allowed: number,
		private readonly roundTripMs = 0,
		private readonly jitterMs = roundTripMs / 10,
	) {}

	/** A request and what came of it. */
	readonly call = async (): Promise<Sent> => {
		const roundTripMs = this.roundTripsMs.shift() ?? this.roundTripMs;
		await this.time.sleepUntilAwake(this.leavesAfterMs);
		await this.time.sleep(this.leg(roundTripMs));
		const { now } = this.time;
		const inSecond = this.served.filter((at) => at > now - 1000).length;
		const isServed = inSecond < this.allowed;
		(isServed ? this.served : this.turnedAway).push(now);
		const accident = this.accidents.shift();
		if (accident === 'hangs') await this.time.sleep(this.hangsMs);
		await this.time.sleep(this.leg(roundTripMs));
		await this.time.sleepUntilAwake();
		if (accident && accident !== 'none') return { end: 'lost' };
		return isServed ? { end: 'served' } : { end: 'turnedAway', pauseMs: this.pauseMs };
	};

	/** How many were served in the second before `at`, and the most in any one second. */
	servedIn(fromMs: number, toMs: number): number {
		return this.served.filter((at) => at >= fromMs && at < toMs).length;
	}

	private leg(roundTripMs: number): number {
		return roundTripMs / 2 + (this.random() * this.jitterMs) / 2;
	}

	/** The same in each run. */
	private random(): number {
		this.seed = (this.seed * 1_103_515_245 + 12_345) % 2 ** 31;
		return this.seed / 2 ** 31;
	}
}
