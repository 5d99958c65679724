import { leave } from '../moderation';
import type { Operation } from './call';
import { idOf, isStranger, mustFit, refuseAllStrangers } from './members';
import { refuseOwner } from './mutes';
import type { Room } from './state';

/** §3, §15.3: `POST …/blocks/users`. Members alone can be put on the list. */
export const block: Operation = {
	body: ['usernames'],
	run: (call) => {
		const users = call.usernames(call.fields().usernames);
		mustFit(call, users, 'userNames is more than max limit :');
		const room = call.room();
		refuseOwner(call, room, users);
		refuseAllStrangers(call, room, users);
		const data = users.map((user) => {
			const row = { action: 'add_blocks', user, ...idOf(room) };
			if (isStranger(room, user)) {
				const reason = `user: ${user} doesn't exist in ${nounOf(room)}: ${room.id}`;
				return { result: false, ...row, reason };
			}
			room.blocked.add(user);
			leave(room, [user]);
			return { result: true, ...row };
		});
		return { action: 'post', data };
	},
};

/** §3, §15.3: `DELETE …/blocks/users/{u1}%2C{u2}`. */
export const unblock: Operation = {
	run: (call) => {
		const users = call.pathUsers(true);
		mustFit(call, users, 'userNames is more than max limit :');
		const room = call.room();
		const others = users.filter((user) => !room.blocked.has(user));
		if (others.length > 0) {
			const named = `users [${others.join(', ')}] are not members of this group!`;
			throw call.refused(403, 'forbidden_op', named);
		}
		const rows = users.map((user) => {
			room.blocked.delete(user);
			return { result: true, action: 'remove_blocks', user, ...idOf(room) };
		});
		return { action: 'delete', data: users.length === 1 ? rows[0] : rows };
	},
};

/** §15.3: groups in pages, newest first; rooms as a whole. */
export const listBlocked: Operation = {
	query: ['pageSize', 'cursor'],
	run: (call) => {
		const room = call.room();
		const all = [...room.blocked].reverse();
		const { query } = call.request;
		if (room.kind === 'chatrooms') {
			if (query.has('pageSize') || query.has('cursor')) call.note('rooms have no pages of blocks');
			return { action: 'get', data: all, count: all.length };
		}
		const size = query.has('pageSize') ? call.number('pageSize', 50, 50) : 500;
		const from = Number(Buffer.from(query.get('cursor') ?? '', 'base64').toString() || 0);
		const data = all.slice(from, from + size);
		const next = from + size;
		return {
			action: 'get',
			data,
			count: data.length,
			cursor: next < all.length ? Buffer.from(String(next)).toString('base64') : undefined,
		};
	},
};

const nounOf = ({ kind }: Room): string => (kind === 'chatrooms' ? 'chatroom' : 'group');
