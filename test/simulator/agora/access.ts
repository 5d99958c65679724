import { Refusal } from '../answer';
import { appTokenFault, type AppTokenApp } from '../signatures';
import { failure } from './call';

/** What lets a caller in. */
export interface AgoraCredentials extends AppTokenApp {
	readonly orgName: string;
	readonly appName: string;
	/** A token that always holds: the kind one pastes from the console. */
	readonly accessToken: string;
	/** Easemob's way, agora-chat.md §6.2. */
	readonly clientId: string;
	readonly clientSecret: string;
	/** What callbacks are signed with, one for each rule, separated by commas. */
	readonly callbackSecrets: string;
}

/** Tokens given out by `POST /token`, and the check of every token that comes in. */
export class AgoraAccess {
	/** Token to the end of its life, in milliseconds since 1970. */
	private readonly issued = new Map<string, number>();

	constructor(
		private readonly credentials: AgoraCredentials,
		private readonly now: () => number,
	) {}

	/** How many tokens were given out. */
	get given(): number {
		return this.issued.size;
	}

	/** A new token, good for `lifeSeconds`. */
	issue(lifeSeconds: number): string {
		const token = `YWMt${Buffer.from(`easemob-token-${this.issued.size + 1}`).toString('base64url')}`;
		this.issued.set(token, this.now() + lifeSeconds * 1000);
		return token;
	}

	/** All issued tokens end now. */
	revoke(): void {
		for (const token of this.issued.keys()) this.issued.set(token, this.now());
	}

	/** Refuses what §8 refuses with 401. */
	check(authorization: string | undefined): void {
		if (authorization === undefined) {
			throw this.refusal('group_authorization', 'token is blank!', 'Authorization is missing');
		}
		const [, token] = /^Bearer (\S+)$/.exec(authorization) ?? [];
		if (token === undefined) {
			const corrupt = 'Unable to authenticate due to corrupt access token';
			throw this.refusal('auth_bad_access_token', corrupt, 'Authorization must be "Bearer …"');
		}
		if (token === this.credentials.accessToken) return;
		const end = this.issued.get(token);
		const fault =
			end === undefined
				? appTokenFault(token, this.credentials, this.now())
				: end <= this.now()
					? 'expired'
					: undefined;
		if (fault) throw this.tokenRefusal(fault);
	}

	private tokenRefusal(fault: 'corrupt' | 'foreign' | 'expired'): Refusal {
		switch (fault) {
			case 'corrupt':
				return this.refusal(
					'auth_bad_access_token',
					'Unable to authenticate due to corrupt access token',
				);
			case 'foreign':
				return this.refusal('auth_bad_access_token', 'Unable to authenticate');
			case 'expired':
				return this.refusal('unauthorized', 'Unable to authenticate due to expired access token');
		}
	}

	private refusal(error: string, description: string, malformed?: string): Refusal {
		return new Refusal(failure(401, error, description, this.now()), malformed);
	}
}
