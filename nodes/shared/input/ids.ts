import { UserError } from 'n8n-workflow';

/**
 * An ID as text. A whole number, which JSON makes of an ID without quotes, is taken while it still has all its digits.
 * @param parameter display name of the parameter, for the message
 */
export function idText(value: unknown, parameter: string): string {
	if (typeof value === 'string') return value;
	if (typeof value === 'number') {
		if (Number.isSafeInteger(value)) return String(value);
		throw new UserError(
			`The '${parameter}' parameter has a number that JavaScript can't hold exactly: ${value}`,
			{
				description: 'IDs this long have to be text: put them in quotes where the data comes from.',
			},
		);
	}
	throw new UserError(
		`The '${parameter}' parameter has a value that is not an ID: ${describe(value)}`,
	);
}

/** A required ID, as {@link idText}. */
export function requiredId(value: unknown, parameter: string): string {
	if (isMissing(value)) throw new UserError(`The '${parameter}' parameter is empty`);
	return idText(value, parameter);
}

/** Empty text, null and undefined, which is what an expression gives for a field that is not there. */
export function isMissing(value: unknown): boolean {
	return (
		value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
	);
}

function describe(value: unknown): string {
	if (value === undefined || value === null) return String(value);
	return Array.isArray(value) ? 'a list' : `a value of type ${typeof value}`;
}

/**
 * The users an item names: text is split at commas and line ends, an array is taken exactly.
 * An empty array is nobody; an empty text or a missing value is a mistake.
 */
export function listUserIds(value: unknown): unknown[] {
	if (Array.isArray(value)) return value;
	if (typeof value !== 'string') return [requiredId(value, 'User IDs')];
	const userIds = value
		.split(/[,\r\n]/)
		.map((part) => part.trim())
		.filter((part) => part !== '');
	if (userIds.length === 0) {
		throw new UserError("The 'User IDs' parameter is empty", {
			description:
				'Give at least one user ID, or an expression for a field that the item has. An empty array means nobody, and sends nothing.',
		});
	}
	return userIds;
}
