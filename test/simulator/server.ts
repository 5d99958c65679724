import {
	createServer,
	performance,
	setTimeout,
	type AddressInfo,
	type IncomingHttpHeaders,
	type IncomingMessage,
	type ServerResponse,
} from '../support/node';
import { html, Refusal, type Answer } from './answer';
import type { EndlessList } from './endlessList';
import { fail, Faults, type FaultKind, type FaultyRequest, type ServiceFault } from './faults';
import { RateLimit } from './rateLimit';

/** A request as the services see it. */
export interface ServiceRequest extends FaultyRequest {
	readonly headers: IncomingHttpHeaders;
	/** The body as it arrived. */
	readonly text: string;
}

/** What is kept of every request, in order of arrival. */
export interface RequestRecord {
	/** Arrival at the service by `performance.now()`: milliseconds with a fraction. */
	readonly at: number;
	readonly method: string;
	/** As it was sent: still encoded, without the query, which may hold a signature. */
	readonly path: string;
	/** Parsed JSON; `undefined` for none, or for text that is not JSON. */
	body: unknown;
	/** The HTTP status; 0 while unanswered, and where the connection was reset. */
	status: number;
	/** Tencent: `ErrorCode`. Agora: `error`, on failure. */
	code?: number | string;
	fault?: FaultKind;
	/** Refused by the rate limit. */
	readonly turnedAway: boolean;
	/** How the request broke the documented shape. */
	malformed?: string;
}

/** One API with its own rate limit. */
export interface Api {
	readonly name: string;
	/** Requests in any one second. */
	readonly limit: number;
}

export interface CommonSettings {
	/** Each API's limit in any one second. `Infinity` turns every limit off. */
	requestsPerSecond: number;
	/** How long a `slow` answer takes, in milliseconds. */
	slowMs: number;
	/** What `unavailable` answers ask for. */
	retryAfterSeconds: number;
	/** The distance, in milliseconds: half of it passes before a request arrives, half before its answer does. */
	roundTripMs: number;
	/** That of the very first request, where it is another. */
	firstRoundTripMs: number | undefined;
	/** How much longer a round trip may take; each way draws its own half. */
	roundTripJitterMs: number;
	/** A service gone wrong, whose lists do not end. */
	endlessLists: EndlessList | undefined;
}

export interface ServiceOptions {
	/** Default: any free one. */
	readonly port?: number;
	/** Default: 127.0.0.1. */
	readonly host?: string;
	/** The service's clock, in milliseconds since 1970. */
	readonly now: () => number;
}

/**
 * What both services share: a real HTTP server that records each request, limits the rate, injects
 * faults and then lets the service answer, in this order. So a request that is turned away uses up
 * no fault, and a fault strikes before the signature is looked at (as a gateway would), except where
 * its work is to be done: then the whole request is served, signature and all, and only the answer
 * is spoilt. Every request that is not turned away counts towards the rate, whatever becomes of it.
 */
export abstract class SimulatedService<Settings extends CommonSettings> {
	/** Every request that arrived, in order of arrival. */
	readonly requests: RequestRecord[] = [];
	/** What answers the first request since the last reset. */
	private first: ServerResponse | undefined;
	/** One line for each request that broke the documented shape. */
	readonly malformed: string[] = [];
	/** How many requests the rate limit refused. */
	turnedAway = 0;
	/** Where the service listens, such as `http://127.0.0.1:41234`. */
	url = '';
	/** May be changed at any time. `reset` leaves them alone. */
	readonly settings: Settings;
	readonly faults: Faults;

	protected readonly now: () => number;
	private readonly server = createServer((incoming, outgoing) => this.receive(incoming, outgoing));
	private readonly rateLimit = new RateLimit();

	constructor(settings: Settings, unsupportedFaults: readonly FaultKind[], now: () => number) {
		this.settings = settings;
		this.faults = new Faults(unsupportedFaults);
		this.now = now;
		// An idle connection that closes by itself would look like a fault nobody asked for.
		this.server.keepAliveTimeout = 600_000;
	}

	/** Which API a request belongs to; `undefined` where there is none, and so no limit. */
	protected abstract api(method: string, path: string): Api | undefined;
	/** Does the work. `note` records how a request broke the documented shape yet is served. */
	protected abstract serve(request: ServiceRequest, note: (line: string) => void): Answer;
	/** The service's answer to a request over the rate limit. */
	protected abstract tooFast(request: ServiceRequest): Answer;
	/** The service's own wording of a failure. */
	protected abstract wording(kind: ServiceFault, request: ServiceRequest): Answer;
	/** Forgets all groups or rooms. */
	protected abstract forget(): void;

	async listen(port = 0, host = '127.0.0.1'): Promise<void> {
		await new Promise<void>((listening, failed) => {
			this.server.once('error', failed);
			this.server.listen({ port, host, backlog: 4096 }, listening);
		});
		this.url = `http://${host}:${(this.server.address() as AddressInfo).port}`;
	}

	/** Stops listening and cuts what is still open. */
	async stop(): Promise<void> {
		await new Promise<void>((stopped) => {
			this.server.close(() => stopped());
			this.server.closeAllConnections();
		});
	}

	/** Clears requests, counters, faults and state. Settings stay. */
	reset(): void {
		this.requests.length = 0;
		this.first = undefined;
		this.malformed.length = 0;
		this.turnedAway = 0;
		this.rateLimit.reset();
		this.faults.reset();
		this.forget();
	}

	private receive(incoming: IncomingMessage, outgoing: ServerResponse): void {
		const chunks: Buffer[] = [];
		// Read while it travels: a client that gives up does not take back what it sent.
		incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
		this.first ??= outgoing;
		this.travel(outgoing, () => {
			const { method = '', url = '', headers } = incoming;
			const [path, search = ''] = url.split(/\?(.*)/s, 2);
			const record = this.record(method, path);
			whenRead(incoming, () => {
				const text = Buffer.concat(chunks).toString();
				record.body = parsed(text);
				const query = new URLSearchParams(search);
				this.respond({ method, path, query, headers, text, body: record.body }, record, outgoing);
			});
		});
	}

	/** Goes one way between client and service: at once where there is no distance. */
	private travel(outgoing: ServerResponse, arrive: () => void): void {
		const { firstRoundTripMs, roundTripMs, roundTripJitterMs } = this.settings;
		if (outgoing === this.first && firstRoundTripMs !== undefined) {
			return callAt(performance.now() + firstRoundTripMs / 2, arrive);
		}
		callAt(performance.now() + (roundTripMs + roundTripJitterMs * Math.random()) / 2, arrive);
	}

	private record(method: string, path: string): RequestRecord {
		const at = performance.now();
		const turnedAway = !this.withinRate(method, path, at);
		const record = { at, method, path, body: undefined, status: 0, turnedAway };
		this.requests.push(record);
		return record;
	}

	private withinRate(method: string, path: string, at: number): boolean {
		const api = this.api(method, path);
		if (api === undefined || this.settings.requestsPerSecond === Infinity) return true;
		const accepted = this.rateLimit.accepts(api.name, api.limit, at);
		if (!accepted) this.turnedAway += 1;
		return accepted;
	}

	private respond(request: ServiceRequest, record: RequestRecord, outgoing: ServerResponse): void {
		if (record.turnedAway) return this.send(this.tooFast(request), record, outgoing);
		record.fault = this.faults.pick(request);
		if (record.fault === undefined) return this.send(this.work(request, record), record, outgoing);
		const answer = fail(record.fault, {
			work: () => this.work(request, record),
			wording: (kind) => this.wording(kind, request),
			retryAfterSeconds: this.settings.retryAfterSeconds,
		});
		if (answer === undefined) {
			this.travel(outgoing, () => outgoing.socket?.resetAndDestroy());
		} else if (record.fault === 'slow') {
			setTimeout(() => this.send(answer, record, outgoing), this.settings.slowMs).unref();
		} else if (record.fault === 'drips') {
			this.send(answer, record, outgoing, drip);
		} else {
			this.send(answer, record, outgoing);
		}
	}

	private send(
		answer: Answer,
		record: RequestRecord,
		outgoing: ServerResponse,
		say: typeof write = write,
	): void {
		record.status = answer.status;
		record.code = answer.code;
		outgoing.setHeader('date', new Date(this.now()).toUTCString());
		this.travel(outgoing, () => say(answer, outgoing));
	}

	private work(request: ServiceRequest, record: RequestRecord): Answer {
		const complaints: string[] = [];
		const answer = this.answerOrRefusal(request, complaints);
		if (complaints.length > 0) {
			record.malformed = complaints.join('; ');
			this.malformed.push(`${record.method} ${record.path}: ${record.malformed}`);
		}
		return answer;
	}

	private answerOrRefusal(request: ServiceRequest, complaints: string[]): Answer {
		try {
			return this.serve(request, (line) => complaints.push(line));
		} catch (error) {
			if (error instanceof Refusal) {
				if (error.malformed !== undefined) complaints.push(error.malformed);
				return error.answer;
			}
			complaints.push(`the simulator itself failed: ${String(error)}`);
			return html(500, '500 Simulator Failure');
		}
	}
}

/** A timer alone may be early: it counts from when the event loop last looked at the clock. */
function callAt(at: number, call: () => void): void {
	const leftMs = at - performance.now();
	if (leftMs <= 0) return call();
	setTimeout(() => callAt(at, call), Math.ceil(leftMs)).unref();
}

function whenRead(incoming: IncomingMessage, then: () => void): void {
	if (incoming.readableEnded) then();
	else incoming.once('end', then);
}

function write(answer: Answer, outgoing: ServerResponse): void {
	writeHead(answer, outgoing);
	outgoing.end(answer.text);
}

const dripMs = 100;

/** Byte by byte: never silent for long, and never done soon. */
function drip(answer: Answer, outgoing: ServerResponse): void {
	writeHead(answer, outgoing);
	const bytes = Buffer.from(answer.text);
	const next = (from: number) => {
		if (outgoing.destroyed) return;
		outgoing.write(bytes.subarray(from, from + 1));
		if (from + 1 >= bytes.length) outgoing.end();
		else setTimeout(() => next(from + 1), dripMs).unref();
	};
	next(0);
}

function writeHead(answer: Answer, outgoing: ServerResponse): void {
	outgoing.writeHead(answer.status, {
		'content-type': answer.contentType,
		'content-length': Buffer.byteLength(answer.text),
		...answer.headers,
	});
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
