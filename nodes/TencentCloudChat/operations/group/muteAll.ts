import type { OperationPanel } from '../../../shared/model/operation';
import { done } from '../../../shared/model/rows';
import { command, COMMUNITY_SERVICE, GROUP_SERVICE } from '../../api';
import { apiNaming, NAMES } from './names';
import { defineOperation, placeFields } from './target';

export const muteAll = setMuteAll(true, {
	name: 'Mute All',
	action: 'Mute everyone in group',
	description: 'Keep everybody in the group from writing until Unmute All',
	notice:
		'The owner and the admins of the group can still write. Mute All has no end, and is not part of the mute list: plan an Unmute All.',
});

export const unmuteAll = setMuteAll(false, {
	name: 'Unmute All',
	action: 'Unmute everyone in group',
	description: 'End Mute All for everybody; single mutes stay',
});

/** https://www.tencentcloud.com/document/product/1047/34962, for a topic .../49468 */
function setMuteAll(allMuted: boolean, panel: OperationPanel) {
	return defineOperation({
		panel,
		input: 'target',
		target: ['groupId', 'topicId'],
		options: { apiNaming },
		changesTarget: true,
		most: 1,
		request: ({ target }, _, { options }) => {
			const { muteAll } = NAMES[options.apiNaming];
			const body = { ...placeFields(target), [muteAll]: allMuted ? 'On' : 'Off' };
			return target.topicId
				? command(COMMUNITY_SERVICE, 'modify_topic', body)
				: command(GROUP_SERVICE, 'modify_group_base_info', body);
		},
		outcomes: (_, { subjects: [subject], target }) => [done(subject, [{ ...target, allMuted }])],
	});
}
