import { createHmac } from 'node:crypto';

import { zlibStored } from './zlib';

export interface AgoraAppTokenInput {
	/** 32 hexadecimal digits, as the console shows it. */
	appId: string;
	/** 32 hexadecimal digits, used as text. */
	appCertificate: string;
	issuedAtSeconds: number;
	/** At most 24 hours: the service caps longer ones. */
	lifetimeSeconds: number;
	/** 1 to 99,999,999. */
	salt: number;
}

const CHAT_SERVICE = 5;
const APP_PRIVILEGE = 2;

/**
 * An Agora Chat app token (AccessToken2, version 007), which REST calls send as a Bearer token.
 * https://docs.agora.io/en/agora-chat/develop/authentication
 */
export function signAgoraAppToken(input: AgoraAppTokenInput): string {
	const { appId, appCertificate, issuedAtSeconds, lifetimeSeconds, salt } = input;
	const content = Buffer.concat([
		packText(Buffer.from(appId)),
		uint32(issuedAtSeconds),
		uint32(lifetimeSeconds),
		uint32(salt),
		uint16(1), // services in this token
		uint16(CHAT_SERVICE),
		uint16(1), // privileges of the service
		uint16(APP_PRIVILEGE),
		uint32(lifetimeSeconds),
		packText(Buffer.alloc(0)), // an app token is for no single user
	]);
	const key = hmac(uint32(salt), hmac(uint32(issuedAtSeconds), Buffer.from(appCertificate)));
	return (
		'007' + zlibStored(Buffer.concat([packText(hmac(key, content)), content])).toString('base64')
	);
}

function hmac(key: Buffer, message: Buffer): Buffer {
	return createHmac('sha256', key).update(message).digest();
}

function packText(bytes: Buffer): Buffer {
	return Buffer.concat([uint16(bytes.length), bytes]);
}

function uint16(value: number): Buffer {
	const bytes = Buffer.alloc(2);
	bytes.writeUInt16LE(value);
	return bytes;
}

function uint32(value: number): Buffer {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32LE(value);
	return bytes;
}
