import { sleep } from 'n8n-workflow';

import type { Courier, Answer, Result } from './http/deliver';
import type { Turn } from './http/line';
import { isHopeless } from './http/retry';
import { Cancelled } from './http/wait';
import { chunks, groupBy } from './lists';
import type { Failure } from './model/failure';
import { failedOutcomes } from './model/rows';
import {
	targetKey,
	type Batch,
	type NamedUser,
	type Operation,
	type Outcome,
	type Service,
	type ServiceRequest,
	type Target,
} from './model/service';

/**
 * How long more is held back for what comes first: a service that is farther away is not waited for.
 * In small steps, so that an n8n that is busy is not taken for a service that is far away.
 */
const HEAD_START_STEPS = 10;
const STEP_MS = 10;
/** Nothing came back for so many targets, and nothing for any other: the service is not there. */
const SILENT_TARGETS = 5;

/**
 * Sends the batches, as many at the same time as the rate allows, and gives an outcome for every user.
 *
 * The very first request has a head start, and so has the first for each target: a wrong key, or a group that is
 * not there, is found by one call. Throws Cancelled when the execution is.
 */
export async function sendBatches(
	batches: readonly Batch[],
	service: Service,
	operation: Operation,
	courier: Courier,
	signal: AbortSignal | undefined,
): Promise<Outcome[]> {
	return await new Run(service, operation, courier, signal).send(batches);
}

class Run {
	/** What condemns every further request of the app. */
	private appFailure: Failure | undefined;
	/** What condemns further requests for a target. */
	private readonly targetFailures = new Map<string, Failure>();
	private readonly diagnoses = new Map<string, Promise<Result<Failure | undefined>>>();
	/** The targets that something came back for, and those that nothing did. */
	private readonly reached = new Set<string>();
	private readonly silent = new Set<string>();
	/** Fewer than documented, once the service said so. */
	private maxUsers = Infinity;

	constructor(
		private readonly service: Service,
		private readonly operation: Operation,
		private readonly courier: Courier,
		private readonly signal: AbortSignal | undefined,
	) {}

	async send(batches: readonly Batch[]): Promise<Outcome[]> {
		const sent = new Map<Batch, Outcome[]>();
		const send = async (batch: Batch) => void sent.set(batch, await this.sendBatch(batch));
		const followUp = async (head: Promise<void>, tail: readonly Batch[]) => {
			if (this.courier.heard) await head;
			await Promise.all([head, ...tail.map(send)]);
		};
		const [ofFirst, ...others] = groupBy(batches, ({ target }) => targetKey(target)).values();
		if (!ofFirst) return [];

		const first = send(ofFirst[0]);
		await giveHeadStart(first);
		if (this.courier.inDoubt) await first;
		await Promise.all([
			...others.map(async ([batch, ...tail]) => {
				const head = send(batch);
				await giveHeadStart(head);
				await followUp(head, tail);
			}),
			followUp(first, ofFirst.slice(1)),
		]);
		return batches.flatMap((batch) => sent.get(batch) ?? []);
	}

	private async sendBatch(batch: Batch): Promise<Outcome[]> {
		if (batch.users.length > this.maxUsers) {
			return await this.sendParts(batch, chunks(batch.users, this.maxUsers));
		}
		const result = await this.deliver(
			batch.target,
			(nowMs) => this.operation.request(batch, nowMs),
			({ body, sentAtMs }) => this.operation.outcomes(body, batch, sentAtMs),
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
		this.condemn(batch.target, failure);
		if (failure.scope !== 'users' || batch.users.length === 0)
			return failedOutcomes(batch, failure);
		const refusal = await this.diagnose(batch.target);
		return refusal ? await this.recover(batch, refusal) : await this.isolate(batch, failure);
	}

	/** A failure stops what it speaks of, and nothing else. */
	private condemn(target: Target, failure: Failure): void {
		const key = targetKey(target);
		if (failure.unanswered && !this.reached.has(key)) this.silent.add(key);
		const isDead = this.reached.size === 0 && this.silent.size >= SILENT_TARGETS;
		if (failure.scope === 'app' || failure.turnedAway || isDead) {
			this.appFailure ??= failure;
		} else if (failure.scope === 'target' || isHopeless(failure) || this.silent.has(key)) {
			this.targetFailures.set(key, failure);
		}
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
			this.deliver(
				target,
				() => diagnosis.request(target),
				({ body }) => diagnosis.failure(body, target),
			);
		this.diagnoses.set(key, asked);
		const result = await asked;
		return 'value' in result ? result.value : undefined;
	}

	/** Gets one request through, unless what others tell meanwhile condemns it. */
	private async deliver<T>(
		target: Target,
		build: (nowMs: number) => ServiceRequest,
		read: (answer: Answer) => T,
	): Promise<Result<T>> {
		const turn: Turn = {
			owner: this,
			isOver: () => this.signal?.aborted === true || this.condemned(target) !== undefined,
		};
		const result = await this.courier.deliver(turn, build, read);
		if (this.signal?.aborted) throw new Cancelled();
		const answered = result && !('failure' in result && result.failure.unanswered);
		if (answered) this.reached.add(targetKey(target));
		if (result) return result;
		const failure = this.condemned(target);
		if (failure) return { failure };
		throw new Cancelled(); // nothing else ends a turn
	}
}

async function giveHeadStart(head: Promise<void>): Promise<void> {
	let isDone = false;
	const done = head.then(() => (isDone = true));
	for (let step = 0; step < HEAD_START_STEPS && !isDone; step++) {
		await Promise.race([done, sleep(STEP_MS)]);
	}
}
