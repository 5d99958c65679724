import { leave, strangersIn } from '../moderation';
import { malformed } from './codes';
import type { Command } from './command';
import { accountsIn, mustBeShort, spareTheOwner } from './members';
import { groupOf } from './places';
import { permanentSeconds, type Group } from './state';

/** §13.2 */
export const banGroupMember: Command = {
	fields: ['GroupId', 'Members_Account', 'Duration', 'Description'],
	run: ({ body, state }) => {
		const group = groupOf(state, body.string('GroupId'));
		const accounts = accountsIn(body, 'Members_Account', 20);
		const seconds = body.uint32('Duration');
		mustBeShort(body, 'Description');
		if (seconds === 0) throw malformed(10004, 'Duration must be above 0');
		spareTheOwner(group, accounts);
		const end = seconds === permanentSeconds ? 'permanent' : (state.seconds() + seconds) * 1000;
		for (const account of accounts) group.bans.set(account, end);
		leave(group, accounts);
		return {};
	},
};

/** §13.2 */
export const unbanGroupMember: Command = {
	fields: ['GroupId', 'Members_Account'],
	run: ({ body, state }) => {
		const group = groupOf(state, body.string('GroupId'));
		for (const account of accountsIn(body, 'Members_Account', 20)) group.bans.lift(account);
		return {};
	},
};

/** §13.2: sorted by end. */
export const getGroupBanMember: Command = {
	fields: ['GroupId', 'Limit', 'Offset'],
	run: ({ body, state }) => {
		const groupId = body.string('GroupId');
		const limit = body.uint32('Limit');
		const offset = body.uint32('Offset');
		if (limit < 1 || limit > 100) throw malformed(10004, 'Limit must be 1 to 100');
		const rows = groupOf(state, groupId)
			.bans.entries()
			.map(([account, { end }]) => ({
				Member_Account: account,
				BannedUntil: end === 'permanent' ? state.seconds() + permanentSeconds : end / 1000,
			}))
			.sort((a, b) => a.BannedUntil - b.BannedUntil);
		const next = offset + limit;
		return {
			GroupId: groupId,
			BannedAccountList: rows.slice(offset, next),
			NextOffset: next < rows.length ? next : 0,
		};
	},
};

/** Who may not write there: no member, or banned. */
export function isOutside(group: Group, account: string): boolean {
	return strangersIn(group, [account]).length > 0 || group.bans.current(account) !== undefined;
}
