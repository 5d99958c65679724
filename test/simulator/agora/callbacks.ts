import { randomUUID } from '../../support/node';
import { agoraSecurity } from '../callbackSignatures';
import { Outbox, type CallbackRecord } from '../outbox';
import type { JsonObject } from '../shape';
import { Ban } from './ban';
import { payloadOf, type AgoraEvent, type ChatType, type Message } from './events';
import {
	groupOpEvent,
	groupOpWords,
	mucEvents,
	type Generation,
	type MucMember,
	type RoomOperation,
} from './operations';
import type { Room } from './state';
import { isAnswer, readVerdict, type Verdict } from './verdict';

interface CommonRule {
	readonly url: string;
	readonly secret: string;
	/** How long an answer is waited for. Before delivery 200 ms, and 3 s at the most. */
	readonly timeoutMs?: number;
}

/** Asks before a message is delivered. */
export interface PreDeliveryRule extends CommonRule {
	readonly kind: 'preDelivery';
	/** What becomes of a message whose callback fails; default: it passes. */
	readonly fallback?: 'pass' | 'block';
	/** The console's "Report Error": whether the sender is told; default: no. */
	readonly reportError?: boolean;
	/** §10: both are documented; default `bodies`. */
	readonly payload?: 'bodies' | 'flat';
	/** §10: what a chat group is called; default `groupchat`, as in the samples. */
	readonly groupChatType?: 'group' | 'groupchat';
}

/** Tells of what has happened. */
export interface PostDeliveryRule extends CommonRule {
	readonly kind: 'postDelivery';
	/** Default: all. */
	readonly chatTypes?: readonly ChatType[];
	/** How the operations on rooms and groups are told; default `group_op_event`. */
	readonly operations?: Generation;
	/** With `muc`: where the member is named; default `to`. */
	readonly mucMember?: MucMember;
}

export type AgoraRule = PreDeliveryRule | PostDeliveryRule;

/** What becomes of a message whose callback fails. */
const failed: Readonly<Record<'pass' | 'block', Verdict>> = {
	pass: { kind: 'pass' },
	block: { kind: 'block', code: 'custom internal error' },
};

const contentType = 'application/json';
const defaultTimeoutMs = { preDelivery: 200, postDelivery: 3000 };

/** The callback rules of one app, §10, as its console sets them up. */
export class AgoraCallbacks {
	readonly outbox = new Outbox();
	private configured: readonly AgoraRule[] = [];
	private readonly bans = new WeakMap<AgoraRule, Ban>();

	constructor(
		private readonly appKey: string,
		private readonly now: () => number,
	) {}

	get rules(): readonly AgoraRule[] {
		return this.configured;
	}

	/** Four at the most. */
	set rules(rules: readonly AgoraRule[]) {
		if (rules.length > 4) throw new Error('An app has four callback rules at the most');
		if (rules.some(({ kind, timeoutMs = 0 }) => kind === 'preDelivery' && timeoutMs > 3000)) {
			throw new Error('An answer before delivery is waited for 3 s at the most');
		}
		this.configured = rules;
	}

	/** Asks about a message. There is no second try. */
	async ask(message: Message): Promise<Verdict> {
		const rule = this.rules.find(({ kind }) => kind === 'preDelivery');
		if (rule?.kind !== 'preDelivery') return { kind: 'pass' };
		const { payload = 'bodies', fallback = 'pass', reportError = false } = rule;
		const { answer } = await this.post(rule, 'pre-delivery', messageFields(rule, message));
		const verdict = readVerdict(answer, payload, message.bodies) ?? failed[fallback];
		return verdict.kind === 'block' && !reportError ? { kind: 'block' } : verdict;
	}

	/** Tells of an event, by every rule that takes it. Nobody waits for the answer. */
	tell({ chatType, body, isUnsigned }: AgoraEvent): void {
		for (const rule of this.postDelivery()) {
			if (rule.chatTypes?.includes(chatType) === false) continue;
			this.outbox.later(this.deliver(rule, chatType, body, isUnsigned));
		}
	}

	/** Tells of an operation on a room or group, by each rule in the words of its generation. */
	tellOperation(room: Room, operation: RoomOperation, operator: string): void {
		for (const rule of this.postDelivery()) {
			if (rule.chatTypes?.includes('muc') === false) continue;
			const { operations = 'group_op_event', mucMember = 'to' } = rule;
			const events =
				operations === 'muc'
					? mucEvents(this.appKey, room, operation, operator, mucMember)
					: [groupOpEvent(room, ...groupOpWords(operation), operator)];
			for (const { body } of events) this.outbox.later(this.deliver(rule, 'muc', body));
		}
	}

	/** Whether a rule is out of use because its receiver failed too often. */
	isBanned(rule: AgoraRule): boolean {
		return this.banOf(rule).holds(this.now());
	}

	private postDelivery(): PostDeliveryRule[] {
		return this.rules.filter((rule) => rule.kind === 'postDelivery');
	}

	/** A failure is tried once more at once; what comes while a rule is banned is lost. */
	private async deliver(
		rule: PostDeliveryRule,
		name: string,
		fields: JsonObject,
		isUnsigned = false,
	): Promise<void> {
		if (this.isBanned(rule)) return;
		const body = { ...fields, appkey: this.appKey, host: 'msync@simulator' };
		const first = await this.post(rule, name, body, isUnsigned);
		if (this.accepted(rule, first)) return;
		this.accepted(rule, await this.outbox.post({ ...first, ...this.posting(rule) }));
	}

	private accepted(rule: AgoraRule, { answer }: CallbackRecord): boolean {
		if (isAnswer(answer)) return true;
		this.banOf(rule).failed(this.now());
		return false;
	}

	private banOf(rule: AgoraRule): Ban {
		const ban = this.bans.get(rule) ?? new Ban();
		this.bans.set(rule, ban);
		return ban;
	}

	private async post(
		rule: AgoraRule,
		name: string,
		fields: JsonObject,
		isUnsigned = false,
	): Promise<CallbackRecord> {
		const callId = `${this.appKey}_${randomUUID()}`;
		const timestamp = this.now();
		const security = agoraSecurity(callId, rule.secret, timestamp);
		const signed = { callId, timestamp, ...fields, security };
		const body = isUnsigned ? { timestamp, ...fields } : signed;
		return await this.outbox.post({ name, url: rule.url, body, ...this.posting(rule) });
	}

	private posting({ kind, timeoutMs = defaultTimeoutMs[kind] }: AgoraRule) {
		return { contentType, timeoutMs };
	}
}

function messageFields(
	{ payload = 'bodies', groupChatType = 'groupchat' }: PreDeliveryRule,
	message: Message,
): JsonObject {
	const { id, from, to, room, isEdit } = message;
	const ofRoom = room?.kind === 'chatrooms' ? 'chatroom' : groupChatType;
	const ofPlace = room ? ofRoom : 'chat';
	return {
		chat_type: isEdit ? 'edit' : ofPlace, // §17.1: no body is documented
		...(room && { group_id: room.id }),
		from,
		to,
		msg_id: id,
		payload: payloadOf(message, payload),
		securityVersion: '1.0.0',
	};
}
