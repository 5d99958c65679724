import { waitUntil } from '../http/wait';

const EVERY_MS = 10_000;

/** How far a run is. */
export class Progress {
	private readonly startedAt = performance.now();
	private done = 0;
	private isOver = false;

	/**
	 * @param service as its users call it
	 * @param total how many users, places or lists there are
	 * @param tell shows a line to whoever watches the run
	 */
	constructor(
		private readonly service: string,
		private total: number,
		private readonly tell: (line: string) => void,
	) {}

	/** A long run shows that it moves. */
	async watch<T>(work: Promise<T>): Promise<T> {
		void this.tellRegularly();
		try {
			return await work;
		} finally {
			this.isOver = true;
		}
	}

	/** What has more to it than was known at first. */
	add(count: number): void {
		this.total += count;
	}

	advance(count: number): void {
		this.done += count;
	}

	private async tellRegularly(): Promise<void> {
		for (let at = this.startedAt + EVERY_MS; ; at += EVERY_MS) {
			await waitUntil(at, () => this.isOver);
			if (this.isOver) return;
			this.tell(this.line());
		}
	}

	private line(): string {
		const { service, done, total, startedAt } = this;
		const seconds = (performance.now() - startedAt) / 1000;
		const left = done > 0 ? `, about ${duration((seconds * (total - done)) / done)} to go` : '';
		return `${service}: ${done} of ${total} done after ${duration(seconds)}${left}`;
	}
}

function duration(seconds: number): string {
	return seconds < 100 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}
