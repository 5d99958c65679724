/** Questions about JSON that came over the wire. */

export type JsonObject = Readonly<Record<string, unknown>>;

export const isRecord = (value: unknown): value is JsonObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

export const isInteger = (value: unknown): value is number => Number.isInteger(value);

export const isStrings = (value: unknown): value is string[] =>
	Array.isArray(value) && value.every((entry) => typeof entry === 'string');

/** The fields of `value` that no page documents. */
export const unknownFields = (value: JsonObject, known: readonly string[]): string[] =>
	Object.keys(value).filter((field) => !known.includes(field));

/** JSON as it is written: what JavaScript's own values can't hold, such as names that come twice. */
export class RawJson {
	constructor(readonly text: string) {}
}

/** JSON of a value with {@link RawJson} in it. */
export function stringify(value: unknown): string {
	const raw: string[] = [];
	const text = JSON.stringify(value, (_, field: unknown) =>
		field instanceof RawJson ? `\u0000raw ${raw.push(field.text) - 1}` : field,
	);
	return text.replace(/"\\u0000raw (\d+)"/g, (_, i: string) => raw[Number(i)]);
}
