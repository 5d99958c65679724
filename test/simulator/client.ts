import { ChatTokenBuilder } from 'agora-token';
import { Api } from 'tls-sig-api-v2/TLSSigAPIv2';

import type { AgoraSimulator, TencentSimulator } from './index';

/** An HTTP answer, read. */
export interface Reply {
	readonly status: number;
	readonly headers: Headers;
	readonly text: string;
	/** Parsed JSON; `undefined` for anything else. */
	readonly json: Json | undefined;
}

export type Json = Record<string, unknown>;

/** Query parameters to change; `undefined` leaves one out. */
type QueryChanges = Record<string, string | undefined>;

/** Calls Tencent's simulator as its page says, signed by Tencent's package. For the tests here. */
export async function callTencent(
	tencent: TencentSimulator,
	command: string,
	body: unknown,
	changes: QueryChanges = {},
): Promise<Reply> {
	const { sdkAppId, identifier, secretKey } = tencent.credentials;
	const query = new URLSearchParams();
	const parameters: QueryChanges = {
		sdkappid: String(sdkAppId),
		identifier,
		usersig: new Api(sdkAppId, secretKey).genUserSig(identifier, 3600),
		random: '4294967295',
		contenttype: 'json',
		...changes,
	};
	for (const [name, value] of Object.entries(parameters)) {
		if (value !== undefined) query.set(name, value);
	}
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	const init = { method: 'POST', body: text };
	return await read(await fetch(`${tencent.url}/v4/${command}?${query}`, init));
}

/** The same for `group_open_http_svc`, giving the parsed answer. */
export async function groupCommand(
	tencent: TencentSimulator,
	command: string,
	body: unknown,
): Promise<Json | undefined> {
	return (await callTencent(tencent, `group_open_http_svc/${command}`, body)).json;
}

/** Calls Agora's simulator below `/{org}/{app}`, with a token by Agora's package. */
export async function callAgora(
	agora: AgoraSimulator,
	method: string,
	path: string,
	body?: unknown,
	headers: Record<string, string> = {},
): Promise<Reply> {
	const { orgName, appName } = agora.credentials;
	return await callAgoraAt(agora, `/${orgName}/${appName}`, method, path, body, headers);
}

/** Calls Agora's simulator below any prefix. */
export async function callAgoraAt(
	agora: AgoraSimulator,
	prefix: string,
	method: string,
	path: string,
	body?: unknown,
	headers: Record<string, string> = {},
): Promise<Reply> {
	const { appId, appCertificate } = agora.credentials;
	const token = ChatTokenBuilder.buildAppToken(appId, appCertificate, 600);
	return await read(
		await fetch(`${agora.url}${prefix}${path}`, {
			method,
			body: body === undefined ? undefined : JSON.stringify(body),
			headers: {
				authorization: `Bearer ${token}`,
				...(body === undefined ? {} : { 'content-type': 'application/json' }),
				...headers,
			},
		}),
	);
}

async function read(response: Response): Promise<Reply> {
	const { status, headers } = response;
	const text = await response.text();
	const isJson = headers.get('content-type')?.startsWith('application/json');
	return { status, headers, text, json: isJson ? parsed(text) : undefined };
}

function parsed(text: string): Json | undefined {
	try {
		return JSON.parse(text) as Json;
	} catch {
		return undefined;
	}
}
