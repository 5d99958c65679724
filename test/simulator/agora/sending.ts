import { strangersIn } from '../moderation';
import { privateChat, type SendError, type SentMessage } from '../transcript';
import type { AgoraCallbacks } from './callbacks';
import {
	editedEvent,
	messageEvent,
	shownText,
	textBody,
	type Message,
	type MessageBody,
} from './events';
import type { AgoraState, Room } from './state';
import type { Verdict } from './verdict';

/** What is sent: a text, or any parts; and what the sender's app puts beside it. */
export type Content = (
	| { readonly text: string; readonly bodies?: undefined }
	| { readonly bodies: readonly MessageBody[] }
) & { readonly ext?: unknown };

/** A message to a room or group. */
export type ToRoom = Content & {
	readonly id: string;
	readonly from: string;
	/** It is to take the place of what its sender wrote last. */
	readonly isEdit?: boolean;
};

/** A message from one user to another. */
export type ToUser = Content & { readonly from: string; readonly to: string };

/** The client SDKs' codes: the documents of the REST API and the callbacks have none. */
const errors = {
	globallyMuted: { code: 219, info: 'the user is muted in the whole app' },
	notJoined: { chatgroups: 602, chatrooms: 702 },
	notPermitted: { chatgroups: 603, chatrooms: 703 },
	blocked: 508,
} as const;

/** A member writes into a room or group. Who may not is refused, and nobody is asked. */
export async function sendToRoom(
	state: AgoraState,
	callbacks: AgoraCallbacks,
	{ id, from, isEdit = false, ...content }: ToRoom,
): Promise<SentMessage> {
	const room = state.get(id);
	const ends = { from: from.toLowerCase(), to: id };
	const message = { id: state.nextMessageId(), ...ends, room, isEdit, ...written(content) };
	const error = refusal(state, room, message.from);
	const sent = await deliver(state, callbacks, id, message, error);
	if (sent.shown === undefined || room.members === 'anyone') return sent;
	const absent = [...room.members].filter(
		(user) => user !== message.from && state.offline.has(user),
	);
	for (const user of absent) callbacks.tell(messageEvent(delivered(message, sent), user));
	return sent;
}

/** A user writes to another. */
export async function sendToUser(
	state: AgoraState,
	callbacks: AgoraCallbacks,
	{ from, to, ...content }: ToUser,
): Promise<SentMessage> {
	const ends = { from: from.toLowerCase(), to: to.toLowerCase() };
	const message = { id: state.nextMessageId(), ...ends, ...written(content) };
	const muted = state.userMutes.chat.current(ends.from) !== undefined;
	const error = muted ? errors.globallyMuted : undefined;
	const sent = await deliver(state, callbacks, privateChat(ends.from, ends.to), message, error);
	if (sent.shown !== undefined && state.offline.has(ends.to)) {
		callbacks.tell(messageEvent(delivered(message, sent), ends.to));
	}
	return sent;
}

const written = (content: Content): Pick<Message, 'bodies' | 'ext'> => ({
	bodies: content.bodies ?? [textBody(content.text)],
	ext: content.ext ?? {},
});

/** As the others get it. */
const delivered = (message: Message, { fate, shown = '' }: SentMessage): Message =>
	fate === 'replaced' ? { ...message, bodies: [textBody(shown)] } : message;

async function deliver(
	state: AgoraState,
	callbacks: AgoraCallbacks,
	place: string,
	message: Message,
	refused: SendError | undefined,
): Promise<SentMessage> {
	const { id, from } = message;
	const text = shownText(message.bodies);
	const at = state.now();
	const outcome: Outcome = refused
		? { fate: 'refused', error: refused }
		: outcomeOf(await callbacks.ask(message), text);
	const { fate, shown, error } = outcome;
	const sent = state.transcripts.add(place, { id, from, text, at, fate, shown, error });
	if (shown === undefined) return sent;
	const after = delivered(message, sent);
	callbacks.tell(
		message.isEdit
			? editedEvent({ message: after, editor: from, at }, state.nextMessageId())
			: messageEvent(after),
	);
	return sent;
}

/**
 * Why the service itself lets a user not write here. §2: when everybody is muted, those on the allow
 * list are not; who is muted by name is so even on it.
 */
function refusal(state: AgoraState, room: Room, user: string): SendError | undefined {
	const { kind } = room;
	if (strangersIn(room, [user]).length > 0 || room.blocked.has(user)) {
		return { code: errors.notJoined[kind], info: 'the user is not a member' };
	}
	const scope = kind === 'chatrooms' ? 'chatroom' : 'groupchat';
	if (state.userMutes[scope].current(user)) return errors.globallyMuted;
	const muted = room.mutes.current(user) || (room.allMuted && !room.allowed.has(user));
	return muted ? { code: errors.notPermitted[kind], info: 'the user is muted' } : undefined;
}

type Outcome = Pick<SentMessage, 'fate' | 'shown' | 'error'>;

function outcomeOf(verdict: Verdict, text: string): Outcome {
	if (verdict.kind === 'block') {
		const { code: info } = verdict;
		return { fate: 'blocked', error: info === undefined ? info : { code: errors.blocked, info } };
	}
	return verdict.replacement === undefined
		? { fate: 'delivered', shown: text }
		: { fate: 'replaced', shown: verdict.replacement };
}
