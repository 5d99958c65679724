import type { IDataObject } from 'n8n-workflow';

import type { MuteEnd } from '../../simulator';
import { join, mkdtempSync, readFileSync, tmpdir, writeFileSync } from '../../support/node';
import { Mismatch } from '../mismatch';
import { counted } from '../screen';
import type { Service } from '../services';
import type { Scene } from '../stage';

/** Who is muted where, as a CSV file for whoever asks. */
export const list: Scene = {
	title: 'The mute lists as CSV',
	shortTitle: 'Mute lists',
	steps: (service, ledger) => {
		const { places } = service;
		const users = ledger.countMuted(service);
		return [
			{
				service,
				asked: [`the mute lists of ${places.map(({ name }) => name).join('; ')}`],
				items: places.map(({ ids }) => ({ ...ids })),
				nodes: [{ operation: 'getMuted', ...service.whereRowSays }],
				users,
				requests: places.length,
				oneByOne: places.length,
				itemsOut: users,
				shown: [],
				enter: () => {},
				inspect: ({ items }) => {
					const file = csvFile(service);
					writeFileSync(
						file,
						csv(
							columnsOf(service),
							items.map(({ json }) => json),
						),
					);
					return checkedFile(file, service);
				},
			},
		];
	},
};

const columnsOf = ({ places }: Service): string[] => [
	...new Set(places.flatMap(({ ids }) => Object.keys(ids))),
	'userId',
	'permanent',
	'mutedUntil',
];

const folder = mkdtempSync(join(tmpdir(), 'chat-mute-'));

const csvFile = ({ name }: Service): string => join(folder, `${name.toLowerCase()}-muted.csv`);

function csv(columns: readonly string[], rows: readonly IDataObject[]): string {
	const lines = rows.map((row) => columns.map((column) => field(row[column])).join(','));
	return `${[columns.join(','), ...lines].join('\n')}\n`;
}

function field(value: IDataObject[string]): string {
	const text = String(value ?? '');
	return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

/** Reads the file back and compares it, line by line, with the simulator's own lists. */
function checkedFile(file: string, service: Service): string[] {
	const [header, ...found] = readFileSync(file, 'utf8').trimEnd().split('\n');
	const expected = new Set(expectedLines(service));
	const wrong = found.filter((line) => !expected.delete(line));
	if (wrong.length > 0) throw new Mismatch(`${file} has a line of its own: ${wrong[0]}`);
	if (expected.size > 0) throw new Mismatch(`${file} lacks ${expected.size} lines`);
	return [
		`File      ${file}`,
		`          ${counted(found.length)} lines, each as the simulator has it. First and last:`,
		...[header, found[0], found[1], found[found.length - 1]].map((line) => `  ${line}`),
	];
}

function expectedLines(service: Service): string[] {
	const rows = service.places.flatMap(({ ids, mutes }) =>
		[...mutes()].map(([userId, end]) => ({ ...ids, userId, ...endOf(end) })),
	);
	return csv(columnsOf(service), rows).trimEnd().split('\n').slice(1);
}

const endOf = (end: MuteEnd): IDataObject =>
	end === 'permanent'
		? { permanent: true, mutedUntil: null }
		: { permanent: false, mutedUntil: new Date(end).toISOString() };
