/** What a service's table says of one documented code. */
export interface ErrorEntry {
	/** What happened, one sentence without a final period. */
	meaning: string;
	/** How to get on. */
	advice: string;
	retry: Retry;
	scope: Scope;
	/** The service turns requests with this code away unread, because there are too many. */
	turnedAway?: boolean;
	/** Because there are too many messages, not too many calls. */
	isOfQuota?: boolean;
}

/** Whether the same request may pass when it is sent again: never, once more, or as often as allowed. */
export type Retry = 'no' | 'once' | 'yes';

/**
 * What a failure condemns: some users of the request, all requests for its target, or all of the app; `request`, where it
 * does not tell which of these.
 */
export type Scope = 'request' | 'users' | 'target' | 'app';
