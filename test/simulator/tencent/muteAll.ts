import type { TencentBody } from './body';
import type { Command } from './command';
import { communityOf, groupOf, mustBeMutable, topicOf } from './places';
import type { TencentSettings } from './settings';

/** §2.1 */
export const modifyGroupBaseInfo: Command = {
	fields: [
		'GroupId',
		'From_Account',
		'Name',
		'Introduction',
		'Notification',
		'FaceUrl',
		'MaxMemberNum',
		'ApplyJoinOption',
		'InviteJoinOption',
		'AppDefinedData',
		'MuteAllMember',
		'ShutUpAllMember',
	],
	run: ({ body, state, settings }) => {
		const groupId = body.string('GroupId');
		const name = body.optionalString('Name');
		const allMuted = muteAllOf(body, settings);
		const group = groupOf(state, groupId);
		if (allMuted !== undefined) {
			mustBeMutable(group, settings);
			group.allMuted = allMuted;
		}
		group.name = name ?? group.name;
		return {};
	},
};

/** §2.2 */
export const modifyTopic: Command = {
	fields: [
		'GroupId',
		'TopicId',
		'From_Account',
		'TopicName',
		'FaceUrl',
		'Notification',
		'Introduction',
		'CustomString',
		'MuteAllMember',
		'ShutUpAllMember',
	],
	run: ({ body, state, settings }) => {
		const groupId = body.string('GroupId');
		const topicId = body.string('TopicId');
		const name = body.optionalString('TopicName');
		const allMuted = muteAllOf(body, settings);
		const topic = topicOf(communityOf(state, groupId), topicId);
		topic.allMuted = allMuted ?? topic.allMuted;
		topic.name = name ?? topic.name;
		return { ErrorInfo: 'ok' };
	},
};

function muteAllOf(body: TencentBody, settings: TencentSettings): boolean | undefined {
	const name = body.either('MuteAllMember', 'ShutUpAllMember', settings.acceptLegacyNames);
	return name === undefined ? undefined : body.oneOf(name, ['On', 'Off']) === 'On';
}
