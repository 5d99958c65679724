import type { IDataObject } from 'n8n-workflow';

import type { Failure } from './model/failure';
import { UnexpectedReply } from './http/json';
import type { Sent } from './http/limiter';
import { chunks, groupBy } from './lists';
import { unreadableReply } from './http/replies';
import { backOffMs, isHopeless, mayRetry, pauseMs } from './http/retry';
import { failedOutcomes } from './model/rows';
import {
	targetKey,
	type Api,
	type Batch,
	type HttpReply,
	type NamedUser,
	type Operation,
	type Outcome,
	type Service,
	type ServiceRequest,
	type Target,
} from './model/service';
import { throwIfCancelled, waitUntil } from './http/wait';

/** What the send step needs of the world. */
export interface Line {
	/** Sends one signed request and gives back what came. */
	exchange(request: ServiceRequest): Promise<HttpReply | { failure: Failure }>;
	/** Calls `send` when the rate of the API allows. */
	limit<T>(api: Api, send: () => Promise<T>, sentOf: (result: T) => Sent): Promise<T>;
	maxRetries: number;
	signal: AbortSignal | undefined;
}

/**
 * Sends the batches, as many at the same time as the rate allows, and gives an outcome for every user.
 *
 * The very first request, and the first for each target, goes alone: a wrong key, or a group that is not there,
 * is found by one call. Throws Cancelled when the execution is.
 */
export async function sendBatches(
	batches: readonly Batch[],
	service: Service,
	operation: Operation,
	line: Line,
): Promise<Outcome[]> {
	return await new Run(service, operation, line).send(batches);
}

type Result<T> = { value: T } | { failure: Failure };
type Answer = { failure: Failure; end: Sent['end'] } | { body: IDataObject; sentAtMs: number };

class Run {
	/** What condemns every further request of the app. */
	private appFailure: Failure | undefined;
	/** What condemns further requests for a target. */
	private readonly targetFailures = new Map<string, Failure>();
	private readonly diagnoses = new Map<string, Promise<Result<Failure | undefined>>>();
	/** Fewer than documented, once the service said so. */
	private maxUsers = Infinity;
	private reached = false;

	constructor(
		private readonly service: Service,
		private readonly operation: Operation,
		private readonly line: Line,
	) {}

	async send(batches: readonly Batch[]): Promise<Outcome[]> {
		const [first, ...others] = batches;
		if (!first) return [];
		const sent = new Map([[first, await this.sendBatch(first)]]);
		const send = async (batch: Batch) => sent.set(batch, await this.sendBatch(batch));
		await Promise.all(
			[...groupBy(others, ({ target }) => targetKey(target)).values()].map(
				async ([head, ...tail]) => {
					await send(head);
					await Promise.all(tail.map(send));
				},
			),
		);
		return batches.flatMap((batch) => sent.get(batch) ?? []);
	}

	private async sendBatch(batch: Batch): Promise<Outcome[]> {
		const condemned = this.condemned(batch.target);
		if (condemned) return failedOutcomes(batch, condemned);
		if (batch.users.length > this.maxUsers) {
			return await this.sendParts(batch, chunks(batch.users, this.maxUsers));
		}
		const result = await this.request(
			batch.target,
			(nowMs) => this.operation.request(batch, nowMs),
			(body, sentAtMs) => this.operation.outcomes(body, batch, sentAtMs),
		);
		return 'value' in result ? result.value : await this.recover(batch, result.failure);
	}

	private condemned(target: Target): Failure | undefined {
		return this.appFailure ?? this.targetFailures.get(targetKey(target));
	}

	/** What else can be done for the users of a request that failed for good. */
	private async recover(batch: Batch, failure: Failure): Promise<Outcome[]> {
		if (failure.maxUsers && failure.maxUsers < batch.users.length) {
			this.maxUsers = Math.min(this.maxUsers, failure.maxUsers);
			return await this.sendBatch(batch);
		}
		if (failure.scope === 'app') this.appFailure ??= failure;
		if (failure.scope === 'target') this.targetFailures.set(targetKey(batch.target), failure);
		if (failure.scope !== 'users' || batch.users.length === 0)
			return failedOutcomes(batch, failure);
		const refusal = await this.diagnose(batch.target);
		return refusal ? await this.recover(batch, refusal) : await this.isolate(batch, failure);
	}

	/** Leaves out the users the service names; if it names none, halves the request until they are found. */
	private async isolate(batch: Batch, failure: Failure): Promise<Outcome[]> {
		if (batch.users.length === 1) return failedOutcomes(batch, failure);
		const named = new Set(failure.namedUsers);
		const atFault = batch.users.filter(({ userId }) => named.has(userId));
		if (atFault.length === 0) {
			return await this.sendParts(batch, chunks(batch.users, Math.ceil(batch.users.length / 2)));
		}
		const others = batch.users.filter(({ userId }) => !named.has(userId));
		return [
			...failedOutcomes({ ...batch, users: atFault }, failure),
			...(await this.sendParts(batch, others.length > 0 ? [others] : [])),
		];
	}

	/** One after the other: what the first part tells saves requests in the second. */
	private async sendParts(batch: Batch, parts: readonly NamedUser[][]): Promise<Outcome[]> {
		const outcomes: Outcome[] = [];
		for (const users of parts) outcomes.push(...(await this.sendBatch({ ...batch, users })));
		return outcomes;
	}

	/** Asks once for each target whether it refuses everybody, which saves the halving. */
	private async diagnose(target: Target): Promise<Failure | undefined> {
		const { diagnosis } = this.service;
		if (!diagnosis) return undefined;
		const key = targetKey(target);
		const asked =
			this.diagnoses.get(key) ??
			this.request(
				target,
				() => diagnosis.request(target),
				(body) => diagnosis.failure(body, target),
			);
		this.diagnoses.set(key, asked);
		const result = await asked;
		return 'value' in result ? result.value : undefined;
	}

	/** Sends a request until it succeeds or can't; it is built and signed anew for each attempt. */
	private async request<T>(
		target: Target,
		build: (nowMs: number) => ServiceRequest,
		read: (body: IDataObject, sentAtMs: number) => T,
	): Promise<Result<T>> {
		for (let attempt = 1; ; attempt++) {
			const answer = await this.sendOnce(target, build);
			const result = 'body' in answer ? readBody(answer.body, answer.sentAtMs, read) : answer;
			this.reached ||= 'body' in answer || answer.end === 'replied';
			if ('value' in result) return result;
			const { failure } = result;
			if (this.condemned(target)) return { failure };
			if (isHopeless(failure)) return { failure: { ...failure, scope: 'app' } };
			if (!mayRetry(failure, attempt, this.line.maxRetries)) {
				// Nothing got through so far, so what stopped this request would stop the rest.
				return { failure: this.reached ? failure : { ...failure, scope: 'app' } };
			}
			await waitUntil(performance.now() + backOffMs(failure, attempt), this.line.signal);
		}
	}

	private async sendOnce(
		target: Target,
		build: (nowMs: number) => ServiceRequest,
	): Promise<Answer> {
		return await this.line.limit(
			build(Date.now()).api,
			async (): Promise<Answer> => {
				const condemned = this.condemned(target); // by what came back while this request waited
				if (condemned) return { failure: condemned, end: 'notSent' };
				const sentAtMs = Date.now();
				const reply = await this.line.exchange(build(sentAtMs));
				throwIfCancelled(this.line.signal);
				if ('failure' in reply) return { ...reply, end: 'lost' };
				const answer = this.service.readReply(reply);
				return 'failure' in answer ? { ...answer, end: 'replied' } : { ...answer, sentAtMs };
			},
			sentOf,
		);
	}
}

function sentOf(answer: Answer): Sent {
	if ('body' in answer) return { end: 'replied' };
	const { failure, end } = answer;
	const turnedAway = failure.turnedAway && end === 'replied';
	return { end, turnedAwayMs: turnedAway ? pauseMs(failure) : undefined };
}

function readBody<T>(
	body: IDataObject,
	sentAtMs: number,
	read: (body: IDataObject, sentAtMs: number) => T,
): Result<T> {
	try {
		return { value: read(body, sentAtMs) };
	} catch (error) {
		if (error instanceof UnexpectedReply) return { failure: unreadableReply(error.message) };
		return unexpected(error);
	}
}

/** A mistake of ours is not a failure of the service. */
function unexpected(error: unknown): never {
	throw error;
}
