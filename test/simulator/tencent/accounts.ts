import type { MuteList } from '../moderation';
import type { TencentBody } from './body';
import { malformed, type TencentCode } from './codes';
import type { Command } from './command';
import { permanentSeconds, type TencentState } from './state';

const times = ['C2CmsgNospeakingTime', 'GroupmsgNospeakingTime'] as const;

/** §4.1. A time that is left out stays as it was. */
export const setNoSpeaking: Command = {
	fields: ['Set_Account', ...times],
	noActionStatus: true,
	unparsable: 130001,
	run: ({ body, state }) => {
		const account = accountOf(body, 'Set_Account', 130004, 130005);
		const given = times.filter((name) => body.has(name));
		if (given.length === 0) throw malformed(130008, 'neither time is given');
		// All are read before any is set: a request that is refused does nothing.
		const seconds = given.map((name) => [name, body.uint32(name)] as const);
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
	run: ({ body, state, settings: { knownAccounts } }) => {
		const account = accountOf(body, 'Get_Account', 130002, 130003);
		const exists = knownAccounts === 'anyone' || knownAccounts.has(account);
		return Object.fromEntries(
			times.map((name) => {
				const left = exists ? secondsLeft(state, listOf(state, name), account) : permanentSeconds;
				return [name, left];
			}),
		);
	},
};

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
