import { UserError, type IDataObject, type INodeProperties } from 'n8n-workflow';

import type { TencentEndpoint } from '../../../../credentials/endpoints/tencent';
import { shown } from '../../../shared/input/ids';
import { definer, type TargetIds } from '../../../shared/model/operation';
import { locator } from '../../../shared/operations/fields';

/** A group, or a topic of a Community group. */
export type GroupTarget = { groupId: string; topicId?: string };

export const defineOperation = definer<GroupTarget, TencentEndpoint>();

/** How the IDs of Community groups begin, own ones too. */
export const COMMUNITY_MARK = '@TGS#_';
export const TOPIC_MARK = '@TOPIC#_';
const GROUP_ITSELF =
	"To act on the group itself, leave 'Topic' empty, without an expression, or give the group's own ID, as {{ $json.topicId || $json.groupId }} does.";

export const targetFields: INodeProperties[] = [
	locator(
		{
			displayName: 'Group',
			name: 'groupId',
			required: true,
			description: 'The group to act on. Work (Private) groups have no muting.',
		},
		'searchGroups',
		'@TGS#2C5SZEAEF',
	),
	locator(
		{
			displayName: 'Topic',
			name: 'topicId',
			description: 'A topic of the group, to act on that topic alone',
			hint: 'Only Community groups have topics. Leave empty for the group itself.',
		},
		'searchTopics',
		'@TGS#_@TGS#cQVLVHIM62CJ@TOPIC#_@TOPIC#cRTE3HIM62C5',
	),
];

export function readTarget(ids: TargetIds): GroupTarget {
	const groupId = ids.required('groupId');
	const topicId = ids.optional('topicId', GROUP_ITSELF, { groupId });
	if (topicId === undefined || topicId === groupId) return { groupId };
	// A topic's ID begins with that of its group, so a mix-up is seen before anything is sent.
	if (!topicId.startsWith(groupId + TOPIC_MARK)) {
		throw new UserError(`The 'Topic' parameter names no topic of the group: ${shown(topicId)}`, {
			description: `The ID of a topic begins with that of its group: ${shown(groupId)}${TOPIC_MARK}… ${GROUP_ITSELF}`,
		});
	}
	return { groupId, topicId };
}

/** The fields that name it in a request. */
export function placeFields({ groupId, topicId }: GroupTarget): IDataObject {
	return { GroupId: groupId, ...(topicId && { TopicId: topicId }) };
}
