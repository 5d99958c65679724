import type { Failure } from '../model/failure';
import type { Once } from '../model/operation';
import type { Request } from './breaker';

const TAGS = 2 ** 32;

/** One request, through all its tries. */
export class Delivery implements Request {
	/** A number from 1 to 2³²−1 that the service may know it by: the same for all tries that may have been carried out. */
	tag = newTag();
	/** Why it is not known whether it was carried out already. */
	lostTo: Failure | undefined;
	/** When it was first sent by its tag. */
	private firstSentAt: number | undefined;
	/** The service may take a further try for one that it has seen, and dropped. */
	private isUnclear = false;

	/** @param once it must not be done twice; else to repeat it does no harm */
	constructor(
		readonly place: string,
		private readonly once?: Once,
	) {}

	sent(): void {
		this.firstSentAt ??= performance.now();
	}

	failed(failure: Failure): void {
		if (failure.isLost) this.lostTo = failure;
		if (!failure.turnedAway) return;
		if (this.lostTo) {
			this.isUnclear ||= failure.isOfQuota === true;
		} else {
			this.tag = newTag();
			this.firstSentAt = undefined;
		}
	}

	/** Why it is not sent again: it may have been done, and a further try might do it twice. */
	get end(): Failure | undefined {
		if (!this.once || !this.lostTo) return undefined;
		const knownUntil = (this.firstSentAt ?? 0) + this.once.knownForMs;
		return this.isUnclear || performance.now() >= knownUntil ? this.lostTo : undefined;
	}

	/** What a failure means at the end: where it may have been done, that counts. */
	endsWith(failure: Failure): Failure {
		if (!this.lostTo) return failure;
		return this.once ? this.lostTo : { ...failure, afterLost: true };
	}
}

function newTag(): number {
	return 1 + Math.floor(Math.random() * (TAGS - 1));
}
