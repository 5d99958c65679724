import { withoutSecrets, type Failure } from '../model/failure';
import type { HttpReply } from '../model/service';

const TOO_MANY_REQUESTS = 429;
const PASSING_STATUS = new Set([408, 429, 500, 502, 503, 504]);

/** What an HTTP status says by itself, where the body says nothing. */
export function httpFailure({ status, headers }: HttpReply): Failure {
	const passing = PASSING_STATUS.has(status);
	return {
		message: `The service answered with HTTP status ${status}`,
		advice: passing
			? 'This usually passes. Run the workflow again later.'
			: 'Check the address in the credential: a proxy or a gateway may stand in between.',
		code: status,
		httpStatus: status,
		retry: passing ? 'yes' : 'no',
		scope: 'request',
		retryAfterMs: retryAfterMs(headers['retry-after'], Date.now()),
		turnedAway: status === TOO_MANY_REQUESTS,
	};
}

/** Not JSON, or not of the documented shape. Whether the work was done is unknown; to repeat it does no harm. */
export function unreadableReply(detail?: string): Failure {
	return {
		message: `The service answered with something that is not its documented reply${detail ? `: ${detail}` : ''}`,
		advice: 'Check the address in the credential: a proxy or a gateway may stand in between.',
		code: 'UNEXPECTED_REPLY',
		retry: 'yes',
		scope: 'request',
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
	};
}

/** Both forms of Retry-After (RFC 9110, 10.2.3): seconds, or a date. */
export function retryAfterMs(header: unknown, nowMs: number): number | undefined {
	if (typeof header !== 'string' || header.trim() === '') return undefined;
	const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - nowMs;
	return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
