import { strangersIn, type MuteList } from '../moderation';
import { isStrings } from '../shape';
import type { TencentBody } from './body';
import { malformed, refused } from './codes';
import type { Command } from './command';
import { groupOf, mustBeMutable, placeOf } from './places';
import type { TencentSettings } from './settings';
import { permanentSeconds } from './state';

/** §1.1 */
export const forbidSendMsg: Command = {
	fields: ['GroupId', 'TopicId', 'Members_Account', 'MuteTime', 'ShutUpTime'],
	run: ({ body, state, settings }) => {
		const groupId = body.string('GroupId');
		const accounts = accountsOf(body, settings);
		const time = body.either('MuteTime', 'ShutUpTime', settings.acceptLegacyNames);
		const muteTime = body.uint32(time ?? 'MuteTime');
		const place = placeOf(body, state, groupId);
		mustBeMutable(groupOf(state, groupId), settings);
		const strangers = strangersIn(place, accounts);
		if (strangers.length > 0 && settings.unknownAccount === 'refused') {
			throw refused(10004, 'not all accounts are members');
		}
		const members = accounts.filter((account) => !strangers.includes(account));
		for (const account of members) {
			if (muteTime === 0) place.mutes.lift(account);
			else place.mutes.set(account, state.muteEnd(muteTime));
		}
		return {};
	},
};

/** §1.2 */
export const getGroupMutedAccount: Command = {
	fields: ['GroupId', 'TopicId'],
	run: ({ body, state, settings }) => {
		const groupId = body.string('GroupId');
		const { mutes } = placeOf(body, state, groupId);
		return {
			GroupId: groupId,
			MutedAccountList: mutedAccounts(mutes, settings).map(([userId, until]) => ({
				Member_Account: userId,
				MutedUntil: until,
			})),
		};
	},
};

/** §1.3 */
export const getGroupShuttedUin: Command = {
	fields: ['GroupId'],
	legacy: true,
	run: ({ body, state, settings }) => {
		const groupId = body.string('GroupId');
		const { mutes } = groupOf(state, groupId);
		return {
			GroupId: groupId,
			ShuttedUinList: mutedAccounts(mutes, settings).map(([userId, until]) => ({
				Member_Account: userId,
				ShuttedUntil: until,
			})),
		};
	},
};

function accountsOf(body: TencentBody, settings: TencentSettings): string[] {
	const value = body.value('Members_Account');
	if (!Array.isArray(value) || value.length === 0) {
		throw malformed(10004, 'Members_Account must be a non-empty array');
	}
	if (!isStrings(value)) throw malformed(60015, 'Members_Account must hold strings');
	if (value.length > settings.maxAccounts) {
		throw malformed(
			settings.tooManyAccountsCode,
			`${value.length} accounts, ${settings.maxAccounts} at the most`,
		);
	}
	const wrong = value.filter((account) => account === '' || Buffer.byteLength(account) > 32);
	if (wrong.length > 0) throw malformed(10004, 'an account must be 1 to 32 bytes long');
	return value;
}

/** The list as the service prints it: Unix seconds. */
function mutedAccounts(
	mutes: MuteList,
	settings: TencentSettings,
): Array<[userId: string, until: number]> {
	return mutes.entries(settings.listExpired).map(([userId, { since, end }]) => {
		if (end !== 'permanent') return [userId, end / 1000];
		const base = settings.permanentMutedUntil === 'uint32' ? 0 : Math.floor(since / 1000);
		return [userId, base + permanentSeconds];
	});
}
