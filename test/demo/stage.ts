import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { MuteEnd } from '../simulator';
import type { NodeRun } from '../support/engine';
import { delay } from '../support/node';
import type { Ledger, Span } from './ledger';
import { Mismatch } from './mismatch';
import { counted, green, progress, say, seconds } from './screen';
import { everywhere, type Place, type Service } from './services';

/** One workflow run on one service: what is asked, and what should come of it. */
export interface Step {
	readonly service: Service;
	/** What is asked, in a line or two. */
	readonly asked: readonly string[];
	readonly items: readonly IDataObject[];
	readonly nodes: readonly INodeParameters[];
	/** How many users it is about; 0 where it is about whole places. */
	readonly users: number;
	/** The fewest requests that can do it, and how many it takes to do it user by user. */
	readonly requests: number;
	readonly oneByOne: number;
	/** How many items the last node puts out. */
	readonly itemsOut: number;
	/** The places whose state is printed afterwards. */
	readonly shown: readonly Place[];
	/** What is run, where that is not the nodes. */
	run?(): Promise<NodeRun>;
	/** Enters into the ledger what was asked for. */
	enter(ledger: Ledger, span: Span): void;
	/** Looks at what came out, and may give lines to print. Throws a Mismatch. */
	inspect?(run: NodeRun): string[];
}

export interface Scene {
	readonly title: string;
	/** For the table at the end. */
	readonly shortTitle: string;
	/** Made one after the other: a step may look at what the one before left in the ledger. */
	steps(service: Service, ledger: Ledger): Iterable<Step>;
}

export interface Result {
	readonly users: number;
	readonly requests: number;
	readonly oneByOne: number;
	readonly turnedAway: number;
}

const mostDifferences = 3;
const dayMs = 24 * 60 * 60 * 1000;

/** Runs a step, proves by the simulator's own state that all of it was done, and prints both. */
export async function perform(step: Step, ledger: Ledger): Promise<Result> {
	const { service, asked, users, oneByOne } = step;
	const { simulator } = service;
	asked.forEach((line, i) => say(`   ${(i === 0 ? service.name : '').padEnd(10)}${line}`));

	const before = { requests: simulator.requests.length, turnedAway: simulator.turnedAway };
	const started = Date.now();
	const run = await watched(step);
	const span = { started, finished: Date.now() };
	const requests = simulator.requests.length - before.requests;
	const turnedAway = simulator.turnedAway - before.turnedAway;

	step.enter(ledger, span);
	check(step, run, requests - turnedAway, ledger);
	const lines = step.inspect?.(run) ?? [];

	say(`   Requests  ${requestsLine(step, requests, span)}`);
	for (const line of lines) say(`   ${line}`);
	const compared = counted(ledger.countMuted(everywhere(service)));
	say(`   Simulator holds exactly what was asked; mutes compared: ${compared}`, green);
	for (const place of step.shown) say(`     ${place.name.padEnd(11)}${state(place)}`);
	say();
	return { users, requests, oneByOne, turnedAway };
}

/** Waits for the run, showing how far it is. */
async function watched(step: Step): Promise<NodeRun> {
	const { service, items, nodes, requests } = step;
	const { simulator } = service;
	const before = simulator.requests.length;
	let running = true;
	const run = (step.run?.() ?? service.run(items, nodes)).finally(() => (running = false));
	while (running) {
		await Promise.race([run, delay(50)]);
		const sent = simulator.requests.length - before;
		progress(`   ${counted(sent)} of ${counted(requests)} requests sent`);
	}
	return await run;
}

function check({ service, requests, itemsOut }: Step, run: NodeRun, sent: number, ledger: Ledger) {
	if (run.status !== 'success') {
		const { message, description } = run.error ?? {};
		throw new Mismatch(
			`The workflow ended with status "${run.status}": ${message}\n${description ?? ''}`,
		);
	}
	if (run.items.length !== itemsOut) {
		throw new Mismatch(`${run.items.length} items came out instead of ${itemsOut}`);
	}
	const [malformed] = service.simulator.malformed;
	if (malformed !== undefined) throw new Mismatch(`A request was malformed: ${malformed}`);
	const differences = ledger.differences(everywhere(service));
	if (differences.length > 0) {
		const some = differences.slice(0, mostDifferences).join('\n');
		throw new Mismatch(`Differences in the simulator: ${counted(differences.length)}\n${some}`);
	}
	if (sent !== requests) throw new Mismatch(`${sent} requests were sent, ${requests} would do`);
}

function requestsLine({ service, oneByOne }: Step, requests: number, span: Span): string {
	const took = seconds(span.finished - span.started);
	const rate = service.simulator.settings.requestsPerSecond;
	const alone =
		oneByOne > Math.max(rate, requests)
			? `; one by one ${counted(Math.ceil(oneByOne / rate))} s or more`
			: '';
	return `${counted(requests)} instead of ${counted(oneByOne)}, in ${took}${alone}`;
}

/** A place's state in the simulator, on one line. */
function state(place: Place): string {
	const mutes = [...place.mutes()];
	if (place.isAllMuted()) return `closed to all (${counted(mutes.length)} muted one by one)`;
	if (mutes.length === 0) return 'nobody muted';
	if (mutes.length === 1) return `${mutes[0][0]} muted ${forHowLong(mutes[0][1])}`;
	const kinds = new Map<string, number>();
	for (const [, end] of mutes) kinds.set(forHowLong(end), (kinds.get(forHowLong(end)) ?? 0) + 1);
	const parts = [...kinds].map(([kind, count]) => `${counted(count)} ${kind}`);
	return `${counted(mutes.length)} muted: ${parts.join(', ')}`;
}

function forHowLong(end: MuteEnd): string {
	if (end === 'permanent') return 'for ever';
	const leftMs = end - Date.now();
	return leftMs < dayMs
		? `for ${Math.round(leftMs / 60_000)} min`
		: `to ${new Date(end).toISOString().slice(0, 10)}`;
}
