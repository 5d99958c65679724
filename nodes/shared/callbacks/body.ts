import type { IDataObject } from 'n8n-workflow';

import { parseObject } from '../http/json';

/** Callbacks are small: a message has 12 KB at the most. */
const MAX_BYTES = 1_000_000;
/** n8n goes through what is put out level by level, and falls over where there are too many. */
const MAX_DEPTH = 32;
/** Names that would reach into every object. */
const DANGEROUS = new Set(['__proto__', 'constructor', 'prototype']);
const BYTE_ORDER_MARK = /^\ufeff/;

/**
 * The body, if it is a JSON object that can be taken: not too large, not too deep, with no dangerous names.
 * From its text, whatever its type is said to be: n8n makes an object of a form, too.
 */
export function readableBody(raw: Buffer | undefined): IDataObject | undefined {
	if (!raw || raw.length > MAX_BYTES) return undefined;
	const body = parseObject(raw.toString('utf8').replace(BYTE_ORDER_MARK, ''));
	return body && isHarmless(body) ? body : undefined;
}

/** Level by level, as what is deep would end a recursion badly. */
function isHarmless(root: IDataObject): boolean {
	let level: object[] = [root];
	for (let depth = 0; level.length > 0; depth++) {
		if (depth >= MAX_DEPTH) return false;
		if (level.some((value) => Object.keys(value).some((name) => DANGEROUS.has(name)))) return false;
		level = level.flatMap((value) =>
			Object.values(value as Record<string, unknown>).filter(
				(child): child is object => typeof child === 'object' && child !== null,
			),
		);
	}
	return true;
}
