import { withoutSecrets, type Failure } from '../model/failure';
import type { HttpReply } from '../model/requests';

const REDIRECTS = 300;
const REQUEST_TIMEOUT = 408;
const TOO_MANY_REQUESTS = 429;
const SERVER_ERRORS = 500;
/** Some user in the request may be the reason; of all else it is the address. */
const OF_REQUEST = new Set([400, 413, 414, 422, 431]);
const CHECK_ADDRESS =
	'Check the address in the credential: a proxy or a gateway may stand in between.';

/** Clocks are off by seconds or minutes. */
const MOST_OFF_MS = 3_600_000;

/** What an HTTP status says by itself, where the body says nothing. */
export function httpFailure({ status, headers }: HttpReply): Failure {
	// No service answers so: somebody on the way does, and may have taken the request.
	if (status < REDIRECTS) return unreadableReply(`HTTP status ${status}`);
	return {
		message: `The service answered with HTTP status ${status}`,
		code: status,
		httpStatus: status,
		...statusMeaning(status),
		retryAfterMs: retryAfterMs(headers['retry-after'], serviceNowMs(headers, Date.now())),
		turnedAway: status === TOO_MANY_REQUESTS,
		isLost: isLostStatus(status),
	};
}

/** Whether a status leaves open what became of the request. */
export function isLostStatus(status: number): boolean {
	return status < REDIRECTS || status === REQUEST_TIMEOUT || status >= SERVER_ERRORS;
}

function statusMeaning(status: number): Pick<Failure, 'advice' | 'retry' | 'scope'> {
	if (status === 401) {
		const advice = `Check the key or the token in the credential. ${CHECK_ADDRESS}`;
		return { advice, retry: 'once', scope: 'app' };
	}
	if (status >= SERVER_ERRORS || status === REQUEST_TIMEOUT || status === TOO_MANY_REQUESTS) {
		return {
			advice: 'This usually passes. Run the workflow again later.',
			retry: 'yes',
			scope: 'request',
		};
	}
	return {
		advice: CHECK_ADDRESS,
		retry: 'no',
		scope: OF_REQUEST.has(status) ? 'request' : 'target',
	};
}

/** Not JSON, or not of the documented shape. Whether the work was done is unknown; to repeat it does no harm. */
export function unreadableReply(detail?: string): Failure {
	return {
		message: `The service answered with something that is not its documented reply${detail ? `: ${detail}` : ''}`,
		advice: CHECK_ADDRESS,
		code: 'UNEXPECTED_REPLY',
		retry: 'yes',
		scope: 'request',
		isLost: true,
	};
}

/** What we did not foresee. It is told as a failure, since n8n takes what throws for done where it is to continue. */
export function ownMistake(error: unknown): Failure {
	return {
		message: `This node could not go on: ${withoutSecrets((error as Error).message) ?? 'no reason given'}`,
		advice: 'This is a mistake in the node, not in your data. Please report it with the message.',
		code: 'NODE_DEFECT',
		retry: 'no',
		scope: 'request',
		isLost: true,
	};
}

/** What time it is where the reply was made: this machine's clock, and that of others, may be off. */
export function serviceNowMs({ date }: HttpReply['headers'], nowMs: number): number {
	const toldMs = typeof date === 'string' ? Date.parse(date) : NaN;
	return Number.isNaN(toldMs) ? nowMs : toldMs;
}

/** When a reply was made. One that is further off than clocks are was kept by somebody on the way. */
export function answeredAtMs(headers: HttpReply['headers'], nowMs: number): number {
	const toldMs = serviceNowMs(headers, nowMs);
	return Math.abs(toldMs - nowMs) < MOST_OFF_MS ? toldMs : nowMs;
}

/** Both forms of Retry-After (RFC 9110, 10.2.3): seconds, or a date. */
export function retryAfterMs(header: unknown, nowMs: number): number | undefined {
	if (typeof header !== 'string' || header.trim() === '') return undefined;
	const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - nowMs;
	return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
