/** A Markdown file taken apart, as far as two of them are compared. */

export interface Section {
	title: string;
	/** 1 for `#`. */
	level: number;
	/** Rows of cells; the first row is the heading, the line below it is left out. */
	tables: string[][][];
	codeBlocks: string[];
	/** All but tables and code blocks. */
	prose: string;
}

/** The sections of a file that begins with a heading. */
export function sectionsOf(markdown: string): Section[] {
	const sections: Section[] = [];
	let codeBlock: string[] | undefined;
	let table: string[][] | undefined;
	for (const line of markdown.split('\n')) {
		const section = sections[sections.length - 1];
		const heading = codeBlock ? null : /^(#+) (.*)$/.exec(line);
		if (line.startsWith('```')) {
			if (codeBlock) section.codeBlocks.push(codeBlock.join('\n'));
			codeBlock = codeBlock ? undefined : [];
		} else if (codeBlock) {
			codeBlock.push(line);
		} else if (heading) {
			const [, marks, title] = heading;
			sections.push({ title, level: marks.length, tables: [], codeBlocks: [], prose: '' });
		} else if (line.startsWith('|')) {
			if (!table) section.tables.push((table = []));
			const isRule = line.includes('---');
			if (!isRule) table.push(cellsOf(line));
		} else {
			section.prose += `${line}\n`;
		}
		if (!line.startsWith('|')) table = undefined;
	}
	return sections;
}

const cellsOf = (row: string) =>
	row
		.split('|')
		.slice(1, -1)
		.map((cell) => cell.trim());

/** What stands between backticks. */
export const codeIn = (text: string): string[] =>
	[...text.matchAll(/`([^`]+)`/g)].map(([, code]) => code);

/** Where links and images lead. */
export const linksIn = (text: string): string[] =>
	[...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link);

/** What is written in italics or bold. */
export const emphasizedIn = (text: string): string[] =>
	[...withoutCode(text).matchAll(/(\*{1,2})([^*]+)\1/g)].map(([, , words]) => words);

/** As they are written, `10,000`; not those within words. */
export const numbersIn = (text: string): string[] =>
	[...withoutCode(text).matchAll(/(?<![\w.])\d+(?:[.,]\d+)*(?!\w)/g)].map(([number]) => number);

const withoutCode = (text: string) => text.replace(/`[^`]*`/g, '');

/** The link within the page that leads to a heading, as GitHub makes it. */
export const anchorOf = (title: string): string =>
	`#${title
		.toLowerCase()
		.replace(/[^\p{L}\p{N}\s_-]/gu, '')
		.replace(/ /g, '-')}`;
