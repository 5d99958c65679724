import type { Mute } from '../moderation';
import { isInteger } from '../shape';
import type { AgoraCall, Operation } from './call';
import { scopes } from './state';

/** The longest mute, in seconds. */
const longest = 2147483647;

/** §4: `POST /mutes`, one user, each scope by itself; seconds, unlike the mute lists. */
export const muteUser: Operation = {
	body: ['username', ...scopes],
	run: (call) => {
		const fields = call.fields();
		const user = known(call, call.username(fields.username));
		const given = scopes.filter((scope) => fields[scope] !== undefined);
		// All are read before any is set: a request that is refused does nothing.
		const durations = given.map((scope) => [scope, secondsOf(call, scope, fields[scope])] as const);
		for (const [scope, seconds] of durations) {
			const mutes = call.state.userMutes[scope];
			// A mute that ends at once is still listed, with 0.
			if (seconds >= 0) mutes.set(user, call.state.now() + seconds * 1000);
			else mutes.set(user, 'permanent');
		}
		return { action: 'post', data: { result: 'ok' } };
	},
};

/** §4: `GET /mutes/{username}`, the seconds that are left. */
export const getUserMutes: Operation = {
	run: (call) => {
		const [user, ...more] = call.pathUsers(false);
		if (more.length > 0) throw call.malformed(400, 'illegal_argument', 'one user only');
		known(call, user);
		const userid = call.settings.userIdWithAppKey ? `${call.appKey}_${user}` : user;
		const left = scopes.map((scope) => [
			scope,
			secondsLeft(call, call.state.userMutes[scope].current(user)),
		]);
		const data = { userid, ...Object.fromEntries(left), unixtime: unixTime(call) };
		return { action: 'get', data };
	},
};

/** §4: `GET /mutes?pageNum&pageSize`, one row for each user and scope, ended ones included. */
export const listUserMutes: Operation = {
	query: ['pageNum', 'pageSize'],
	run: (call) => {
		const size = call.number('pageSize', 10, 50);
		const page = call.number('pageNum', 1, Number.MAX_SAFE_INTEGER);
		const rows = scopes.flatMap((scope) =>
			call.state.userMutes[scope]
				.entries(true)
				.map(([username, mute]) => ({ username, [scope]: secondsLeft(call, mute) })),
		);
		const data = rows.slice((page - 1) * size, page * size);
		return { action: 'get', data: { data, unixtime: unixTime(call) } };
	},
};

function known(call: AgoraCall, user: string): string {
	const { knownUsers } = call.settings;
	if (knownUsers === 'anyone' || knownUsers.has(user)) return user;
	throw call.refused(
		400,
		'required_property_not_found',
		'Entity user requires a property named username',
	);
}

function secondsOf(call: AgoraCall, scope: string, value: unknown): number {
	if (isInteger(value) && value >= -1 && value <= longest) return value;
	throw call.malformed(400, 'illegal_argument', `${scope} must be -1 to ${longest} seconds`);
}

function secondsLeft({ state }: AgoraCall, mute: Mute | undefined): number {
	if (mute === undefined) return 0;
	if (mute.end === 'permanent') return -1;
	return Math.max(0, Math.ceil((mute.end - state.now()) / 1000));
}

const unixTime = ({ state }: AgoraCall): number => Math.floor(state.now() / 1000);
