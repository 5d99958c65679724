import { AccessToken2, kChatServiceType, ServiceChat } from 'agora-token/src/AccessToken2';
import { Api } from 'tls-sig-api-v2/TLSSigAPIv2';

import { inflateSync } from '../support/node';
import { isInteger, isRecord } from './shape';

/** Why a UserSig is refused, as a Tencent code. */
export type UserSigFault = 70001 | 70003 | 70009 | 70013 | 70014;

export interface UserSigApp {
	readonly sdkAppId: number;
	readonly secretKey: string;
}

/**
 * Why a UserSig is refused, as a Tencent code; `undefined` when it is good.
 * tencent-chat.md §6 for the format, §5.4 for the codes. The HMAC is computed by Tencent's package.
 *
 * @param nowMs the service's clock, in milliseconds since 1970
 */
export function userSigFault(
	userSig: string,
	identifier: string,
	app: UserSigApp,
	nowMs: number,
): UserSigFault | undefined {
	const fields = openUserSig(userSig);
	if (!isRecord(fields)) return 70003;
	const {
		'TLS.ver': version,
		'TLS.identifier': signedIdentifier,
		'TLS.sdkappid': signedApp,
		'TLS.time': time,
		'TLS.expire': expire,
		'TLS.sig': signature,
		'TLS.userbuf': userBuf = null,
	} = fields;
	if (version !== '2.0' || typeof signedIdentifier !== 'string') return 70003;
	if (!isInteger(signedApp) || !isInteger(time) || !isInteger(expire)) return 70003;
	if (userBuf !== null && typeof userBuf !== 'string') return 70003;
	if (signedApp !== app.sdkAppId) return 70014;
	if (signedIdentifier !== identifier) return 70013;
	const official = new Api(app.sdkAppId, app.secretKey);
	if (signature !== official._hmacsha256(identifier, time, expire, userBuf)) return 70009;
	return (time + expire) * 1000 <= nowMs ? 70001 : undefined;
}

/** The signed fields: zlib below Tencent's own base64 alphabet (`*-_` for `+/=`). */
function openUserSig(userSig: string): unknown {
	if (!/^[A-Za-z0-9*\-_]+$/.test(userSig)) return undefined;
	const base64 = userSig.replace(/\*/g, '+').replace(/-/g, '/').replace(/_/g, '=');
	try {
		return JSON.parse(inflateSync(Buffer.from(base64, 'base64')).toString());
	} catch {
		return undefined;
	}
}

export interface AppTokenApp {
	readonly appId: string;
	readonly appCertificate: string;
}

/** Why an Agora token is refused: unreadable, not this app's (or not an app token), out of time. */
export type AppTokenFault = 'corrupt' | 'foreign' | 'expired';

/** However long a token asks to live, the service grants a day. */
const longestLifeSeconds = 24 * 60 * 60;

/**
 * Why an app token is refused; `undefined` when it is good. agora-chat.md §6.1.
 * The official class reads the token, and then builds it anew from what it read: the two must hold
 * the same bytes, so the signature, the layout and the app are checked at once.
 *
 * @param nowMs the service's clock, in milliseconds since 1970
 */
export function appTokenFault(
	token: string,
	app: AppTokenApp,
	nowMs: number,
): AppTokenFault | undefined {
	const read = new AccessToken2('', '', 0, 0);
	if (!read.from_string(token)) return 'corrupt';
	const rebuilt = new AccessToken2(app.appId, app.appCertificate, read.issueTs, read.expire);
	// A time of 0 would mean "now" to the constructor.
	rebuilt.issueTs = read.issueTs;
	rebuilt.salt = read.salt;
	read.services.forEach((service) => rebuilt.add_service(service));
	if (!sameContent(token, rebuilt.build())) return 'foreign';
	const [chat] = read.getServices(kChatServiceType);
	const privilege = chat?.__privileges[ServiceChat.kPrivilegeApp];
	if (privilege === undefined) return 'foreign';
	const lifeSeconds = Math.min(read.expire, privilege, longestLifeSeconds);
	return (read.issueTs + lifeSeconds) * 1000 <= nowMs ? 'expired' : undefined;
}

/** Compared inflated: zlib builds may compress the same bytes differently. */
function sameContent(token: string, other: string): boolean {
	return other !== '' && content(token).equals(content(other));
}

const content = (token: string): Buffer =>
	inflateSync(Buffer.from(token.slice('007'.length), 'base64'));
