import { leave, strangersIn } from '../moderation';
import type { AgoraCall, Operation } from './call';
import { refuseOwner, refuseStrangers } from './mutes';
import type { Room } from './state';

/** §15.1, §15.2: `DELETE …/users/{u1}%2C{u2}`; one user is answered without a list. */
export const removeMembers: Operation = {
	run: (call) => {
		const users = call.pathUsers(true);
		mustFit(call, users, 'kickMember: kickMembers number more than maxSize :');
		const room = call.room();
		refuseOwner(call, room, users);
		refuseAllStrangers(call, room, users);
		const rows = users.map((user) => {
			const row = { action: 'remove_member', user, ...idOf(room) };
			if (!isStranger(room, user)) return { result: true, ...row };
			const reason = `user: ${user} doesn't exist in group: ${room.id}`;
			return { result: false, ...row, reason };
		});
		const removed = users.filter((user) => !isStranger(room, user));
		leave(room, removed);
		if (removed.length > 0) call.tell(room, { kind: 'kicked', users: removed });
		return { action: 'delete', data: users.length === 1 ? rows[0] : rows };
	},
};

export const isStranger = (room: Room, user: string) => strangersIn(room, [user]).length > 0;

/** Where nobody is a member, the request fails as a whole. */
export function refuseAllStrangers(call: AgoraCall, room: Room, users: readonly string[]): void {
	if (users.every((user) => isStranger(room, user))) refuseStrangers(call, room, users);
}

export function mustFit(call: AgoraCall, users: readonly string[], words: string): void {
	if (users.length <= 60) return;
	throw call.malformed(400, 'invalid_parameter', `${words} 60`);
}

export const idOf = ({ kind, id }: Room) => (kind === 'chatrooms' ? { id } : { groupid: id });
