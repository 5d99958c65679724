import { done, failed } from '../../../shared/model/rows';
import { simplify } from '../../../shared/operations/options';
import { groupInfo, GROUPS_PER_CALL, topicInfo } from '../../api';
import { groupRow, groupsOf, NOT_TOLD, topicRow, topicsOf } from '../../details';
import { apiNaming, NAMES } from './names';
import { defineOperation } from './target';

/** Groups, 50 at once, or the topics of one group. */
export const get = defineOperation({
	panel: {
		name: 'Get',
		action: 'Get group',
		description: 'Get the name and size of a group, and whether everybody is muted',
	},
	input: 'target',
	target: ['groupId', 'topicId'],
	options: { apiNaming, simplify },
	most: GROUPS_PER_CALL,
	mixing: ({ groupId, topicId }) => (topicId ? groupId : ''),
	request: ({ target, subjects }, _, { options, endpoint }) => {
		if (target.topicId) {
			const topicIds = subjects.flatMap((subject) => subject.target.topicId ?? []);
			return topicInfo(target.groupId, endpoint.identifier, topicIds);
		}
		const fields = ['Type', 'Name', NAMES[options.apiNaming].muteAll, 'MemberNum'];
		return groupInfo(
			subjects.map((subject) => subject.target.groupId),
			fields,
		);
	},
	outcomes: ({ body }, { target, subjects }, { options }) => {
		const topicIds = subjects.flatMap((subject) => subject.target.topicId ?? []);
		const told = target.topicId ? topicsOf(body, topicIds) : groupsOf(body);
		return subjects.map((subject) => {
			const { groupId, topicId } = subject.target;
			const { raw, failure } = told.get(topicId ?? groupId) ?? NOT_TOLD;
			if (failure) return failed(subject, failure);
			const row = topicId ? topicRow(raw) : groupRow(raw);
			return done(subject, [options.simplify ? { ...subject.target, ...row } : raw]);
		});
	},
});
