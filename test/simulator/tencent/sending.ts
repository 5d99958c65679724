import { randomUUID } from '../../support/node';
import { strangersIn } from '../moderation';
import { privateChat, type SentMessage } from '../transcript';
import type { TencentCallbacks } from './callbacks';
import {
	afterGroupMessage,
	afterPrivateMessage,
	beforeGroupMessage,
	beforePrivateMessage,
	groupMessageEdited,
	groupMessageFailed,
	msgKey,
	shownText,
} from './events';
import { isOutside } from './bans';
import type { Group, TencentState } from './state';
import {
	groupVerdicts,
	privateVerdicts,
	sendError,
	type MsgElement,
	type Verdict,
} from './verdict';

/** What is sent: a text, or any elements; and what the sender's app puts beside it. */
export type Content = (
	| { readonly text: string; readonly body?: undefined }
	| { readonly body: readonly MsgElement[] }
) & { readonly cloudCustomData?: string };

/** A message to a group, or to one of its topics. */
export type ToGroup = Content & {
	readonly from: string;
	readonly groupId: string;
	readonly topicId?: string;
};

/** A message from one account to another. */
export type ToAccount = Content & { readonly from: string; readonly to: string };

/** A member writes into a group or topic. Who may not is refused, and nobody is asked. */
export async function sendToGroup(
	state: TencentState,
	callbacks: TencentCallbacks,
	{ groupId, topicId, from, ...content }: ToGroup,
): Promise<SentMessage> {
	const group = state.group(groupId);
	const place = state.place(groupId, topicId).id;
	const message = { group, topicId, from, ...written(state, content) };
	const record = (outcome: Outcome) =>
		state.transcripts.add(place, { id: randomUUID(), ...entry(message, outcome) });

	const refused = refusal(state, group, from, topicId);
	if (refused !== undefined) {
		const error = sendError(refused);
		callbacks.tell(groupMessageFailed(message, error));
		return record({ fate: 'refused', error });
	}
	const verdict = await callbacks.ask(beforeGroupMessage(message), groupVerdicts);
	const { body = message.body, ...outcome } = outcomeOf(verdict, message.body);
	const sent = record(outcome);
	if (sent.shown !== undefined) {
		callbacks.tell(afterGroupMessage({ ...message, body }, state.transcripts.lastSeq(place)));
	}
	return sent;
}

/** A member puts another text in the place of what was written last: nobody is asked before, §15.1. */
export function editInGroup(
	state: TencentState,
	callbacks: TencentCallbacks,
	{ groupId, topicId, from, ...content }: ToGroup,
): SentMessage {
	const group = state.group(groupId);
	const place = state.place(groupId, topicId).id;
	const message = { group, topicId, from, ...written(state, content) };
	callbacks.tell(groupMessageEdited(message, state.transcripts.lastSeq(place), from));
	const outcome: Outcome = { fate: 'delivered', shown: shownText(message.body) };
	return state.transcripts.add(place, { id: randomUUID(), ...entry(message, outcome) });
}

/** An account writes to another. */
export async function sendToAccount(
	state: TencentState,
	callbacks: TencentCallbacks,
	{ from, to, ...content }: ToAccount,
): Promise<SentMessage> {
	const place = privateChat(from, to);
	const seq = state.transcripts.of(place).length + 1;
	const message = { from, to, seq, ...written(state, content) };
	const record = (outcome: Outcome) =>
		state.transcripts.add(place, { id: msgKey(message), ...entry(message, outcome) });

	if (state.accountMutes.c2c.current(from)) {
		return record({ fate: 'refused', error: sendError(20012) });
	}
	const verdict = await callbacks.ask(beforePrivateMessage(message), privateVerdicts);
	const { body = message.body, ...outcome } = outcomeOf(verdict, message.body);
	const sent = record(outcome);
	if (sent.shown !== undefined) callbacks.tell(afterPrivateMessage({ ...message, body }));
	return sent;
}

/** Why the service itself lets an account not write here: no member, or muted in one of three ways. */
function refusal(
	state: TencentState,
	group: Group,
	account: string,
	topicId: string | undefined,
): 10007 | 10017 | undefined {
	const place = state.place(group.id, topicId);
	if (strangersIn(place, [account]).length > 0 || isOutside(group, account)) return 10007;
	// §2.1: neither the owner nor an admin is meant when everybody is muted.
	const exempt = account === group.owner || group.admins.has(account);
	const muted =
		(place.allMuted && !exempt) ||
		place.mutes.current(account) !== undefined ||
		state.accountMutes.group.current(account) !== undefined;
	return muted ? 10017 : undefined;
}

type Outcome = Pick<SentMessage, 'fate' | 'shown' | 'error'>;

/** What the verdict does to a message; `body` where it puts another in its place. */
function outcomeOf(
	verdict: Verdict,
	written: readonly MsgElement[],
): Outcome & { readonly body?: readonly MsgElement[] } {
	switch (verdict.kind) {
		case 'pass':
			return verdict.replacement
				? { fate: 'replaced', shown: shownText(verdict.replacement), body: verdict.replacement }
				: { fate: 'delivered', shown: shownText(written) };
		case 'drop':
			return { fate: 'dropped' };
		case 'block':
			return { fate: 'blocked', error: verdict.error };
	}
}

const written = ({ now }: TencentState, content: Content) => ({
	body: content.body ?? [{ MsgType: 'TIMTextElem', MsgContent: { Text: content.text } }],
	cloudCustomData: content.cloudCustomData ?? '',
	random: Math.floor(Math.random() * 2 ** 32),
	at: now(),
});

const entry = (
	{ from, body, at }: { from: string; body: readonly MsgElement[]; at: number },
	{ fate, shown, error }: Outcome,
) => ({ from, text: shownText(body), at, fate, shown, error });
