import type { IDataObject } from 'n8n-workflow';

import { objectList, unixTime, UnexpectedReply } from '../../../shared/model/json';
import type { RunContext } from '../../../shared/model/operation';
import { done, muteListRows, type MuteListEntry } from '../../../shared/model/rows';
import type { ServiceRequest } from '../../../shared/model/requests';
import { includeExpired, simplify } from '../../../shared/operations/options';
import { command, GROUP_SERVICE } from '../../api';
import { PERMANENT } from '../../ends';
import { apiNaming, NAMES } from './names';
import { defineOperation, placeFields, type GroupTarget } from './target';

/** https://www.tencentcloud.com/document/product/1047/34964 */
export const getMuted = defineOperation({
	panel: {
		name: 'Get Many Muted',
		action: 'Get many muted users of group',
		description: 'List many users muted in a group, and until when',
	},
	input: 'target',
	target: ['groupId', 'topicId'],
	options: { apiNaming, includeExpired, simplify },
	most: 1,
	request: ({ target }, _, run) => askMuted(target, run),
	outcomes: ({ body, sentAtMs }, { subjects: [subject], target }, { options }) => [
		done(subject, muteListRows(mutedAccounts(body), target, options, sentAtMs)),
	],
});

export function askMuted(
	target: GroupTarget,
	{ options }: Pick<RunContext<{ apiNaming: typeof apiNaming }>, 'options'>,
): ServiceRequest {
	// The legacy command knows no topics: it would answer for the whole group.
	const names = NAMES[target.topicId ? 'current' : options.apiNaming];
	return command(GROUP_SERVICE, names.mutedList, placeFields(target));
}

export function mutedAccounts(body: IDataObject): MuteListEntry[] {
	const rows = objectList(body.MutedAccountList ?? body.ShuttedUinList, 'MutedAccountList');
	return rows.map((raw) => {
		const seconds = raw.MutedUntil ?? raw.ShuttedUntil;
		if (typeof raw.Member_Account !== 'string' || typeof seconds !== 'number') {
			throw new UnexpectedReply("'MutedAccountList' has a row without account or end");
		}
		// What a permanent mute reads as is not documented: the value sent, or now plus that value.
		return {
			userId: raw.Member_Account,
			end: seconds >= PERMANENT ? 'permanent' : unixTime(seconds, 'MutedUntil') * 1000,
			raw,
		};
	});
}
