import type { Retry, Scope } from '../../../credentials/errorCodes/errorEntry';

/** Why something was not done, in words for the person who runs the workflow. */
export interface Failure {
	/** What happened, one sentence without a final period. */
	message: string;
	/** How to get on. */
	advice: string;
	/** The service's own words, without secrets. */
	said?: string;
	/** The service's own code, an HTTP status or a network code. */
	code?: string | number;
	httpStatus?: number;
	retry: Retry;
	scope: Scope;
	/** How long the service asks to wait. */
	retryAfterMs?: number;
	/** Nothing came back. */
	unanswered?: boolean;
	/** Whether it was done is not known: no answer came, or none that tells. */
	isLost?: boolean;
	/** An earlier try was lost, and may have done it. */
	afterLost?: boolean;
	/** The service turned the request away unread, because there were too many. */
	turnedAway?: boolean;
	/** It was because of the {@link Quota} of the request, and says nothing of the calls. */
	isOfQuota?: boolean;
	/** The service refused the token unread, and there is another. */
	isOutdated?: boolean;
	/** The users, or places, that the service names as the reason; the others of the request can be done. */
	named?: readonly string[];
	/** Those whom it speaks of are no members of the place. */
	ofStrangers?: boolean;
	/** The service takes fewer users in a request than it documents. */
	maxUsers?: number;
}

const LONG_TOKEN = /[A-Za-z0-9*+/=_%-]{60,}/g;
const MAX_WORDS = 300;
/** Room for the longest list of users that a service names. */
const MAX_READ = 5000;
const NAMED_SECRET = /(usersig(?:=|%3D)|bearer\s+)[^\s"'&]+/gi;
const QUERY = /\?[^\s"']*/g;

/** A service's own words without what could be a signature or a token, since services may echo the request. */
export function withoutSecrets(words: unknown): string | undefined {
	return (
		readable(words)
			.replace(QUERY, '')
			.replace(NAMED_SECRET, '$1[hidden]')
			.replace(LONG_TOKEN, '[hidden]')
			.slice(0, MAX_WORDS) || undefined
	);
}

/**
 * As much of a service's words as is looked into: a text without end would keep all of n8n waiting.
 * Cut where a word ends, because half a secret does not look like one.
 */
export function readable(words: unknown): string {
	if (typeof words !== 'string') return '';
	if (words.length <= MAX_READ) return words;
	const read = words.slice(0, MAX_READ);
	return read.slice(0, Math.max(read.lastIndexOf(' '), read.lastIndexOf('\n'), 0));
}
