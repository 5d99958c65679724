import { UserError } from 'n8n-workflow';

import { isMissing, shown } from './ids';

/**
 * One of the values that a parameter or an option may have. Nothing, as an expression may give, is none of them: a
 * private text would go to a group.
 * @param name display name of the parameter, for the message
 */
export function choice<T extends string>(value: unknown, name: string, values: readonly T[]): T {
	if (value === null || value === undefined) throw isEmpty(name);
	const chosen = values.find((known) => known === value);
	if (chosen !== undefined) return chosen;
	throw new UserError(`The '${name}' parameter is not one of ${values.join(', ')}`);
}

/** The channels that are chosen, one at least: an array, or text from an expression that separates them by commas. */
export function listScopes(value: unknown, known: readonly string[]): string[] {
	const chosen: unknown[] = typeof value === 'string' ? value.split(',') : [value].flat();
	const scopes = chosen
		.map((scope) => (typeof scope === 'string' ? scope.trim() : scope))
		.filter((scope) => !isMissing(scope));
	const strange = scopes.find((scope) => !known.some((name) => name === scope));
	if (strange !== undefined) {
		throw new UserError(
			`The 'Scopes' parameter has a value that is not one of ${known.join(', ')}: ${shown(String(strange))}`,
		);
	}
	if (scopes.length === 0) {
		throw new UserError("The 'Scopes' parameter is empty", {
			description: 'Choose one scope at least.',
		});
	}
	return known.filter((name) => scopes.includes(name));
}

/** How many rows of a list: a whole number, 1 at least. */
export function positiveLimit(value: unknown): number {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	if (typeof number === 'number' && Number.isSafeInteger(number) && number >= 1) return number;
	throw new UserError("The 'Limit' parameter is not a whole number above 0", {
		description: "To list everything, switch 'Return All' on.",
	});
}

/** A whole number within a range; text from an expression is one, too. @param name display name of the option */
export function integer(value: unknown, name: string, least: number, most: number): number {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	if (typeof number === 'number' && Number.isInteger(number) && number >= least && number <= most)
		return number;
	throw new UserError(`The '${name}' option is not a whole number from ${least} to ${most}`);
}

/** @param name display name of the option */
export function flag(value: unknown, name: string): boolean {
	if (value === true || value === 'true') return true;
	if (value === false || value === 'false') return false;
	throw new UserError(`The '${name}' option is neither true nor false`);
}

/** As {@link optionalText}, and never empty. */
export function requiredText(value: unknown, name: string, mostBytes: number): string {
	const text = optionalText(value, name, mostBytes);
	if (text !== undefined) return text;
	throw isEmpty(name);
}

function isEmpty(name: string): UserError {
	return new UserError(`The '${name}' parameter is empty`, {
		description: 'If this is an expression, the item has no such field, or nothing in it.',
	});
}

/** Nothing where it is empty. @param name display name of the parameter, for the message */
export function optionalText(value: unknown, name: string, mostBytes: number): string | undefined {
	if (isMissing(value)) return undefined;
	if (typeof value !== 'string') throw new UserError(`The '${name}' parameter is not a text`);
	const bytes = Buffer.byteLength(value);
	if (bytes <= mostBytes) return value;
	throw new UserError(`The '${name}' parameter has ${bytes} bytes, ${mostBytes} at the most`, {
		description: 'Shorten it. A letter takes 1 to 4 bytes, a Chinese one 3.',
	});
}
