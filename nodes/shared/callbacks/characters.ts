/**
 * Text as words are looked for in it. Where a run of letters or digits begins and ends is a character there,
 * so that looking for a word is looking for text in text: `ass` is `‹ass›`, which is not in `‹class›`.
 */

/** No text has them: what can't be seen is taken out of it first. */
export const START = '\u200b';
export const END = '\u200c';

const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}\p{Cs}]/gu;

/** The text without case, other forms of characters and what can't be seen; twice where an `I` may be the Turkish `ı`. */
export function readings(text: string): string[] {
	const plain = text
		.replace(INVISIBLE, '')
		.normalize('NFKC')
		.replace(/\p{White_Space}+/gu, ' ');
	const turkish = plain.replace(/I/g, 'ı');
	return (turkish === plain ? [plain] : [plain, turkish]).map(withoutCase);
}

function withoutCase(text: string): string {
	return (
		text
			// Its capital is that of `i`, which is another letter.
			.split('ı')
			// Some letters agree in capitals only (`ß`, `SS`), some in small ones only.
			.map((part) => part.toLowerCase().toUpperCase().toLowerCase())
			.join('ı')
			// What is left of `İ`.
			.replace(/i\u0307/g, 'i')
			// Which of the two it is depends on what follows.
			.replace(/ς/g, 'σ')
			.normalize('NFKC')
	);
}

/** Chinese, Japanese, Thai and their like: no spaces tell where a word ends. */
const UNSPACED = `[${['Han', 'Bopomofo', 'Hiragana', 'Katakana', 'Thai', 'Lao', 'Khmer', 'Myanmar']
	.map((script) => `\\p{scx=${script}}`)
	.join('')}]`;
const KOREAN = '(?=\\p{scx=Hangul})\\p{L}';
const LETTER = `(?!\\p{scx=Hangul}|${UNSPACED})\\p{L}`;
const DIGIT = '\\p{Nd}';

// A combining mark belongs to its letter. Looking ahead first, they walk over each mark only once.
const beginning = (kind: string) => `(?=${kind})(?<!${kind}\\p{M}*)`;
const end = (kind: string) => `(?!\\p{M}|${kind})(?<=${kind}\\p{M}*)`;

const BEGINNINGS = new RegExp([LETTER, DIGIT, KOREAN].map(beginning).join('|'), 'gu');
/** Not of Korean: particles follow. */
const ENDS = new RegExp([LETTER, DIGIT].map(end).join('|'), 'gu');

/** Puts in where runs of letters or digits begin and end. */
export const marked = (text: string): string => text.replace(BEGINNINGS, START).replace(ENDS, END);
