import fc from 'fast-check';

import { splitWords, WordList, wordListOf } from '../../nodes/shared/callbacks/wordList';

const find = (word: string, text: string) => new WordList([word]).find(text);

type Case = [word: string, text: string];

function areFound(cases: Case[]): void {
	it.each(cases)('%j is in %j', (word, text) => expect(find(word, text)).toBe(word));
}

function areNotFound(cases: Case[]): void {
	it.each(cases)('%j is not in %j', (word, text) => expect(find(word, text)).toBeUndefined());
}

describe('A text of words', () => {
	it('has one a line or separates them by commas', () => {
		expect(splitWords('one\ntwo words\r\nthree, four，five、six；seven\rعيب،قبيح')).toEqual([
			'one',
			'two words',
			'three',
			'four',
			'five',
			'six',
			'seven',
			'عيب',
			'قبيح',
		]);
	});

	it('may have empty lines, blanks and commas too many', () => {
		expect(splitWords('\n  one ,,\t\n，two\n')).toEqual(['one', 'two']);
		expect(splitWords(' \n , ')).toEqual([]);
	});

	it('has other signs in its words', () => {
		expect(splitWords(';) | a.b / c: d;e')).toEqual([';) | a.b / c: d;e']);
	});
});

describe('A list', () => {
	const list = new WordList(['Kitten', '＊猫＊', 'bad  DOG']);

	it('tells the word as it is written in it', () => {
		expect(list.find('a bad dog')).toBe('bad  DOG');
		expect(list.find('小猫咪')).toBe('＊猫＊');
	});

	it('tells the word that ends first in the text', () => {
		expect(list.find('a bad dog and a kitten')).toBe('bad  DOG');
		expect(list.find('a kitten and a bad dog')).toBe('Kitten');
	});

	it('tells the longest of those that end there, and the first of those that are the same', () => {
		expect(new WordList(['dog', 'bad dog', 'BAD DOG']).find('bad dog')).toBe('bad dog');
	});

	it('goes on with a shorter word where a longer one breaks off', () => {
		expect(new WordList(['*abcd', '*bc', '*bx']).find('abcx')).toBeUndefined();
		expect(new WordList(['*abcd*', '*bc*']).find('abcx')).toBe('*bc*');
		expect(new WordList(['*abab*', '*babc*']).find('ababac ababc')).toBe('*abab*');
		expect(new WordList(['*ababd*', '*babc*']).find('ababc')).toBe('*babc*');
	});

	it('finds nothing in a harmless text, or in none', () => {
		expect(list.find('a good cat')).toBeUndefined();
		expect(list.find('')).toBeUndefined();
	});

	it('without words finds nothing', () => {
		expect(new WordList([]).find('anything')).toBeUndefined();
	});
});

describe('A word with nothing in it matches nothing', () => {
	it.each([
		'',
		' ',
		'\u3000\n',
		'*',
		'**',
		'***',
		'* *',
		'＊',
		'\u200b',
		'*\u00ad*',
		'\ufe0f',
		'\u3164',
	])('%j', (word) => {
		const list = new WordList([word, 'cat']);
		for (const text of ['', ' ', 'any text', '* ** ***', '\u200b', 'x *y* z']) {
			expect(list.find(text)).toBeUndefined();
		}
		expect(list.find('cat')).toBe('cat');
	});
});

describe('Whatever the case', () => {
	areFound([
		['bad', 'BAD'],
		['BaD', 'bAd'],
		['дурак', 'ДУРАК'],
		['ДУРАК', 'дурак'],
		['straße', 'STRASSE'],
		['STRASSE', 'straße'],
		['straße', 'STRAẞE'],
		['λόγος', 'ΛΌΓΟΣ'],
		['ΛΌΓΟΣ', 'λόγος'],
		['ΛΌΓΟΣ*', 'λόγοστε'],
		['ᾳ', 'ΑΙ'],
		['ΐ', '\u03aa\u0301'],
		['և', 'ԵՒ'],
		['մարդ', 'ՄԱՐԴ'],
		['ᏣᎳᎩ', 'ꮳꮃꭹ'],
		['ქართული', 'ᲥᲐᲠᲗᲣᲚᲘ'],
		['𐐨𐐩', '𐐀𐐁'],
		['ǆ', 'ǅ'],
	]);
});

describe('A Turkish dotless i is a letter of its own, and its capital looks like another', () => {
	areFound([
		['sıkıcı', 'SIKICI'],
		['SIKICI', 'sıkıcı'],
		['istanbul', 'İSTANBUL'],
		['İSTANBUL', 'istanbul'],
		['İstanbul', 'İSTANBUL'.toLowerCase()],
		['idiot', 'IDIOT'],
		['IDIOT', 'Idiot'],
		['ısı', 'ＩＳＩ'],
	]);
	areNotFound([
		['sik', 'sık'],
		['sık', 'sik'],
		['sık', 'SİK'],
	]);
});

describe('Forms of a character are that character', () => {
	areFound([
		['bad', 'ｂａｄ'],
		['ＢＡＤ', 'bad'],
		['bad', '𝐛𝓪𝕕'],
		['bad', 'ⓑⓐⓓ'],
		['fish', 'ﬁsh'],
		['ﬁsh', 'fish'],
		['バカ', 'ﾊﾞｶ'],
		['ｽｰﾊﾟｰ', 'スーパー'],
		['café', 'cafe\u0301'],
		['CAFE\u0301', 'café'],
		['바보', '바보'.normalize('NFD')],
		['سلام', 'ﺳﻼﻡ'],
		['bad*', 'badly'],
		['bad＊', 'badly'],
		['18', '１８'],
	]);
});

describe('What can not be seen is not there', () => {
	const invisible =
		'\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202e\u2066\u061c\u180e\u034f\ufe0f\ufff9\u{e0101}\u{e0062}';
	it.each([...invisible])('%j', (character) => {
		expect(find('bad', `b${character}a${character}d`)).toBe('bad');
		expect(find('bad', `${character}bad${character}`)).toBe('bad');
		expect(find(`b${character}ad${character}`, 'bad')).toBe(`b${character}ad${character}`);
		expect(find('ass', `cl${character}ass`)).toBeUndefined();
		expect(find('é', `e${character}\u0301`)).toBe('é');
		expect(find('笨蛋', `笨${character}蛋`)).toBe('笨蛋');
	});

	/** Control characters, half pairs, characters of a font of one's own, lines along and frames around letters. */
	const hidden = '\0\u0001\u0008\u000e\u001f\u007f\u0090\ue000\ufffc\ufdd0\u0334\u0336\u20dd\u0640';
	it.each([...hidden].map((character) => [character.codePointAt(0), character]))(
		'U+%s',
		(_, character) => {
			expect(find('bad', `b${character}a${character}d`)).toBe('bad');
			expect(find('ass', `cl${character}ass`)).toBeUndefined();
		},
	);

	it.each(['\u2800', '\u115f', '\u1160', '\u3164', '\uffa0', '\u{1d159}', '\u{13441}'])(
		'what looks like a blank is one, or nothing: %j',
		(character) => {
			expect(find('bad', `b${character}a${character}d`)).toBe('bad');
			expect(find('bad dog', `a bad${character}dog`)).toBe('bad dog');
			expect(find('bad', `badly${character}bred`)).toBeUndefined();
		},
	);

	areFound([
		['❤', '❤\ufe0f'],
		['می\u200cخواهم', 'میخواهم'],
		['bad', 'b\ud83dad'],
	]);
});

describe('Letters in other forms are letters', () => {
	const disguises: string[][] = [
		['🆂🅿🅰🅼', '🅢🅟🅐🅜', 'ꜱᴘᴀᴍ', '🇸🇵🇦🇲', 'ⓢⓟⓐⓜ', '⒮⒫⒜⒨', '🄢🄟🄐🄜', 'ｓｐａｍ', '𝓼𝓹𝓪𝓶', '𝕊ℙ𝔸𝕄'],
		['s̶p̶a̶m̶', 's⃞p⃞a⃞m⃞', 'sраm', 'ѕpam', 'SΡAΜ'],
	];
	it.each(disguises.flat())('%s', (disguise) => {
		expect(find('spam', `buy ${disguise} now`)).toBe('spam');
		expect(find('spam', disguise)).toBe('spam');
		expect(find(disguise, 'a spam b')).toBe(disguise);
	});

	areFound([
		['μαλάκας', 'ΜΑΛΑΚΑΣ'],
		['μαλάκας', 'μαλακας'],
		['ηλίθιε', 'ΗΛΊΘΙΕ'],
		['18', '⓲'],
		['18', '⑱'],
		['100', '①⓪⓪'],
		['سلام', 'سَلَامٌ'],
		['שלום', 'שָׁלוֹם'],
		['сука', 'cyкa'],
	]);

	it.each(['🇺🇸', '🇫🇷🇩🇪'])('flags are none: %s', (flags) => {
		expect(find('us', flags)).toBeUndefined();
		expect(find('fr', flags)).toBeUndefined();
		expect(find(flags, `go ${flags}`)).toBe(flags);
	});
});

describe('Runs of white space are one', () => {
	areFound([
		['bad dog', 'bad  dog'],
		['bad   dog', 'bad dog'],
		['bad dog', 'a bad\r\n\tdog'],
		['bad\u3000dog', 'bad\u00a0\u2003dog'],
		['bad dog', 'bad\u2028dog'],
		['bad dog', 'bad\u0085dog'],
		[' bad ', 'bad'],
	]);
	areNotFound([
		['bad dog', 'baddog'],
		['baddog', 'bad dog'],
	]);
});

describe('A letter of a script with spaces between words does not go on', () => {
	areFound([
		['ass', 'my ass!'],
		['ass', 'ass'],
		['ass', '"ass"'],
		['ass', 'class ass'],
		['ass', 'ass_hat'],
		['кот', 'кот, кит'],
		['كلب', 'يا كلب!'],
		['בן', '(בן)'],
		['गधा', 'तू गधा है'],
	]);
	areNotFound([
		['ass', 'class'],
		['ass', 'assume'],
		['ass', 'classic'],
		['кот', 'который'],
		['كلب', 'كلبهم'],
		['גד', 'גדול'],
		['bad', 'badд'],
		['ass', 'assé'],
		['bad dog', 'bad doggy'],
		['bad dog', 'a bad-dog'],
	]);
});

describe('A combining mark belongs to its letter', () => {
	areNotFound([
		['bad', 'bad\u033d'],
		['bad', 'x\u033dbad'],
		['bad', 'bad\u033d\u033dly'],
		['गध', 'गधा'],
		['a\u033d', 'a\u033d\u033e'],
	]);
	areFound([
		['bad\u033d', 'a bad\u033d dog'],
		['bad*', 'bad\u033d'],
		['bad', '\u033dbad'],
	]);
});

describe('A script change is the end of a word', () => {
	areFound([
		['sb', '你sb吧'],
		['bad', 'バカbadだ'],
		['bad', '너bad야'],
		['바보', 'LG바보'],
		['笨蛋', 'the笨蛋s'],
	]);
});

describe('`*` stands for the rest of a word', () => {
	areFound([
		['bad*', 'badly'],
		['bad*', 'bad'],
		['bad*', 'too badly done'],
		['*bad', 'superbad'],
		['*bad', 'bad'],
		['*bad*', 'superbadly'],
		['*bad*', 'bad'],
		['bad do*', 'bad dogs'],
		['*д*', 'где'],
		['*바보', '너바보'],
		['*18', '2018'],
		['18*', '18:00, 1800'],
		['笨*', '大笨蛋'],
	]);
	areNotFound([
		['bad*', 'superbad'],
		['*bad', 'badly'],
		['bad*', 'ba'],
		['*bad*', 'ba d'],
	]);

	it('at its ends; elsewhere, and where it is doubled, it is a sign', () => {
		expect(find('f*ck', 'F*CK!')).toBe('f*ck');
		expect(find('f*ck', 'frock fck')).toBeUndefined();
		expect(find('f***', 'what the f***')).toBe('f***');
		expect(find('f***', 'fine')).toBeUndefined();
		expect(find('f * k', 'f * k')).toBe('f * k');
	});
});

describe('Chinese, Japanese, Thai and their like go on freely', () => {
	areFound([
		['笨蛋', '你这个笨蛋啊'],
		['傻𠮷', '你傻𠮷了'],
		['ㄅㄅ', '我ㄅㄅㄅ你'],
		['ばか', 'おばかさん'],
		['バカ', 'オバカー'],
		['バカ', 'ｵﾊﾞｶｰ'],
		['スー', 'スーーパー'],
		['คนเลว', 'เขาเป็นคนเลวมาก'],
		['ດີ', 'ບໍ່ດີເລີຍ'],
		['ល្ងង់', 'អ្នកល្ងង់ណាស់'],
		['ဆိုး', 'အလွန်ဆိုးတယ်'],
	]);
	areNotFound([
		['か', 'が'],
		['笨蛋', '笨笨'],
		['笨蛋', '笨 蛋'],
	]);
});

describe('Korean goes on to the right', () => {
	areFound([
		['바보', '바보'],
		['바보', '이 바보야'],
		['바보', '바보는'],
		['ㅅㅂ', 'ㅅㅂㅋㅋ'],
	]);
	areNotFound([
		['바보', '너바보'],
		['보', '바보'],
		['ㅂ', '바'],
	]);
});

describe('A sign goes on with anything, a digit with all but digits', () => {
	areFound([
		['@bad', 'x@bad'],
		['bad!', 'bad!x'],
		['.com', 'example.com'],
		['$$', 'a$$b'],
		['$$', '$$$'],
		['18', 'x18y'],
		['18', '是18岁'],
		['18+', '18+5'],
		['ass', 'ass1'],
		['ass', '1ass'],
		['a55', 'a55'],
		['👍', 'x👍🏽👍x'],
		['👨‍👩‍👧', 'a👨‍👩‍👧a'],
		['🖕', 'aa🖕🖕'],
	]);
	areNotFound([
		['18', '2018'],
		['18', '1800'],
		['18', '1\u0668'],
		['@bad', '@badly'],
		['x@bad', 'xx@bad'],
		['a55', 'a555'],
		['👍', '👎'],
		['😀', '😁'],
	]);
});

describe('Lists and texts made to be slow have the right answers', () => {
	const run = (length: number) => 'a'.repeat(length);

	it('words that are beginnings of each other', () => {
		const words = Array.from({ length: 2000 }, (_, i) => run(i + 1));
		const list = new WordList(words);
		expect(list.find(run(12_000))).toBeUndefined();
		expect(list.find(`${run(12_000)} ${run(1234)} ${run(5)}`)).toBe(run(1234));
	});

	it('words that are ends of each other', () => {
		const list = new WordList(Array.from({ length: 1000 }, (_, i) => `*${run(i)}b`));
		expect(list.find(run(12_000))).toBeUndefined();
		expect(list.find(`${run(12_000)}b`)).toBe(`*${run(999)}b`);
	});

	it('words that break off at their very end', () => {
		const list = new WordList(Array.from({ length: 1000 }, (_, i) => `${'一'.repeat(i + 1)}二`));
		expect(list.find('一'.repeat(12_000))).toBeUndefined();
		expect(list.find(`${'一'.repeat(500)}三二`)).toBeUndefined();
		expect(list.find(`${'一'.repeat(500)}二`)).toBe(`${'一'.repeat(500)}二`);
	});

	it('a heap of marks, a message of nothing', () => {
		const marks = '\u0323'.repeat(12_000);
		expect(find('bad', `bad${marks} ${marks}bad`)).toBe('bad');
		expect(find('bad', `bad${marks} x${marks}bad`)).toBeUndefined();
		expect(find('bad', '\u200b'.repeat(12_000))).toBeUndefined();
	});

	it('5,000 words of all kinds: each is found where it is, as it is', () => {
		const words = Array.from({ length: 2500 }, (_, i) => i).flatMap((i) => [
			`word${String.fromCharCode(97 + (i % 26), 97 + (Math.floor(i / 26) % 26), 97 + Math.floor(i / 676))}`,
			`${String.fromCharCode(0x4e00 + i)}蛋`,
		]);
		const list = new WordList(words);
		for (const word of words) expect(list.find(`so: ${word}!`)).toBe(word);
		expect(list.find('words of no harm 蛋')).toBeUndefined();
	});
});

describe('The list of some words', () => {
	const wordsWith = (name: string) => ['one', 'two', name];

	it('has these words, each whatever it holds', () => {
		expect(wordListOf(wordsWith('three, four')).find('has four')).toBeUndefined();
		expect(wordListOf(wordsWith('three, four')).find('has three,  FOUR')).toBe('three, four');
	});

	it('is prepared once', () => {
		expect(wordListOf(wordsWith('same'))).toBe(wordListOf(wordsWith('same')));
		expect(wordListOf(wordsWith('same'))).not.toBe(wordListOf(wordsWith('other')));
	});

	it('is not kept for ever: an expression may give a new one each time', () => {
		const first = wordListOf(wordsWith('first'));
		const many = Array.from({ length: 20 }, (_, i) => `${i}${'x'.repeat(100_000)}`);
		for (const word of many) wordListOf(wordsWith(word));
		expect(wordListOf(wordsWith('first'))).not.toBe(first);
		expect(wordListOf(wordsWith('first')).find('first')).toBe('first');
	});
});

/** What the contract says, of characters that have one form each, tried at every place of the text. */
const kinds = new Map([
	...[...'abжद'].map((letter) => [letter, 'letter'] as const),
	...[...'12'].map((digit) => [digit, 'digit'] as const),
	...[...'가나'].map((letter) => [letter, 'korean'] as const),
]);

function kindAt(text: readonly string[], at: number): string | undefined {
	return text[at] === '\u033d' ? kindAt(text, at - 1) : kinds.get(text[at]);
}

function isIn(word: string, text: string): boolean {
	const wanted = [...word.replace(/ +/g, ' ').trim()];
	const given = [...text.replace(/ +/g, ' ')];
	const left = wanted[0] === '*' && wanted.shift() === '*';
	const right = wanted[wanted.length - 1] === '*' && wanted.pop() === '*';
	if (wanted.every((character) => character === '*' || character === ' ')) return false;
	const isOneRun = (at: number, allowed: string[]) => {
		const kind = kindAt(given, at);
		return kind !== undefined && kind === kindAt(given, at - 1) && !allowed.includes(kind);
	};
	return given.some((_, from) => {
		const to = from + wanted.length;
		return (
			given.slice(from, to).join('') === wanted.join('') &&
			(left || !isOneRun(from, [])) &&
			(right || !isOneRun(to, ['korean']))
		);
	});
}

const units = [
	...kinds.keys(),
	'a\u033d',
	'가\u033d',
	'一',
	'一\u033d',
	'二',
	'か',
	'ก',
	'𠮷',
	'!',
	'*',
	' ',
	'😀',
];

/** Few characters at a time, so that words are often found. */
const texts = fc
	.uniqueArray(fc.constantFrom(...units), { minLength: 1, maxLength: 4 })
	.chain((some) => {
		const text = (maxLength: number) =>
			fc.array(fc.constantFrom(...some), { maxLength }).map((parts) => parts.join(''));
		const star = fc.constantFrom('', '', '*');
		const word = fc.tuple(star, text(4), star).map((parts) => parts.join(''));
		return fc.record({ words: fc.array(word, { maxLength: 6 }), text: text(16) });
	});

it('Any list finds in any text what is in it, and nothing else', () => {
	let found = 0;
	const property = fc.property(texts, ({ words, text }) => {
		const expected = words.filter((word) => isIn(word, text));
		const word = new WordList(words).find(text);
		if (word === undefined) return expect(expected).toEqual([]);
		found++;
		expect(expected).toContain(word);
	});
	fc.assert(property, { numRuns: 5000 });
	// Without these the property would prove nothing.
	expect(found).toBeGreaterThan(1000);
});

const disguises: Record<string, readonly string[]> = {
	a: ['a', 'A', 'ａ', 'Ａ', '𝐚', 'ⓐ'],
	s: ['s', 'S', 'ſ', 'Ｓ'],
	ж: ['ж', 'Ж'],
	σ: ['σ', 'ς', 'Σ'],
	ß: ['ß', 'ẞ', 'ss', 'SS'],
	é: ['é', 'É', 'e\u0301', 'E\u200b\u0301'],
	' ': [' ', '  ', '\n', '\r\n', '\u00a0', '\u3000\t', ' \u200b '],
	ガ: ['ガ', 'ｶﾞ', 'カ\u3099'],
	가: ['가', '\u1100\u1161'],
	1: ['1', '１', '①', '𝟏'],
	'!': ['!', '！'],
	猫: ['猫'],
};
const disguised = fc
	.array(
		fc.constantFrom(...Object.keys(disguises)).chain((plain) =>
			fc.record({
				plain: fc.constant(plain),
				shown: fc.constantFrom(...disguises[plain]),
				hidden: fc.constantFrom('', '', '', '\u200b', '\u00ad', '\ufeff'),
			}),
		),
		{ maxLength: 8 },
	)
	.map((parts) => ({
		plain: parts.map(({ plain }) => plain).join(''),
		shown: parts.map(({ shown, hidden }) => shown + hidden).join(''),
	}));

it('No disguise of the text or of the word makes a difference', () => {
	let found = 0;
	const property = fc.property(disguised, disguised, disguised, (before, word, after) => {
		const expected = find(word.plain, before.plain + word.plain + after.plain) !== undefined;
		if (expected) found++;
		const list = new WordList([word.shown]);
		const text = before.shown + word.shown + after.shown;
		expect(list.find(text) !== undefined).toBe(expected);
		expect(find(word.plain, text) !== undefined).toBe(expected);
	});
	fc.assert(property, { numRuns: 2000 });
	expect(found).toBeGreaterThan(400);
});

it('No text is too strange', () => {
	const strange = fc.string({ unit: 'binary', maxLength: 30 });
	const units16 = fc
		.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 30 })
		.map((codes) => String.fromCharCode(...codes));
	const any = fc.oneof(strange, units16);
	const property = fc.property(any, any, (word, text) => {
		const list = new WordList([word]);
		expect([undefined, word]).toContain(list.find(text));
		const isSomething = list.find(word) !== undefined;
		expect(list.find(`. ${word} .`) !== undefined).toBe(isSomething);
	});
	fc.assert(property, { numRuns: 2000 });
});
