import { performance, setImmediate } from './node';

interface Timer {
	at: number;
	ring(): void;
}

/**
 * A clock that jumps to the next thing that happens: minutes of waiting take a moment, and always the same.
 * Use it with `jest.mock('n8n-workflow', …)`, so that the code under test sleeps by it.
 */
export class VirtualTime {
	now = 0;
	private readonly timers: Timer[] = [];

	/** Makes `performance.now()` tell this time, until jest restores its mocks. */
	install(): void {
		jest.spyOn(performance, 'now').mockImplementation(() => this.now);
	}

	readonly sleep = async (ms: number): Promise<void> => {
		await new Promise<void>((ring) => this.timers.push({ at: this.now + Math.max(0, ms), ring }));
	};

	/** Lets time pass until `work` is done. Throws if nothing would ever happen again. */
	async pass<T>(work: Promise<T>): Promise<T> {
		let done = false;
		const finish = () => (done = true);
		work.then(finish, finish);
		for (;;) {
			await allIsSaid();
			if (done) return await work;
			this.timers.sort((a, b) => a.at - b.at);
			const next = this.timers.shift();
			if (!next) throw new Error('Everybody waits, and nothing will happen');
			this.now = Math.max(this.now, next.at);
			next.ring();
		}
	}
}

/** Until every promise that can be kept has been. */
const allIsSaid = async (): Promise<void> => await new Promise((done) => setImmediate(done));
