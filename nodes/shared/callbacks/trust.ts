import { createHash, timingSafeEqual } from 'node:crypto';

/** Why a callback is not taken. */
export interface Refusal {
	status: 200 | 400 | 401 | 403;
	/** The same for the same cause, whatever the words tell besides. */
	cause: 'unreadable' | 'unsigned' | 'time' | 'secret' | 'age' | 'app' | 'command' | 'error';
	/** What is wrong with it, and what to do: for n8n's log. Nothing secret. */
	words: string;
}

/** How a callback is signed. */
export interface Signature {
	given: unknown;
	time: unknown;
	/** Of the time. */
	unitMs: number;
	/** What is right with that secret at that time. */
	expected(secret: string, time: string): string;
	/** Where none is given. */
	missing: Refusal;
}

/** Plain digits only: both services' hashes can be lengthened by whoever knows one. */
const DIGITS = /^\d{1,16}$/;

/** Whether somebody signed it who knows a secret, and lately. @param field display name of the secrets */
export function checkSignature(
	{ given, time, unitMs, expected, missing }: Signature,
	secrets: readonly string[],
	field: string,
	maxAgeMs: number,
	nowMs: number,
): Refusal | undefined {
	if (given === undefined) return missing;
	const digits = typeof time === 'number' ? String(time) : time;
	if (typeof digits !== 'string' || !DIGITS.test(digits)) {
		return unauthorized('time', 'its time is not written in plain digits');
	}
	if (!secrets.some((secret) => isSame(given, expected(secret, digits)))) {
		return unauthorized(
			'secret',
			secrets.length === 0
				? `the credential has no '${field}'`
				: `it is not signed with the '${field}' of the credential: compare that with the console`,
		);
	}
	const ageMs = nowMs - Number(digits) * unitMs;
	return Math.abs(ageMs) <= maxAgeMs ? undefined : unauthorized('age', ageWords(ageMs, maxAgeMs));
}

const unauthorized = (cause: Refusal['cause'], words: string): Refusal => ({
	status: 401,
	cause,
	words,
});

/** Well signed, but not of the credential's app. @param came the app that it names, if that is the name of one */
export const ofOtherApp = (came: string | undefined, own: string): Refusal => ({
	status: 403,
	cause: 'app',
	words: `it is of ${came ?? 'another app'}, and the credential of ${own}`,
});

function ageWords(ageMs: number, maxAgeMs: number): string {
	const seconds = Math.ceil(Math.abs(ageMs) / 1000);
	const age = ageMs > 0 ? `${seconds} s old` : `${seconds} s ahead of n8n's clock`;
	return `it is ${age}, and 'Max Age' is ${maxAgeMs / 1000} s: is n8n's clock right?`;
}

/** Whether both are the same text, which takes the same time whatever differs. */
function isSame(given: unknown, expected: string): boolean {
	if (typeof given !== 'string') return false;
	const digest = (text: string) => createHash('sha256').update(text).digest();
	return timingSafeEqual(digest(given), digest(expected));
}

/** The lower-case hexadecimal hash of a text. */
export function hexHash(algorithm: 'sha256' | 'md5', text: string): string {
	return createHash(algorithm).update(text).digest('hex');
}
