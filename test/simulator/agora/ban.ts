const minuteMs = 60_000;

/** §10: a rule whose receiver fails too often is not used for a while, each time for longer. */
export class Ban {
	private failures: number[] = [];
	private bans: number[] = [];
	private until = 0;

	/** Whether the rule is out of use. Times in milliseconds since 1970. */
	holds(at: number): boolean {
		return at < this.until;
	}

	/** Counts a failure: 90 in 30 s are too many. */
	failed(at: number): void {
		this.failures = [...this.failures.filter((time) => time > at - minuteMs / 2), at];
		if (this.failures.length < 90 || this.holds(at)) return;
		this.bans = [...this.bans.filter((time) => time > at - 24 * 60 * minuteMs), at];
		this.until = at + Math.min(this.bans.length, 5) * 5 * minuteMs;
		this.failures = [];
	}
}
