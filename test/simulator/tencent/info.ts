import { memberCount, type Place } from '../moderation';
import { isRecord, isStrings, unknownFields } from '../shape';
import type { TencentBody } from './body';
import { coded, malformed } from './codes';
import type { Command } from './command';
import { communityOf } from './places';
import type { TencentSettings } from './settings';
import { permanentSeconds, type Group } from './state';

/** §3.1. The top-level code says nothing: each group has its own. */
export const getGroupInfo: Command = {
	fields: ['GroupIdList', 'ResponseFilter'],
	run: ({ body, state, settings, sdkAppId }) => {
		const groupIds = body.strings('GroupIdList');
		if (groupIds.length < 1 || groupIds.length > 50) {
			throw malformed(10004, 'GroupIdList must hold 1 to 50 groups');
		}
		const filter = baseInfoFilter(body);
		const infos = groupIds.map((groupId) => {
			const group = state.groups.get(groupId);
			if (!group) return { GroupId: groupId, ...coded(settings.missingGroupCode) };
			const info = groupInfo(group, sdkAppId, settings, filter);
			return { GroupId: groupId, ErrorCode: 0, ErrorInfo: '', ...info };
		});
		return { ...topLevel(settings, infos), GroupInfo: infos };
	},
};

/** §3.2. The top-level code says nothing: each topic has its own. */
export const getTopic: Command = {
	fields: ['GroupId', 'From_Account', 'TopicIdList', 'ResponseFilter'],
	run: ({ body, state, settings }) => {
		const groupId = body.string('GroupId');
		const reader = body.string('From_Account');
		const filter = body.has('ResponseFilter') ? body.strings('ResponseFilter') : undefined;
		const { topics, removedTopics } = communityOf(state, groupId);
		const topicIds = body.has('TopicIdList') ? body.strings('TopicIdList') : [];
		const removed = settings.removedTopics === 'listed' ? removedTopics : [];
		const wanted = topicIds.length > 0 ? topicIds : [...topics.keys(), ...removed];
		const infos = wanted.map((topicId) => {
			const topic = topics.get(topicId);
			if (!topic) {
				const code = removedTopics.has(topicId) ? 110003 : 10010;
				return { ...coded(code), TopicInfo: { TopicId: topicId, GroupID: groupId } };
			}
			const end = topic.mutes.current(reader)?.end ?? 0;
			return {
				ErrorCode: 0,
				ErrorInfo: '',
				SelfInfo: { ShutUpTime: end === 'permanent' ? permanentSeconds : end / 1000 },
				TopicInfo: topicInfo(groupId, topic, settings, filter),
			};
		});
		return { ...topLevel(settings, infos), TopicAndSelfInfo: infos };
	},
};

function topLevel({ topLevelCode }: TencentSettings, items: ReadonlyArray<{ ErrorCode: number }>) {
	const failed = items.find(({ ErrorCode }) => ErrorCode !== 0);
	return failed && topLevelCode === 'firstFailure' ? { ErrorCode: failed.ErrorCode } : {};
}

const baseInfoFields = [
	'Type',
	'Name',
	'Appid',
	'Owner_Account',
	'CreateTime',
	'Introduction',
	'Notification',
	'FaceUrl',
	'MemberNum',
	'MaxMemberNum',
	'MuteAllMember',
	'ShutUpAllMember',
];

const responseFilterFields = [
	'GroupBaseInfoFilter',
	'MemberInfoFilter',
	'AppDefinedDataFilter_Group',
	'AppDefinedDataFilter_GroupMember',
];

function baseInfoFilter(body: TencentBody): string[] | undefined {
	if (!body.has('ResponseFilter')) return undefined;
	const filter = body.value('ResponseFilter');
	if (!isRecord(filter)) throw malformed(10004, 'ResponseFilter must be an object');
	const unknown = unknownFields(filter, responseFilterFields);
	if (unknown.length > 0) throw malformed(10004, `ResponseFilter.${unknown.join()} is not known`);
	const fields = filter.GroupBaseInfoFilter;
	if (fields === undefined) return undefined;
	if (!isStrings(fields)) throw malformed(10004, 'GroupBaseInfoFilter must hold strings');
	const wrong = fields.filter((field) => !baseInfoFields.includes(field));
	if (wrong.length > 0) throw malformed(10004, `GroupBaseInfoFilter: ${wrong.join()} is not known`);
	return fields;
}

function groupInfo(
	group: Group,
	sdkAppId: number,
	settings: TencentSettings,
	filter: string[] | undefined,
): Record<string, unknown> {
	const muteAll = group.allMuted ? 'On' : 'Off';
	const all: Record<string, unknown> = {
		Type: group.type,
		Name: group.name,
		Appid: sdkAppId,
		Owner_Account: group.owner ?? '',
		CreateTime: group.createdAt,
		Introduction: '',
		Notification: '',
		FaceUrl: '',
		MemberNum: memberCount(group),
		MaxMemberNum: 6000,
		[settings.groupInfoNaming]: muteAll,
	};
	if (!filter) return { ...all, MemberList: memberList(group) };
	const asked = filter.map((field) => (isMuteAll(field) ? settings.groupInfoNaming : field));
	return picked(all, asked);
}

const isMuteAll = (field: string): boolean =>
	field === 'MuteAllMember' || field === 'ShutUpAllMember';

const memberList = ({ members, owner, mutes }: Group) =>
	members === 'anyone'
		? []
		: [...members].map((userId) => {
				const end = mutes.current(userId)?.end ?? 0;
				return {
					Member_Account: userId,
					Role: userId === owner ? 'Owner' : 'Member',
					MuteUntil: end === 'permanent' ? permanentSeconds : end / 1000,
				};
			});

function topicInfo(
	groupId: string,
	topic: Place,
	settings: TencentSettings,
	filter: string[] | undefined,
): Record<string, unknown> {
	const naming = settings.getTopicNaming;
	const flag = naming === 'ShutUpAllFlag' ? Number(topic.allMuted) : topic.allMuted ? 'On' : 'Off';
	const all = { TopicId: topic.id, TopicName: topic.name, GroupID: groupId, [naming]: flag };
	if (!filter) return all;
	const asked = filter.map((field) => (isMuteAll(field) ? naming : field));
	return picked(all, ['TopicId', 'GroupID', ...asked]);
}

const picked = (all: Record<string, unknown>, fields: readonly string[]) =>
	Object.fromEntries(Object.entries(all).filter(([field]) => fields.includes(field)));
