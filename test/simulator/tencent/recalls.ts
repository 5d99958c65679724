import { isInteger, isRecord, unknownFields } from '../shape';
import { privateChat } from '../transcript';
import type { TencentBody } from './body';
import { malformed, refused } from './codes';
import type { Command } from './command';
import { groupMessagesRecalled, privateMessageRecalled } from './events';
import { groupOf, placeOf } from './places';

const mostMessages = 10;
const mostReasonBytes = 100;

/** §11.1: OK, whatever becomes of each message. */
export const groupMsgRecall: Command = {
	fields: ['GroupId', 'TopicId', 'MsgSeqList', 'Reason'],
	run: ({ body, state, settings, identifier, callbacks }) => {
		const groupId = body.string('GroupId');
		if (body.optionalString('TopicId') === '') throw malformed(10004, 'TopicId is empty');
		const place = placeOf(body, state, groupId);
		const group = groupOf(state, groupId);
		if (Buffer.byteLength(body.optionalString('Reason') ?? '') > mostReasonBytes) {
			throw malformed(10004, 'Reason is too long');
		}
		const isRecallable = settings.recallable === 'any' || settings.recallable.has(group.type);
		const recalled: number[] = [];
		const rows = seqsIn(body).map((MsgSeq) => {
			if (!isRecallable) return { MsgSeq, RetCode: 10033 };
			const isMeant = ({ seq }: { seq?: number }) => seq === MsgSeq;
			if (state.transcripts.recall(place.id, isMeant)) {
				recalled.push(MsgSeq);
				return { MsgSeq, RetCode: 0 };
			}
			const was = state.transcripts.of(place.id).some(isMeant);
			return { MsgSeq, RetCode: was ? settings.recalledAgain : 10030 };
		});
		if (recalled.length > 0) {
			callbacks.tell(groupMessagesRecalled(group, recalled, identifier, state.now()));
		}
		return { RecallRetList: rows };
	},
};

function seqsIn(body: TencentBody): number[] {
	const list = body.value('MsgSeqList');
	if (!Array.isArray(list) || list.length === 0) {
		throw malformed(10004, 'MsgSeqList must be a non-empty array');
	}
	if (list.length > mostMessages) throw malformed(10004, `${list.length} messages, 10 at the most`);
	return list.map((item: unknown) => {
		const seq = isRecord(item) && unknownFields(item, ['MsgSeq']).length === 0 ? item.MsgSeq : NaN;
		if (isInteger(seq) && seq >= 1 && seq <= 0xffffffff) return seq;
		throw malformed(10004, 'MsgSeqList holds MsgSeq alone, a uint32');
	});
}

/** §11.2 */
export const adminMsgWithdraw: Command = {
	fields: ['From_Account', 'To_Account', 'MsgKey'],
	unparsable: 90001,
	run: ({ body, state, callbacks }) => {
		const from = body.string('From_Account');
		const to = body.string('To_Account');
		const key = body.string('MsgKey');
		if (!/^\d+_\d+_\d+$/.test(key)) throw malformed(90054, 'MsgKey must be three numbers');
		const place = privateChat(from, to);
		const isMeant = (message: { id: string; from: string }) =>
			message.id === key && message.from === from;
		if (!state.transcripts.recall(place, isMeant)) {
			throw refused(state.transcripts.of(place).some(isMeant) ? 20023 : 20022);
		}
		callbacks.tell(privateMessageRecalled(from, to, key, state.now()));
		return {};
	},
};
