import nock from 'nock';
import {
	UserError,
	type ICredentialDataDecryptedObject,
	type ILoadOptionsFunctions,
	type INodeType,
} from 'n8n-workflow';

import { agoraEndpoint } from '../../credentials/endpoints/agora';
import { connect, type Connection } from '../../nodes/shared/http/transport';
import type { ServiceRequest } from '../../nodes/shared/model/requests';
import type { Service } from '../../nodes/shared/model/service';
import { agoraApp } from './apps';
import { json, useWire } from './wire';
import { agoraCredential } from '../support/credentials';
import { dropDown } from '../support/dropDown';
import { nodeTypes } from '../support/engine';
import {
	createServer,
	type AddressInfo,
	type IncomingMessage,
	type ServerResponse,
} from '../support/node';

/** One request through n8n's own HTTP client: what leaves, what is made of the answer, and of none. */

const wire = useWire();
const origin = `https://${agoraApp.url}`;
const { orgName, appName } = agoraApp.credentials;
const base = `${origin}/${orgName}/${appName}`;
const service = { credentialType: 'agoraChatApi', endpoint: agoraEndpoint } as unknown as Service;
const list: ServiceRequest = { api: { name: 'list' }, method: 'GET', path: '/chatrooms' };

type Reply = Awaited<ReturnType<Connection['exchange']>>;

/** What is done with a connection in the context that n8n gives a node. */
async function connected<T>(
	use: (connection: Connection, context: ILoadOptionsFunctions) => Promise<T>,
	changes: ICredentialDataDecryptedObject = {},
	timeoutMs = 10_000,
): Promise<T> {
	const done: T[] = [];
	const node: INodeType = {
		description: nodeTypes.agora.description,
		methods: {
			listSearch: {
				async ask(this: ILoadOptionsFunctions) {
					done.push(await use(await connect(this, service, timeoutMs), this));
					return { results: [] };
				},
			},
		},
	};
	await dropDown(node, 'ask', agoraCredential(agoraApp, changes))();
	return done[0];
}

const exchange = async (request = list, changes = {}, timeoutMs?: number): Promise<Reply> =>
	await connected(async ({ exchange: ask }) => await ask(request), changes, timeoutMs);

/** The address of a real server in place of nock, which reads bodies and knows no hanging; it ends with the test. */
async function listen(
	answer: (request: IncomingMessage, body: string, response: ServerResponse) => void,
): Promise<string> {
	nock.restore();
	const server = createServer((request, response) => {
		let body = '';
		request.on('data', (chunk) => (body += String(chunk)));
		request.on('end', () => answer(request, body, response));
	});
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	servers.push(server);
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
const servers: Array<ReturnType<typeof createServer>> = [];
afterEach(() => {
	if (!nock.isActive()) nock.activate();
	for (const server of servers.splice(0)) {
		server.close();
		server.closeAllConnections();
	}
});

const failureOf = (reply: Reply) => {
	if (!('failure' in reply)) throw new Error('This was taken for an answer');
	return reply.failure;
};

describe('What leaves', () => {
	it('is the request below the base URL, signed', async () => {
		wire.host(origin, () => json({}));
		await exchange({ ...list, query: { limit: 10, cursor: 'a b' } });

		const [{ method, url, headers }] = wire.sent;
		expect([method, url]).toEqual(['GET', `${base}/chatrooms?limit=10&cursor=a%20b`]);
		expect(headers.authorization).toMatch(/^Bearer 007/);
		expect(headers.accept).toBe('application/json');
		expect(headers).not.toHaveProperty('content-type');
	});

	it('has a body of JSON where there is one', async () => {
		wire.host(origin, () => json({}));
		await exchange({ ...list, method: 'POST', path: '/mute', body: { usernames: ['ann'] } });

		const [{ method, headers, body }] = wire.sent;
		expect(method).toBe('POST');
		expect(headers['content-type']).toContain('application/json');
		expect(body).toEqual({ usernames: ['ann'] });
	});

	it('has numbers that JavaScript can not hold as they were written', async () => {
		let written = '';
		const host = await listen(({ method = '' }, body, response) => {
			written = `${method} ${body}`;
			response.end('{}');
		});
		await exchange({ ...list, method: 'PUT', body: '{"at": 9007199254740993}' }, { host });

		expect(written).toBe('PUT {"at": 9007199254740993}');
	});
});

describe('An answer', () => {
	it.each([200, 204, 302, 400, 401, 404, 429, 500, 503])(
		'is given back whatever its status: %d',
		async (status) => {
			wire.host(origin, () => ({ ...json({ error: 'x' }, status), headers: { 'x-a': 'b' } }));
			const reply = await exchange();

			expect(reply).toMatchObject({ status, headers: { 'x-a': 'b' } });
		},
	);

	it.each([
		'{"expire": 9007199254740993}',
		'{ "cut',
		'<html>Bad Gateway</html>',
		'',
		'"text"',
		'null',
	])('is the text as it came: %p', async (text) => {
		wire.host(origin, () => json(text));

		expect(await exchange()).toMatchObject({ text });
	});

	it('leads to no other address', async () => {
		wire.host(origin, () => ({ ...json({}, 302), headers: { location: 'https://example.com/' } }));
		await exchange();

		expect(wire.sent).toHaveLength(1);
	});

	it('that echoes the request does not hold its token', async () => {
		wire.host(origin, ({ headers }) => json(`${String(headers.authorization)} ann`));

		expect(await exchange()).toMatchObject({ text: 'Bearer [hidden] ann' });
	});
});

describe('No answer', () => {
	/** What is told when the network fails with this code. */
	async function failing(code?: string) {
		nock(origin)
			.persist()
			.get(() => true)
			.replyWithError(Object.assign(new Error(`at ${base}?usersig=abc`), code && { code }));
		return failureOf(await exchange());
	}

	it.each([
		['ECONNABORTED', /in time/],
		['ETIMEDOUT', /in time/],
		['ECONNREFUSED', /Nothing answers/],
		['ECONNRESET', /cut/],
		['ENOTFOUND', /no host/],
		['EPIPE', /could not be reached/],
		['EAI_AGAIN', /could not be reached/],
	])('for %s is told in words, and is tried again', async (code, words) => {
		expect(await failing(code)).toMatchObject({
			message: expect.stringMatching(words) as string,
			advice: expect.stringMatching(/network/) as string,
			code,
			retry: 'yes',
			unanswered: true,
		});
	});

	it.each([
		'CERT_HAS_EXPIRED',
		'DEPTH_ZERO_SELF_SIGNED_CERT',
		'ERR_TLS_CERT_ALTNAME_INVALID',
		'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
	])('for %s is not tried again: the host may be another', async (code) => {
		expect(await failing(code)).toMatchObject({
			message: expect.stringMatching(/prove/) as string,
			code,
			retry: 'no',
			scope: 'app',
			unanswered: true,
		});
	});

	it.each([
		'EAI_AGAIN',
		'ENOTFOUND',
		'ECONNREFUSED',
		'EHOSTUNREACH',
		'ENETUNREACH',
		'EPROTO',
		'ERR_SSL_WRONG_VERSION_NUMBER',
	])('for %s speaks of the host', async (code) => {
		expect((await failing(code)).scope).toBe('app');
	});

	it.each(['ECONNRESET', 'ECONNABORTED', 'ETIMEDOUT', 'EPIPE', 'X_EPROTO', undefined])(
		'for %s speaks of this request',
		async (code) => {
			expect((await failing(code)).scope).toBe('request');
		},
	);

	it.each([
		['as the code of its cause', { cause: { code: 'ENOTFOUND' } }],
		['as its HTTP code', { httpCode: 'ENOTFOUND' }],
		[
			'as its HTTP code, of a cause with one of its own kind',
			{ cause: { code: 7 }, httpCode: 'ENOTFOUND' },
		],
	])('is told whether n8n tells the code %s', async (_, error) => {
		const reply = await connected(async (_connection, context) => {
			const request = jest.spyOn(context.helpers, 'httpRequestWithAuthentication');
			request.mockRejectedValue(Object.assign(new Error('It broke'), error));
			return await (await connect(context, service, 10_000)).exchange(list);
		});

		expect(failureOf(reply)).toMatchObject({ code: 'ENOTFOUND', scope: 'app', unanswered: true });
	});

	it('for a reason without a code has one, and tells nothing of the address or a signature', async () => {
		const failure = await failing();

		expect(failure.code).toMatch(/./);
		expect(JSON.stringify(failure)).not.toMatch(/abc|agora\.io/);
	});

	it('in time ends a request', async () => {
		const host = await listen(() => {}); // never answers
		const { message, unanswered } = failureOf(await exchange(list, { host }, 20));

		expect(message).toMatch(/in time/);
		expect(unanswered).toBe(true);
	});
});

describe('The credential', () => {
	it('is read once, however many requests there are', async () => {
		wire.host(origin, () => json({}));
		await connected(async ({ exchange: ask }, context) => {
			const read = jest.spyOn(context, 'getCredentials');
			await ask(list);
			await ask(list);
			expect(read).not.toHaveBeenCalled();
		});

		expect(wire.sent).toHaveLength(2);
	});
});

describe('A credential that can not sign', () => {
	it('sends nothing, and says which field is wrong', async () => {
		wire.host(origin, () => json({}));
		const failure = failureOf(await exchange(list, { appCertificate: 'none' }));

		expect(wire.sent).toEqual([]);
		expect(failure).toMatchObject({
			message: expect.stringContaining("'App Certificate'") as string,
			advice: expect.stringContaining('credential') as string,
			code: 'CREDENTIAL',
			retry: 'no',
			scope: 'app',
		});
		expect(failure.unanswered).toBeFalsy();
	});

	it('has no connection where even the address is wrong', async () => {
		await expect(exchange(list, { host: '' })).rejects.toThrow(UserError);
		await expect(exchange(list, { host: '' })).rejects.toThrow("'Host'");
	});
});
