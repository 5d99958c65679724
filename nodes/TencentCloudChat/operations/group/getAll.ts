import type { INodeProperties } from 'n8n-workflow';

import type { Batch } from '../../../shared/model/batch';
import { done, failed, limitOf } from '../../../shared/model/rows';
import { simplify } from '../../../shared/operations/options';
import { groupIdsOf, groupInfo, groupList, GROUPS_PER_CALL, nextOf } from '../../api';
import { groupsOf, isGone, NOT_TOLD } from '../../details';
import { defineOperation } from './target';

/** Group types as the service names them; the first stands for all. */
const groupType: INodeProperties = {
	displayName: 'Group Type',
	name: 'groupType',
	type: 'options',
	options: [
		{ name: 'Any', value: 'any' },
		{ name: 'AVChatRoom', value: 'AVChatRoom' },
		{ name: 'Community', value: 'Community' },
		{ name: 'Meeting (ChatRoom)', value: 'ChatRoom' },
		{ name: 'Public', value: 'Public' },
		{ name: 'Work (Private)', value: 'Private' },
	],
	default: 'any',
	description: 'Type of the groups to list',
};

/** The groups of the app; each is asked about, since the list tells their IDs alone. */
export const getAll = defineOperation({
	panel: {
		name: 'Get Many',
		action: 'Get many groups',
		description: 'List many groups of the app',
	},
	input: 'list',
	options: { simplify },
	listType: groupType,
	most: 1,
	request: (batch) => groupList(limitOf(batch), '0', typeOf(batch)),
	listing: {
		readPage: (answer) => ({
			rows: groupIdsOf(answer.body).map((groupId) => [groupId, { groupId }]),
			next: nextOf(answer),
		}),
		nextPage: (next, batch, left) => (left > 0 ? groupList(left, next, typeOf(batch)) : undefined),
	},
	outcomes: (_, batch, __, rows) =>
		rows.slice(0, limitOf(batch)).map(({ groupId }) => ({
			open: { ...batch.subjects[0], target: { groupId: String(groupId) } },
			next: describe,
		})),
});

/** What the list does not tell. */
const describe = defineOperation({
	input: 'target',
	target: ['groupId'],
	options: { simplify },
	most: GROUPS_PER_CALL,
	mixing: () => '',
	request: ({ subjects }) =>
		groupInfo(
			subjects.map(({ target }) => target.groupId),
			['Type', 'Name'],
		),
	outcomes: ({ body }, { subjects }, { options }) => {
		const groups = groupsOf(body);
		return subjects.map((subject) => {
			const { groupId } = subject.target;
			const { raw, failure } = groups.get(groupId) ?? NOT_TOLD;
			if (failure) return isGone(failure) ? done(subject, []) : failed(subject, failure);
			const row = { groupId, name: raw.Name ?? null, type: raw.Type ?? null };
			return done(subject, [options.simplify ? row : raw]);
		});
	},
});

function typeOf({ subjects: [{ list }] }: Batch): string | undefined {
	return list?.type;
}
