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
