import type { IDataObject } from 'n8n-workflow';

import type { CallbackEvent } from '../../shared/callbacks/callbackService';
import { given, idOf } from '../../shared/callbacks/values';
import { searchable, textsIn } from '../../shared/callbacks/text';
import { EITHER, kindOf, sentAtOf, targetOf, userIdOf } from './placeIds';

/** What the service's own moderation says of a message. */
interface Audit {
	userId: unknown;
	to: unknown;
	/** The words for what it went to. */
	toKind: unknown;
	result?: string;
	reason: unknown;
	labels: readonly string[];
	messageId?: string;
	more?: { text: string; messageType: unknown };
}

const RESULTS: ReadonlyMap<unknown, string> = new Map([
	['PASS', 'passed'],
	['REJECT', 'blocked'],
	['EXCHANGE', 'replaced'],
	['RECALL', 'recalled'],
]);
const STATUSES: ReadonlyMap<unknown, string> = new Map([
	['pass', 'passed'],
	['refuse', 'blocked'],
	['replace', 'replaced'],
]);
/** Samples have other IDs, too, which no operation takes. */
const MESSAGE_ID = /^\d+$/;

/** `eventType: "moderation"`: what the moderation that is set up in the console says. */
export function readModeration(body: IDataObject): CallbackEvent {
	const { moderationResult, providerResult, riskType, messageId, messageType, msg } = body;
	const isDoubtful = moderationResult === 'PASS' && (providerResult ?? 'PASS') !== 'PASS';
	return makeEvent(body, {
		userId: body.from,
		to: body.to,
		toKind: body.targetType === 'groupchat' ? 'group' : body.targetType,
		result: isDoubtful ? 'review' : RESULTS.get(moderationResult),
		reason: riskType,
		labels: textsIn(riskType),
		messageId: MESSAGE_ID.test(idOf(messageId) ?? '') ? idOf(messageId) : undefined,
		more: { text: textsIn(msg).join('\n'), messageType },
	});
}

/** `eventType: "keyword_alert"`: what the service's own word list has found. */
export function readKeywordAlert(body: IDataObject): CallbackEvent {
	const { contentOwner, contentReceiver, chatType, status, alertReason, contentUri } = body;
	const result = STATUSES.get(status);
	const [, messageId] = /^msync:(\d+)$/.exec(idOf(contentUri) ?? '') ?? [];
	return makeEvent(body, {
		userId: contentOwner,
		to: contentReceiver,
		toKind: chatType,
		result,
		reason: alertReason,
		labels: textsIn(body.sensitiveWords),
		messageId: result === 'blocked' ? undefined : messageId,
	});
}

function makeEvent(body: IDataObject, audit: Audit): CallbackEvent {
	const event = 'auditResult';
	const { result, reason, labels, messageId, more } = audit;
	const isAtPlace = String(idOf(audit.to)).includes('@conference.');
	const kind = kindOf(audit.toKind) ?? (isAtPlace ? EITHER : undefined);
	const { place, recipientId, places } = targetOf(userIdOf(audit.to, body), kind);
	const messageType = idOf(more?.messageType);
	const item = given({
		event,
		...place,
		userId: userIdOf(audit.userId, body),
		recipientId,
		text: more?.text,
		messageType,
		messageId,
		result,
		reason: idOf(reason),
		labels: labels.filter((label) => label !== ''),
		sentAt: sentAtOf(body),
	});
	return {
		event,
		items: [item],
		hasBody: true,
		places,
		messageTypes: messageType === undefined ? [] : [messageType],
		text: searchable(more ? [more.text] : []),
	};
}
