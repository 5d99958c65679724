import { json, Refusal } from '../answer';
import { privateChat } from '../transcript';
import type { AgoraCall, Operation } from './call';
import { recalled } from './events';

/** The longest that a message can be recalled for without `force`. */
const recallMs = 120_000;
const chatTypes = ['chat', 'groupchat', 'chatroom'];

/** §13.1: one message a call. */
export const recall: Operation = {
	body: ['msg_id', 'to', 'chat_type', 'from', 'force', 'sync_device'],
	run: (call) => {
		const { msg_id: id, to, chat_type: chatType, from, force } = call.fields();
		for (const [name, value] of Object.entries({ msg_id: id, to, chat_type: chatType })) {
			if (typeof value !== 'string' || value === '') throw missing(call, name);
		}
		// Easemob demands it, Agora does not.
		if (typeof force !== 'boolean') throw missing(call, 'force');
		if (!chatTypes.includes(String(chatType))) throw missing(call, 'chat_type');
		if (from === '') throw missing(call, 'from');
		const { transcripts } = call.state;
		const place = transcripts.placeOf(String(id));
		const message = transcripts.of(place ?? '').find((each) => each.id === id);
		if (!message || place === undefined || message.shown === undefined) {
			throw failure(call, String(id), 'not_found msg');
		}
		const meant = placeMeant(call, String(to), String(chatType), message.from);
		if (meant !== place) {
			const elsewhere = call.settings.recallElsewhere === 'find';
			throw failure(call, String(id), elsewhere ? "can't find msg to" : 'not_found msg');
		}
		if (!force && call.state.now() > message.at + recallMs) {
			throw failure(call, String(id), 'exceed recall time limit');
		}
		transcripts.recall(place, (each) => each.id === id);
		const operator = typeof from === 'string' ? from : 'admin';
		call.callbacks.tell(recalled(operator, String(to), String(id)));
		const data = { recalled: 'yes', chattype: chatType, from: operator, to, msg_id: id };
		return { action: 'post', data };
	},
};

function placeMeant(call: AgoraCall, to: string, chatType: string, from: string) {
	if (chatType === 'chat') return privateChat(from, to.toLowerCase());
	return call.state.find(chatType === 'chatroom' ? 'chatrooms' : 'chatgroups', to)?.id;
}

const missing = (call: AgoraCall, name: string) =>
	call.malformed(400, 'message_recall_error', `param ${name} can't be empty`);

/** Agora's page: HTTP 200 without an envelope, and a word. Easemob's: an error. */
function failure(call: AgoraCall, id: string, text: string): Refusal {
	if (call.settings.recallFailures === 'agora') {
		const words: Record<string, string> = {
			"can't find msg to": "can't find message to",
			'exceed recall time limit': 'exceed call time limit',
		};
		return new Refusal(json(200, { msgs: [{ msg_id: id, recalled: words[text] ?? text }] }));
	}
	return call.refused(text.startsWith("can't") ? 400 : 403, 'message_recall_error', text);
}
