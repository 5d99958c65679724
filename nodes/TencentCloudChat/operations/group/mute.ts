import type { IDataObject } from 'n8n-workflow';

import { userIdsOf, type Batch } from '../../../shared/model/batch';
import type { Failure } from '../../../shared/model/failure';
import type { MuteEnd } from '../../../shared/model/muteEnd';
import type { RunContext } from '../../../shared/model/operation';
import { muteState, userOutcomes } from '../../../shared/model/rows';
import { secondsOf } from '../../../shared/model/seconds';
import type { ServiceRequest } from '../../../shared/model/requests';
import { batchSize } from '../../../shared/operations/options';
import { command, GROUP_SERVICE, groupInfo } from '../../api';
import { groupTypeIn, hasMuting } from '../../details';
import { endTime, PERMANENT } from '../../ends';
import { apiNaming, NAMES } from './names';
import { defineOperation, placeFields, type GroupTarget } from './target';

export const MAX_ACCOUNTS = 500;
export const options = { apiNaming, batchSize: batchSize(MAX_ACCOUNTS) };

/** https://www.tencentcloud.com/document/product/1047/34951 */
export const mute = defineOperation({
	panel: {
		name: 'Mute',
		action: 'Mute users in group',
		description: 'Keep users from writing in a group, for a time or permanently',
	},
	input: 'mute',
	target: ['groupId', 'topicId'],
	options,
	most: MAX_ACCOUNTS,
	request: (batch, nowMs, run) => forbidSendMsg(batch, batch.end ?? null, nowMs, run),
	outcomes: ({ sentAtMs }, batch) => userOutcomes(batch, muteState(endTime(batch.end, sentAtMs))),
	diagnosis: {
		request: ({ groupId }) => groupInfo([groupId], ['Type']),
		failure: typeFailure,
	},
});

/** @param end null lifts the mute */
export function forbidSendMsg(
	batch: Batch & { target: GroupTarget },
	end: MuteEnd | null,
	nowMs: number,
	{ options }: Pick<RunContext<{ apiNaming: typeof apiNaming }>, 'options'>,
): ServiceRequest {
	return command(GROUP_SERVICE, 'forbid_send_msg', {
		...placeFields(batch.target),
		Members_Account: userIdsOf(batch),
		[NAMES[options.apiNaming].muteTime]: secondsOf(end, nowMs, PERMANENT),
	});
}

/** Why a group of this type refuses everybody: 10004 may mean one bad account, or a type that has no muting at all. */
export function typeFailure(body: IDataObject, { topicId }: GroupTarget): Failure | undefined {
	const type = groupTypeIn(body);
	const refusal = { code: 10004, retry: 'no', scope: 'target' } as const;
	if (!hasMuting(type)) {
		return {
			...refusal,
			message: 'Work (Private) groups have no muting',
			advice:
				'Use a Public, Meeting, AVChatRoom or Community group, or remove the user from this one.',
		};
	}
	if (topicId && typeof type === 'string' && type !== 'Community') {
		return {
			...refusal,
			message: 'Only Community groups have topics',
			advice: "Leave the 'Topic' parameter empty to act on the group itself.",
		};
	}
	return undefined;
}
