import { strangersIn } from '../moderation';
import type { AgoraCall, Operation } from './call';
import { refuseStrangers } from './mutes';
import type { Room } from './state';

/** §3: `GET …/white/users`. */
export const listAllowed: Operation = {
	run: (call) => {
		const data = [...call.room().allowed];
		return { action: 'get', data, count: data.length };
	},
};

/** §3: `POST …/white/users`. */
export const allowMany: Operation = {
	body: ['usernames'],
	run: (call) => {
		const users = call.usernames(call.fields().usernames);
		return { action: 'post', data: allow(call, users) };
	},
};

/** §3: `POST …/white/users/{u}`, answered with an object. */
export const allowOne: Operation = {
	run: (call) => {
		const [user, ...more] = call.pathUsers(false);
		if (more.length > 0) throw call.malformed(400, 'illegal_argument', 'one user only');
		const [data] = allow(call, [user]);
		return { action: 'post', data };
	},
};

/** §3: `DELETE …/white/users/{u1},{u2}`. */
export const disallow: Operation = {
	run: (call) => {
		const users = call.pathUsers(false);
		mustFit(call, users);
		const room = call.room();
		const rows = users.map((user) => {
			const result = !call.settings.failUsers.has(user);
			if (result) room.allowed.delete(user);
			return { result, action: 'remove_user_whitelist', user, ...idOf(room) };
		});
		const single = rows.length === 1 && call.settings.singleRemovalShape === 'object';
		return { action: 'delete', data: single ? rows[0] : rows };
	},
};

function allow(call: AgoraCall, users: readonly string[]) {
	mustFit(call, users);
	const room = call.room();
	if (call.settings.allowListStrangers === 'refused') refuseStrangers(call, room, users);
	return users.map((user) => {
		const row = { action: 'add_user_whitelist', user, ...idOf(room) };
		if (call.settings.failUsers.has(user)) return { result: false, ...row };
		if (strangersIn(room, [user]).length > 0) {
			const reason = `user: ${user} doesn't exist in ${nounOf(room)}: ${room.id}`;
			return { result: false, ...row, reason };
		}
		room.allowed.add(user);
		return { result: true, ...row };
	});
}

function mustFit(call: AgoraCall, users: readonly string[]): void {
	const { maxUsers } = call.settings;
	if (users.length <= maxUsers) return;
	throw call.malformed(
		400,
		'invalid_parameter',
		`userNames size is more than max limit : ${maxUsers}`,
	);
}

const nounOf = ({ kind }: Room): string => (kind === 'chatrooms' ? 'chatroom' : 'group');

const idOf = ({ kind, id }: Room) => (kind === 'chatrooms' ? { chatroomid: id } : { groupid: id });
