import { createHash, timingSafeEqual } from 'node:crypto';

/** Plain digits only: both services' hashes can be lengthened by whoever knows one. */
const DIGITS = /^\d{1,16}$/;

/** Whether both are the same text, which takes the same time whatever differs. */
export function isSame(given: unknown, expected: string): boolean {
	if (typeof given !== 'string') return false;
	const digest = (text: string) => createHash('sha256').update(text).digest();
	return timingSafeEqual(digest(given), digest(expected));
}

/** The lower-case hexadecimal hash of a text. */
export function hexHash(algorithm: 'sha256' | 'md5', text: string): string {
	return createHash(algorithm).update(text).digest('hex');
}

/** The time in plain digits, if it is one, and not older or newer than allowed. */
export function freshTime(
	value: unknown,
	unitMs: number,
	maxAgeMs: number,
	nowMs: number,
): string | undefined {
	const text = typeof value === 'number' ? String(value) : value;
	if (typeof text !== 'string' || !DIGITS.test(text)) return undefined;
	return Math.abs(nowMs - Number(text) * unitMs) <= maxAgeMs ? text : undefined;
}
