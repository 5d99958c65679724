import { tencentSign } from '../callbackSignatures';
import { Outbox, type Callback } from '../outbox';
import type { JsonObject } from '../shape';
import type { TencentCredentials } from './service';
import { readVerdict, sendError, type Verdict, type VerdictCodes } from './verdict';

/** A callback, §7.3 and §7.4. */
export interface TencentEvent {
	readonly command: string;
	readonly body: JsonObject;
	/** `OptPlatform`: what the user sent with. Some commands have none. */
	readonly platform?: string;
	/** `ClientIP`. Some commands have none. */
	readonly clientIp?: string;
}

/** The callbacks of one app, §7, as its console sets them up. All may be changed at any time. */
export class TencentCallbacks {
	/** Where they go; `undefined` switches them off. */
	url: string | undefined;
	/** Empty: they are not signed. */
	token: string;
	/** The commands that are switched on. */
	commands: ReadonlySet<string> | 'all' = 'all';
	timeoutMs = 2000;
	/** What becomes of a message whose callback fails. */
	fallback: 'pass' | 'block' = 'pass';
	/** Whether a callback after the event is sent once more when it fails. */
	retries = false;
	/** No page says what it is. */
	contentType = 'application/json';

	readonly outbox = new Outbox();

	constructor(
		private readonly app: TencentCredentials,
		private readonly now: () => number,
	) {
		this.token = app.callbackToken;
	}

	/** Asks before an event. There is no second try. */
	async ask(event: TencentEvent, codes: VerdictCodes): Promise<Verdict> {
		if (!this.takes(event)) return { kind: 'pass' };
		const { answer } = await this.outbox.post(this.callback(event, this.url));
		const verdict = readVerdict(answer, codes);
		if (verdict) return verdict;
		return this.fallback === 'pass' ? { kind: 'pass' } : { kind: 'block', error: sendError(80003) };
	}

	/** Tells of an event that has happened. Nobody waits for the answer, and it means nothing. */
	tell(event: TencentEvent): void {
		if (this.takes(event)) this.outbox.later(this.deliver(event, this.url));
	}

	private async deliver(event: TencentEvent, url: string): Promise<void> {
		const { answer } = await this.outbox.post(this.callback(event, url));
		if (answer?.status === 200 || !this.retries) return;
		await this.outbox.post(this.callback(event, url));
	}

	private takes({ command }: TencentEvent): this is { url: string } {
		if (this.url === undefined) return false;
		return this.commands === 'all' || this.commands.has(command);
	}

	private callback({ command, body, clientIp, platform }: TencentEvent, url: string): Callback {
		const address = new URL(url);
		const requestTime = String(Math.floor(this.now() / 1000));
		const query = {
			SdkAppid: String(this.app.sdkAppId),
			CallbackCommand: command,
			contenttype: 'json',
			...(clientIp && { ClientIP: clientIp }),
			...(platform && { OptPlatform: platform }),
			...(this.token && { RequestTime: requestTime, Sign: tencentSign(this.token, requestTime) }),
		};
		for (const [name, value] of Object.entries(query)) address.searchParams.append(name, value);
		const { timeoutMs, contentType } = this;
		return { name: command, url: address.href, body, timeoutMs, contentType };
	}
}
