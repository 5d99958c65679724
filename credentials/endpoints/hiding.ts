import { signatureOf } from '../signing/signatures';
import type { Endpoint } from './endpoint';

const SHORTEST_SECRET = 8;
const LETTER_OR_DIGIT = /^[A-Za-z0-9]$/;
/** What stands before two digits in a URL: itself escaped, in a URL within a URL or within JSON. */
const PERCENT = '(?:%|\\\\{1,3}u0025)(?:25)*';

/** See {@link Endpoint.hide}. @param sentBefore what earlier requests were signed with */
export function hiding(sentBefore: readonly string[]): Endpoint['hide'] {
	return (text, data) =>
		[...sentBefore, signatureOf(data) ?? '']
			.filter((secret) => secret.length >= SHORTEST_SECRET)
			.reduce(withoutSecret, text);
}

function withoutSecret(text: string, secret: string): string {
	// Nobody escapes letters and digits: most texts don't hold them, and are done with quickly.
	const [longestPart] = secret.split(/[^A-Za-z0-9]+/).sort((a, b) => b.length - a.length);
	if (!text.includes(longestPart)) return text;
	return text.replace(new RegExp(Array.from(secret, written).join(''), 'g'), '[hidden]');
}

/** A pattern for a sign as it is, as it stands in a URL and in JSON, and in a URL or JSON within those. */
function written(sign: string): string {
	if (LETTER_OR_DIGIT.test(sign)) return sign;
	const bytes = [...Buffer.from(sign)].map((byte) => `${PERCENT}${hexadecimal(byte, 2)}`);
	const units = sign.split('').map((unit) => `\\\\{1,3}u${hexadecimal(unit.charCodeAt(0), 4)}`);
	return `(?:\\\\{0,3}\\${sign}|${bytes.join('')}|${units.join('')})`;
}

/** In small letters and in capitals. */
function hexadecimal(value: number, digits: number): string {
	return value
		.toString(16)
		.padStart(digits, '0')
		.replace(/[a-f]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
}
