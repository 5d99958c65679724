import type { IDataObject } from 'n8n-workflow';

import { objectOr } from '../../shared/callbacks/values';
import {
	asKind,
	customTexts,
	fieldTexts,
	objectIn,
	textsIn,
	type MessageText,
} from '../../shared/callbacks/text';
import { isObject } from '../../shared/model/json';

/** What users get to see of an element, whatever its type, beside what was typed: tencent-chat.md, 16. */
const SHOWN = ['Desc', 'FileName', 'fileName', 'Title', 'AbstractList', 'CompatibleText'];
/** What apps and UI kits make up, as JSON or otherwise. */
const CUSTOM = ['Data', 'Ext'];
const KNOWN_TYPES: ReadonlySet<unknown> = new Set([
	...['TIMTextElem', 'TIMCustomElem', 'TIMFaceElem', 'TIMLocationElem', 'TIMFileElem'],
	...['TIMImageElem', 'TIMSoundElem', 'TIMVideoFileElem', 'TIMRelayElem'],
]);
/** Where a file is stored. */
const STORED = /(?:url|uuid)$/i;
const QUOTE = ['messageAbstract', 'messageSender'];
/** What a UI kit keeps with a message that others reply or react to. */
const ADDED_BY_KITS = ['messageReplies', 'messageReact'];

/** All text of the elements of a message; they are text themselves where they lie too deep. */
export function elementTexts(elements: unknown): MessageText[] {
	return [elements ?? []].flat().flatMap((element) => {
		if (!isObject(element)) return asKind('shown', textsIn(element));
		const { MsgType, MsgContent } = element;
		if (!isObject(MsgContent)) return asKind('shown', textsIn(MsgContent));
		return contentTexts(MsgType, MsgContent);
	});
}

function contentTexts(type: unknown, content: IDataObject): MessageText[] {
	return [
		...asKind(type === 'TIMTextElem' ? 'typed' : 'shown', textsIn(content.Text)),
		...CUSTOM.flatMap((name) => customTexts(content[name])),
		...asKind(
			'shown',
			SHOWN.flatMap((name) => textsIn(content[name])),
		),
		...forwardedTexts(content.MsgList),
		...asKind('custom', KNOWN_TYPES.has(type) ? [] : textsIn(content, (name) => STORED.test(name))),
	];
}

/** Forwarded messages may hold forwarded ones. What was read is not deep, so that this ends. */
function forwardedTexts(messages: unknown): MessageText[] {
	const texts = [messages ?? []]
		.flat()
		.flatMap((message) => elementTexts(isObject(message) ? message.MsgBody : message));
	return texts.map(({ text, kind }) => ({ text, kind: kind === 'typed' ? 'shown' : kind }));
}

/** What a reply repeats of the message that it replies to. */
export function quotedTexts({ CloudCustomData: data }: IDataObject): MessageText[] {
	const custom = customOf(data);
	if (custom) return asKind('quoted', fieldTexts(custom.messageReply, QUOTE));
	// Not all readers need it to be sound.
	const isQuote = typeof data === 'string' && data.includes('messageReply');
	return isQuote ? asKind('quoted', [data]) : [];
}

/** Whether a message was edited by a UI kit, for somebody who replied or reacted. */
export function isEditedByKit({ CloudCustomData }: IDataObject): boolean {
	const custom = objectOr(customOf(CloudCustomData));
	return ADDED_BY_KITS.some((name) => custom[name] !== undefined);
}

const customOf = (data: unknown) =>
	typeof data === 'string' ? objectIn(data) : isObject(data) ? data : undefined;
