import type { IDataObject } from 'n8n-workflow';

import { isObject } from '../http/json';

/** The objects of a list; whatever else stands in a callback is no reason to fail. */
export function objects(value: unknown): IDataObject[] {
	return Array.isArray(value) ? (value as unknown[]).filter(isObject) : [];
}

/** An ID as text, where it is one: a number while JSON has kept all its digits. */
export function idOf(value: unknown): string | undefined {
	if (typeof value === 'string') return value === '' ? undefined : value;
	return Number.isSafeInteger(value) ? String(value) : undefined;
}

/** The IDs of a list. */
export function idsOf(value: unknown): string[] {
	return Array.isArray(value) ? (value as unknown[]).flatMap((id) => idOf(id) ?? []) : [];
}

/** The fields that the service gave. */
export function given(fields: Record<string, unknown>): IDataObject {
	return Object.fromEntries(
		Object.entries(fields).filter(([, value]) => value !== undefined),
	) as IDataObject;
}
