import { randomUUID } from '../../support/node';
import { Refusal } from '../answer';
import { isRecord, isStrings, unknownFields } from '../shape';
import { privateChat } from '../transcript';
import type { TencentBody } from './body';
import { failure, malformed, refused } from './codes';
import type { Command, CommandCall } from './command';
import { afterGroupMessage, shownText } from './events';
import { groupOf, placeOf } from './places';
import type { MsgElement } from './verdict';

const mostReceivers = 500;
const mostBytes = 12 * 1024;
const minute = 60_000;
/** The same content and `Random` within this time is dropped. */
const knownForMs = 5 * minute;
const controls = ['ForbidBeforeSendMsgCallback', 'ForbidAfterSendMsgCallback'];

/** §12.2: starts no callback, and asks neither for friendship nor for mutes. */
export const batchSendMsg: Command = {
	fields: ['SyncOtherMachine', 'From_Account', 'To_Account', 'MsgRandom', 'MsgSeq', 'MsgBody'],
	unparsable: 90001,
	run: (call) => {
		const { body, state, settings } = call;
		const receivers = body.value('To_Account');
		if (!isStrings(receivers) || receivers.length === 0) {
			throw malformed(90003, 'To_Account must be a non-empty array of strings');
		}
		if (receivers.length > mostReceivers) throw malformed(90011, `${receivers.length} receivers`);
		if (new Set(receivers).size < receivers.length)
			throw malformed(90003, 'a receiver comes twice');
		if (body.has('SyncOtherMachine') && ![1, 2].includes(Number(body.value('SyncOtherMachine')))) {
			throw malformed(90001, 'SyncOtherMachine must be 1 or 2');
		}
		const random = body.uint32('MsgRandom');
		const content = contentOf(body);
		const from = senderOf(call);
		const limit = { most: settings.receiversPerMinute, perMs: minute };
		if (!state.limits.accepts('receivers', limit, receivers.length)) {
			throw new Refusal(failure(settings.overFrequencyCode));
		}
		const unknown = receivers.filter((account) => !exists(call, account));
		if (unknown.length === receivers.length && settings.unknownReceiver !== 'silent') {
			throw refused(90012);
		}
		const key = `${Math.floor(Math.random() * 100_000)}_${random}_${state.seconds()}`;
		const text = shownText(content);
		for (const to of receivers) {
			if (unknown.includes(to)) continue;
			const message = { id: key, from, text, at: state.now(), fate: 'delivered' as const };
			state.transcripts.add(privateChat(from, to), { ...message, shown: text });
		}
		const list = unknown.map((account) => ({ To_Account: account, ErrorCode: 70107 }));
		return {
			MsgKey: key,
			...(list.length > 0 &&
				settings.unknownReceiver !== 'silent' && {
					ActionStatus: settings.unknownReceiver,
					ErrorList: list,
				}),
		};
	},
};

/** §12.3. Nobody is asked before: that an app's own callback refuses a notice is not simulated. */
export const sendGroupMsg: Command = {
	fields: ['GroupId', 'TopicId', 'From_Account', 'Random', 'MsgBody', 'ForbidCallbackControl'],
	run: (call) => {
		const { body, state, settings, callbacks } = call;
		const groupId = body.string('GroupId');
		const place = placeOf(body, state, groupId);
		const group = groupOf(state, groupId);
		const random = body.uint32('Random');
		const content = contentOf(body);
		const forbidden = body.has('ForbidCallbackControl')
			? body.strings('ForbidCallbackControl')
			: [];
		if (forbidden.some((control) => !controls.includes(control))) {
			throw malformed(10004, 'ForbidCallbackControl holds an unknown word');
		}
		const from = senderOf(call);
		if (place.mutes.current(from) || state.accountMutes.group.current(from)) throw refused(10017);
		const told = { MsgTime: state.seconds(), MsgSeq: state.transcripts.lastSeq(place.id) + 1 };
		const limit = { most: settings.groupMessagesPerSecond, perMs: 1000 };
		if (!state.limits.accepts(`messages ${groupId}`, limit)) {
			if (settings.groupLimitAnswer === 10023) throw refused(10023);
			return { ...told, MsgDropReason: 'MsgFreqCtrl' };
		}
		const key = JSON.stringify([place.id, random, content]);
		const sentAt = state.sentInto.get(key) ?? -Infinity;
		if (state.now() < sentAt + knownForMs) return told;
		state.sentInto.set(key, state.now());
		const text = shownText(content);
		const message = { from, text, at: state.now(), fate: 'delivered' as const, shown: text };
		state.transcripts.add(place.id, { id: randomUUID(), ...message });
		if (!forbidden.includes(controls[1])) {
			const topicId = body.optionalString('TopicId');
			const sent = { group, topicId, from, random, body: content, at: state.now() };
			callbacks.tell(afterGroupMessage(sent, told.MsgSeq));
		}
		return told;
	},
};

/** In whose name: the admin who calls, unless another is given. */
function senderOf(call: CommandCall): string {
	const from = call.body.optionalString('From_Account') ?? call.identifier;
	if (from === '' || (from !== call.identifier && !exists(call, from))) throw refused(90008);
	return from;
}

const exists = ({ settings: { knownAccounts } }: CommandCall, account: string): boolean =>
	knownAccounts === 'anyone' || knownAccounts.has(account);

/** A text, which is all that a notice is. */
function contentOf(body: TencentBody): MsgElement[] {
	const list = body.value('MsgBody');
	const [element, ...others] = Array.isArray(list) ? (list as unknown[]) : [];
	const isText =
		isRecord(element) &&
		unknownFields(element, ['MsgType', 'MsgContent']).length === 0 &&
		element.MsgType === 'TIMTextElem' &&
		isRecord(element.MsgContent) &&
		typeof element.MsgContent.Text === 'string' &&
		element.MsgContent.Text !== '';
	if (!isText || others.length > 0) throw malformed(90007, 'MsgBody must be one TIMTextElem');
	if (Buffer.byteLength(JSON.stringify(list)) > mostBytes) throw malformed(93000, 'too long');
	return [element as unknown as MsgElement];
}
