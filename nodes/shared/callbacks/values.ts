import type { IDataObject } from 'n8n-workflow';

import { isMissing, splitIds } from '../input/ids';
import { isObject } from '../model/json';

/** The objects of a list; whatever else stands in a callback is no reason to fail. */
export function objects(value: unknown): IDataObject[] {
	return Array.isArray(value) ? (value as unknown[]).filter(isObject) : [];
}

/** An object, empty where there is none. */
export const objectOr = (value: unknown): IDataObject => (isObject(value) ? value : {});

/** An ID as text, where it is one: a number while JavaScript has kept all its digits. */
export function idOf(value: unknown): string | undefined {
	if (typeof value === 'string') return value === '' ? undefined : value;
	return Number.isSafeInteger(value) ? String(value) : undefined;
}

/** The IDs of a list. */
export function idsOf(value: unknown): string[] {
	return Array.isArray(value) ? (value as unknown[]).flatMap((id) => idOf(id) ?? []) : [];
}

/** What a field names: text is split at commas and line ends, an array is taken exactly. */
export function listed(value: unknown): string[] {
	if (Array.isArray(value)) return value.filter((entry) => !isMissing(entry)).map(String);
	return isMissing(value) ? [] : splitIds(String(value));
}

/** What is known only when a callback comes. */
export const isExpression = (value: unknown): boolean =>
	typeof value === 'string' && value.startsWith('=');

/** A number, also one that is written as text. */
export function numberOf(value: unknown): number | undefined {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** The moment as ISO 8601, where it is one. */
export function isoTime(ms: number | undefined): string | undefined {
	const date = new Date(ms ?? NaN);
	return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** The fields that the service gave. */
export function given(fields: Record<string, unknown>): IDataObject {
	return Object.fromEntries(
		Object.entries(fields).filter(([, value]) => value !== undefined),
	) as IDataObject;
}
