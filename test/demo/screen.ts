import { performance, process } from '../support/node';

const columns = 80;
const wholeWords = new RegExp(`\\S.{0,${columns - 1}}(?=\\s|$)|\\S{${columns}}`, 'g');
/** How often progress is shown: rewritten in place on a terminal, a line of its own in a log. */
const rewriteMs = 50;
const logLineMs = 1500;

const { stdout, env } = process;
const onTerminal = stdout.isTTY === true && env.TERM !== 'dumb';
const inColour = onTerminal && (env.NO_COLOR ?? '') === '';

let progressShown = false;
let lastWritten = 0;

const style = (code: number) => (text: string) =>
	inColour ? `\u001b[${code}m${text}\u001b[0m` : text;

export const bold = style(1);
export const red = style(31);
export const green = style(32);

type Style = (text: string) => string;

/** Prints one line, cut to the width of the terminal the demo is made for. */
export function say(line = '', paint: Style = (text) => text): void {
	clearProgress();
	stdout.write(`${paint(fitted(line))}\n`);
	lastWritten = performance.now();
}

/** Shows how far the work is: now and then, and only until the next line is printed. */
export function progress(text: string): void {
	const now = performance.now();
	if (now < lastWritten + (onTerminal ? rewriteMs : logLineMs)) return;
	lastWritten = now;
	if (!onTerminal) return void stdout.write(`${fitted(text)}\n`);
	stdout.write(`\r\u001b[K${fitted(text)}`);
	progressShown = true;
}

export function clearProgress(): void {
	if (progressShown) stdout.write('\r\u001b[K');
	progressShown = false;
}

/** The first column to the left, the others, which hold numbers, to the right. */
export function table(rows: readonly string[][], alignLeft: number): string[] {
	const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
	return rows.map((row) =>
		row
			.map((cell, column) =>
				column < alignLeft ? cell.padEnd(widths[column]) : cell.padStart(widths[column]),
			)
			.join('  '),
	);
}

/** Lines of whole words, none of them wider than the terminal. */
export const wrapped = (text: string): string[] =>
	text.split('\n').flatMap((line) => line.match(wholeWords) ?? []);

export const counted = (count: number): string => count.toLocaleString('en-US');
export const seconds = (ms: number): string => `${(ms / 1000).toFixed(ms < 1000 ? 2 : 1)} s`;

const fitted = (line: string): string =>
	line.length > columns ? `${line.slice(0, columns - 3)}...` : line;
