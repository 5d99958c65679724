import type { Failure } from '../model/failure';
import type { Answer, Api, ServiceRequest } from '../model/requests';
import type { Service } from '../model/service';
import { Breaker, type Request } from './breaker';
import { UnexpectedReply } from '../model/json';
import { limiterFor, type RateLimiter, type Sent } from './limiter';
import type { Turn } from './queue';
import { answeredAtMs, ownMistake, unreadableReply } from './replies';
import { backOffMs, isHopeless, mayRetry } from './retry';
import type { Connection } from './transport';
import { waitUntil } from './wait';

/** A request that is turned away again and again is given up when none of its API has got through for this long. */
const PATIENCE_MS = 60_000;

export type Result<T> = { value: T } | { failure: Failure };

/** How often requests of one API were sent. */
export interface Tally {
	limiter: RateLimiter;
	sent: number;
	/** Turned away unread, since there were too many. */
	turnedAway: number;
	/** Sent again after another failure. */
	again: number;
}

/** Gets requests through, one by one: their turns, their tries, and the waits between them. */
export class Dispatcher {
	/** A request has ended in whatever way, so that it is known how far away the service is. */
	heard = false;
	/** The last one to end did so in a way that would stop all requests of the app, should it stay so. */
	inDoubt = false;
	private readonly breaker = new Breaker();
	private readonly tallyOfApi = new Map<string, Tally>();

	constructor(
		private readonly service: Pick<Service, 'readReply'>,
		private readonly connection: Connection,
		readonly maxRetries: number,
	) {}

	get tallies(): Tally[] {
		return [...this.tallyOfApi.values()];
	}

	/**
	 * Sends a request until it succeeds or can't; it is built and signed anew for each attempt. One that was turned
	 * away was not read, so that is no attempt: it waits for its turn again. So is, once, one whose token was refused
	 * while there is another. Where nobody seems to be there any more, it waits until one of them has found out.
	 * Gives nothing when its turn is over.
	 */
	async deliver<T>(
		turn: Turn,
		build: (nowMs: number) => ServiceRequest,
		read: (answer: Answer) => T,
	): Promise<Result<T> | undefined> {
		const request = { place: turn.place ?? '' };
		const result = await this.tryOn(request, turn, build, read);
		const failure = result && 'failure' in result ? result.failure : undefined;
		this.breaker.left(request, failure);
		return result;
	}

	private async tryOn<T>(
		request: Request,
		turn: Turn,
		build: (nowMs: number) => ServiceRequest,
		read: (answer: Answer) => T,
	): Promise<Result<T> | undefined> {
		const tally = this.tallyOf(build(Date.now()).api);
		const isOver = () => turn.isOver() || this.breaker.holds(request);
		let turnedAwayFrom: number | undefined;
		let wasOutdated = false;
		let isAgain = false;
		for (let attempt = 1; ; ) {
			const reason = await this.breaker.wait(request);
			if (reason) return { failure: reason };
			await this.tokenIsThere(turn);
			const result = await tally.limiter.run(
				{ ...turn, isOver },
				async () => await this.sendOnce(tally, build, read),
				sentOf,
				isAgain,
			);
			if (!result && !turn.isOver()) continue;
			if (!result) return undefined;
			isAgain = true;
			if ('value' in result) {
				this.breaker.answered(request);
				return result;
			}
			const { failure } = result;
			if (isNoAnswer(failure)) this.breaker.failed(request, failure);
			else this.breaker.answered(request);
			if (isHopeless(failure)) return { failure };
			if (failure.isOutdated && !wasOutdated) {
				wasOutdated = true;
				tally.again++;
			} else if (failure.turnedAway) {
				tally.turnedAway++;
				turnedAwayFrom ??= performance.now();
				const lastGood = Math.max(turnedAwayFrom, tally.limiter.servedAt);
				if (performance.now() > lastGood + PATIENCE_MS) return { failure };
			} else {
				if (!mayRetry(failure, attempt, this.maxRetries)) return { failure };
				await waitUntil(performance.now() + backOffMs(failure, attempt), () => turn.isOver());
				attempt++;
				tally.again++;
			}
		}
	}

	/** Where one is being fetched: whoever waits for it takes nobody's place in the queue, and can leave. */
	private async tokenIsThere(turn: Turn): Promise<void> {
		const fetching = this.connection.endpoint.upkeep?.fetching();
		if (!fetching) return;
		let isThere = false;
		const waiting = waitUntil(Infinity, () => isThere || turn.isOver());
		await Promise.race([waiting, fetching.finally(() => (isThere = true))]);
	}

	private tallyOf(api: Api): Tally {
		const { app, requestsPerSecond } = this.connection.endpoint;
		const tally = this.tallyOfApi.get(api.name) ?? {
			limiter: limiterFor(app, api, requestsPerSecond),
			sent: 0,
			turnedAway: 0,
			again: 0,
		};
		this.tallyOfApi.set(api.name, tally);
		return tally;
	}

	private async sendOnce<T>(
		tally: Tally,
		build: (nowMs: number) => ServiceRequest,
		read: (answer: Answer) => T,
	): Promise<Result<T>> {
		tally.sent++;
		const result = await this.exchange(build, read);
		this.heard = true;
		this.inDoubt = 'failure' in result && result.failure.scope === 'app';
		return result;
	}

	private async exchange<T>(
		build: (nowMs: number) => ServiceRequest,
		read: (answer: Answer) => T,
	): Promise<Result<T>> {
		try {
			const sentAtMs = Date.now();
			const reply = await this.connection.exchange(build(sentAtMs));
			if ('failure' in reply) return reply;
			const answer = this.service.readReply(reply);
			if ('failure' in answer) {
				return { failure: { ...answer.failure, isOutdated: reply.isOutdated } };
			}
			const times = { sentAtMs, answeredAtMs: answeredAtMs(reply.headers, Date.now()) };
			return { value: read({ ...answer, text: reply.text, ...times }) };
		} catch (error) {
			if (error instanceof UnexpectedReply) return { failure: unreadableReply(error.message) };
			return { failure: ownMistake(error) };
		}
	}
}

/** Nothing that speaks of what was asked for: so it would be with any other request. */
function isNoAnswer({ retry, turnedAway }: Failure): boolean {
	return retry !== 'no' && !turnedAway;
}

function sentOf(result: Result<unknown>): Sent {
	if ('value' in result) return { end: 'served' };
	const { failure } = result;
	if (failure.unanswered) return { end: 'lost' };
	if (!failure.turnedAway) return { end: 'served' };
	// Whoever would have to wait that long does not, and does not keep others waiting.
	return { end: 'turnedAway', pauseMs: isHopeless(failure) ? 0 : failure.retryAfterMs };
}
