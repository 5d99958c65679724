import { isRecord, isStrings } from '../shape';
import { privateChat } from '../transcript';
import type { AgoraCall, Operation, Payload } from './call';
import { messageEvent, textBody } from './events';
import type { Kind } from './state';

const fields = ['from', 'to', 'type', 'body', 'ext', 'sync_device'];
const mostBytes = 5 * 1024;
const most = { users: 600, chatrooms: 10, chatgroups: 3 } as const;

/** §14: whether receivers and sender exist is not looked at. */
export const sendToUsers: Operation = {
	body: fields,
	run: (call) => {
		const notice = noticeIn(call, 'users');
		const limit = { most: call.settings.receiversPerMinute, perMs: 60_000 };
		return deliver(call, notice, 'receivers', limit, (user) => {
			const to = call.username(user);
			return { place: privateChat(notice.from, to), to };
		});
	},
};

export const sendToRooms: Operation = {
	body: [...fields, 'chatroom_msg_level'],
	run: (call) => {
		const { kind } = call;
		const notice = noticeIn(call, kind);
		const level = call.fields().chatroom_msg_level;
		if (
			level !== undefined &&
			(kind === 'chatgroups' || !['high', 'normal', 'low'].includes(String(level)))
		) {
			throw call.malformed(400, 'invalid_request_body', 'chatroom_msg_level is none');
		}
		const limit = { most: call.settings.messagesPerSecond[kind], perMs: 1000 };
		return deliver(call, notice, kind, limit, (id) => ({ place: id, to: id }));
	},
};

interface Notice {
	readonly from: string;
	readonly to: readonly string[];
	readonly text: string;
}

function noticeIn(call: AgoraCall, kind: Kind | 'users'): Notice {
	const { from = 'admin', to, type, body, ext } = call.fields();
	const empty = (name: string) =>
		call.malformed(400, 'message_send_error', `param ${name} can't be empty`);
	if (typeof from !== 'string' || from === '') throw empty('from');
	if (!isStrings(to) || to.length === 0) throw empty('to');
	if (to.length > most[kind]) {
		throw call.malformed(
			400,
			'message_send_error',
			`params to's size can't exceed limit ${most[kind]}`,
		);
	}
	if (new Set(to).size < to.length) throw empty('to, each once');
	if (type !== 'txt') throw empty('type');
	if (!isRecord(body) || typeof body.msg !== 'string' || body.msg === '') throw empty('body');
	if (ext !== undefined && !isRecord(ext)) {
		throw call.malformed(400, 'message_send_error', 'param ext must be JSONObject');
	}
	if (Buffer.byteLength(JSON.stringify(body) + JSON.stringify(ext ?? {})) > mostBytes) {
		throw call.malformed(413, 'message_send_error', 'message is too large');
	}
	return { from, to, text: body.msg };
}

function deliver(
	call: AgoraCall,
	{ from, to: receivers, text }: Notice,
	what: string,
	limit: { most: number; perMs: number },
	addressOf: (receiver: string) => { place: string; to: string },
): Payload {
	const { state, settings, callbacks } = call;
	if (!state.limits.accepts(what, limit, receivers.length)) {
		throw call.refused(403, 'message_send_error', 'message send reach limit');
	}
	const data: Record<string, string> = {};
	for (const receiver of receivers) {
		const { place, to } = addressOf(receiver);
		const id = state.nextMessageId();
		const sent = { id, from, text, at: state.now(), fate: 'delivered' as const, shown: text };
		state.transcripts.add(place, sent);
		const room = what === 'receivers' || !state.has(place) ? undefined : state.get(place);
		callbacks.tell(messageEvent({ id, from, to, room, bodies: [textBody(text)], ext: {} }));
		if (!settings.unsaid.has(receiver)) data[receiver] = settings.sentAs === 'ids' ? id : 'success';
	}
	return { action: 'post', data };
}
