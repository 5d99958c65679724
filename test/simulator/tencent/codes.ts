import { json, Refusal, type Answer } from '../answer';

/**
 * The documented codes the simulator uses and what `ErrorInfo` says with them, tencent-chat.md
 * §5.4, §5.5, §7, §9. The texts of 10010, 60002 and 60015 were seen; the others are made up to be as
 * terse.
 */
const errorInfo = {
	10002: 'server internal error',
	10003: 'invalid command',
	10004: 'invalid parameter',
	10005: 'too many accounts in request',
	10006: 'operation frequency limit',
	10007: 'operation not permitted',
	10010: 'this group does not exist',
	10015: 'invalid group id',
	10016: 'rejected by the app backend',
	10017: 'the sender is muted',
	10018: 'the response is too large',
	10023: 'message frequency limit',
	10030: 'message does not exist',
	10033: 'group type does not support recall',
	11000: 'topic is not supported',
	20006: 'rejected by the app backend',
	20012: 'the sender is muted',
	20022: 'message not found',
	20023: 'message was recalled',
	60002: 'HTTP parse Error',
	60003: 'json parse error',
	60004: 'invalid account in url',
	60006: 'invalid sdkappid',
	60007: 'rest api call frequency over limit',
	60009: 'resource error, please check url',
	60010: 'app admin account is required',
	60012: 'sdkappid is missing in url',
	60015: 'body account invalid',
	70001: 'usersig expired',
	70002: 'usersig is empty',
	70003: 'usersig invalid',
	70009: 'usersig verification failed',
	70013: 'identifier does not match usersig',
	70014: 'sdkappid does not match usersig',
	70020: 'sdkappid not found',
	70107: 'account does not exist',
	70169: 'internal timeout',
	70402: 'invalid parameter',
	80003: 'callback to the app backend failed',
	90001: 'json parse error',
	90003: 'To_Account invalid',
	90007: 'MsgBody invalid',
	90008: 'From_Account invalid',
	90011: 'too many To_Account',
	90012: 'invalid To_Account',
	90054: 'MsgKey invalid',
	93000: 'message too long',
	110003: 'topic has been deleted',
	130001: 'json parse error',
	130002: 'Get_Account is missing',
	130003: 'Get_Account is invalid',
	130004: 'Set_Account is missing',
	130005: 'Set_Account is invalid',
	130008: 'no mute time is given',
} as const;

export type TencentCode = keyof typeof errorInfo;

/** The `ErrorCode` and `ErrorInfo` of one item in a list, or of a whole answer. */
export const coded = (code: TencentCode, detail?: string) => ({
	ErrorCode: code,
	ErrorInfo: detail === undefined ? errorInfo[code] : `${errorInfo[code]}: ${detail}`,
});

/** A failure in the documented envelope: HTTP 200, `ActionStatus: "FAIL"`. */
export const failure = (code: number, detail?: string): Answer =>
	json(
		200,
		{ ActionStatus: 'FAIL', ...coded(isKnown(code) ? code : 10002, detail), ErrorCode: code },
		code,
	);

/** Refuses a request whose shape is right. */
export const refused = (code: TencentCode, detail?: string): Refusal =>
	new Refusal(failure(code, detail));

/** Refuses a request that broke the documented shape, and records how. */
export const malformed = (code: TencentCode, how: string): Refusal =>
	new Refusal(failure(code, how), how);

const isKnown = (code: number): code is TencentCode => code in errorInfo;
