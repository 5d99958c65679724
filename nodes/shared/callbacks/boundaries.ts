/**
 * Where a run of letters or digits begins and ends is a character, so that looking for a word is looking for text in
 * text: `ass` is `‹ass›`, which is not in `‹class›`.
 */

/** No folded text has them. */
export const START = '\u200b';
export const END = '\u200c';
const START_UNIT = START.charCodeAt(0);
const END_UNIT = END.charCodeAt(0);

/** Chinese, Japanese, Thai and their like: no spaces tell where a word ends. */
const UNSPACED = ['Han', 'Bopomofo', 'Hiragana', 'Katakana', 'Thai', 'Lao', 'Khmer', 'Myanmar']
	.map((script) => `\\p{scx=${script}}`)
	.join('');

const MARK = 1;
const SIGN = 2;
const DIGIT = 3;
const LETTER = 4;
/** Particles follow: it begins, but does not end. */
const KOREAN = 5;
const KINDS: Array<[kind: number, characters: RegExp]> = [
	[MARK, /^\p{M}/u],
	[DIGIT, /^\p{Nd}/u],
	[SIGN, new RegExp(`^(?:\\P{L}|(?!\\p{scx=Hangul})[${UNSPACED}])`, 'u')],
	[KOREAN, /^\p{scx=Hangul}/u],
	[LETTER, /^/],
];

/** By character, as far as any was met: to ask each time would take longer than all else. */
const kinds = new Uint8Array(0x110000);

function kindOf(codePoint: number): number {
	const character = String.fromCodePoint(codePoint);
	const [kind] = KINDS.find(([, characters]) => characters.test(character)) ?? [SIGN];
	kinds[codePoint] = kind;
	return kind;
}

/**
 * Goes through a text unit by unit, and comes where runs of letters or digits begin and end by {@link START} and {@link END}.
 * @param visit says whether that is enough
 */
export function walk(text: string, visit: (unit: number) => boolean): void {
	let run = SIGN;
	for (let i = 0; i < text.length; i++) {
		const codePoint = text.codePointAt(i) ?? 0;
		const kind = kinds[codePoint] || kindOf(codePoint);
		// A mark belongs to its letter.
		if (kind !== run && kind !== MARK) {
			if ((run === LETTER || run === DIGIT) && visit(END_UNIT)) return;
			if (kind !== SIGN && visit(START_UNIT)) return;
			run = kind;
		}
		if (visit(text.charCodeAt(i))) return;
		if (codePoint > 0xffff && visit(text.charCodeAt(++i))) return;
	}
	if (run === LETTER || run === DIGIT) visit(END_UNIT);
}
