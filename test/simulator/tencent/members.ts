import { leave } from '../moderation';
import { isStrings } from '../shape';
import type { TencentBody } from './body';
import { malformed, refused } from './codes';
import type { Command } from './command';
import { groupOf } from './places';
import type { Group } from './state';

/** §13.1: who is no member counts as removed. */
export const deleteGroupMember: Command = {
	fields: ['GroupId', 'MemberToDel_Account', 'Silence', 'Reason'],
	run: ({ body, state }) => {
		const group = groupOf(state, body.string('GroupId'));
		const accounts = accountsIn(body, 'MemberToDel_Account', 100);
		mustBeShort(body, 'Reason');
		if (body.has('Silence') && ![0, 1].includes(Number(body.value('Silence')))) {
			throw malformed(10004, 'Silence must be 0 or 1');
		}
		if (group.type === 'AVChatRoom') throw refused(10004, 'group type not supported');
		spareTheOwner(group, accounts);
		leave(group, accounts);
		return {};
	},
};

export function accountsIn(body: TencentBody, field: string, most: number): string[] {
	const value = body.value(field);
	if (!Array.isArray(value) || value.length === 0) {
		throw malformed(10004, `${field} must be a non-empty array`);
	}
	if (!isStrings(value)) throw malformed(60015, `${field} must hold strings`);
	if (value.length > most) throw malformed(10005, `${value.length} accounts, ${most} at the most`);
	return value;
}

export function mustBeShort(body: TencentBody, field: string): void {
	const text = body.optionalString(field) ?? '';
	if (Buffer.byteLength(text) > 1000) throw malformed(10004, `${field} is too long`);
}

/** Undocumented: the whole request fails. */
export function spareTheOwner({ owner }: Group, accounts: readonly string[]): void {
	if (owner !== undefined && accounts.includes(owner)) throw refused(10007, 'the owner');
}
