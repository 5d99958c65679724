import type { IDataObject } from 'n8n-workflow';

import type {
	CallbackEvent,
	Message,
	Received,
	Wanted,
} from '../../shared/callbacks/callbackService';
import { given, idOf, objectOr } from '../../shared/callbacks/values';
import { parseJson } from '../../shared/callbacks/parseJson';
import {
	asKind,
	countingTexts,
	linkableText,
	searchable,
	textsIn,
	typedText,
} from '../../shared/callbacks/text';
import { isObject } from '../../shared/model/json';
import { sentAtOf, targetIn, userIdOf } from './placeIds';
import { extTexts, isText, partsOf, partTexts } from './texts';

/** What the service tells of somebody's edit, before and after delivery. */
interface Edit {
	editor?: string;
	author?: string;
	messageId?: string;
	to: unknown;
}

/** A message, or what one is edited into. Before delivery, a callback has no type of event. */
export function readMessage({ body, overridden }: Received, wanted: Wanted): CallbackEvent {
	const payload = objectOr(body.payload);
	const edit = editIn(body, payload);
	const event = eventOf(body, edit, wanted);
	const parts = partsOf(payload);
	const objects = parts.filter(isObject);
	const besides = [payload.ext, payload.new_ext].flatMap(extTexts);
	const all = [...parts.flatMap(partTexts), ...besides, ...asKind('shown', textsIn(overridden))];
	const texts = countingTexts(all, wanted);
	const messageTypes = objects
		.flatMap(({ type, subType }) => [type, subType])
		.filter((type): type is string => typeof type === 'string');
	const { place, recipientId, places } = targetIn(body, edit ? edit.to : body.to);
	const item = given({
		event,
		edited: edit && event === 'messageBefore' ? true : undefined,
		...place,
		userId: edit ? edit.editor : userIdOf(body.from, body),
		operatorId: edit?.editor,
		authorId: edit?.author,
		recipientId,
		text: texts.join('\n'),
		messageType: messageTypes[0],
		messageId: edit?.messageId ?? idOf(body.msg_id),
		sentAt: sentAtOf(body),
	});
	return {
		event,
		items: [item],
		places,
		messageTypes,
		text: searchable(texts),
		message: {
			typed: typedText(all),
			linkable: linkableText(all, wanted),
			...mentionsIn(payload),
			place: JSON.stringify(recipientId === undefined ? places : []),
			isPrivate: recipientId !== undefined,
			senderId: edit ? edit.editor : userIdOf(body.from, body),
			atMs: Date.parse(sentAtOf(body) ?? '') || Date.now(),
			// Before delivery none comes twice.
			id: event === 'messageBefore' ? undefined : idOf(body.msg_id),
			isEdit: edit !== undefined,
		},
		...(event === 'messageBefore' && {
			reply: {
				event,
				form: payload.bodies === undefined ? 'flat' : 'bodies',
				isText: objects.length === parts.length && objects.every(isText),
			},
			beside: {
				text: searchable(countingTexts(besides, { includeQuoted: true })),
				reply: given({ ext: isObject(payload.ext) ? payload.ext : undefined }),
			},
		}),
	};
}

/** UI kits note in `ext` whom a message mentions: a list, which may be text, or `ALL`. Its sender may do so, too. */
function mentionsIn({ ext }: IDataObject): Pick<Message, 'mentioned' | 'mentionsAll'> {
	const noted = objectOr(ext).em_at_list;
	const list = typeof noted === 'string' ? (parseJson(noted)?.value ?? noted) : noted;
	const named = Array.isArray(list) ? list : idOf(list) === undefined ? [] : [list];
	return {
		mentioned: named.length,
		mentionsAll: named.some((name) => typeof name === 'string' && /^all$/i.test(name)),
	};
}

/** An edit without a type of event may be one that waits: told as what is judged, if anything is. */
function eventOf({ eventType }: IDataObject, edit: Edit | undefined, { events }: Wanted): string {
	const isBefore = eventType === undefined && (!edit || events.includes('messageBefore'));
	if (isBefore) return 'messageBefore';
	return edit ? 'messageEdited' : 'message';
}

/** Where the service tells of the edit itself, what stands outside of `payload` is its own. */
function editIn(body: IDataObject, payload: IDataObject): Edit | undefined {
	const messageId = idOf(payload.edit_message_id);
	if (messageId === undefined && body.chat_type !== 'edit') return undefined;
	const edit = objectOr(payload.meta).edit_msg;
	const { operator, sender = payload.from } = objectOr(edit);
	return {
		editor: userIdOf(isObject(edit) ? operator : body.from, body),
		author: userIdOf(sender, body),
		messageId,
		to: payload.to ?? body.to,
	};
}

/** A message that was taken back. Who wrote it is not told. */
export function readRecall(body: IDataObject): CallbackEvent {
	const event = 'messageRecalled';
	const { place, recipientId, places } = targetIn(body, body.to);
	const item = given({
		event,
		...place,
		operatorId: userIdOf(body.from, body),
		recipientId,
		messageId: idOf(body.recall_id) ?? idOf(objectOr(body.payload).ack_message_id),
		sentAt: sentAtOf(body),
	});
	return { event, items: [item], places, messageTypes: [], text: '' };
}
