import { objectList, unixTime, UnexpectedReply } from '../../../shared/model/json';
import type { EndTime } from '../../../shared/model/muteEnd';
import { done, remainingBan } from '../../../shared/model/rows';
import type { ServiceRequest } from '../../../shared/model/requests';
import { simplify } from '../../../shared/operations/options';
import { command, GROUP_SERVICE } from '../../api';
import { PERMANENT } from '../../ends';
import { defineOperation } from './target';

const ROWS_PER_PAGE = 100;

/** All pages. https://www.tencentcloud.com/document/product/1047/50295 */
export const getBanned = defineOperation({
	panel: {
		name: 'Get Many Banned',
		action: 'Get many banned users of group',
		description: 'List many users banned from a group, and until when',
	},
	input: 'target',
	target: ['groupId'],
	options: { simplify },
	most: 1,
	request: ({ target }) => bannedPage(target.groupId, 0),
	listing: {
		readPage: ({ body }) => ({
			rows: objectList(body.BannedAccountList, 'BannedAccountList').map((row) => {
				if (typeof row.Member_Account !== 'string' || typeof row.BannedUntil !== 'number') {
					throw new UnexpectedReply("'BannedAccountList' has a row without account or end");
				}
				return [row.Member_Account, row];
			}),
			next: Number(body.NextOffset) > 0 ? String(body.NextOffset) : undefined,
		}),
		nextPage: (next, { target }) => bannedPage(target.groupId, Number(next)),
	},
	outcomes: ({ sentAtMs }, { subjects: [subject], target }, { options }, rows) => {
		const told = rows.map((raw) => {
			const seconds = Number(raw.BannedUntil);
			const end: EndTime =
				seconds >= PERMANENT ? 'permanent' : unixTime(seconds, 'BannedUntil') * 1000;
			return { raw, end, row: { ...target, userId: raw.Member_Account } };
		});
		// Whether what has ended is still listed is not documented.
		const inForce = told.filter(({ end }) => end === 'permanent' || end > sentAtMs);
		return [
			done(
				subject,
				inForce.map(({ raw, end, row }) =>
					options.simplify ? { ...row, ...remainingBan(end, sentAtMs) } : raw,
				),
			),
		];
	},
});

function bannedPage(groupId: string, offset: number): ServiceRequest {
	return command(GROUP_SERVICE, 'get_group_ban_member', {
		GroupId: groupId,
		Limit: ROWS_PER_PAGE,
		Offset: offset,
	});
}
