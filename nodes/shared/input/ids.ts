import { UserError } from 'n8n-workflow';

const MAX_SHOWN = 80;
const IN_BRACKETS = /^\s*\[[^]*\]\s*$/;

/** What an expression gives when the item has no such field is empty, too. */
const NOTHING_GIVEN =
	'Give an ID. If this is an expression, the item has no such field, or nothing in it.';

/**
 * An ID as text. A whole number, which JSON makes of an ID without quotes, is taken while it still has all its digits.
 * @param parameter display name of the parameter, for the message
 */
export function requiredId(value: unknown, parameter: string): string {
	if (isMissing(value)) {
		throw new UserError(`The '${parameter}' parameter is empty`, { description: NOTHING_GIVEN });
	}
	if (typeof value === 'string') return value;
	if (Number.isSafeInteger(value)) return String(value);
	if (typeof value === 'number') {
		throw new UserError(
			`The '${parameter}' parameter has a number that JavaScript can't hold exactly: ${value}`,
			{
				description: 'IDs this long have to be text: put them in quotes where the data comes from.',
			},
		);
	}
	const type = Array.isArray(value) ? 'a list' : `a value of type ${typeof value}`;
	throw new UserError(`The '${parameter}' parameter has a value that is not an ID: ${type}`);
}

/** Empty text, null and undefined, which is what an expression gives for a field that is not there. */
export function isMissing(value: unknown): boolean {
	return (
		value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
	);
}

/** The users an item names, as {@link listIds} reads them. */
export function listUserIds(value: unknown): unknown[] {
	return listIds(value, 'User IDs');
}

/**
 * The IDs that a parameter names: text is split at commas and line ends, an array is taken exactly, be it written
 * as JSON; its empty cells name nobody. An empty array is none; an empty text or a missing value is a mistake.
 * @param parameter display name of the parameter, for the message
 */
export function listIds(value: unknown, parameter: string): unknown[] {
	if (Array.isArray(value)) return filledCells(value);
	if (typeof value !== 'string') return [requiredId(value, parameter)];
	if (IN_BRACKETS.test(value)) return parseIds(value, parameter);
	const ids = splitIds(value);
	if (ids.length === 0) {
		throw new UserError(`The '${parameter}' parameter is empty`, {
			description: `${NOTHING_GIVEN} An empty array means none, and sends nothing.`,
		});
	}
	return ids;
}

/** A list as models write it. Throws a UserError for any other text in brackets: no service has IDs like that. */
function parseIds(text: string, parameter: string): string[] {
	const list = parseList(text.trim());
	const ids = list?.every((id) => typeof id === 'string') ? filledCells(list) : [];
	if (ids.length > 0) return ids;
	throw new UserError(
		`The '${parameter}' parameter has text in brackets that is no JSON list of IDs: ${shown(text.trim())}`,
		{
			description:
				'Write ["ann", "bob"], each ID in double quotes, or leave the brackets out: ann, bob.',
		},
	);
}

/** Without the empty cells, which rows of a sheet leave. */
function filledCells<T>(cells: readonly T[]): T[] {
	return cells.filter((cell) => !isMissing(cell));
}

function parseList(text: string): unknown[] | undefined {
	try {
		const list: unknown = JSON.parse(text);
		return Array.isArray(list) ? list : undefined;
	} catch {
		return undefined;
	}
}

/** The parts of a text, at commas and line ends. */
export function splitIds(text: string): string[] {
	return text
		.split(/[,\r\n]/)
		.map((part) => part.trim())
		.filter((part) => part !== '');
}

/** A value as an error shows it: long ones are cut. */
export function shown(text: string): string {
	return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}
