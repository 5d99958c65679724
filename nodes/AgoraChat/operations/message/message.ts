import type { Resource } from '../../../shared/model/operation';
import { recall } from './recall';
import { send } from './send';
import { readTarget, targetFields, where } from './target';

/** What users have written, and what they are told. */
export const message: Resource = {
	panel: { name: 'Message', value: 'message', description: 'Messages of users, and to them' },
	target: targetFields,
	readTarget,
	longestMuteMs: () => Infinity,
	operations: {},
	byWhere: { field: where, operations: { recall, send } },
};
