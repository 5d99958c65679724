import { isSafeObjectProperty } from 'n8n-workflow';

/**
 * Plain references, which dragging a field into a parameter makes: `={{ $json.user.id }}`, `={{ $json["user id"] }}`.
 * They are read from the item itself, since n8n takes about 0.6 ms to evaluate one. Whatever n8n might answer
 * otherwise than a look at the item would (dates, inherited and forbidden names, a path through nothing) is left to it.
 */

/** The answer of {@link followReference} that leaves the reference to n8n. */
export const ASK_N8N = Symbol('ask n8n');

const NAME = String.raw`\.[A-Za-z_$][\w$]*`;
const QUOTED_NAME = String.raw`\[(?:"[^"\\{}\p{Cc}\p{Zl}\p{Zp}]*"|'[^'\\{}\p{Cc}\p{Zl}\p{Zp}]*')\]`;
const REFERENCE = new RegExp(String.raw`^=\{\{\s*\$json((?:${NAME}|${QUOTED_NAME})+)\s*\}\}$`, 'u');
const STEP = new RegExp(`${NAME}|${QUOTED_NAME}`, 'gu');
/** What n8n refuses in any expression. */
const REFUSED = /\.\s*constructor/;

/** The names on the way into the item, or undefined for any other expression. */
export function parseReference(expression: string): string[] | undefined {
	const steps = REFERENCE.exec(expression)?.[1];
	if (steps === undefined || REFUSED.test(expression)) return undefined;
	const path = (steps.match(STEP) ?? []).map((step) =>
		step.startsWith('.') ? step.slice(1) : step.slice(2, -2),
	);
	return path.every(isOrdinary) ? path : undefined;
}

/** Not forbidden in expressions, and no name that every object has: n8n's engines differ about those. */
function isOrdinary(name: string): boolean {
	return isSafeObjectProperty(name) && !(name in Object.prototype);
}

/** What n8n would answer, where that is plain to see; else {@link ASK_N8N}. */
export function followReference(json: unknown, path: readonly string[]): unknown {
	let value = json;
	for (let step = 0; step < path.length; step++) {
		if (!isPlain(value)) return ASK_N8N;
		const name = path[step];
		if (Object.prototype.hasOwnProperty.call(value, name)) value = value[name];
		else if (step === path.length - 1 && !(name in value)) return undefined;
		else return ASK_N8N;
	}
	return isPrimitive(value) ? value : ASK_N8N;
}

function isPlain(value: unknown): value is Record<string, unknown> {
	if (typeof value !== 'object' || value === null) return false;
	const prototype: unknown = Object.getPrototypeOf(value);
	return prototype === Object.prototype || prototype === Array.prototype;
}

function isPrimitive(value: unknown): boolean {
	return (
		value === null ||
		value === undefined ||
		typeof value === 'string' ||
		typeof value === 'boolean' ||
		Number.isFinite(value)
	);
}
