import { createHmac } from 'node:crypto';

import { zlibStored } from './zlib';

export interface UserSigInput {
	sdkAppId: number;
	/** The account the signature is for: the app admin, for REST calls. */
	identifier: string;
	/** As the console shows it; used as text, not decoded from hexadecimal. */
	secretKey: string;
	issuedAtSeconds: number;
	lifetimeSeconds: number;
}

/**
 * Tencent's UserSig (TLSSigAPIv2): a JSON ticket with an HMAC-SHA256, in a zlib stream, in Tencent's own Base64 alphabet.
 * https://www.tencentcloud.com/document/product/1047/34385
 */
export function signUserSig(input: UserSigInput): string {
	const { sdkAppId, identifier, secretKey, issuedAtSeconds, lifetimeSeconds } = input;
	const signed =
		`TLS.identifier:${identifier}\n` +
		`TLS.sdkappid:${sdkAppId}\n` +
		`TLS.time:${issuedAtSeconds}\n` +
		`TLS.expire:${lifetimeSeconds}\n`;
	const ticket = {
		'TLS.ver': '2.0',
		'TLS.identifier': identifier,
		'TLS.sdkappid': sdkAppId,
		'TLS.time': issuedAtSeconds,
		'TLS.expire': lifetimeSeconds,
		'TLS.sig': createHmac('sha256', secretKey).update(signed).digest('base64'),
	};
	return zlibStored(Buffer.from(JSON.stringify(ticket)))
		.toString('base64')
		.replace(/\+/g, '*')
		.replace(/\//g, '-')
		.replace(/=/g, '_');
}
