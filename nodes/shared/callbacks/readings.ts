import { anyOf, BLANK, compose, fold } from './characters';

/** A way to read what can be read in several. */
interface Way {
	read(text: string): string;
	/** Only where one of these is looked for, it finds anything that the first way does not. */
	finds?: RegExp;
}

/** What can be read in several ways. */
interface Choice {
	isIn(text: string): boolean;
	ways: readonly Way[];
}

/** What looks like a blank is one, or nothing. */
const blanks: Choice = {
	isIn: (text) => text.includes(BLANK),
	ways: [
		{ read: (text) => compose(text.replace(/\u2800/g, '')) },
		{ read: (text) => text.replace(/[\u2800 ]+/g, ' ') },
	],
};

/** `I` is the capital of `i` and, in Turkish, of `ı`. */
const capitals: Choice = {
	isIn: (text) => text.includes('I'),
	ways: [
		{ read: (text) => text.replace(/I/g, 'i') },
		{ read: (text) => text.replace(/I/g, 'ı'), finds: /ı/ },
	],
};

const FLAG_LETTERS = /[\u{1f1e6}-\u{1f1ff}]+/gu;
const ONE_FLAG = new RegExp('^\\p{RGI_Emoji_Flag_Sequence}$', 'v');
const HAS_FLAG_LETTERS = /[\u{1f1e6}-\u{1f1ff}]/u;

/** Flags are made of letters; one by itself is a flag. */
const flags: Choice = {
	isIn: (text) => HAS_FLAG_LETTERS.test(text),
	ways: [
		{
			read: (text) =>
				text.replace(FLAG_LETTERS, (run) => (ONE_FLAG.test(run) ? run : lettersOf(run))),
		},
		{ read: (text) => text, finds: HAS_FLAG_LETTERS },
	],
};

function lettersOf(flagLetters: string): string {
	const first = 0x1f1e6 - 'a'.charCodeAt(0);
	return Array.from(flagLetters, (letter) =>
		String.fromCharCode((letter.codePointAt(0) ?? 0) - first),
	).join('');
}

const SCRIPTS = ['Latin', 'Cyrillic', 'Greek'];
/** Letters of these scripts that look alike, in small letters or in capitals; the first of a script is the likeliest. */
const LOOKALIKES =
	'aаα bвβ bь- cс- dԁ- eеε hн- hһ- iіι jјϳ kкκ lӏ- mмμ nпη oоο o-σ pрρ qԛ- rг- rя- sѕ- tтτ u-υ vѵν wшω wԝ- xхχ yуγ z-ζ'.split(
		' ',
	);
const LETTERS = SCRIPTS.map((script) => `\\p{sc=${script}}`);
const MIXABLE = new RegExp(`[${LETTERS.join('')}\\p{M}]+`, 'gu');
const MIXED = new RegExp(
	LETTERS.map((own) => `${own}\\p{M}*(?!${own})[${LETTERS.join('')}]`).join('|'),
	'u',
);

/** A word that mixes scripts reads as one of each of them: `spаm`, `cука`. */
const lookalikes: Choice = {
	isIn: (text) => MIXED.test(text),
	ways: SCRIPTS.map((_, i) => {
		const lettersOfScript = new Map<string, string>();
		for (const row of LOOKALIKES) {
			for (const letter of row) {
				if (letter === '-' || row[i] === '-' || lettersOfScript.has(letter)) continue;
				lettersOfScript.set(letter, row[i]);
			}
		}
		const like = anyOf([...lettersOfScript.keys()]);
		const inScript = (run: string) =>
			run.replace(like, (letter) => lettersOfScript.get(letter) ?? letter);
		return {
			read: (text) =>
				compose(text.replace(MIXABLE, (run) => (MIXED.test(run) ? inScript(run) : run))),
			...(i > 0 && { finds: new RegExp(LETTERS[i], 'u') }),
		};
	}),
};

/** In this order: what is made a letter may look like another. */
const CHOICES = [blanks, flags, capitals, lookalikes];

/** No message is longer. What is tells of each choice by itself: all of them together would cost too much. */
const LONG = 50_000;

/**
 * The folded text in each way in which it can be read.
 * @param sought the characters that are looked for, if not all ways are of use
 */
export function readings(text: string, sought?: string): string[] {
	const folded = fold(text);
	const choices = CHOICES.map(({ isIn, ways }) => ({
		isIn,
		ways: ways.filter(({ finds }) => !finds || (sought ?? finds.source).search(finds) >= 0),
	})).filter(({ ways }) => ways.length > 0);
	const isLong = folded.length > LONG;
	let likeliest = folded;
	let others: string[] = [];
	for (const { isIn, ways } of choices) {
		const read = (each: string, some: readonly Way[]) =>
			isIn(each) ? some.map((way) => way.read(each)) : [each];
		const [first, ...more] = read(likeliest, ways);
		others = [...others.flatMap((each) => read(each, isLong ? ways.slice(0, 1) : ways)), ...more];
		likeliest = first;
	}
	return [likeliest, ...others];
}
