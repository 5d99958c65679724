import type { TencentBody } from './body';
import type { TencentCallbacks } from './callbacks';
import type { TencentCode } from './codes';
import type { TencentSettings } from './settings';
import type { TencentState } from './state';

/** What a command works with. */
export interface CommandCall {
	readonly body: TencentBody;
	readonly state: TencentState;
	readonly settings: TencentSettings;
	readonly sdkAppId: number;
	/** The admin who calls. */
	readonly identifier: string;
	readonly callbacks: TencentCallbacks;
}

/** One command of the REST API. */
export interface Command {
	/** Every field its page documents, old names included. Others are recorded as malformed. */
	readonly fields: readonly string[];
	/** Gone from the documents; answered only while `acceptLegacyNames` is on. */
	readonly legacy?: boolean;
	/** `openconfigsvr` answers without `ActionStatus`, §4.1. */
	readonly noActionStatus?: boolean;
	/** The code for a body that is not JSON; default 60003. */
	readonly unparsable?: TencentCode;
	/** Does the work and gives the answer's own fields, which join the envelope. */
	run(call: CommandCall): Record<string, unknown>;
}
