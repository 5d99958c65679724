import { Dispatcher, type Build, type Result } from './dispatcher';
import type { Turn } from './queue';
import type { Connection } from './transport';
import type { Outcome } from '../model/batch';
import type { Failure } from '../model/failure';
import type { Answer } from '../model/requests';
import type { Service } from '../model/service';

/** What becomes of all requests once the time is over: it says nothing of their places. */
const POSTPONED: Failure = {
	message: 'There was no time left to read this',
	advice: 'Try again later.',
	code: 'POSTPONED',
	retry: 'no',
	scope: 'app',
};

/** A dispatcher that leaves behind what is not under way when the time is over; all else comes back. */
export class TimedDispatcher extends Dispatcher {
	constructor(
		service: Pick<Service, 'readReply'>,
		connection: Connection,
		maxRetries: number,
		private readonly isLate: () => boolean,
	) {
		super(service, connection, maxRetries);
	}

	async deliver<T>(
		turn: Turn,
		build: Build,
		read: (answer: Answer) => T,
	): Promise<Result<T> | undefined> {
		const isOver = () => this.isLate() || turn.isOver();
		const result = await super.deliver({ ...turn, isOver }, build, read);
		return result ?? (turn.isOver() ? undefined : { failure: POSTPONED });
	}
}

export function isPostponed(outcome: Outcome): boolean {
	return 'failure' in outcome && outcome.failure.code === POSTPONED.code;
}
