import { performance, setImmediate } from './node';

/** More happens in no test. */
const FOR_EVER = 200_000;

interface Timer {
	at: number;
	ring(): void;
}

/** n8n-workflow for `jest.mock`: it sleeps by the time that is installed, if one is. */
export function sleepingVirtually(): object {
	const real = jest.requireActual<typeof import('n8n-workflow')>('n8n-workflow');
	const sleep = async (ms: number) => await (VirtualTime.installed ?? real).sleep(ms);
	return { ...real, sleep };
}

/** A clock that jumps to the next thing that happens: minutes of waiting take a moment, and always the same. */
export class VirtualTime {
	/** The one that counts now, if any. */
	static installed: VirtualTime | undefined;
	now = 0;
	private readonly timers: Timer[] = [];

	/** Makes `performance.now()` tell this time, and n8n's `sleep` wait for it. */
	install(): void {
		VirtualTime.installed = this;
		jest.spyOn(performance, 'now').mockImplementation(() => this.now);
	}

	uninstall(): void {
		VirtualTime.installed = undefined;
		jest.restoreAllMocks();
	}

	readonly sleep = async (ms: number): Promise<void> => {
		await new Promise<void>((ring) => this.timers.push({ at: this.now + Math.max(0, ms), ring }));
	};

	/** Lets time pass until `work` is done. Throws if nothing would ever happen again. */
	async pass<T>(work: Promise<T>): Promise<T> {
		let done = false;
		const finish = () => (done = true);
		work.then(finish, finish);
		for (let events = 0; events < FOR_EVER; events++) {
			await allIsSaid();
			if (done) return await work;
			this.timers.sort((a, b) => a.at - b.at);
			const next = this.timers.shift();
			if (!next) throw new Error('Everybody waits, and nothing will happen');
			this.now = Math.max(this.now, next.at);
			next.ring();
		}
		throw new Error('Things happen, but the work is never done');
	}
}

/** Until every promise that can be kept has been. */
const allIsSaid = async (): Promise<void> => await new Promise((done) => setImmediate(done));
