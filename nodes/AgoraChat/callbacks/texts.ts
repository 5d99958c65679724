import type { IDataObject } from 'n8n-workflow';

import { objectOr } from '../../shared/callbacks/values';
import {
	asKind,
	customTexts,
	fieldTexts,
	textsIn,
	type MessageText,
} from '../../shared/callbacks/text';
import { isObject } from '../../shared/model/json';

/** What users get to see of a part of a message, whatever its type: agora-chat.md, 18. */
const SHOWN = ['filename', 'file_name', 'addr', 'buildingName', 'action', 'title', 'summary'];
/** What apps and UI kits make up. */
const CUSTOM = ['customEvent', 'customExts', 'v2:customExts'];
const KNOWN_TYPES: ReadonlySet<unknown> = new Set([
	...['txt', 'img', 'video', 'audio', 'file', 'loc', 'cmd', 'custom'],
]);
/** What no type shows: where a file is stored, and what stands around a part that has no list. */
const UNSEEN = new Set([
	...['type', 'subType', 'url', 'secret', 'thumb', 'thumb_secret'],
	...['ext', 'from', 'to', 'meta', 'edit_message_id'],
]);
/** What UI kits and phones show of the object that senders may put anything into. */
const SHOWN_EXT: ReadonlyArray<[name: string, fields: readonly string[]]> = [
	['ease_chat_uikit_user_info', ['nickname', 'remark']],
	['chatroom_uikit_userInfo', ['nickname']],
	['ease_chat_uikit_text_url_preview', ['url', 'title', 'description']],
];
const PUSHED = ['em_push_template', 'em_apns_ext', 'em_android_push_ext'];
const QUOTE = ['msgPreview', 'msgSender'];

/** Agora documents a list of bodies, Easemob's samples are flat; into what a message is edited may stand apart. */
export function partsOf(payload: IDataObject): unknown[] {
	const bodies = [payload.bodies ?? []].flat();
	return [...(bodies.length > 0 ? bodies : [payload]), payload.new_msg ?? []].flat();
}

/** All text of a part, which is text itself where it lies too deep. */
export function partTexts(part: unknown): MessageText[] {
	if (!isObject(part)) return asKind('shown', textsIn(part));
	return [
		...asKind(isText(part) ? 'typed' : 'shown', textsIn(part.msg)),
		...asKind(
			'shown',
			SHOWN.flatMap((name) => textsIn(part[name])),
		),
		...CUSTOM.flatMap((name) => customTexts(part[name])),
		...asKind('custom', isOfKnownType(part) ? [] : textsIn(part, (name) => UNSEEN.has(name))),
	];
}

/** Whether a part is nothing but text: a forwarded history is called `txt`, too. */
export const isText = ({ type, subType, msg }: IDataObject): boolean =>
	subType === undefined && (type === 'txt' || (type === undefined && typeof msg === 'string'));

const isOfKnownType = ({ type, subType }: IDataObject): boolean =>
	KNOWN_TYPES.has(type) || (type === undefined && subType === 'sub_combine');

export function extTexts(value: unknown): MessageText[] {
	const ext = objectOr(value);
	return [
		...asKind('shown', [
			...SHOWN_EXT.flatMap(([name, fields]) => fieldTexts(ext[name], fields)),
			...PUSHED.flatMap((name) => textsIn(ext[name])),
		]),
		...asKind('quoted', fieldTexts(ext.msgQuote, QUOTE)),
	];
}
