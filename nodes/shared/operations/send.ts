import { sleep, type IDataObject } from 'n8n-workflow';

import type { Build, Dispatcher, Result } from '../http/dispatcher';
import type { Turn } from '../http/queue';
import { backOffMs, isHopeless, mayRetry } from '../http/retry';
import { Cancelled, waitUntil } from '../http/wait';
import { chunks, groupBy } from '../model/lists';
import {
	batchOf,
	receiverKey,
	subjectCount,
	subjectKey,
	type Batch,
	type Failed,
	type Outcome,
	type Subject,
} from '../model/batch';
import type { Failure } from '../model/failure';
import { failed, failedOutcomes, limitOf } from '../model/rows';
import type { Listing, Open, Operation, RunContext } from '../model/operation';
import type { Answer } from '../model/requests';
import { inOrder } from './inOrder';
import { ofLost } from './maybeSent';
import { ENDLESS, PageReader } from './pages';
import { plan } from './plan';
import type { Progress } from './progress';

/**
 * How long more is held back for what comes first: a service that is farther away is not waited for.
 * In small steps, so that an n8n that is busy is not taken for a service that is far away.
 */
const HEAD_START_STEPS = 10;
const STEP_MS = 10;
/** Nothing came back for so many places, and nothing for any other: the service is not there. */
const SILENT_PLACES = 5;

/** What requests are made with, who carries them, who may stop them, and who wants to know how far they are. */
export interface Sending {
	run: RunContext;
	dispatcher: Dispatcher;
	signal: AbortSignal | undefined;
	progress: Progress;
	/** n8n runs the whole node again, should something fail. */
	runsAgain: boolean;
}

/**
 * Sends the batches, as many at the same time as the rate allows, and gives an outcome for every subject.
 *
 * The very first request has a head start, and so has the first for each place: a wrong key, or a group that is
 * not there, is found by one call. Throws Cancelled when the execution is.
 */
export async function sendBatches(
	batches: readonly Batch[],
	operation: Operation,
	sending: Sending,
): Promise<Outcome[]> {
	const steps = await new Run(operation, sending).send(batches);
	const settled = await settle(
		steps.filter((step) => 'open' in step),
		sending,
	);
	return steps.flatMap((step) => ('open' in step ? (settled.get(step) ?? []) : step));
}

/** What becomes of what is left open; operation by operation, at the same time. */
async function settle(
	open: readonly Open[],
	sending: Sending,
): Promise<ReadonlyMap<Open, Outcome[]>> {
	const outcomes = await Promise.all(
		[...groupBy(open, ({ next }) => next)].map(async ([next, steps]) => {
			const batches = plan(
				steps.map((step) => ofNoList(step.open)),
				next,
				sending.run,
			);
			sending.progress.add(subjectCount(batches));
			return await sendBatches(batches, next, sending);
		}),
	);
	const bySubject = groupBy(outcomes.flat(), subjectKey);
	return new Map(
		open.map((step) => {
			const settled = bySubject.get(subjectKey(ofNoList(step.open))) ?? [];
			return [step, settled.map((outcome) => ({ ...outcome, ...step.open }))];
		}),
	);
}

/** Two lists may name the same place: it is asked about once, and told of in both. */
function ofNoList(subject: Subject): Subject {
	return { ...subject, list: undefined };
}

type Step = Outcome | Open;

class Run {
	/** What condemns every further request of the app. */
	private appFailure: Failure | undefined;
	/** What condemns further requests for a place. */
	private readonly placeFailures = new Map<string, Failure>();
	/** Of each place the first request that is taken apart, as nobody knows whom its failure speaks of. */
	private readonly takenApart = new Map<string, Promise<Step[]>>();
	private readonly diagnoses = new Map<string, Promise<Result<Failure | undefined>>>();
	/** The places that something came back for, and those that nothing did. */
	private readonly reached = new Set<string>();
	private readonly silent = new Set<string>();
	/** Who has to wait for the node to run again, as what comes first did not get there; by receiver. */
	private readonly heldUp = new Map<string, Failure>();
	/** Fewer than documented, once the service said so. */
	private maxUsers = Infinity;

	constructor(
		private readonly operation: Operation,
		private readonly sending: Sending,
	) {}

	async send(batches: readonly Batch[]): Promise<Step[]> {
		const sent = new Map<Batch, Step[]>();
		const { once } = this.operation;
		const sendNow = async (batch: Batch) => {
			sent.set(batch, await (once ? this.sendInOrder(batch) : this.sendBatch(batch)));
			this.sending.progress.advance(batch.subjects.length);
		};
		const send = once ? inOrder(batches, sendNow) : sendNow;
		const { dispatcher } = this.sending;
		const followUp = async (head: Promise<void>, tail: readonly Batch[]) => {
			if (dispatcher.heard) await head;
			await Promise.all([head, ...tail.map(send)]);
		};
		const [ofFirst, ...others] = groupBy(batches, ({ place }) => place).values();
		if (!ofFirst) return [];

		const first = send(ofFirst[0]);
		await giveHeadStart(first);
		if (dispatcher.inDoubt) await first;
		await Promise.all([
			...others.map(async ([batch, ...tail]) => {
				const head = send(batch);
				if (tail.length > 0) await giveHeadStart(head);
				await followUp(head, tail);
			}),
			followUp(first, ofFirst.slice(1)),
		]);
		return batches.flatMap((batch) => sent.get(batch) ?? []);
	}

	/** Without those for whom something earlier has yet to be sent, where it will be tried again. */
	private async sendInOrder({ subjects }: Batch): Promise<Step[]> {
		const { operation, sending } = this;
		const held = subjects.flatMap((subject) => {
			const reason = this.heldUp.get(receiverKey(subject));
			return reason ? failed(subject, reason) : [];
		});
		const free = subjects.filter((subject) => !this.heldUp.has(receiverKey(subject)));
		if (free.length === 0) return held;
		const steps = await this.sendBatch(batchOf(free, Boolean(operation.mixing)));
		for (const step of steps) {
			if (!sending.runsAgain || !('failure' in step) || step.failure.retry === 'no') continue;
			this.heldUp.set(receiverKey(step), {
				...step.failure,
				message: `What comes before it was not sent. ${step.failure.message}`,
			});
		}
		return [...held, ...steps];
	}

	/** @param isPart of a request that is taken apart: it waits for no other */
	private async sendBatch(batch: Batch, isPart = false): Promise<Step[]> {
		const { subjects } = batch;
		if (subjects.length > this.maxUsers) {
			return await this.sendParts(chunks(subjects, this.maxUsers), isPart);
		}
		return await this.exchange(batch, isPart);
	}

	/** Gets a request through and reads the reply. What failed in it in a way that may pass is asked for again. */
	private async exchange(
		batch: Batch,
		isPart: boolean,
		attempt = 1,
		afterLost = false,
	): Promise<Step[]> {
		const { operation } = this;
		const { run } = this.sending;
		const result = operation.listing
			? await this.readList(batch, operation.listing)
			: await this.deliver(
					batch.place,
					(nowMs, tag) => operation.request(batch, nowMs, run, tag),
					(answer) =>
						operation.outcomes(
							{ ...answer, afterLost: afterLost || answer.afterLost },
							batch,
							run,
							[],
						),
				);
		return 'value' in result
			? await this.tryAgain(batch, result.value, isPart, attempt)
			: await this.recover(
					batch,
					afterLost ? { ...result.failure, afterLost } : result.failure,
					isPart,
				);
	}

	private async readList(batch: Batch, listing: Listing): Promise<Result<Step[]>> {
		const { operation } = this;
		const { run } = this.sending;
		const reader = new PageReader();
		const rows: IDataObject[] = [];
		let build: Build = (nowMs, tag) => operation.request(batch, nowMs, run, tag);
		for (let askedWith: string | undefined; ; ) {
			const result = await this.deliver(batch.place, build, (answer) => ({
				answer,
				...listing.readPage(answer, batch, run, reader.pageCount + 1),
			}));
			if ('failure' in result) return result;
			const { answer, rows: onPage, next } = result.value;
			for (const row of reader.take(onPage, askedWith)) rows.push(row);
			const request = reader.goesOn(next)
				? listing.nextPage(next, batch, limitOf(batch) - rows.length)
				: undefined;
			if (!request) return { value: operation.outcomes(answer, batch, run, rows) };
			if (reader.isEndless) return { failure: ENDLESS };
			askedWith = next;
			build = () => request;
		}
	}

	private async tryAgain(
		batch: Batch,
		steps: Step[],
		isPart: boolean,
		attempt: number,
	): Promise<Step[]> {
		const { dispatcher, signal } = this.sending;
		// What is said of one user, or message, is not of the app.
		if (!this.operation.mixing) {
			for (const step of steps) {
				if ('failure' in step && step.failure.scope === 'target')
					this.condemn(batch.place, step.failure);
			}
		}
		if (this.operation.once) return steps.map(ofLost);
		const mayPass = (step: Step): step is Failed =>
			'failure' in step && mayRetry(step.failure, attempt, dispatcher.maxRetries);
		const [first, ...more] = steps.filter(mayPass);
		if (!first) return steps;
		const keys = new Set([first, ...more].map(subjectKey));
		const subjects = batch.subjects.filter((subject) => keys.has(subjectKey(subject)));
		const rest = batchOf(subjects, Boolean(this.operation.mixing));
		const isOver = () => signal?.aborted === true || this.condemned(rest.place) !== undefined;
		await waitUntil(performance.now() + backOffMs(first.failure, attempt), isOver);
		return [
			...steps.filter((step) => !mayPass(step)),
			...(await this.exchange(rest, isPart, attempt + 1, first.failure.isLost)),
		];
	}

	private condemned(place: string): Failure | undefined {
		return this.appFailure ?? this.placeFailures.get(place);
	}

	/** What else can be done for the users of a request that failed for good. */
	private async recover(batch: Batch, reason: Failure, isPart: boolean): Promise<Step[]> {
		if (this.operation.once && reason.isLost) {
			this.condemn(batch.place, reason);
			return failedOutcomes(batch, reason).map(ofLost);
		}
		const scope = this.operation.scopeOf?.(reason) ?? reason.scope;
		const failure: Failure = { ...reason, scope };
		if (failure.maxUsers && failure.maxUsers < batch.subjects.length) {
			this.maxUsers = Math.min(this.maxUsers, failure.maxUsers);
			return await this.sendBatch(batch, isPart);
		}
		this.condemn(batch.place, failure);
		// Of a request for several targets, a failure that is of one target is not of the others.
		if (failure.scope === 'target' && this.operation.mixing)
			return await this.isolate(batch, failure);
		if (!mayBeOfSome(failure)) return failedOutcomes(batch, failure);
		if (failure.scope === 'users') {
			const refusal = await this.diagnose(batch);
			if (refusal) return await this.recover(batch, refusal, isPart);
		} else if (!isPart && batch.subjects.length > 1) {
			return await this.takeApart(batch, failure);
		}
		return await this.isolate(batch, failure);
	}

	/** Whom does a failure speak of? If it is everybody in the first request of a place, it is the place. */
	private async takeApart(batch: Batch, failure: Failure): Promise<Step[]> {
		const { place } = batch;
		const first = this.takenApart.get(place);
		if (first) {
			await first;
			const condemned = this.condemned(place);
			return condemned ? failedOutcomes(batch, condemned) : await this.isolate(batch, failure);
		}
		const parts = this.isolate(batch, failure);
		this.takenApart.set(place, parts);
		const steps = await parts;
		const same = steps.filter(
			(step): step is Failed => 'failure' in step && step.failure.code === failure.code,
		);
		if (same.length === steps.length)
			this.placeFailures.set(place, { ...same[0].failure, scope: 'target' });
		return steps;
	}

	/** A failure stops what it speaks of, and nothing else. What is stopped is not sent, and so not lost. */
	private condemn(place: string, reason: Failure): void {
		const failure = { ...reason, isLost: false, afterLost: false };
		if (failure.unanswered && !this.reached.has(place)) this.silent.add(place);
		const isDead = this.reached.size === 0 && this.silent.size >= SILENT_PLACES;
		// Too many messages are nothing that other places have to wait for.
		const isTurnedAway = failure.turnedAway && !failure.isOfQuota;
		if (failure.scope === 'app' || isTurnedAway || isDead) {
			this.appFailure ??= failure;
		} else if (failure.scope === 'target' || isHopeless(failure) || this.silent.has(place)) {
			this.placeFailures.set(place, failure);
		}
	}

	/** Leaves out those that the service names; if it names none, halves the request until they are found. */
	private async isolate({ subjects, ...batch }: Batch, failure: Failure): Promise<Step[]> {
		if (subjects.length === 1) return this.failUsers({ ...batch, subjects }, failure);
		const named = new Set(failure.named);
		const atFault = subjects.filter((subject) => named.has(idOf(subject)));
		if (atFault.length === 0) {
			return await this.sendParts(chunks(subjects, Math.ceil(subjects.length / 2)), true);
		}
		const others = subjects.filter((subject) => !named.has(idOf(subject)));
		return [
			...this.failUsers({ ...batch, subjects: atFault }, failure),
			...(await this.sendParts(others.length > 0 ? [others] : [], true)),
		];
	}

	/** What becomes of those whom a failure is of. */
	private failUsers(batch: Batch, failure: Failure): Step[] {
		const { userFailure } = this.operation;
		return userFailure
			? batch.subjects.map((subject) => userFailure(failure, subject))
			: failedOutcomes(batch, failure);
	}

	/** One after the other: what the first part tells saves requests in the second. */
	private async sendParts(
		parts: ReadonlyArray<readonly Subject[]>,
		isPart: boolean,
	): Promise<Step[]> {
		const steps: Step[] = [];
		const isMixed = Boolean(this.operation.mixing);
		for (const part of parts) steps.push(...(await this.sendBatch(batchOf(part, isMixed), isPart)));
		return steps;
	}

	/** Asks once for each place whether it refuses everybody, which saves the halving. */
	private async diagnose({ place, target }: Batch): Promise<Failure | undefined> {
		const { diagnosis } = this.operation;
		if (!diagnosis) return undefined;
		const asked =
			this.diagnoses.get(place) ??
			this.deliver(
				place,
				() => diagnosis.request(target),
				({ body }) => diagnosis.failure(body, target),
			);
		this.diagnoses.set(place, asked);
		const result = await asked;
		return 'value' in result ? result.value : undefined;
	}

	/** Gets one request through, unless what others tell meanwhile condemns it. */
	private async deliver<T>(
		place: string,
		build: Build,
		read: (answer: Answer) => T,
	): Promise<Result<T>> {
		const { dispatcher, signal } = this.sending;
		const turn: Turn = {
			owner: this,
			place,
			isOver: () => signal?.aborted === true || this.condemned(place) !== undefined,
		};
		const result = await dispatcher.deliver(turn, build, read, this.operation.once);
		if (signal?.aborted) throw new Cancelled();
		const answered = result && !('failure' in result && result.failure.unanswered);
		if (answered) this.reached.add(place);
		if (result) return result;
		const failure = this.condemned(place);
		if (failure) return { failure };
		throw new Cancelled(); // nothing else ends a turn
	}
}

/** It does not speak of all that is asked for, and would be the same again. */
function mayBeOfSome({ scope, retry, unanswered }: Failure): boolean {
	return scope === 'users' || (scope === 'request' && retry === 'no' && !unanswered);
}

/** What a failure may name. */
function idOf({ userId, target }: Subject): string {
	return userId ?? Object.values(target).pop() ?? '';
}

async function giveHeadStart(head: Promise<void>): Promise<void> {
	let isDone = false;
	const done = head.then(() => (isDone = true));
	for (let step = 0; step < HEAD_START_STEPS && !isDone; step++) {
		await Promise.race([done, sleep(STEP_MS)]);
	}
}
