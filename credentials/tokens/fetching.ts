import {
	jsonParse,
	UserError,
	type IDataObject,
	type IHttpRequestHelper,
	type OperationalError,
} from 'n8n-workflow';

import { Unavailable } from '../fields';
import type { EasemobClient } from './easemobClient';
import type { Token } from './keeper';

const TIMEOUT_MS = 10_000;
/** Time enough to fetch the next: when so much of its life is left. */
const LEFT = 0.1;
/** What can stand in a header. */
const TOKEN = /^[\x21-\x7e]{1,4096}$/;
const PASSING = new Set([408, 429, 500, 502, 503, 504]);

/**
 * Fetches an app token with client credentials. What is thrown holds neither them nor what the service said, and
 * says all in its message: a credential test shows nothing else.
 * https://doc.easemob.com/product/easemob_app_token.html
 */
export async function fetchToken(
	helpers: IHttpRequestHelper['helpers'],
	client: EasemobClient,
): Promise<Token> {
	const fetchedAt = Date.now();
	const { status, body } = await ask(helpers, client);
	if (status !== 200) throw refusal(status, String(body.error_description));
	if (typeof body.access_token !== 'string' || !TOKEN.test(body.access_token)) {
		throw new Unavailable(
			'The address answers, but gives no token as Easemob does: check the host in the credential',
		);
	}
	return {
		text: body.access_token,
		client: client.key,
		fetchedAt,
		...lifeOf(body.expires_in, fetchedAt),
	};
}

async function ask(
	helpers: IHttpRequestHelper['helpers'],
	{ baseUrl, id, secret }: EasemobClient,
): Promise<{ status: number; body: IDataObject }> {
	try {
		const reply = (await helpers.httpRequest({
			method: 'POST',
			url: `${baseUrl}/token`,
			headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
			body: { grant_type: 'client_credentials', client_id: id, client_secret: secret },
			timeout: TIMEOUT_MS,
			abortSignal: AbortSignal.timeout(TIMEOUT_MS), // a time-out by itself is one of silence
			encoding: 'text',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true, // the secret goes to no other host
		})) as { statusCode: number; body: unknown };
		const body = jsonParse<IDataObject | null>(String(reply.body), { fallbackValue: null });
		return { status: reply.statusCode, body: body ?? {} };
	} catch (error) {
		throw unreachable(error);
	}
}

/** The error itself, and its message, are left out: they may hold the request. */
function unreachable(error: unknown): UserError | OperationalError {
	if (error instanceof UserError) return error; // n8n's own, about hosts that are not allowed
	return new Unavailable(
		'No token can be fetched, as the host cannot be reached: check the host in the credential, and the network of this n8n',
	);
}

function refusal(status: number, description: string): UserError | OperationalError {
	if (PASSING.has(status)) {
		return new Unavailable(`The service gives no token at the moment (HTTP status ${status})`);
	}
	return new UserError(reason(status, description));
}

function reason(status: number, description: string): string {
	switch (status) {
		case 400:
		case 401:
			if (/client_id/.test(description)) {
				return "The service does not know the client ID: check 'Client ID' in the credential";
			}
			if (/client_secret/.test(description)) {
				return "The client secret does not fit the client ID: check 'Client Secret' in the credential";
			}
			return "The service does not accept the client: check 'Client ID' and 'Client Secret' in the credential";
		case 403:
			return 'The service gives this client no token: look in the console whether the app is blocked';
		case 404:
			return 'The host does not know this project: check the organization name, the app name and the host in the credential';
		default:
			return `The address answers with HTTP status ${status} where tokens are fetched, not as Easemob does: check the host in the credential`;
	}
}

/** Without a life that can be true, a token counts as good until it is refused. */
function lifeOf(expiresIn: unknown, fetchedAt: number): Pick<Token, 'renewAt' | 'endsAt'> {
	if (typeof expiresIn !== 'number' || !(expiresIn >= 1)) return {};
	const lifeMs = expiresIn * 1000;
	return { renewAt: fetchedAt + (1 - LEFT) * lifeMs, endsAt: fetchedAt + lifeMs };
}
