import { pageOf, type Position } from '../endlessList';
import { memberCount } from '../moderation';
import type { AgoraCall, Operation } from './call';
import type { Kind, Room } from './state';

type ListedRoom = Pick<Room, 'kind' | 'id' | 'name' | 'owner' | 'members' | 'createdAt' | 'serial'>;

/** §5: the largest page. Agora's limit for rooms is the lower of the two documented ones. */
const largestPage: Readonly<Record<Kind, number>> = { chatrooms: 100, chatgroups: 1000 };

/** §5: `GET /chatrooms?limit&cursor` and `GET /chatgroups?limit&cursor`, newest first. */
export const listRooms: Operation = {
	query: ['limit', 'cursor'],
	run: (call) => {
		const limit = call.number('limit', 10, largestPage[call.kind]);
		const { page, next } = pageOf<ListedRoom>(
			{
				rows: call.state.list(call.kind),
				start: { serial: LAST_SERIAL, lap: 0 },
				limit,
				isBehind: (room, serial) => room.serial < serial,
				invent: (number) => invented(call.kind, number),
			},
			positionOf(call),
			call.settings.endlessLists,
		);
		return {
			action: 'get',
			data: page.map((room) => listRow(call, room)),
			count: page.length,
			// The last page has none.
			cursor: next && cursorFor(call.kind, next),
		};
	},
};

/** §5: `GET /chatrooms/{id}`, also for up to 100 ids. */
export const getRooms: Operation = {
	run: (call) => {
		const rows = call.rooms().map((room) => detail(call, room));
		const single = rows.length === 1 && call.settings.detailShape === 'object';
		return { action: 'get', data: single ? rows[0] : rows, count: rows.length };
	},
};

function listRow({ appKey }: AgoraCall, room: ListedRoom) {
	const { id, name, owner = 'admin', createdAt } = room;
	return room.kind === 'chatrooms'
		? { id, name, owner, affiliations_count: memberCount(room) }
		: {
				owner: `${appKey}_${owner}`,
				groupid: id,
				affiliations: memberCount(room),
				type: 'group',
				lastModified: String(createdAt),
				groupname: name,
			};
}

function detail({ settings }: AgoraCall, room: Room) {
	const { id, name, owner, members, allMuted, createdAt } = room;
	const others = members === 'anyone' ? [] : [...members].filter((member) => member !== owner);
	return {
		id,
		name,
		description: '',
		membersonly: false,
		allowinvites: false,
		maxusers: 10_000,
		owner: owner ?? 'admin',
		created: createdAt,
		custom: '',
		...(settings.detailOmitsMute ? {} : { mute: allMuted }),
		affiliations_count: memberCount(room),
		affiliations: [...(owner ? [{ owner }] : []), ...others.map((member) => ({ member }))],
		public: true,
		// Captured of groups alone.
		...(room.kind === 'chatgroups' ? { disabled: false } : {}),
	};
}

// A cursor is opaque, and legal base64: this one begins with every character that a query must
// encode, so a client that forgets to is found out.
const marker = Buffer.from('fbefbeffffff', 'hex');

/** Above that of any room. */
const LAST_SERIAL = 999_999_999;

const cursorFor = (kind: Kind, { serial, lap }: Position): string =>
	Buffer.concat([
		marker,
		Buffer.from(`${kind}:${String(serial).padStart(9, '0')}:${lap}`),
	]).toString('base64');

/** Rooms with a lower serial come next. */
function positionOf(call: AgoraCall): Position | undefined {
	const cursor = call.request.query.get('cursor');
	if (cursor === null) return undefined;
	const bytes = Buffer.from(cursor, 'base64');
	const [kind, serial, lap] = bytes.subarray(marker.length).toString().split(':');
	const genuine = bytes.subarray(0, marker.length).equals(marker) && /^\d{9}$/.test(serial ?? '');
	if (genuine && kind === call.kind && !cursor.includes(' ')) {
		return { serial: Number(serial), lap: Number(lap) };
	}
	throw call.malformed(400, 'invalid_parameter', 'cursor was never given out');
}

const invented = (kind: Kind, number: number): ListedRoom => ({
	kind,
	id: `9${String(number).padStart(14, '0')}`,
	name: `Room ${number}`,
	members: 'anyone',
	createdAt: 0,
	serial: 0,
});
