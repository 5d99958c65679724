import type { CallbackAnswer } from '../outbox';
import { isRecord } from '../shape';
import type { MessageBody } from './events';

/** What is to become of a message; `code` is what its sender is told, if anything. */
export type Verdict =
	| { readonly kind: 'pass'; readonly replacement?: string }
	| { readonly kind: 'block'; readonly code?: string };

/** §10: a longer answer is taken for an attack. */
const longestAnswer = 1000;
const longestPayloadBytes = 1024;

/** Whether a receiver has answered at all, before or after delivery. */
export const isAnswer = (answer: CallbackAnswer | undefined): answer is CallbackAnswer =>
	answer !== undefined && answer.status === 200 && answer.text.length <= longestAnswer;

/** Reads a pre-delivery answer, §10; `undefined` for a callback that failed. */
export function readVerdict(
	answer: CallbackAnswer | undefined,
	shape: 'bodies' | 'flat',
	bodies: readonly MessageBody[],
): Verdict | undefined {
	const fields = isAnswer(answer) ? parsed(answer.text) : undefined;
	if (!isRecord(fields) || typeof fields.valid !== 'boolean') return undefined;
	const { valid, code, payload } = fields;
	if (code !== undefined && typeof code !== 'string') return undefined;
	if (!valid) return { kind: 'block', code: shownCode(code) };
	if (payload === undefined) return { kind: 'pass' };
	// §17.6: what takes the place of a picture has to be one, or it is ignored.
	if (bodies.some(({ type }) => type !== 'txt')) return { kind: 'pass' };
	const replacement = textIn(payload, shape);
	return replacement === undefined ? undefined : { kind: 'pass', replacement };
}

function shownCode(code: string | undefined): string {
	if (code === undefined) return 'custom logic denied';
	return code === '' ? 'Message blocked by external logic' : code;
}

/** The text of a replacement: as the message was shaped, and no longer than is allowed. */
function textIn(payload: unknown, shape: 'bodies' | 'flat'): string | undefined {
	if (!isRecord(payload)) return undefined;
	if (Buffer.byteLength(JSON.stringify(payload)) > longestPayloadBytes) return undefined;
	const [body]: unknown[] =
		shape === 'flat' ? [payload] : Array.isArray(payload.bodies) ? payload.bodies : [];
	return isRecord(body) && body.type === 'txt' && typeof body.msg === 'string'
		? body.msg
		: undefined;
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
