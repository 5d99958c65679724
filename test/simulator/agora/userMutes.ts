import type { Mute } from '../moderation';
import { isInteger } from '../shape';
import type { AgoraCall, Operation } from './call';
import { scopes, type Scope } from './state';

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
		const left = scopes.map((scope) => [
			scope,
			secondsLeft(call, call.state.userMutes[scope].current(user)),
		]);
		const data = {
			userid: shownUser(call, user),
			...Object.fromEntries(left),
			unixtime: unixTime(call),
		};
		return { action: 'get', data };
	},
};

/** §4: `GET /mutes?pageNum&pageSize`, one row for each user and scope, ended ones included. */
export const listUserMutes: Operation = {
	query: ['pageNum', 'pageSize'],
	run: (call) => {
		const size = call.number('pageSize', 10, 50);
		const page = call.number('pageNum', 1, Number.MAX_SAFE_INTEGER);
		const name = call.settings.listedUserName;
		const data = mutesOfPage(call, page, size).map(([user, scope, mute]) => ({
			[name]: shownUser(call, user),
			[scope]: secondsLeft(call, mute),
		}));
		return { action: 'get', data: { data, unixtime: unixTime(call) } };
	},
};

/** Where the list does not end, behind its last page as `settings` say; it is the pages' size that ends it. */
function mutesOfPage(call: AgoraCall, page: number, size: number): ListedMute[] {
	const all = listedMutes(call);
	const pages = Math.ceil(all.length / size);
	const at = (number: number) => all.slice((number - 1) * size, number * size);
	switch (page > pages ? call.settings.endlessLists : undefined) {
		case 'samePage':
			return at(pages);
		case 'circle':
			return at(((page - 1) % pages) + 1);
		case 'newRows':
			return Array.from({ length: size }, (_, i) => [
				`user_${page}_${i}`,
				'chat',
				{ end: 'permanent' },
			]);
		default:
			return at(page);
	}
}

type ListedMute = [user: string, Scope, Pick<Mute, 'end'>];

function listedMutes({ state, settings }: AgoraCall): ListedMute[] {
	const mutes = scopes.flatMap((scope) =>
		state.userMutes[scope].entries(true).map(([user, mute]): ListedMute => [user, scope, mute]),
	);
	return settings.listedUsers === 'byScope'
		? mutes
		: mutes.sort(([one], [other]) => Number(one > other) - Number(one < other));
}

const shownUser = ({ settings, appKey }: AgoraCall, user: string): string =>
	settings.userIdWithAppKey ? `${appKey}_${user}` : user;

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

function secondsLeft({ state }: AgoraCall, mute: Pick<Mute, 'end'> | undefined): number {
	if (mute === undefined) return 0;
	if (mute.end === 'permanent') return -1;
	return Math.max(0, Math.ceil((mute.end - state.now()) / 1000));
}

const unixTime = ({ state }: AgoraCall): number => Math.floor(state.now() / 1000);
