import { html, json, type Answer } from './answer';

/** The ways a request can fail. The comment on each says whether the work was done all the same. */
export const faultKinds = [
	'resetBefore', // connection reset, no work
	'resetAfter', // work done, connection reset
	'badGateway', // 502 with a web page, no work
	'badGatewayAfter', // work done, 502 with a web page
	'unavailable', // 503 with Retry-After in seconds, no work
	'unavailableDate', // 503 with Retry-After as an HTTP date, no work
	'tooMany', // 429, no work
	'tooManyLater', // 429 with Retry-After in seconds, no work
	'quota', // 429 for a plan's quota (Agora only), no work
	'truncated', // work done, the JSON ends half-way
	'notJson', // 200 with a web page, no work
	'internal', // the service's own internal error, no work
	'overFrequency', // the service's own over-frequency answer, no work
	'wrongShape', // 200 with JSON no page documents, no work
	'slow', // work done, answered after `settings.slowMs`
	'drips', // work done, answered byte by byte
] as const;

export type FaultKind = (typeof faultKinds)[number];

/** The faults each service words in its own way. */
export type ServiceFault = Extract<FaultKind, 'tooMany' | 'quota' | 'internal' | 'overFrequency'>;

/** The part of a request that a fault's `when` may look at. */
export interface FaultyRequest {
	readonly method: string;
	/** As it was sent: still encoded, without the query. */
	readonly path: string;
	readonly query: URLSearchParams;
	/** Parsed JSON; `undefined` for none, or for text that is not JSON. */
	readonly body: unknown;
}

interface Planned {
	readonly kind: FaultKind;
	left: number;
	readonly when: (request: FaultyRequest) => boolean;
}

interface RandomFaults {
	/** 0 to 1: how many of all requests fail. */
	readonly share: number;
	readonly kinds: readonly FaultKind[];
	/** The same seed fails the same requests, by order of arrival. */
	readonly seed: number;
}

/** Decides which requests fail, and how. */
export class Faults {
	private planned: Planned[] = [];
	private draw: (() => FaultKind | undefined) | undefined;

	/** How many requests failed each way since the last reset. */
	readonly injected: Record<FaultKind, number> = noneInjected();

	/** `unsupported` are the kinds this service does not have. */
	constructor(private readonly unsupported: readonly FaultKind[] = []) {}

	/** The next `times` requests that match fail this way. Earlier plans come first. */
	next(kind: FaultKind, times = 1, when: (request: FaultyRequest) => boolean = () => true): void {
		this.check([kind]);
		this.planned.push({ kind, left: times, when });
	}

	/** A share of all requests fails, each in one of `kinds`; reproducible by `seed`. */
	random({ share, kinds, seed }: RandomFaults): void {
		this.check(kinds);
		const random = mulberry32(seed);
		this.draw = () => {
			const fails = random() < share;
			// Drawn in either case, so that a request's luck does not depend on the one before it.
			const kind = kinds[Math.floor(random() * kinds.length)];
			return fails ? kind : undefined;
		};
	}

	/** No more faults. The counts stay. */
	clear(): void {
		this.planned = [];
		this.draw = undefined;
	}

	/** No more faults, and the counts start again. */
	reset(): void {
		this.clear();
		Object.assign(this.injected, noneInjected());
	}

	/** How this request is to fail, if it is. Counts it. */
	pick(request: FaultyRequest): FaultKind | undefined {
		const plan = this.planned.find(({ left, when }) => left > 0 && when(request));
		if (plan) plan.left -= 1;
		this.planned = this.planned.filter(({ left }) => left > 0);
		const kind = plan?.kind ?? this.draw?.();
		if (kind) this.injected[kind] += 1;
		return kind;
	}

	private check(kinds: readonly FaultKind[]): void {
		const wrong = kinds.filter((kind) => this.unsupported.includes(kind));
		if (wrong.length > 0) throw new Error(`This service has no fault ${wrong.join(', ')}`);
	}
}

/** What a fault needs: the request's work, the settings, and the service's own words. */
export interface FaultContext {
	/** Does the request's work and gives the answer it deserves. */
	work(): Answer;
	/** The service's own wording of a failure. */
	wording(kind: ServiceFault): Answer;
	readonly retryAfterSeconds: number;
}

/** The answer of a request that fails this way; `undefined` cuts the connection. */
export function fail(kind: FaultKind, context: FaultContext): Answer | undefined {
	switch (kind) {
		case 'resetBefore':
			return undefined;
		case 'resetAfter':
			context.work();
			return undefined;
		case 'badGateway':
			return html(502, '502 Bad Gateway');
		case 'badGatewayAfter':
			context.work();
			return html(502, '502 Bad Gateway');
		case 'unavailable':
			return unavailable(String(context.retryAfterSeconds));
		case 'unavailableDate':
			// By the real clock, as the client reads it: an injected one may be years away.
			return unavailable(new Date(Date.now() + context.retryAfterSeconds * 1000).toUTCString());
		case 'tooManyLater':
			return {
				...context.wording('tooMany'),
				headers: { 'retry-after': String(context.retryAfterSeconds) },
			};
		case 'truncated':
			return cutInHalf(context.work());
		case 'notJson':
			return html(200, 'Welcome');
		case 'wrongShape':
			return json(200, {});
		case 'slow':
		case 'drips':
			return context.work();
		default:
			return context.wording(kind);
	}
}

const unavailable = (retryAfter: string): Answer =>
	html(503, '503 Service Temporarily Unavailable', { 'retry-after': retryAfter });

const cutInHalf = (answer: Answer): Answer => ({
	...answer,
	text: answer.text.slice(0, Math.floor(answer.text.length / 2)),
});

const noneInjected = (): Record<FaultKind, number> => ({
	resetBefore: 0,
	resetAfter: 0,
	badGateway: 0,
	badGatewayAfter: 0,
	unavailable: 0,
	unavailableDate: 0,
	tooMany: 0,
	tooManyLater: 0,
	quota: 0,
	truncated: 0,
	notJson: 0,
	internal: 0,
	overFrequency: 0,
	wrongShape: 0,
	slow: 0,
	drips: 0,
});

/** A small random generator whose whole state is its seed. Gives 0 to just under 1. */
function mulberry32(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}
