import type { CommonSettings } from '../server';

/** Limits, and the points on which tencent-chat.md is uncertain, so that both ways can be tested. */
export interface TencentSettings extends CommonSettings {
	/** `get_appid_group_list` alone, §3.3. */
	groupListsPerSecond: number;
	/** `account_check` alone, §5.6. */
	accountChecksPerSecond: number;
	/** §5.6: no page maps "over the limit" to one code. */
	overFrequencyCode: 10006 | 60007 | 60011 | 60018 | 60019;
	/** §1.1: an account in the batch that is not a member. `refused`: 10004 and nothing is done. */
	unknownAccount: 'ignored' | 'refused';
	/** §1.2: what `MutedUntil` says of a permanent mute. */
	permanentMutedUntil: 'uint32' | 'nowPlusUint32';
	/** §1.2: whether mutes that have run out are still listed. */
	listExpired: boolean;
	/** §1.1, §1.3, §2.1: the names from before mid-2022, and `get_group_shutted_uin`. */
	acceptLegacyNames: boolean;
	/** §1.1: accounts in one `forbid_send_msg`. */
	maxAccounts: number;
	/** §1.1: the code for more than that. */
	tooManyAccountsCode: 10004 | 10005;
	/** §1.1, §2.1: members of a Private (Work) group can be muted. */
	privateGroupsMutable: boolean;
	/** §3.2: the field that says a topic is muted. `ShutUpAllFlag` is 1 or 0. */
	getTopicNaming: 'MuteAllMember' | 'ShutUpAllMember' | 'ShutUpAllFlag';
	/** §3.2: whether topics that were deleted are still among all of a group, each with its code. */
	removedTopics: 'listed' | 'left out';
	/** §3.1: the field that says a group is muted. */
	groupInfoNaming: 'MuteAllMember' | 'ShutUpAllMember';
	/** §3.1, §5.5: the code of a group that is not there, where each has its own. */
	missingGroupCode: 10010 | 10015;
	/** §3.1, §3.2: what the code of the whole answer says while each item has its own: it means nothing. */
	topLevelCode: 'zero' | 'firstFailure';
	/** §3.3: the last page has no `Next`, where it otherwise is 0. */
	omitFinalNext: boolean;
	/** §4.2: the accounts that exist. Any other reads as muted for ever. */
	knownAccounts: ReadonlySet<string> | 'anyone';
	/** §4.1 does not say what a mute of any other does. `refused`: 130005. */
	unknownAccountMute: 'accepted' | 'refused';
	/** Accounts whose row in `account_check` says that the check failed. */
	failChecks: ReadonlySet<string>;
	/** §11.1: the types whose messages can be recalled; the others say 10033. */
	recallable: ReadonlySet<string> | 'any';
	/** §11.1: what a message says that was recalled before. */
	recalledAgain: 0 | 10030;
	/** §12.2: receivers of private messages in a minute, and what is said to more. */
	receiversPerMinute: number;
	/** §12.2: what an unknown receiver among others is answered with, and whether the envelope says FAIL then. */
	unknownReceiver: 'SomeError' | 'FAIL' | 'silent';
	/** §12.3: messages in one group in a second; `MsgDropReason` comes with code 0. */
	groupMessagesPerSecond: number;
	groupLimitAnswer: 'MsgDropReason' | 10023;
}

export const tencentDefaults: TencentSettings = {
	requestsPerSecond: 200,
	slowMs: 300,
	retryAfterSeconds: 1,
	roundTripMs: 0,
	firstRoundTripMs: undefined,
	roundTripJitterMs: 0,
	endlessLists: undefined,
	groupListsPerSecond: 1,
	accountChecksPerSecond: 100,
	overFrequencyCode: 60007,
	unknownAccount: 'refused',
	permanentMutedUntil: 'uint32',
	listExpired: false,
	acceptLegacyNames: true,
	maxAccounts: 500,
	tooManyAccountsCode: 10005,
	privateGroupsMutable: false,
	getTopicNaming: 'MuteAllMember',
	removedTopics: 'listed',
	groupInfoNaming: 'MuteAllMember',
	missingGroupCode: 10010,
	topLevelCode: 'zero',
	omitFinalNext: false,
	knownAccounts: 'anyone',
	unknownAccountMute: 'accepted',
	failChecks: new Set(),
	recallable: 'any',
	recalledAgain: 10030,
	receiversPerMinute: 12_000,
	unknownReceiver: 'SomeError',
	groupMessagesPerSecond: 40,
	groupLimitAnswer: 'MsgDropReason',
};
