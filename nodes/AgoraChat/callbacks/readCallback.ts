import type { IDataObject } from 'n8n-workflow';

import type { CallbackEvent, Received, Wanted } from '../../shared/callbacks/callbackService';
import { isObject } from '../../shared/model/json';
import { readKeywordAlert, readModeration } from './audits';
import { readMessage, readRecall } from './messages';
import { readNewer, readOlder, readOther } from './placeEvents';

/** What goes to a place or a user, or is edited. */
const MESSAGES: ReadonlySet<unknown> = new Set(['chat', 'group', 'chatroom', 'groupchat', 'edit']);
/** What is told of afterwards alone, and is no message. */
const NO_MESSAGES: ReadonlySet<unknown> = new Set(['roster', 'read_ack', 'notify']);

/** https://docs.agora.io/en/agora-chat/reference/callbacks-events */
export function read(received: Received, wanted: Wanted): CallbackEvent {
	const { body } = received;
	switch (body.eventType) {
		case undefined:
		case 'chat':
			break;
		case 'moderation':
			return readModeration(body);
		case 'keyword_alert':
			return readKeywordAlert(body);
		default:
			// The second callback of a message, to somebody offline, would count it twice.
			return readOther(body);
	}
	if (body.event === 'group_op_event') return readNewer(body);
	switch (body.chat_type) {
		case 'muc':
			return readOlder(body);
		case 'recall':
			return readRecall(body);
		default:
			return isMessage(body) ? readMessage(received, wanted) : readOther(body);
	}
}

/** What waits for a verdict has no type of event. Whatever it is called then, it is judged. */
function isMessage({ chat_type, eventType, payload }: IDataObject): boolean {
	if (MESSAGES.has(chat_type)) return true;
	const isBefore = typeof chat_type === 'string' && eventType === undefined && isObject(payload);
	return isBefore && !NO_MESSAGES.has(chat_type);
}

/** The body without what could be sent again. */
export function withoutSecurity({ security, ...body }: IDataObject): IDataObject {
	return security === undefined ? body : { ...body };
}
