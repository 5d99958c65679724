import type { INodeProperties } from 'n8n-workflow';

import type { Resource } from '../../../shared/model/operation';
import { readTarget, targetFields } from '../group/target';
import { deleteBySender } from './deleteBySender';

/** As the triggers' items name them. A topic expression has to give something: the group's own ID means the group. */
const BY_DEFAULT: Readonly<Record<string, string>> = {
	groupId: '={{ $json.groupId }}',
	topicId: '={{ $json.topicId || $json.groupId }}',
};

const withDefault = (field: INodeProperties): INodeProperties => ({
	...field,
	default: { __rl: true, mode: 'id', value: BY_DEFAULT[field.name] },
});

/** What users have written. */
export const message: Resource = {
	panel: { name: 'Message', value: 'message', description: 'What users have written' },
	target: targetFields.map(withDefault),
	readTarget,
	longestMuteMs: () => Infinity,
	operations: { deleteBySender },
};
