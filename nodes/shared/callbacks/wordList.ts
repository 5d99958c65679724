import { END, START, walk } from './boundaries';
import { readings } from './readings';

/** The words of a text, as they are written: one a line, or with commas between them. */
export function splitWords(text: string): string[] {
	return text
		.split(/[\r\n\u2028\u2029,，､、،；]/)
		.map((word) => word.trim())
		.filter((word) => word !== '');
}

const ROOT = 0;

/**
 * Finds any of many words in one walk through a text (Aho–Corasick): a step or two for each character,
 * however many the words are and whatever they and the text look like.
 */
export class WordList {
	/** By character: from state to state. A state is the longest beginning of a word that was just read. */
	private readonly edges = new Map<number, Map<number, number>>();
	/** By state: the longest shorter one. */
	private readonly shorter = [ROOT];
	/** By state: a word that ends there. */
	private readonly found: Array<string | undefined> = [undefined];
	/** All characters of the words: how a text may be read otherwise is of interest for these alone. */
	private readonly sought: string;

	constructor(words: readonly string[]) {
		const wordOf = new Map<string, string>();
		for (const word of words) {
			for (const pattern of patterns(word)) {
				if (!wordOf.has(pattern)) wordOf.set(pattern, word);
			}
		}
		this.sought = [...new Set([...wordOf.keys()].join(''))].join('');
		this.build(wordOf);
	}

	/** The word, as it is written in the list, that ends first in the text. */
	find(text: string): string | undefined {
		for (const reading of readings(text, this.sought)) {
			const word = this.findIn(reading);
			if (word !== undefined) return word;
		}
		return undefined;
	}

	private findIn(text: string): string | undefined {
		let state = ROOT;
		walk(text, (unit) => {
			state = this.step(state, unit);
			return this.found[state] !== undefined;
		});
		return this.found[state];
	}

	/** All words by one character at a time: so the shorter beginnings are there already. */
	private build(wordOf: ReadonlyMap<string, string>): void {
		let growing = [...wordOf].map(([pattern, word]) => ({ pattern, word, state: ROOT }));
		for (let i = 0; growing.length > 0; i++) {
			for (const branch of growing) {
				const { pattern, word, state } = branch;
				const character = pattern.charCodeAt(i);
				branch.state = this.edges.get(character)?.get(state) ?? this.add(state, character);
				if (i === pattern.length - 1) this.found[branch.state] = word;
			}
			growing = growing.filter(({ pattern }) => i < pattern.length - 1);
		}
	}

	private add(from: number, character: number): number {
		const state = this.shorter.length;
		const shorter = from === ROOT ? ROOT : this.step(this.shorter[from], character);
		this.shorter.push(shorter);
		this.found.push(this.found[shorter]);
		const edges = this.edges.get(character) ?? new Map<number, number>();
		this.edges.set(character, edges.set(from, state));
		return state;
	}

	private step(from: number, character: number): number {
		const edges = this.edges.get(character);
		if (!edges) return ROOT;
		let state = from;
		let next = edges.get(state);
		while (next === undefined && state !== ROOT) {
			state = this.shorter[state];
			next = edges.get(state);
		}
		return next ?? ROOT;
	}
}

/** What a text has in it if it has the word; nothing for a word without anything in it. */
const patterns = (word: string): string[] =>
	readings(word)
		.map((reading) => reading.trim())
		.filter((reading) => /[^ *]/.test(reading))
		.map(pattern);

/** A star is no more than an end that is not looked at. */
function pattern(word: string): string {
	const goesOnLeft = word.startsWith('*');
	const goesOnRight = word.endsWith('*');
	const core = withBoundaries(word.slice(goesOnLeft ? 1 : 0, goesOnRight ? -1 : undefined));
	return core.slice(
		goesOnLeft && core.startsWith(START) ? 1 : 0,
		goesOnRight && core.endsWith(END) ? -1 : undefined,
	);
}

function withBoundaries(text: string): string {
	const units: string[] = [];
	walk(text, (unit) => {
		units.push(String.fromCharCode(unit));
		return false;
	});
	return units.join('');
}

/** So many characters of lists are kept: prepared, each takes some 60 bytes. A list counts as some more. */
const MAX_KEPT = 1_000_000;
const LIST = 100;

const lists = new Map<string, WordList>();
let kept = 0;

/** The list of these words, or of those in a text: split and prepared once, and not at each callback. */
export function wordListOf(words: string | readonly string[]): WordList {
	const key = JSON.stringify(words);
	const known = lists.get(key);
	if (known) return known;
	if (kept > MAX_KEPT) {
		// What is still in use is soon there again.
		lists.clear();
		kept = 0;
	}
	const list = new WordList(typeof words === 'string' ? splitWords(words) : words);
	lists.set(key, list);
	kept += key.length + LIST;
	return list;
}
