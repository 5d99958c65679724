import type { CommonSettings } from '../server';
import type { Kind } from './state';

/** Limits, and the points on which agora-chat.md is uncertain, so that both ways can be tested. */
export interface AgoraSettings extends CommonSettings {
	/** `GET /chatrooms` alone, §5. */
	roomListsPerSecond: number;
	/** Users in one request, §2. */
	maxUsers: number;
	/** How a mute of someone who is not a member is refused, §8. */
	nonMember: { status: 400 | 403; error: 'invalid_parameter' | 'forbidden_op' };
	/** How the refusal names the strangers: all of them, the first alone, or none. */
	strangersNamed: 'all' | 'first' | 'none';
	/** §2: whether mutes that have run out are still listed. */
	listExpired: boolean;
	/** §1: several captured answers have no `applicationName`. */
	omitApplicationName: boolean;
	/** Users whose row says `result: false` inside HTTP 200, §1. Nothing is done for them. */
	failUsers: Set<string>;
	/** §2: the `expire` of a permanent mute, in milliseconds since 1970. */
	permanentExpire: number;
	/** §5: the detail of one room. */
	detailShape: 'array' | 'object';
	/** §5: older details do not say whether everyone is muted. */
	detailOmitsMute: boolean;
	/**
	 * §5, §8: some rooms of a detail request for several are not there. It is refused, naming the
	 * first or none; or they are left out.
	 */
	missingRooms: 'named' | 'unnamed' | 'leftOut';
	/** §9: a group's id where a room's is asked for, and the reverse: as any that is missing, or the service tells. */
	otherKind: 'missing' | 'told';
	/** §2: `mute_duration: 0` is documented by Easemob alone. */
	zeroDuration: 'lifts' | 'refused';
	/** §2: documented for groups only (403); the simulator asks the same of rooms. */
	ownerMutable: boolean;
	/** §3: an allow list with a stranger: a failed row (the table has `reason`), or as for mutes. */
	allowListStrangers: 'rows' | 'refused';
	/** §3: the answer to the removal of one user from the allow list. */
	singleRemovalShape: 'array' | 'object';
	/** §4: what a row of the list calls the user. */
	listedUserName: 'username' | 'userid';
	/** §4: the order of that list's rows. Each has one scope. */
	listedUsers: 'byScope' | 'byUser';
	/** §4: users as `org#app_user`. */
	userIdWithAppKey: boolean;
	/** §4: the accounts that exist, for app-wide mutes. */
	knownUsers: ReadonlySet<string> | 'anyone';
	/** Life of the tokens `POST /token` gives, §6.2. */
	tokenLifeSeconds: number;
	/** §6.2: who fetches more tokens is blocked; neither the number nor the answer is documented. */
	tokensAllowed: number;
	/** §13.1: a recall that failed: HTTP 200 without an envelope, or an error. */
	recallFailures: 'agora' | 'easemob';
	/** §13.1: what is said of a message that was written in another place, or in one of the other kind. */
	recallElsewhere: 'find' | 'found';
	/** §14.1: messages in a minute, by receiver. */
	receiversPerMinute: number;
	/** §14.1: messages in a second, by place. */
	messagesPerSecond: Readonly<Record<Kind, number>>;
	/** §14.1: calls in a second, into rooms and into groups. */
	placeSendsPerSecond: number;
	/** §14.3: old pages have a word in place of the ID. */
	sentAs: 'ids' | 'success';
	/** §14.3: receivers without a key in the answer. */
	unsaid: ReadonlySet<string>;
}

export const agoraDefaults = (): AgoraSettings => ({
	requestsPerSecond: 100,
	slowMs: 300,
	retryAfterSeconds: 1,
	roundTripMs: 0,
	firstRoundTripMs: undefined,
	roundTripJitterMs: 0,
	endlessLists: undefined,
	roomListsPerSecond: 50,
	maxUsers: 60,
	nonMember: { status: 400, error: 'invalid_parameter' },
	strangersNamed: 'all',
	listExpired: false,
	omitApplicationName: false,
	failUsers: new Set(),
	permanentExpire: 4638873600000,
	detailShape: 'array',
	detailOmitsMute: false,
	missingRooms: 'named',
	otherKind: 'missing',
	zeroDuration: 'lifts',
	ownerMutable: false,
	allowListStrangers: 'rows',
	singleRemovalShape: 'array',
	listedUserName: 'username',
	listedUsers: 'byScope',
	userIdWithAppKey: false,
	knownUsers: 'anyone',
	tokenLifeSeconds: 60 * 24 * 60 * 60,
	tokensAllowed: Infinity,
	recallFailures: 'agora',
	recallElsewhere: 'find',
	receiversPerMinute: 6000,
	messagesPerSecond: { chatrooms: 100, chatgroups: 20 },
	placeSendsPerSecond: 20,
	sentAs: 'ids',
	unsaid: new Set(),
});
