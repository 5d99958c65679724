import type { IDataObject } from 'n8n-workflow';

import { isObject } from '../model/json';
import { parseJson } from './parseJson';

/** Names that would reach into every object. */
const DANGEROUS = new Set(['__proto__', 'constructor', 'prototype']);
const BYTE_ORDER_MARK = /^\ufeff/;

/** A body that is a JSON object. */
export interface Body {
	fields: IDataObject;
	overridden: unknown[];
}

/** From its bytes, whatever its type is said to be: n8n makes an object of a form, too, and shortens long numbers. */
export function readBody(raw: Buffer | undefined): Body | undefined {
	const json = raw && parseJson(raw.toString('utf8').replace(BYTE_ORDER_MARK, ''));
	return json && isObject(json.value)
		? { fields: json.value, overridden: json.overridden }
		: undefined;
}

/** As it can be put out. What was read is not deep. */
export function withoutDangerousNames<T>(value: T): T {
	const within = (part: unknown): unknown => {
		if (Array.isArray(part)) return part.map(within);
		if (!isObject(part)) return part;
		const fields = Object.entries(part).filter(([name]) => !DANGEROUS.has(name));
		return Object.fromEntries(fields.map(([name, field]) => [name, within(field)]));
	};
	return within(value) as T;
}
