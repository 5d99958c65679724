/**
 * Text as it reads: texts that a reader takes for the same are the same here.
 * What a text costs grows with its size alone, whatever a member has put into it.
 */

/** Of these a reader sees nothing, or a blank. */
const BLANK_LOOKING = /[\u115f\u1160\u3164\uffa0\u{13441}\u{13442}\u{1d159}\u{1da7f}\u{1da80}]/gu;
export const BLANK = '\u2800';

/**
 * Of these nothing, or no more than a line along the letters or a frame around them: control and format characters,
 * half pairs, what only a font of one's own shows, joiners of other scripts.
 */
const HIDDEN = anyOf([
	...['\\0-\\x08', '\\x0e-\\x1f', '\\x7f-\\x84', '\\x86-\\x9f', '\\p{Cf}', '\\p{Cs}', '\\p{Co}'],
	...['\\p{Default_Ignorable_Code_Point}', '\\p{Noncharacter_Code_Point}', '\\ufffc', '\\p{Me}'],
	...['\\u0332-\\u0338', '\\u0640', '\\u2d7f', '\\u{1107f}', '\\u{16fe4}'],
]);

/** Marks beyond what any language puts on a letter (Unicode's Stream-Safe Text Format): sorting them costs their square. */
const MARK = '[\\p{M}\\uff9e\\uff9f]';
const MAX_MARKS = 30;
const MANY_MARKS = new RegExp(`(?<!${MARK})${MARK}{${MAX_MARKS},}`, 'gu');

/** `⒜`, `⒈`, `㈠`: the compatibility form has the brackets, too. */
const BRACKETED = /[\u2474-\u24b5\u3200-\u3243\u{1f100}-\u{1f10a}\u{1f110}-\u{1f12a}]/gu;
const BRACKETS = /[^\p{L}\p{N}]/gu;

/** A phrase of 18 letters and one of 8 in a character: so many are spelled out, others add nothing new. */
const PHRASE = /[\ufdfa\ufdfb]/g;
const MAX_PHRASES = 100;

/** Forms of letters and digits that Unicode does not relate to them. */
const FORMS = new Map([
	...formsFrom('ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢɑɡ', [...'abcdefghijklmnopqrstuvwyzag']),
	...[0x1f150, 0x1f170].flatMap((first) => formsFrom(first, [...'abcdefghijklmnopqrstuvwxyz'])),
	...[0x24f5, 0x2776, 0x2780, 0x278a].flatMap((first) => formsFrom(first, numbers(1, 10))),
	...[0x24ff, 0x1f10b, 0x1f10c, 0x1f10d].flatMap((first) => formsFrom(first, ['0'])),
	...formsFrom(0x24eb, numbers(11, 20)),
	...formsFrom(0x1f18b, ['ic', 'pa', 'sa', 'ab', 'wc']),
	...formsFrom(0x1f191, ['cl', 'cool', 'free', 'id', 'new', 'ng', 'ok', 'sos', 'up!', 'vs']),
]);
const FORM = anyOf([...FORMS.keys()]);

/** Any of these characters. */
export function anyOf(characters: readonly string[]): RegExp {
	return new RegExp(`[${characters.join('')}]`, 'gu');
}

function formsFrom(forms: string | number, plain: string[]): Array<[form: string, plain: string]> {
	const formAt = (i: number) =>
		typeof forms === 'string' ? forms[i] : String.fromCodePoint(forms + i);
	return plain.map((text, i) => [formAt(i), text]);
}

function numbers(first: number, last: number): string[] {
	return Array.from({ length: last - first + 1 }, (_, i) => String(first + i));
}

/** Who writes these may leave the marks out: Greek does so in capitals. */
const GREEK_WITH_MARKS = /[ΐάέήίΰϊϋόύώϓϔ\u1f00-\u1fff]/g;
const MARKS_TO_LEAVE_OUT = /([\p{sc=Greek}\p{sc=Arabic}\p{sc=Hebrew}])\p{M}+/gu;

/** What is left of it in the compatibility form is the blank itself. */
const WHITE_SPACE = /[^\P{White_Space} ]/gu;

/**
 * The text without case, hidden characters, forms of letters, and more than one blank at a time. Only what may be read
 * in several ways stays as it is: a capital `I` (`i`, or the Turkish `ı`), flags (or the letters they are made of),
 * what looks like a blank, letters that look like those of another script.
 */
export function fold(text: string): string {
	if (last.text !== text) last = { text, folded: foldNew(text) };
	return last.folded;
}

/** The rules of a trigger look at one text after each other. */
let last = { text: '', folded: '' };

function foldNew(text: string): string {
	const seen = text
		.replace(BLANK_LOOKING, BLANK)
		.replace(HIDDEN, '')
		.replace(BRACKETED, (form) => form.normalize('NFKC').replace(BRACKETS, '') || form)
		.replace(PHRASE, spellOut(MAX_PHRASES));
	const folded = withoutCase(compose(seen))
		.replace(FORM, (form) => FORMS.get(form) ?? form)
		.replace(GREEK_WITH_MARKS, (letter) => letter.normalize('NFD')[0])
		.replace(MARKS_TO_LEAVE_OUT, '$1')
		.replace(WHITE_SPACE, ' ')
		.replace(/ {2,}/g, ' ');
	return compose(folded);
}

/** The compatibility form. Whatever takes characters out of a text has to come here afterwards, and not elsewhere. */
export function compose(text: string): string {
	return text.replace(MANY_MARKS, (marks) => marks.slice(0, MAX_MARKS)).normalize('NFKC');
}

function spellOut(most: number): (phrase: string) => string {
	let spelled = 0;
	return (phrase) => (spelled++ < most ? phrase.normalize('NFKC') : ' ');
}

/** Stand in for `I` and `ı`, of which the one is the capital of the other, and of `i`; such have just been taken out. */
const CAPITAL_I = '\ue000';
const DOTLESS_I = '\ue001';

function withoutCase(text: string): string {
	return (
		text
			.replace(/I/g, CAPITAL_I)
			.replace(/ı/g, DOTLESS_I)
			// Some letters agree in capitals only (`ß`, `SS`), some in small ones only.
			.toLowerCase()
			.toUpperCase()
			.toLowerCase()
			.replace(/\ue000/g, 'I')
			.replace(/\ue001/g, 'ı')
			// What is left of `İ`.
			.replace(/i\u0307/g, 'i')
			// Which of the two it is depends on what follows.
			.replace(/ς/g, 'σ')
	);
}
