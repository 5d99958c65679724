import type { IDataObject } from 'n8n-workflow';

/** A JSON object, or undefined for any other text. */
export function parseObject(text: string): IDataObject | undefined {
	try {
		const value: unknown = JSON.parse(text);
		return isObject(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

export function isObject(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Text, or a number as services write IDs, too; empty for anything else, which may not even have a text. */
export function textOf(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** A reply is not of the documented shape; it is never taken for success. */
export class UnexpectedReply extends Error {}

/** The objects of a list. A missing list or null is an empty one. Throws UnexpectedReply for anything else. */
export function objectList(value: unknown, field: string): IDataObject[] {
	if (value === undefined || value === null) return [];
	if (!Array.isArray(value) || !value.every(isObject)) {
		throw new UnexpectedReply(`'${field}' is not a list of objects`);
	}
	return value;
}

/** Seconds or milliseconds since 1970. Throws UnexpectedReply for what is no time. What is too late for a Date, services mean as permanent. */
export function unixTime(value: number, field: string): number {
	if (value >= 0) return value;
	throw new UnexpectedReply(`'${field}' is not a time: ${value}`);
}
