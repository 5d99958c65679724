import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { inChatRoom, withoutBackOff } from '../engine/services';
import { agoraApp, chatRooms } from './apps';
import { json, useWire, type Answer, type Sent } from './wire';

/** What leaves for Easemob's hosts to fetch a token, and what may come back, written from agora-chat.md §6.2 and §8. */

const wire = useWire();
beforeEach(withoutBackOff);

const isFetch = ({ url }: Sent) => url.endsWith('/token');
const fetches = () => wire.sent.filter(isFetch);
const others = () => wire.sent.filter((sent) => !isFetch(sent));
const given = (token: unknown, expires_in?: unknown): Answer =>
	json({ access_token: token, expires_in, application: '8be024f0-e978-11e8-b697-5d598d5f8402' });
const done = json({ data: { mute: true } });
const refused = (error: string, error_description: string): Answer =>
	json({ error, error_description, exception: 'EasemobSecurityException' }, 401);

const secret = ['YXA6Vunqi', 'NxoB7IwXHInk1'].join('');

/** A client that no other test has used: what is known of one lasts. */
let clients = 0;
const newClient = (): ICredentialDataDecryptedObject => ({
	project: 'orgAndApp',
	orgName: 'easemob-demo',
	appName: 'chat.demo',
	authentication: 'clientCredentials',
	clientId: `YXA6i-Ak8Ol4Eei2l11ZjV-${++clients}`,
	clientSecret: ` ${secret}\n`,
});

const muteAll = async (credential: ICredentialDataDecryptedObject) =>
	await inChatRoom(
		{ ...agoraApp, url: 'a1.easemob.com' },
		{ operation: 'muteAll', items: [{ chatRoomId: '1' }], credential, options: { maxRetries: 1 } },
	);

/** Answers to fetches and to all else, each one after the other; the last stays. */
function easemob(tokens: readonly Answer[], replies: readonly Answer[] = [done]): void {
	wire.host('https://a1.easemob.com', (sent) => {
		const [answers, count] = isFetch(sent) ? [tokens, fetches()] : [replies, others()];
		return answers[Math.min(count.length, answers.length) - 1];
	});
}

it.each(['a1.easemob.com', 'a1.easecdn.com', 'a31.easemob.com', 'a61.chat.agora.io'])(
	'The token is fetched below the app at %s, and sent with the request',
	async (host) => {
		wire.host(`https://${host}`, (sent) => (isFetch(sent) ? given('YWMt+fetched/=', 3600) : done));
		const credential = newClient();
		const run = await inChatRoom(
			{ ...agoraApp, url: host },
			{ operation: 'muteAll', items: [{ chatRoomId: '1' }], credential },
		);

		expect(run.status).toBe('success');
		const [fetch, request] = wire.sent;
		expect(wire.sent).toHaveLength(2);
		expect(`${fetch.method} ${fetch.url}`).toBe(
			`POST https://${host}/easemob-demo/chat.demo/token`,
		);
		expect(fetch.headers).toMatchObject({
			host,
			accept: 'application/json',
			'content-type': 'application/json',
		});
		expect(fetch.headers).not.toHaveProperty('authorization');
		expect(fetch.body).toEqual({
			grant_type: 'client_credentials',
			client_id: credential.clientId,
			client_secret: secret,
		});
		expect(request.url).toBe(`https://${host}/easemob-demo/chat.demo/chatrooms/1/ban`);
		expect(request.headers.authorization).toBe('Bearer YWMt+fetched/=');
	},
);

describe('A token without a life that can be true', () => {
	it.each([undefined, null, 0, -1, '86400', 'soon', {}, [], 0.5, 1e300])(
		'%j is good until it is refused',
		async (life) => {
			const expired = refused('unauthorized', 'Unable to authenticate due to expired access token');
			easemob([given('YWMtfirst', life), given('YWMtsecond', life)], [done, done, expired, done]);
			const client = newClient();
			await muteAll(client);
			const now = Date.now();
			jest.spyOn(Date, 'now').mockReturnValue(now + 10 * 365 * 24 * 3_600_000);
			await muteAll(client);
			expect(fetches()).toHaveLength(1);

			expect((await muteAll(client)).status).toBe('success');
			expect(fetches()).toHaveLength(2);
			expect(others().map(({ headers }) => headers.authorization)).toEqual(
				['first', 'first', 'first', 'second'].map((token) => `Bearer YWMt${token}`),
			);
		},
	);
});

describe('An answer that holds no token', () => {
	const html = { status: 200, headers: { 'content-type': 'text/html' }, body: '<html></html>' };
	it.each([
		['a web page', html],
		['nothing', { ...html, body: '' }],
		['null', json('null')],
		['a list', json('[]')],
		['no token', given(undefined, 3600)],
		['a number', given(42, 3600)],
		['an empty token', given('', 3600)],
		['a token that no header can hold', given('YWMt\r\nX-Injected: 1', 3600)],
		['a token without end', given('Y'.repeat(100_000), 3600)],
	])('(%s) is asked for once more, and told', async (_, answer) => {
		easemob([answer]);
		const run = await muteAll(newClient());

		expect(run.error?.message).toMatch(/gives no token as Easemob does.*host/);
		expect(fetches()).toHaveLength(2);
		expect(others()).toEqual([]);
	});
});

/** §6.2, §8: what each refusal means; none of them passes. */
describe('A client that is refused', () => {
	const grant = (said: string) => json({ error: 'invalid_grant', error_description: said }, 400);
	it.each([
		[grant('client_id does not match'), /does not know the client ID/],
		[grant('client_secret does not match'), /client secret does not fit/],
		[json({ error: 'illegal_argument' }, 400), /'Client ID' and 'Client Secret'/],
		[refused('unauthorized', 'Unable to authenticate'), /'Client ID' and 'Client Secret'/],
		[json({ error: 'forbidden_op' }, 403), /console/],
		[json({ error: 'organization_application_not_found' }, 404), /organization name.*app name/],
		[json('{}', 418), /418.*host/],
		[
			{ status: 302, headers: { location: 'https://elsewhere.example.com/token' }, body: '' },
			/302.*host/,
		],
	])('by %j is told so, once', async (answer, reason) => {
		easemob([answer]);
		const client = newClient();
		const run = await muteAll(client);

		expect(run.error?.message).toMatch(reason);
		expect(wire.sent).toHaveLength(1);
		// In the drop-down, too, from what is known by now.
		await expect(chatRooms({ ...client, host: 'a1.easemob.com' })()).rejects.toThrow(reason);
		expect(wire.sent).toHaveLength(1);
	});
});

it.each([
	['group_authorization', 'no permission to do this operation'],
	['unauthorized', 'Subject does not have permission'],
	['unauthorized', 'No organization access'],
])('401 %s, %s, is not about the token: none is fetched in its place', async (error, said) => {
	easemob([given('YWMtfirst', 3600)], [done, refused(error, said)]);
	const client = newClient();
	await muteAll(client);
	const run = await muteAll(client);

	expect(run.status).toBe('error');
	expect(fetches()).toHaveLength(1);
	expect(others()).toHaveLength(2);
});

it.each([
	['unauthorized', 'Unable to authenticate (OAuth)'],
	['unauthorized', 'Unable to authenticate due to expired access token'],
	['auth_bad_access_token', 'Unable to authenticate due to corrupt access token'],
	['group_authorization', 'token is blank!'],
])('401 %s, %s, is about the token: another is fetched', async (error, said) => {
	easemob(
		[given('YWMtfirst', 3600), given('YWMtsecond', 3600)],
		[done, refused(error, said), done],
	);
	const client = newClient();
	await muteAll(client);

	expect((await muteAll(client)).status).toBe('success');
	expect(fetches()).toHaveLength(2);
});
