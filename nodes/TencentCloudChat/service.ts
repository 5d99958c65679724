import { UserError, type IDataObject } from 'n8n-workflow';

import { tencentEndpoint, type TencentEndpoint } from '../../credentials/endpoints/tencent';
import { tencentError } from '../../credentials/errorCodes/tencent';
import { withoutSecrets, type Failure } from '../shared/model/failure';
import { shown } from '../shared/input/ids';
import { objectList, parseObject, unixTime, UnexpectedReply } from '../shared/http/json';
import { remainingMs, type EndTime, type MuteEnd } from '../shared/model/muteEnd';
import { choice, listOptions } from '../shared/input/options';
import { httpFailure, unreadableReply } from '../shared/http/replies';
import {
	muteListRows,
	muteState,
	targetOutcome,
	userOutcomes,
	type MuteListEntry,
} from '../shared/model/rows';
import type {
	Batch,
	HttpReply,
	Operation,
	Reply,
	Service,
	ServiceRequest,
	Target,
	TargetIds,
} from '../shared/model/service';

/** Seconds; as a duration (MuteTime) and, by what is known, as an end (MutedUntil). */
const PERMANENT = 4_294_967_295;
const UNMUTE = 0;
export const MAX_ACCOUNTS = 500;
const MAX_USER_ID_BYTES = 32;
const PRINTABLE_ASCII = /^[\x20-\x7e]+$/;
export const TOPIC_MARK = '@TOPIC#_';
const GROUP_ITSELF =
	"To act on the group itself, leave 'Topic' empty, without an expression, or give the group's own ID.";
export const GROUP_SERVICE = 'group_open_http_svc';
export const COMMUNITY_SERVICE = 'million_group_open_http_svc';
/** The commands that may be called less often than the others. */
const CALLS_PER_SECOND: Readonly<Record<string, number>> = { get_appid_group_list: 1 };

/** The names since mid-2022, and those before, which private deployments may still want. */
const NAMES = {
	current: {
		muteTime: 'MuteTime',
		muteAll: 'MuteAllMember',
		mutedList: 'get_group_muted_account',
	},
	legacy: {
		muteTime: 'ShutUpTime',
		muteAll: 'ShutUpAllMember',
		mutedList: 'get_group_shutted_uin',
	},
} as const;

/** Tencent Cloud Chat's REST API. https://www.tencentcloud.com/document/product/1047/34620 */
export function tencentService(options: IDataObject): Service<TencentEndpoint> {
	const names = NAMES[choice(options.apiNaming, 'API Naming', ['current', 'legacy'])];
	const list = listOptions(options);

	/** https://www.tencentcloud.com/document/product/1047/34951 */
	function forbidSendMsg({ target, users }: Batch, seconds: number): ServiceRequest {
		return command(GROUP_SERVICE, 'forbid_send_msg', {
			...place(target),
			Members_Account: users.map(({ userId }) => userId),
			[names.muteTime]: seconds,
		});
	}

	/** https://www.tencentcloud.com/document/product/1047/34962, for a topic .../49468 */
	function setMuteAll(allMuted: boolean): Operation {
		return {
			input: 'target',
			changesTarget: true,
			request: ({ target }) => {
				const body = { ...place(target), [names.muteAll]: allMuted ? 'On' : 'Off' };
				return target.topicId
					? command(COMMUNITY_SERVICE, 'modify_topic', body)
					: command(GROUP_SERVICE, 'modify_group_base_info', body);
			},
			outcomes: (_, batch) => targetOutcome(batch, [{ ...batch.target, allMuted }]),
		};
	}

	return {
		name: 'Tencent Cloud Chat',
		credentialType: 'tencentCloudChatApi',
		endpoint: tencentEndpoint,
		maxUsersPerRequest: MAX_ACCOUNTS,
		permanentFromMs: PERMANENT * 1000,
		readTarget,
		checkUserId,
		readReply,
		operations: {
			mute: {
				input: 'mute',
				request: (batch, nowMs) => forbidSendMsg(batch, muteSeconds(batch.end, nowMs)),
				outcomes: (_, batch, sentAtMs) =>
					userOutcomes(batch, muteState(endTime(batch.end, sentAtMs))),
			},
			unmute: {
				input: 'users',
				request: (batch) => forbidSendMsg(batch, UNMUTE),
				outcomes: (_, batch) => userOutcomes(batch, muteState(null)),
			},
			/** https://www.tencentcloud.com/document/product/1047/34964 */
			getMuted: {
				input: 'target',
				// The legacy command knows no topics: it would answer for the whole group.
				request: ({ target }) =>
					command(
						GROUP_SERVICE,
						target.topicId ? NAMES.current.mutedList : names.mutedList,
						place(target),
					),
				outcomes: (body, batch, sentAtMs) =>
					targetOutcome(batch, muteListRows(mutedAccounts(body), batch.target, list, sentAtMs)),
			},
			muteAll: setMuteAll(true),
			unmuteAll: setMuteAll(false),
		},
		// 10004 may mean one bad account, or a group type that has no muting at all.
		diagnosis: {
			request: ({ groupId }) => groupInfo([groupId], ['Type']),
			failure: typeFailure,
		},
	};
}

/** A call of `/v4/<service>/<name>`; the signature is the credential's part. */
export function command(
	service: string,
	name: string,
	body: ServiceRequest['body'],
): ServiceRequest {
	const api = { name, callsPerSecond: CALLS_PER_SECOND[name] };
	return { api, method: 'POST', path: `/v4/${service}/${name}`, body };
}

/** https://www.tencentcloud.com/document/product/1047/34961 */
export function groupInfo(groupIds: readonly string[], fields: readonly string[]): ServiceRequest {
	return command(GROUP_SERVICE, 'get_group_info', {
		GroupIdList: groupIds,
		ResponseFilter: { GroupBaseInfoFilter: fields },
	});
}

/** Custom IDs may hold any of these; how long an ID may be is not documented. */
export function isGroupId(text: string): boolean {
	return PRINTABLE_ASCII.test(text);
}

function place({ groupId, topicId }: Target): IDataObject {
	return { GroupId: groupId, ...(topicId && { TopicId: topicId }) };
}

function readTarget(ids: TargetIds): Target {
	const groupId = ids.required('groupId', 'Group');
	const topicId = ids.optional('topicId', 'Topic', GROUP_ITSELF);
	if (topicId === undefined || topicId === groupId) return { groupId };
	// A topic's ID begins with that of its group, so a mix-up is seen before anything is sent.
	if (!topicId.startsWith(groupId + TOPIC_MARK)) {
		throw new UserError(`The 'Topic' parameter names no topic of the group: ${shown(topicId)}`, {
			description: `The ID of a topic begins with that of its group: ${shown(groupId)}${TOPIC_MARK}… ${GROUP_ITSELF}`,
		});
	}
	return { groupId, topicId };
}

function checkUserId(userId: string): string {
	if (!PRINTABLE_ASCII.test(userId)) {
		throw new UserError(
			`The 'User IDs' parameter has an ID with characters that Tencent Cloud Chat does not take: ${shown(userId)}`,
			{
				description:
					'User IDs are made of printable ASCII characters: letters, digits and common signs.',
			},
		);
	}
	if (userId.length > MAX_USER_ID_BYTES) {
		throw new UserError(
			`The 'User IDs' parameter has an ID longer than ${MAX_USER_ID_BYTES} bytes: ${shown(userId)}`,
			{
				description: 'Separate several IDs by commas or line ends, or give an array.',
			},
		);
	}
	return userId;
}

function muteSeconds(end: MuteEnd | null, nowMs: number): number {
	const ms = end && remainingMs(end, nowMs);
	return ms === null ? PERMANENT : Math.ceil(ms / 1000);
}

/** The service counts from its own clock, in whole seconds; its answer does not tell the end. */
function endTime(end: MuteEnd | null, sentAtMs: number): EndTime {
	if (end === null || end.kind === 'permanent') return 'permanent';
	if (end.kind === 'until') return end.atMs;
	return (Math.floor(sentAtMs / 1000) + muteSeconds(end, sentAtMs)) * 1000;
}

/** Success is told by the envelope alone: the HTTP status is 200 for failures, too. */
function readReply(reply: HttpReply): Reply {
	if (reply.status !== 200) return { failure: httpFailure(reply) };
	const body = parseObject(reply.text);
	// openconfigsvr answers without an ActionStatus, and a success may carry an ErrorInfo.
	if (!body || !Number.isInteger(body.ErrorCode)) return { failure: unreadableReply() };
	const code = Number(body.ErrorCode);
	if (code === 0 && body.ActionStatus !== 'FAIL') return { body };
	return { failure: serviceFailure(code, body.ErrorInfo) };
}

function serviceFailure(code: number, errorInfo: unknown): Failure {
	const { meaning, ...entry } = tencentError(code);
	return { ...entry, code, message: meaning, said: withoutSecrets(errorInfo) };
}

function mutedAccounts(body: IDataObject): MuteListEntry[] {
	const rows = objectList(body.MutedAccountList ?? body.ShuttedUinList, 'MutedAccountList');
	return rows.map((raw) => {
		const seconds = raw.MutedUntil ?? raw.ShuttedUntil;
		if (typeof raw.Member_Account !== 'string' || typeof seconds !== 'number') {
			throw new UnexpectedReply("'MutedAccountList' has a row without account or end");
		}
		// What a permanent mute reads as is not documented: the value sent, or now plus that value.
		return {
			userId: raw.Member_Account,
			end: seconds >= PERMANENT ? 'permanent' : unixTime(seconds, 'MutedUntil') * 1000,
			raw,
		};
	});
}

/** Why a group of this type refuses everybody. */
function typeFailure(body: IDataObject, { topicId }: Target): Failure | undefined {
	const [group] = objectList(body.GroupInfo, 'GroupInfo');
	const refusal = { code: 10004, retry: 'no', scope: 'target' } as const;
	if (group?.Type === 'Private' || group?.Type === 'Work') {
		return {
			...refusal,
			message: 'Work (Private) groups have no muting',
			advice:
				'Use a Public, Meeting, AVChatRoom or Community group, or remove the user from this one.',
		};
	}
	if (topicId && typeof group?.Type === 'string' && group.Type !== 'Community') {
		return {
			...refusal,
			message: 'Only Community groups have topics',
			advice: "Leave the 'Topic' parameter empty to act on the group itself.",
		};
	}
	return undefined;
}
