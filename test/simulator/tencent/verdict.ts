import type { CallbackAnswer } from '../outbox';
import { isInteger, isRecord, type JsonObject } from '../shape';
import type { SendError } from '../transcript';
import { coded, type TencentCode } from './codes';

/** One element of a message, §7.4. */
export interface MsgElement {
	readonly MsgType: string;
	readonly MsgContent: JsonObject;
}

/** What is to become of a message. */
export type Verdict =
	| { readonly kind: 'pass'; readonly replacement?: readonly MsgElement[] }
	| { readonly kind: 'drop' }
	| { readonly kind: 'block'; readonly error: SendError };

/** How the two kinds of message differ in their answers, §7.4. */
export interface VerdictCodes {
	/** What the sender gets for `ErrorCode: 1`. */
	readonly veto: TencentCode;
	/** Codes that are passed on to the sender. */
	readonly own: readonly [first: number, last: number];
}

export const groupVerdicts: VerdictCodes = { veto: 10016, own: [10100, 10200] };
export const privateVerdicts: VerdictCodes = { veto: 20006, own: [120001, 130000] };

/** Reads an answer, §7.1 and §7.4; `undefined` for a callback that failed. */
export function readVerdict(
	answer: CallbackAnswer | undefined,
	{ veto, own: [first, last] }: VerdictCodes,
): Verdict | undefined {
	const fields = answer?.status === 200 ? parsed(answer.text) : undefined;
	if (!isRecord(fields)) return undefined;
	const { ActionStatus: status, ErrorCode: code, ErrorInfo: info, MsgBody: body } = fields;
	if (status !== 'OK' || !isInteger(code) || typeof info !== 'string') return undefined;
	if (code === 0 && body === undefined) return { kind: 'pass' };
	if (code === 0) return isMsgBody(body) ? { kind: 'pass', replacement: body } : undefined;
	if (code === 1) return { kind: 'block', error: sendError(veto) };
	if (code === 2) return { kind: 'drop' };
	return code >= first && code <= last ? { kind: 'block', error: { code, info } } : undefined;
}

/** A code of the service as the sender's app is told of it. */
export function sendError(code: TencentCode): SendError {
	return { code, info: coded(code).ErrorInfo };
}

const isMsgBody = (value: unknown): value is MsgElement[] =>
	Array.isArray(value) &&
	value.length > 0 &&
	value.every(
		(element) =>
			isRecord(element) && typeof element.MsgType === 'string' && isRecord(element.MsgContent),
	);

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
