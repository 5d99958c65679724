/* eslint-disable @n8n/community-nodes/no-restricted-globals --
   The timers that wait, and the clocks that tell the time, are replaced here, for all else. */
import { isElsewhere } from './memoryNetwork';

const real = {
	setTimeout: globalThis.setTimeout,
	clearTimeout: globalThis.clearTimeout,
	setImmediate: globalThis.setImmediate,
	performance: globalThis.performance,
	AbortSignal: globalThis.AbortSignal,
	startedAt: Date.now(),
};

/** What comes of one thing takes no more turns of the event loop than this, unless it waits for a timer or a request. */
const TURNS = 3;

/** As `setTimeout` gives it. */
class Timer {
	constructor(
		private readonly time: VirtualTime,
		readonly at: number,
		readonly ring: () => void,
	) {}

	clear(): void {
		this.time.forget(this);
	}

	ref(): this {
		return this;
	}

	unref(): this {
		return this;
	}
}

/**
 * A clock that jumps to the next thing that happens, once all that happens now has happened: minutes of waiting take a
 * moment, nothing depends on how busy the machine is, and always the same happens.
 */
export class VirtualTime {
	/** The one that counts now. */
	private static current: VirtualTime | undefined;

	/** The clocks and timers of this test file tell this time, or that of another one which is installed later. */
	static begin(): VirtualTime {
		const time = new VirtualTime();
		time.install();
		const now = () => (VirtualTime.current ?? time).now;
		const after = (ms: number, ring: () => void) => {
			const current = VirtualTime.current ?? time;
			return current.at(current.awakeFrom(current.now + ms), ring);
		};
		const timeout = (ms: number): AbortSignal => {
			const controller = new AbortController();
			after(ms, () => controller.abort(new DOMException('It took too long', 'TimeoutError')));
			return controller.signal;
		};
		Date.now = () => Math.floor(real.startedAt + now());
		Object.assign(globalThis, {
			Date: new Proxy(Date, {
				construct: (date, args: unknown[], made) =>
					Reflect.construct(date, args.length > 0 ? args : [Date.now()], made) as Date,
			}),
			performance: Object.assign(Object.create(real.performance) as object, { now }),
			AbortSignal: new Proxy(real.AbortSignal, {
				get: (signal, name) => (name === 'timeout' ? timeout : Reflect.get(signal, name)),
			}),
			setTimeout: (call: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) =>
				after(atLeastOne(ms), () => call(...args)),
			clearTimeout: (timer: Timer | NodeJS.Timeout | undefined) => {
				if (timer instanceof Timer) timer.clear();
				else real.clearTimeout(timer);
			},
		});
		return time;
	}

	now = 0;
	/** The first comes first. */
	private timers: Timer[] = [];
	private readonly stalls: Array<{ fromMs: number; toMs: number }> = [];
	private passing = false;
	private outer: VirtualTime | undefined;
	private isStuck = () => {};

	/** All tell this time, until it is uninstalled. */
	install(): void {
		this.outer = VirtualTime.current;
		VirtualTime.current = this;
	}

	uninstall(): void {
		VirtualTime.current = this.outer;
		void this.outer?.passBy();
		jest.restoreAllMocks();
	}

	/** Nobody is waited for any more. */
	end(): void {
		this.timers = [];
	}

	/** In the world outside, which knows nothing of stalls. */
	readonly sleep = async (ms: number): Promise<void> => {
		await new Promise<void>((ring) => this.at(this.now + Math.max(0, ms), ring));
	};

	/** Until this process can do something, so much later at the earliest. */
	async sleepUntilAwake(ms = 0): Promise<void> {
		await this.sleep(this.awakeFrom(this.now + ms) - this.now);
	}

	/** This process will stand still then for so long: its timers ring late, while the world goes on. */
	stall(fromMs: number, forMs: number): void {
		this.stalls.push({ fromMs, toMs: fromMs + forMs });
	}

	private awakeFrom(at: number): number {
		const stall = this.stalls.find(({ fromMs, toMs }) => fromMs <= at && at < toMs);
		return stall ? this.awakeFrom(stall.toMs) : at;
	}

	/** Waits for `work`. Throws if nothing would ever happen again. */
	async pass<T>(work: Promise<T>): Promise<T> {
		const stuck = new Promise<never>((_, reject) => {
			this.isStuck = () => reject(new Error('Everybody waits, and nothing will happen'));
		});
		void this.passBy();
		return await Promise.race([work, stuck]);
	}

	/** Nobody waits for it any more. */
	forget(timer: Timer): void {
		const place = this.timers.lastIndexOf(timer, this.countUpTo(timer.at) - 1);
		if (place >= 0) this.timers.splice(place, 1);
	}

	private at(at: number, ring: () => void): Timer {
		const timer = new Timer(this, at, ring);
		this.timers.splice(this.countUpTo(timer.at), 0, timer);
		void this.passBy();
		return timer;
	}

	/** How many ring by then. */
	private countUpTo(at: number): number {
		let [from, to] = [0, this.timers.length];
		while (from < to) {
			const middle = (from + to) >> 1;
			if (this.timers[middle].at <= at) from = middle + 1;
			else to = middle;
		}
		return from;
	}

	/** Until nobody waits any more. */
	private async passBy(): Promise<void> {
		if (this.passing) return;
		this.passing = true;
		do await allHasHappened();
		while (VirtualTime.current === this && this.ringNext());
		this.passing = false;
		if (VirtualTime.current === this) this.isStuck();
	}

	/** Gives false where nobody waits. */
	private ringNext(): boolean {
		const next = this.timers.shift();
		if (!next) return false;
		this.now = Math.max(this.now, next.at);
		next.ring();
		return true;
	}
}

/** Until every promise that can be kept has been, and every request has an answer or waits for time to pass. */
async function allHasHappened(): Promise<void> {
	for (let turn = 0; turn < TURNS; turn++) await new Promise((done) => real.setImmediate(done));
	while (isElsewhere()) {
		await new Promise((done) => real.setTimeout(done, 1));
		await new Promise((done) => real.setImmediate(done));
	}
}

/** As Node's timers have it. */
const atLeastOne = (ms = 1): number => (ms >= 1 && ms < 2 ** 31 ? Math.trunc(ms) : 1);
