import type { Failure } from '../model/failure';

/** So many failures that may pass, and no answer between them: it may be that nobody is there any more. */
const IN_A_ROW = 20;
/** Of so many places at least, where the whole service is in doubt. */
const PLACES = 5;

/** Something to get through, through all its tries. */
export interface Request {
	/** What a failure may speak of alone. */
	readonly place: string;
}

/** Whether somebody is still there: one request finds out, and the others wait for what becomes of it. */
class Doubt {
	/** It was given up, and for what reason. */
	verdict: Failure | undefined;
	isOpen = false;
	private failures = 0;
	private readonly places = new Set<string>();
	private prober: Request | undefined;
	private next: Promise<void> | undefined;
	private goOn = () => {};

	/** @param scope what the verdict speaks of */
	constructor(
		private readonly scope: Failure['scope'],
		private readonly fewestPlaces: number,
	) {}

	holds(request: Request): boolean {
		return this.verdict !== undefined || (this.isOpen && this.prober !== request);
	}

	/** Until it goes on; where nobody finds out, whoever comes first does. */
	async wait(request: Request): Promise<void> {
		while (this.isOpen && !this.verdict) {
			this.prober ??= request;
			if (this.prober === request) return;
			this.next ??= new Promise((resolve) => (this.goOn = resolve));
			await this.next;
		}
	}

	answered(): void {
		this.verdict = undefined;
		this.isOpen = false;
		this.failures = 0;
		this.places.clear();
		this.release();
	}

	/** @param isCertain it speaks of more than the request */
	failed(request: Request, isCertain = false): void {
		this.failures++;
		this.places.add(request.place);
		this.isOpen ||=
			isCertain || (this.failures >= IN_A_ROW && this.places.size >= this.fewestPlaces);
		if (this.isOpen) this.prober ??= request;
	}

	/** It is not sent any more. @param failure why, unless it was answered or cancelled */
	left(request: Request, failure?: Failure): void {
		if (this.prober !== request) return;
		// Those that it speaks of were not sent.
		if (failure && this.isOpen)
			this.verdict = { ...failure, scope: this.scope, isLost: false, afterLost: false };
		this.release();
	}

	private release(): void {
		this.prober = undefined;
		this.next = undefined;
		this.goOn();
	}
}

/**
 * Keeps a run from sending all it has to a service that has gone, or to a place that does not answer any more: after
 * many failures in a row that may pass, one request goes on trying. An answer lets the others go, and when it is given
 * up, so are they. (The pattern's name is circuit breaker.)
 */
export class Breaker {
	private readonly service = new Doubt('app', PLACES);
	private readonly ofPlace = new Map<string, Doubt>();

	/** Whether a request has to wait, or to give up. */
	holds(request: Request): boolean {
		return this.doubtOf(request)?.holds(request) ?? false;
	}

	/** Waits until the request may go. Gives why it never may, if that is so. */
	async wait(request: Request): Promise<Failure | undefined> {
		for (;;) {
			const doubt = this.doubtOf(request);
			if (!doubt?.holds(request)) return undefined;
			await doubt.wait(request);
			if (doubt.verdict) return doubt.verdict;
		}
	}

	/** It was answered: the service is there, and so is the place. */
	answered({ place }: Request): void {
		this.service.answered();
		this.ofPlace.get(place)?.answered();
		this.ofPlace.delete(place);
	}

	/** @param failure one that may pass: nobody answered for the place */
	failed(request: Request, failure: Failure): void {
		const ofPlace = this.ofPlace.get(request.place) ?? new Doubt('target', 1);
		this.ofPlace.set(request.place, ofPlace);
		this.service.failed(request, failure.scope === 'app');
		ofPlace.failed(request);
	}

	/** It is not sent any more. @param failure why, unless it was answered or cancelled */
	left(request: Request, failure?: Failure): void {
		this.service.left(request, failure);
		this.ofPlace.get(request.place)?.left(request, failure);
	}

	/** Where the service is in doubt, so is each of its places: whoever finds out waits for nobody. */
	private doubtOf({ place }: Request): Doubt | undefined {
		return this.service.isOpen ? this.service : this.ofPlace.get(place);
	}
}
