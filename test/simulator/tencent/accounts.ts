import type { MuteList } from '../moderation';
import { isRecord, unknownFields } from '../shape';
import type { TencentBody } from './body';
import { coded, malformed, refused, type TencentCode } from './codes';
import type { Command } from './command';
import type { TencentSettings } from './settings';
import { permanentSeconds, type TencentState } from './state';

const times = ['C2CmsgNospeakingTime', 'GroupmsgNospeakingTime'] as const;

/** §4.1. A time that is left out stays as it was. */
export const setNoSpeaking: Command = {
	fields: ['Set_Account', ...times],
	noActionStatus: true,
	unparsable: 130001,
	run: ({ body, state, settings }) => {
		const account = accountOf(body, 'Set_Account', 130004, 130005);
		const given = times.filter((name) => body.has(name));
		if (given.length === 0) throw malformed(130008, 'neither time is given');
		// All are read before any is set: a request that is refused does nothing.
		const seconds = given.map((name) => [name, body.uint32(name)] as const);
		if (settings.unknownAccountMute === 'refused' && !exists(settings, account)) {
			throw refused(130005, 'no such account');
		}
		for (const [name, time] of seconds) {
			if (time === 0) listOf(state, name).lift(account);
			else listOf(state, name).set(account, state.muteEnd(time));
		}
		return {};
	},
};

/** §4.2. Answers the seconds that are left. */
export const getNoSpeaking: Command = {
	fields: ['Get_Account'],
	noActionStatus: true,
	unparsable: 130001,
	run: ({ body, state, settings }) => {
		const account = accountOf(body, 'Get_Account', 130002, 130003);
		const known = exists(settings, account);
		return Object.fromEntries(
			times.map((name) => {
				const left = known ? secondsLeft(state, listOf(state, name), account) : permanentSeconds;
				return [name, left];
			}),
		);
	},
};

/** The most accounts in one `account_check`. */
const mostChecked = 100;

/** §4.2, the page "Querying Accounts": whether accounts exist, each with a code of its own. */
export const accountCheck: Command = {
	fields: ['CheckItem'],
	run: ({ body, settings }) => ({
		ResultItem: checkedAccounts(body).map((account) => {
			if (settings.failChecks.has(account)) {
				const { ErrorCode, ErrorInfo } = coded(70169);
				return { UserID: account, ResultCode: ErrorCode, ResultInfo: ErrorInfo };
			}
			const AccountStatus = exists(settings, account) ? 'Imported' : 'NotImported';
			return { UserID: account, ResultCode: 0, ResultInfo: '', AccountStatus };
		}),
	}),
};

function checkedAccounts(body: TencentBody): string[] {
	const items = body.value('CheckItem');
	if (!Array.isArray(items) || items.length === 0) {
		throw malformed(70402, 'CheckItem must be a non-empty array');
	}
	if (items.length > mostChecked) {
		throw malformed(70402, `${items.length} accounts, ${mostChecked} at the most`);
	}
	return items.map((item: unknown) => {
		if (!isRecord(item) || unknownFields(item, ['UserID']).length > 0) {
			throw malformed(70402, 'a CheckItem holds a UserID alone');
		}
		const { UserID: account } = item;
		if (typeof account !== 'string' || account === '' || Buffer.byteLength(account) > 32) {
			throw malformed(70402, 'UserID must be a string of 1 to 32 bytes');
		}
		return account;
	});
}

const exists = ({ knownAccounts }: TencentSettings, account: string): boolean =>
	knownAccounts === 'anyone' || knownAccounts.has(account);

function accountOf(
	body: TencentBody,
	name: string,
	missing: TencentCode,
	invalid: TencentCode,
): string {
	const value = body.value(name);
	if (value === undefined) throw malformed(missing, `${name} is missing`);
	if (typeof value !== 'string' || value === '' || Buffer.byteLength(value) > 32) {
		throw malformed(invalid, `${name} must be a string of 1 to 32 bytes`);
	}
	return value;
}

const listOf = ({ accountMutes }: TencentState, name: (typeof times)[number]): MuteList =>
	name === 'C2CmsgNospeakingTime' ? accountMutes.c2c : accountMutes.group;

function secondsLeft({ now }: TencentState, mutes: MuteList, account: string): number {
	const end = mutes.current(account)?.end ?? now();
	return end === 'permanent' ? permanentSeconds : Math.ceil((end - now()) / 1000);
}
