import { strangersIn, type Mute } from '../moderation';
import { isInteger } from '../shape';
import type { AgoraCall, Operation } from './call';
import type { RoomOperation } from './operations';
import type { Room } from './state';

/** §2: `POST …/mute`. */
export const muteMembers: Operation = {
	body: ['usernames', 'mute_duration'],
	run: (call) => {
		const { usernames, mute_duration: duration } = call.fields();
		const users = call.usernames(usernames);
		if (users.length > call.settings.maxUsers) {
			throw call.malformed(
				400,
				'invalid_parameter',
				`userNames size is more than max limit : ${call.settings.maxUsers}`,
			);
		}
		const durationMs = durationOf(call, duration);
		const room = call.room();
		refuseOwner(call, room, users);
		refuseStrangers(call, room, users);
		const data = users.map((user) => {
			if (call.settings.failUsers.has(user)) return { result: false, user };
			return { result: true, expire: mute(call, room, user, durationMs), user };
		});
		const muted = doneTo(call, users);
		if (muted.length > 0) call.tell(room, toldOf(call, muted, durationMs));
		return { action: 'post', data };
	},
};

/** §2: `DELETE …/mute/{u1}%2C{u2}`. */
export const unmuteMembers: Operation = {
	run: (call) => {
		const users = call.pathUsers(true);
		if (users.length > call.settings.maxUsers) {
			throw call.malformed(
				400,
				'invalid_parameter',
				// Two spaces, as it was captured.
				`removeMute member size more than max limit :  ${call.settings.maxUsers}`,
			);
		}
		const room = call.room();
		// A mute outlives a member's leaving (§2), so it can be lifted then.
		const unmuted = users.filter((user) => room.mutes.current(user) === undefined);
		refuseStrangers(call, room, unmuted);
		const data = users.map((user) => {
			const result = !call.settings.failUsers.has(user);
			if (result) room.mutes.lift(user);
			return { result, user };
		});
		const lifted = doneTo(call, users);
		if (lifted.length > 0) call.tell(room, { kind: 'unmuted', users: lifted });
		return { action: 'delete', data };
	},
};

/** §2: `GET …/mute`. */
export const listMuted: Operation = {
	run: (call) => ({
		action: 'post',
		data: call
			.room()
			.mutes.entries(call.settings.listExpired)
			.map(([user, mute]) => ({ expire: expireOf(call, mute), user })),
	}),
};

/** §2: `POST …/ban`, everyone. */
export const muteAll: Operation = {
	run: (call) => {
		const room = call.room();
		room.allMuted = true;
		call.tell(room, { kind: 'allMuted' });
		return { action: 'put', data: { mute: true } };
	},
};

/** §2: `DELETE …/ban`. */
export const unmuteAll: Operation = {
	run: (call) => {
		const room = call.room();
		room.allMuted = false;
		call.tell(room, { kind: 'allUnmuted' });
		return { action: 'delete', data: { mute: false } };
	},
};

/** §8: one stranger in the request, and nothing of it is done. */
export function refuseStrangers(call: AgoraCall, room: Room, users: readonly string[]): void {
	const strangers = strangersIn(room, users);
	if (strangers.length === 0) return;
	const { nonMember, strangersNamed } = call.settings;
	const named = {
		all: `users [${strangers.join(', ')}]`,
		first: `users [${strangers[0]}]`,
		none: 'users',
	};
	throw call.refused(
		nonMember.status,
		nonMember.error,
		`${named[strangersNamed]} are not members of this group!`,
	);
}

export function refuseOwner(call: AgoraCall, room: Room, users: readonly string[]): void {
	if (call.settings.ownerMutable || room.owner === undefined) return;
	if (!users.includes(room.owner)) return;
	throw call.refused(403, 'forbidden_op', 'forbidden operation on group owner!');
}

/** Milliseconds; -1 is for ever, 0 lifts the mute. */
function durationOf(call: AgoraCall, value: unknown): number {
	const least = call.settings.zeroDuration === 'lifts' ? 0 : 1;
	if (isInteger(value) && (value === -1 || value >= least)) return value;
	throw call.malformed(
		400,
		'illegal_argument',
		`mute_duration must be -1 or whole milliseconds, not ${JSON.stringify(value)}`,
	);
}

/** Sets or lifts a mute and gives its `expire`. */
function mute(call: AgoraCall, { mutes }: Room, user: string, durationMs: number): number {
	const since = call.state.now();
	if (durationMs === 0) {
		mutes.lift(user);
		return since;
	}
	const end = durationMs === -1 ? 'permanent' : since + durationMs;
	mutes.set(user, end);
	return expireOf(call, { since, end });
}

const doneTo = ({ settings }: AgoraCall, users: readonly string[]): string[] =>
	users.filter((user) => !settings.failUsers.has(user));

/** What the callbacks are told of a mute, which may be an unmute. */
function toldOf(call: AgoraCall, users: readonly string[], durationMs: number): RoomOperation {
	if (durationMs === 0) return { kind: 'unmuted', users };
	const since = call.state.now();
	const end = durationMs === -1 ? 'permanent' : since + durationMs;
	return { kind: 'muted', users, expire: expireOf(call, { since, end }) };
}

const expireOf = ({ settings }: AgoraCall, { end }: Mute): number =>
	end === 'permanent' ? settings.permanentExpire : end;
