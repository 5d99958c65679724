import type { IDataObject } from 'n8n-workflow';

import type { MuteEnd } from '../../simulator';
import type { NodeRun } from '../../support/engine';
import { join, mkdtempSync, readFileSync, tmpdir, writeFileSync } from '../../support/node';
import { Mismatch } from '../mismatch';
import { counted } from '../screen';
import type { Place } from '../services';

const folder = mkdtempSync(join(tmpdir(), 'chat-mute-'));

/** Writes the rows of these places' mute lists, and compares the file with the simulator's own lists. Gives lines to print. */
export function writtenAsCsv(name: string, places: readonly Place[], { items }: NodeRun): string[] {
	const rows = items.map(({ json }) => json);
	const file = join(folder, `${name}.csv`);
	writeFileSync(file, csv(columnsOf(places), rows));
	return checkedFile(file, places);
}

const columnsOf = (places: readonly Place[]): string[] => [
	...new Set(places.flatMap(({ ids }) => Object.keys(ids))),
	'userId',
	'permanent',
	'mutedUntil',
];

function csv(columns: readonly string[], rows: readonly IDataObject[]): string {
	const lines = rows.map((row) => columns.map((column) => field(row[column])).join(','));
	return `${[columns.join(','), ...lines].join('\n')}\n`;
}

function field(value: IDataObject[string]): string {
	const text = String(value ?? '');
	return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

/** Reads the file back and compares it, line by line. */
function checkedFile(file: string, places: readonly Place[]): string[] {
	const [header, ...found] = readFileSync(file, 'utf8').trimEnd().split('\n');
	const expected = new Set(expectedLines(places));
	const wrong = found.filter((line) => !expected.delete(line));
	if (wrong.length > 0) throw new Mismatch(`${file} has a line of its own: ${wrong[0]}`);
	if (expected.size > 0) throw new Mismatch(`${file} lacks ${expected.size} lines`);
	return [
		`File      ${file}`,
		`          ${counted(found.length)} lines, each as the simulator has it. First and last:`,
		...[header, found[0], found[1], found[found.length - 1]].map((line) => `  ${line}`),
	];
}

function expectedLines(places: readonly Place[]): string[] {
	const rows = places.flatMap(({ ids, mutes }) =>
		[...mutes()].map(([userId, end]) => ({ ...ids, userId, ...endOf(end) })),
	);
	return csv(columnsOf(places), rows).trimEnd().split('\n').slice(1);
}

const endOf = (end: MuteEnd): IDataObject =>
	end === 'permanent'
		? { permanent: true, mutedUntil: null }
		: { permanent: false, mutedUntil: new Date(end).toISOString() };
