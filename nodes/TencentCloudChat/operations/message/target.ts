import type { INodeProperties } from 'n8n-workflow';

import type { TencentEndpoint } from '../../../../credentials/endpoints/tencent';
import { definer, type TargetIds } from '../../../shared/model/operation';
import { privateFields, readPrivateTarget, whereField } from '../../../shared/operations/where';
import { checkUserId } from '../../userIds';
import * as group from '../group/target';

/** A group or topic, or what one account has written to another. */
export type MessageTarget = group.GroupTarget & { senderId: string; recipientId: string };

export const defineOperation = definer<MessageTarget, TencentEndpoint>();

export const where = whereField({ name: 'Group', value: 'group', description: 'A group or topic' });

/** As the triggers' items name them. A topic expression has to give something: the group's own ID means the group. */
const BY_DEFAULT: Readonly<Record<string, string>> = {
	groupId: '={{ $json.groupId }}',
	topicId: '={{ $json.topicId || $json.groupId }}',
};

const withDefault = (field: INodeProperties): INodeProperties => ({
	...field,
	default: { __rl: true, mode: 'id', value: BY_DEFAULT[field.name] },
});

export const targetFields = [...group.targetFields.map(withDefault), ...privateFields];

export function readTarget(ids: TargetIds): Partial<MessageTarget> {
	return ids.has('recipientId') ? readPrivateTarget(ids, checkUserId) : group.readTarget(ids);
}
