import { isObject } from '../model/json';
import { parseJson } from './parseJson';
import { isOfPicture, withoutPictures } from './pictures';

/** Text of a message that users may get to see. */
export interface MessageText {
	text: string;
	/**
	 * By its sender's hand; shown with it, such as the name of a file; a value of a custom message, or a picture's
	 * address in one; or repeated from another message.
	 */
	kind: 'typed' | 'shown' | 'custom' | 'picture' | 'quoted';
}

export const asKind = (kind: MessageText['kind'], texts: readonly string[]): MessageText[] =>
	texts.map((text) => ({ text, kind }));

/** The texts that count, each once. */
export function countingTexts(
	texts: readonly MessageText[],
	{ includeQuoted }: { includeQuoted: boolean },
): string[] {
	const counting = texts.filter(({ text, kind }) => text && (includeQuoted || kind !== 'quoted'));
	return [...new Set(counting.map(({ text }) => text))];
}

/** Those that count and may have a link in them, as one text. */
export function linkableText(
	texts: readonly MessageText[],
	{ includeQuoted }: { includeQuoted: boolean },
): string {
	const linkable = texts
		.filter(({ kind }) => kind !== 'picture' && (includeQuoted || kind !== 'quoted'))
		.map(({ text, kind }) => (kind === 'custom' ? withoutPictures(text) : text));
	return searchable(linkable);
}

/** What its sender typed, and nothing else. */
export const typedText = (texts: readonly MessageText[]): string =>
	texts.flatMap(({ text, kind }) => (kind === 'typed' ? text : [])).join('\n');

/** One text to look for something in: all of these, and what apps show where they are JSON. */
export const searchable = (texts: readonly string[]): string =>
	[...new Set(texts.flatMap(decodings))].join('\n');

/** JSON in a string of JSON in a string, and some more. */
const MOST_DECODINGS = 5;

/**
 * A text as it stands, and with the escapes of JSON undone, once for each level of JSON within JSON.
 * Without parsing: broken JSON, names that come twice and what stands behind it hide nothing.
 */
function decodings(text: string): string[] {
	const forms = [text];
	for (let i = 0; i < MOST_DECODINGS; i++) {
		const decoded = withoutEscapes(forms[i]);
		if (decoded === forms[i]) break;
		forms.push(decoded);
	}
	return forms;
}

/** Some readers take an apostrophe, too. */
const ESCAPE = /\\(?:u([0-9a-fA-F]{4})|(["'\\/bfnrt]))/g;
const CONTROLS: ReadonlyMap<string, string> = new Map([
	['b', '\b'],
	['f', '\f'],
	['n', '\n'],
	['r', '\r'],
	['t', '\t'],
]);

const withoutEscapes = (text: string): string =>
	text.replace(ESCAPE, (_, code: string | undefined, sign: string) =>
		code === undefined ? (CONTROLS.get(sign) ?? sign) : String.fromCharCode(parseInt(code, 16)),
	);

/** All text and numbers in a value but below some names. What was read is not deep. */
export function textsIn(
	value: unknown,
	isLeftOut: (name: string) => boolean = () => false,
): string[] {
	if (Array.isArray(value)) return value.flatMap((part) => textsIn(part, isLeftOut));
	if (isObject(value)) {
		return Object.entries(value).flatMap(([name, field]) =>
			isLeftOut(name) ? [] : textsIn(field, isLeftOut),
		);
	}
	if (typeof value === 'number') return [String(value)];
	return typeof value === 'string' ? [value] : [];
}

/** All text in what an app has made up, whose names tell what is a picture's address. */
export function customTexts(value: unknown, kind: 'custom' | 'picture' = 'custom'): MessageText[] {
	if (Array.isArray(value)) return value.flatMap((part) => customTexts(part, kind));
	if (!isObject(value)) return asKind(kind, textsIn(value));
	return Object.entries(value).flatMap(([name, field]) =>
		customTexts(field, isOfPicture(name) ? 'picture' : kind),
	);
}

/** The texts of some fields of an object, or of the object that JSON in a string is: of any other string all. */
export function fieldTexts(value: unknown, names: readonly string[]): string[] {
	const object = typeof value === 'string' ? objectIn(value) : value;
	if (!isObject(object)) return textsIn(value);
	return names.flatMap((name) => textsIn(object[name]));
}

/** The object that a text of JSON is, if no name in it comes twice. */
export function objectIn(text: string) {
	const json = parseJson(text);
	return json?.overridden.length === 0 && isObject(json.value) ? json.value : undefined;
}
