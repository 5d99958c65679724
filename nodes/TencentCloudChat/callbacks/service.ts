import { UserError, type IDataObject } from 'n8n-workflow';

import type { CallbackService, Verdict } from '../../shared/callbacks/model';
import { freshTime, hexHash, isSame } from '../../shared/callbacks/trust';
import { requiredText } from '../../shared/callbacks/verdicts';
import { read } from './read';

/** `ErrorCode` of an answer. */
const PASS = 0;
const BLOCK = 1;
const DROP = 2;
/** Codes of the app's own, which the sender gets to see with the reason, for messages in groups and to single users. */
const OWN_CODES: Readonly<Record<string, readonly [number, number]>> = {
	messageBefore: [10_100, 10_200],
	privateMessageBefore: [120_001, 130_000],
};

/** Callbacks of Tencent Cloud Chat. https://www.tencentcloud.com/document/product/1047/34354 */
export const tencentCallbacks: CallbackService = {
	name: 'Tencent Cloud Chat',
	credentialType: 'tencentCloudChatApi',
	triggerType: 'tencentCloudChatTrigger',
	triggerName: 'Tencent Cloud Chat Trigger',
	secretField: 'Callback Token',
	maxAgeSeconds: 60,
	verdictEvents: Object.keys(OWN_CODES),
	verdicts: ['pass', 'block', 'drop', 'replace'],
	signature: 'query',
	secretsOf: ({ callbackToken }) =>
		typeof callbackToken === 'string' && callbackToken.trim() !== '' ? [callbackToken.trim()] : [],
	/** Sign = SHA-256(token + RequestTime), in seconds; it does not cover the body. */
	isSigned: ({ query }, tokens, maxAgeMs, nowMs) => {
		const time = freshTime(query.RequestTime, 1000, maxAgeMs, nowMs);
		if (time === undefined) return false;
		return tokens.some((token) => isSame(query.Sign, hexHash('sha256', token + time)));
	},
	isOfApp: ({ query }, { sdkAppId }) => query.SdkAppid === String(sdkAppId),
	// Some bodies do not name the command: then the query's counts.
	isConsistent: ({ query, body }) =>
		typeof query.CallbackCommand === 'string' &&
		(body.CallbackCommand === undefined || body.CallbackCommand === query.CallbackCommand),
	read,
	withoutSignature: (body) => body,
	readVerdict: (kind, readParameter) => {
		switch (kind) {
			case 'pass':
			case 'drop':
				return { kind };
			case 'block': {
				const code = readParameter('blockCode') ?? BLOCK;
				return {
					kind,
					code: integerCode(code),
					reason: String(readParameter('blockReason') ?? ''),
				};
			}
			case 'replace':
				return { kind, text: requiredText(readParameter('replaceText'), 'Replacement Text') };
		}
	},
	checkVerdict: (verdict, event) => {
		if (verdict.kind !== 'block' || verdict.code === BLOCK) return;
		const range = OWN_CODES[event];
		const code = Number(verdict.code);
		if (range && code >= range[0] && code <= range[1]) return;
		throw new UserError(`The 'Block Code' parameter does not fit the event: ${code}`, {
			description: `Give 1, or for messages in groups a code from 10100 to 10200, and for messages to single users one from 120001 to 130000.`,
		});
	},
	answer: (verdict: Verdict, reply: IDataObject | undefined) => {
		if (!reply) return envelope(PASS);
		switch (verdict.kind) {
			case 'pass':
				return envelope(PASS);
			case 'drop':
				return envelope(DROP);
			case 'block':
				return envelope(Number(verdict.code), verdict.reason);
			case 'replace':
				return {
					...envelope(PASS),
					MsgBody: [{ MsgType: 'TIMTextElem', MsgContent: { Text: verdict.text } }],
				};
		}
	},
};

/** All three are required. */
function envelope(ErrorCode: number, ErrorInfo = ''): IDataObject {
	return { ActionStatus: 'OK', ErrorInfo, ErrorCode };
}

function integerCode(value: unknown): number {
	const code = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	if (typeof code === 'number' && Number.isSafeInteger(code)) return code;
	throw new UserError("The 'Block Code' parameter is not a whole number");
}
