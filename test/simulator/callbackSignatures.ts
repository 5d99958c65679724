import { createHash } from '../support/node';

/** Tencent's `Sign`, tencent-chat.md §7.2. `requestTime` in Unix seconds, as it stands in the query. */
export const tencentSign = (token: string, requestTime: string): string =>
	createHash('sha256').update(`${token}${requestTime}`).digest('hex');

/** Agora's `security`, agora-chat.md §10. `timestamp` in milliseconds since 1970, as in the body. */
export const agoraSecurity = (callId: string, secret: string, timestamp: number): string =>
	createHash('md5').update(`${callId}${secret}${timestamp}`).digest('hex');
