import { UserError, type IDataObject } from 'n8n-workflow';

import { objectList, unixTime, UnexpectedReply } from '../../shared/model/json';
import { choice } from '../../shared/input/choices';
import { shown } from '../../shared/input/ids';
import { batchSize, listOptions, sendOptions } from '../../shared/input/options';
import { userIdsOf, type Batch, type Target } from '../../shared/model/batch';
import type { Failure } from '../../shared/model/failure';
import {
	LONGEST_CLOCK_ERROR_MS,
	remainingMs,
	type EndTime,
	type MuteEnd,
} from '../../shared/model/muteEnd';
import {
	done,
	failed,
	limitOf,
	muteListRows,
	muteState,
	userOutcomes,
	type MuteListEntry,
} from '../../shared/model/rows';
import { secondsOf } from '../../shared/model/seconds';
import type { Operation, Resource, ServiceRequest, TargetIds } from '../../shared/model/service';
import { syncMuted } from '../../shared/operations/syncMuted';
import {
	command,
	COMMUNITY_SERVICE,
	GROUP_SERVICE,
	groupIdsOf,
	groupInfo,
	groupList,
	GROUPS_PER_CALL,
	nextOf,
	topicInfo,
} from '../api';
import { groupRow, groupsOf, hasMuting, isGone, NOT_TOLD, topicRow, topicsOf } from '../details';
import { PERMANENT } from '../ends';

export const MAX_ACCOUNTS = 500;
export const TOPIC_MARK = '@TOPIC#_';
const GROUP_ITSELF =
	"To act on the group itself, leave 'Topic' empty, without an expression, or give the group's own ID, as {{ $json.topicId || $json.groupId }} does.";
/** Group types as the service names them; the first stands for all. */
export const GROUP_TYPES = [
	'any',
	'Public',
	'Private',
	'ChatRoom',
	'AVChatRoom',
	'Community',
] as const;

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

/** Groups, and the topics of Community groups. */
export function groupResource(options: IDataObject, identifier: string): Resource {
	const names = NAMES[choice(options.apiNaming, 'API Naming', ['current', 'legacy'])];
	const list = listOptions(options);

	/** https://www.tencentcloud.com/document/product/1047/34951 */
	const forbidSendMsg: Pick<Operation, 'perRequest' | 'diagnosis' | 'request'> = {
		perRequest: batchSize(options, MAX_ACCOUNTS),
		request: (batch, nowMs) =>
			command(GROUP_SERVICE, 'forbid_send_msg', {
				...place(batch.target),
				Members_Account: userIdsOf(batch),
				[names.muteTime]: secondsOf(batch.end ?? null, nowMs, PERMANENT),
			}),
		// 10004 may mean one bad account, or a group type that has no muting at all.
		diagnosis: {
			request: ({ groupId }) => groupInfo([groupId], ['Type']),
			failure: typeFailure,
		},
	};

	const mute: Operation = {
		...forbidSendMsg,
		input: 'mute',
		outcomes: ({ sentAtMs }, batch) => userOutcomes(batch, muteState(endTime(batch.end, sentAtMs))),
	};
	const unmute: Operation = {
		...forbidSendMsg,
		input: 'users',
		outcomes: (_, batch) => userOutcomes(batch, muteState(null)),
	};

	/** https://www.tencentcloud.com/document/product/1047/34964 */
	function askMuted({ target }: Batch): ServiceRequest {
		// The legacy command knows no topics: it would answer for the whole group.
		const name = target.topicId ? NAMES.current.mutedList : names.mutedList;
		return command(GROUP_SERVICE, name, place(target));
	}

	/** https://www.tencentcloud.com/document/product/1047/34962, for a topic .../49468 */
	function setMuteAll(allMuted: boolean): Operation {
		return {
			input: 'target',
			changesTarget: true,
			perRequest: 1,
			request: ({ target }) => {
				const body = { ...place(target), [names.muteAll]: allMuted ? 'On' : 'Off' };
				return target.topicId
					? command(COMMUNITY_SERVICE, 'modify_topic', body)
					: command(GROUP_SERVICE, 'modify_group_base_info', body);
			},
			outcomes: (_, { subjects: [subject], target }) => [done(subject, [{ ...target, allMuted }])],
		};
	}

	/** What the list of groups does not tell. */
	const describe: Operation = {
		input: 'target',
		perRequest: GROUPS_PER_CALL,
		mixing: () => '',
		request: ({ subjects }) => groupInfo(groupIdsIn(subjects), ['Type', 'Name']),
		outcomes: ({ body }, { subjects }) => {
			const groups = groupsOf(body);
			return subjects.map((subject) => {
				const { groupId } = subject.target;
				const { raw, failure } = groups.get(groupId) ?? NOT_TOLD;
				if (failure) return isGone(failure) ? done(subject, []) : failed(subject, failure);
				const row = { groupId, name: raw.Name ?? null, type: raw.Type ?? null };
				return done(subject, [list.simplify ? row : raw]);
			});
		},
	};

	return {
		readTarget,
		longestMuteMs: (nowMs) => PERMANENT * 1000 - LONGEST_CLOCK_ERROR_MS - nowMs,
		operations: {
			mute,
			unmute,
			getMuted: {
				input: 'target',
				perRequest: 1,
				request: askMuted,
				outcomes: ({ body, sentAtMs }, { subjects: [subject], target }) => [
					done(subject, muteListRows(mutedAccounts(body), target, list, sentAtMs)),
				],
			},
			syncMuted: syncMuted(
				{ request: askMuted, entriesOf: mutedAccounts, mute, unmute },
				sendOptions(options).dryRun,
			),
			muteAll: setMuteAll(true),
			unmuteAll: setMuteAll(false),
			get: {
				input: 'target',
				perRequest: GROUPS_PER_CALL,
				mixing: ({ groupId, topicId }) => (topicId ? groupId : ''),
				request: ({ target, subjects }) =>
					target.topicId
						? topicInfo(
								target.groupId,
								identifier,
								subjects.map(({ target }) => target.topicId),
							)
						: groupInfo(groupIdsIn(subjects), ['Type', 'Name', names.muteAll, 'MemberNum']),
				outcomes: ({ body }, { target, subjects }) => {
					const topicIds = subjects.flatMap((subject) => subject.target.topicId ?? []);
					const told = target.topicId ? topicsOf(body, topicIds) : groupsOf(body);
					return subjects.map((subject) => {
						const { groupId, topicId } = subject.target;
						const { raw, failure } = told.get(topicId ?? groupId) ?? NOT_TOLD;
						if (failure) return failed(subject, failure);
						const row = topicId ? topicRow(raw) : groupRow(raw);
						return done(subject, [list.simplify ? { ...subject.target, ...row } : raw]);
					});
				},
			},
			getAll: {
				input: 'list',
				perRequest: 1,
				listTypes: { name: 'groupType', displayName: 'Group Type', values: GROUP_TYPES },
				request: (batch) => groupList(limitOf(batch), '0', typeOf(batch)),
				listing: {
					readPage: (answer) => ({
						rows: groupIdsOf(answer.body).map((groupId) => [groupId, { groupId }]),
						next: nextOf(answer),
					}),
					nextPage: (next, batch, left) =>
						left > 0 ? groupList(left, next, typeOf(batch)) : undefined,
				},
				outcomes: (_, batch, rows) =>
					rows.slice(0, limitOf(batch)).map(({ groupId }) => ({
						open: { ...batch.subjects[0], target: { groupId: String(groupId) } },
						next: describe,
					})),
			},
		},
	};
}

function place({ groupId, topicId }: Target): IDataObject {
	return { GroupId: groupId, ...(topicId && { TopicId: topicId }) };
}

function groupIdsIn(subjects: Batch['subjects']): string[] {
	return subjects.map(({ target }) => target.groupId);
}

function typeOf({ subjects: [{ list }] }: Batch): string | undefined {
	return list?.type;
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

/** The service counts from its own clock, in whole seconds; its answer does not tell the end. */
function endTime(end: MuteEnd | undefined, sentAtMs: number): EndTime {
	const ms = end ? remainingMs(end, sentAtMs) : null;
	if (!end || ms === null) return 'permanent';
	if (end.kind === 'until') return end.atMs;
	return (Math.floor(sentAtMs / 1000) + Math.ceil(ms / 1000)) * 1000;
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
	if (!hasMuting(group?.Type)) {
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
