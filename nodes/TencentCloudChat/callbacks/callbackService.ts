import { UserError, type IDataObject } from 'n8n-workflow';

import type { CallbackService, Verdict } from '../../shared/callbacks/callbackService';
import { hexHash, ofOtherApp, type Refusal } from '../../shared/callbacks/trust';
import { requiredText } from '../../shared/callbacks/verdicts';
import { read } from './readCallback';

/** `ErrorCode` of an answer. */
const PASS = 0;
const BLOCK = 1;
const DROP = 2;
/** Codes of the app's own, which the sender gets to see with the reason, for messages in groups and to single users. */
const OWN_CODES: Readonly<Record<string, readonly [number, number]>> = {
	messageBefore: [10_100, 10_200],
	privateMessageBefore: [120_001, 130_000],
};

const NOT_SIGNED: Refusal = {
	status: 401,
	cause: 'unsigned',
	words: 'it is not signed: authentication is not switched on in the console',
};
const CONTRADICTORY: Refusal = {
	status: 401,
	cause: 'command',
	words: 'its query and its body do not name the same command',
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
	signatureIn: 'query',
	secretsOf: ({ callbackToken }) =>
		typeof callbackToken === 'string' && callbackToken.trim() !== '' ? [callbackToken.trim()] : [],
	/** Sign = SHA-256(token + RequestTime), in seconds; it does not cover the body. */
	signature: ({ query }) => ({
		given: query.Sign,
		time: query.RequestTime,
		unitMs: 1000,
		expected: (token, time) => hexHash('sha256', token + time),
		missing: NOT_SIGNED,
	}),
	objection: ({ query, body }, { sdkAppId }) => {
		const { SdkAppid, CallbackCommand } = query;
		if (SdkAppid !== String(sdkAppId)) return ofOtherApp(appIn(SdkAppid), `SDKAppID ${sdkAppId}`);
		// Some bodies do not name the command: then the query's counts.
		const { CallbackCommand: command = CallbackCommand } = body;
		return typeof command === 'string' && command === CallbackCommand ? undefined : CONTRADICTORY;
	},
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

const appIn = (value: unknown): string | undefined =>
	typeof value === 'string' && /^\d{1,12}$/.test(value) ? `SDKAppID ${value}` : undefined;

/** All three are required. */
function envelope(ErrorCode: number, ErrorInfo = ''): IDataObject {
	return { ActionStatus: 'OK', ErrorInfo, ErrorCode };
}

function integerCode(value: unknown): number {
	const code = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	if (typeof code === 'number' && Number.isSafeInteger(code)) return code;
	throw new UserError("The 'Block Code' parameter is not a whole number");
}
