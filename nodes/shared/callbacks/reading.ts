import type { IDataObject } from 'n8n-workflow';

import { isObject } from '../http/json';

/** The objects of a list; whatever else stands in a callback is no reason to fail. */
export function objects(value: unknown): IDataObject[] {
	return Array.isArray(value) ? (value as unknown[]).filter(isObject) : [];
}

/** The fields that the service gave. */
export function given(fields: Record<string, unknown>): IDataObject {
	return Object.fromEntries(
		Object.entries(fields).filter(([, value]) => value !== undefined),
	) as IDataObject;
}
