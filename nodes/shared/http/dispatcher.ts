import type { Failure } from '../model/failure';
import type { Once } from '../model/operation';
import type { Answer, Api, ServiceRequest } from '../model/requests';
import type { Service } from '../model/service';
import { allowanceFor, type Allowance, type End } from './allowance';
import { Breaker } from './breaker';
import { Delivery } from './delivery';
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

/** Makes a request anew for each try: at what time, and what number it goes by. */
export type Build = (nowMs: number, tag: number) => ServiceRequest;

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
	/** The limits that let none of ours through at the moment: since when, and what the service says. */
	private readonly refusals = new Map<Allowance, { since: number; failure: Failure }>();

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
	 * @param once it must not be done twice: what may have been done fails
	 */
	async deliver<T>(
		turn: Turn,
		build: Build,
		read: (answer: Answer) => T,
		once?: Once,
	): Promise<Result<T> | undefined> {
		const delivery = new Delivery(turn.place ?? '', once);
		const result = await this.tryOn(delivery, turn, build, read);
		const failure = result && 'failure' in result ? result.failure : undefined;
		this.breaker.left(delivery, failure);
		if (failure) return { failure: delivery.endsWith(failure) };
		return result ?? (once && delivery.lostTo ? { failure: delivery.lostTo } : undefined);
	}

	private async tryOn<T>(
		delivery: Delivery,
		turn: Turn,
		build: Build,
		read: (answer: Answer) => T,
	): Promise<Result<T> | undefined> {
		const { api, quota } = build(Date.now(), delivery.tag);
		const tally = this.tallyOf(api);
		const allowance = quota && allowanceFor(this.connection.endpoint.app, quota);
		const end = () => delivery.end ?? this.gaveUp(allowance);
		const isOver = () => turn.isOver() || this.breaker.holds(delivery) || end() !== undefined;
		const send = async () => await this.sendOnce(tally, delivery, build, read);
		let turnedAwayFrom: number | undefined;
		let wasOutdated = false;
		let isAgain = false;
		for (let attempt = 1; ; ) {
			const reason = (await this.breaker.wait(delivery)) ?? end();
			if (reason) return { failure: reason };
			await this.tokenIsThere(turn);
			const waiting = { ...turn, isOver };
			const result = allowance
				? await allowance.run(waiting, quota.cost, isAgain, countedOf, async (goes) => {
						const sendNow = async () => {
							goes();
							return await send();
						};
						return await tally.limiter.run(waiting, sendNow, sentOfQuota, isAgain);
					})
				: await tally.limiter.run(waiting, send, sentOf, isAgain);
			if (!result && !turn.isOver()) continue;
			if (!result) return undefined;
			isAgain = true;
			this.note(allowance, result);
			if ('value' in result) {
				this.breaker.answered(delivery);
				return result;
			}
			const { failure } = result;
			if (isNoAnswer(failure)) this.breaker.failed(delivery, failure);
			else this.breaker.answered(delivery);
			delivery.failed(failure);
			if (isHopeless(failure) || delivery.end) return { failure };
			if (failure.isOutdated && !wasOutdated) {
				wasOutdated = true;
				tally.again++;
			} else if (failure.turnedAway) {
				if (failure.isOfQuota && allowance) continue; // until it is given up
				tally.turnedAway++;
				turnedAwayFrom ??= performance.now();
				const lastGood = Math.max(turnedAwayFrom, tally.limiter.servedAt);
				if (performance.now() > lastGood + (allowance?.patienceMs ?? PATIENCE_MS))
					return { failure };
			} else {
				if (!mayRetry(failure, attempt, this.maxRetries)) return { failure };
				await waitUntil(performance.now() + backOffMs(failure, attempt), () => turn.isOver());
				attempt++;
				tally.again++;
			}
		}
	}

	private note(allowance: Allowance | undefined, result: Result<unknown>): void {
		if (!allowance) return;
		const failure = 'failure' in result ? result.failure : undefined;
		if (countedOf(result) === 'served') this.refusals.delete(allowance);
		else if (failure?.turnedAway && failure.isOfQuota)
			this.refusals.set(allowance, {
				since: this.refusals.get(allowance)?.since ?? performance.now(),
				failure,
			});
	}

	/** Why nobody of this execution waits any more: it waited long enough, and no other got through meanwhile. */
	private gaveUp(allowance: Allowance | undefined): Failure | undefined {
		const refusal = allowance && this.refusals.get(allowance);
		if (!refusal) return undefined;
		const lastGood = Math.max(refusal.since, allowance.servedAt);
		return performance.now() > lastGood + allowance.patienceMs ? refusal.failure : undefined;
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
		delivery: Delivery,
		build: Build,
		read: (answer: Answer) => T,
	): Promise<Result<T>> {
		tally.sent++;
		delivery.sent();
		const result = await this.exchange(delivery, build, read);
		this.heard = true;
		this.inDoubt = 'failure' in result && result.failure.scope === 'app';
		return result;
	}

	private async exchange<T>(
		{ tag, lostTo }: Delivery,
		build: Build,
		read: (answer: Answer) => T,
	): Promise<Result<T>> {
		try {
			const sentAtMs = Date.now();
			const reply = await this.connection.exchange(build(sentAtMs, tag));
			if ('failure' in reply) return reply;
			const answer = this.service.readReply(reply);
			if ('failure' in answer) {
				return { failure: { ...answer.failure, isOutdated: reply.isOutdated } };
			}
			const times = { sentAtMs, answeredAtMs: answeredAtMs(reply.headers, Date.now()) };
			const afterLost = lostTo !== undefined;
			return { value: read({ ...answer, text: reply.text, ...times, afterLost }) };
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

/** What became of it, for what the service counts beside the calls. */
function countedOf(result: Result<unknown>): End {
	if (!('failure' in result)) return 'served';
	const { turnedAway, isOfQuota, isLost, unanswered } = result.failure;
	if (turnedAway) return isOfQuota ? 'turnedAway' : 'unsent'; // too many calls are not too many messages
	if (isLost) return 'lost';
	return unanswered ? 'unsent' : 'served';
}

/** As {@link sentOf}: that there were too many messages is nothing that the calls have to wait for. */
function sentOfQuota(result: Result<unknown>): Sent {
	const isOfQuota = 'failure' in result && result.failure.isOfQuota;
	return isOfQuota ? { end: 'served' } : sentOf(result);
}

function sentOf(result: Result<unknown>): Sent {
	if ('value' in result) return { end: 'served' };
	const { failure } = result;
	if (failure.unanswered) return { end: 'lost' };
	if (!failure.turnedAway) return { end: 'served' };
	// Whoever would have to wait that long does not, and does not keep others waiting.
	return { end: 'turnedAway', pauseMs: isHopeless(failure) ? 0 : failure.retryAfterMs };
}
