import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { inChatRoom } from '../engine/services';
import { appTokenFault } from '../simulator/signatures';
import { agoraApp, chatRooms } from './apps';
import { json, useWire, type Sent } from './wire';

/** What leaves for the hosts of Agora and Easemob, written from agora-chat.md. */

const wire = useWire();

/** §6.3 */
const agoraHosts = [
	'a61.chat.agora.io',
	'a41.chat.agora.io',
	'a71.chat.agora.io',
	'a11.chat.agora.io',
];
const easemobHosts = ['a1.easemob.com', 'a1.easecdn.com', 'a31.easemob.com', 'a31.easecdn.com'];

/** §1: two ways to name the project; Easemob's own pages know the first alone. */
const orgAndApp = { project: 'orgAndApp', orgName: '1104190221201050', appName: 'chat-demo' };
const { appId } = agoraApp.credentials;
const places = [
	...[...agoraHosts, ...easemobHosts].map(
		(host) => [host, '1104190221201050/chat-demo', orgAndApp] as const,
	),
	...agoraHosts.map((host) => [host, `app-id/${appId}`, { project: 'appId' }] as const),
];

const chatRoomId = '66213271109633';
const rows = ['ann', 'bob'].map((user) => ({ user, result: true, expire: 4638873600000 }));

/** What a call does, the parameters that differ from an empty panel's, what it asks for, and the `data` it gets. */
type Call = [
	does: string,
	parameters: INodeParameters,
	asks: { method: string; path: string; body: IDataObject | '' },
	data: object,
];

/** §2 */
const calls: Call[] = [
	[
		'mute',
		{ duration: 10 },
		{
			method: 'POST',
			path: 'mute',
			body: { usernames: ['ann', 'bob'], mute_duration: 600_000 },
		},
		rows,
	],
	[
		'mute',
		{ muteFor: 'permanent' },
		{ method: 'POST', path: 'mute', body: { usernames: ['ann', 'bob'], mute_duration: -1 } },
		rows,
	],
	['unmute', {}, { method: 'DELETE', path: 'mute/ann%2Cbob', body: '' }, rows],
	['getMuted', {}, { method: 'GET', path: 'mute', body: '' }, rows],
	['muteAll', {}, { method: 'POST', path: 'ban', body: '' }, { mute: true }],
	['unmuteAll', {}, { method: 'DELETE', path: 'ban', body: '' }, { mute: false }],
];

describe.each(places)('https://%s/%s', (host, project, credential) => {
	const origin = `https://${host}`;

	it.each(calls)('%s %j', async (operation, parameters, { method, path, body }, data) => {
		wire.host(origin, () => json({ data }));
		const run = await inChatRoom(
			{ ...agoraApp, url: host },
			{ operation, items: [{ chatRoomId, userId: ['ann', 'bob'] }], parameters, credential },
		);

		expect(run.status).toBe('success');
		expect(wire.sent).toHaveLength(1);
		const [sent] = wire.sent;
		expect(`${sent.method} ${sent.url}`).toBe(
			`${method} ${origin}/${project}/chatrooms/${chatRoomId}/${path}`,
		);
		expect(sent.body).toEqual(body);
		expectSigned(sent, host);
	});

	it('the list of chat rooms, page by page', async () => {
		const cursor = 'ZGNiMjRmNGY1YjczYjlhYTNkYjk1MDY2YmEyNzFmODQ6aW06Y2hhdHJvb206ZWFzZW1vYg==';
		const data = [{ id: chatRoomId, name: 'Lounge', owner: 'ann', affiliations_count: 1 }];
		wire.host(origin, ({ url }) => json({ data, ...(!url.includes('cursor=') && { cursor }) }));
		const search = chatRooms({ ...credential, host });
		const { paginationToken } = await search();
		await search(undefined, paginationToken as string);

		const queries = wire.sent.map((sent) => {
			const [address, query] = sent.url.split('?');
			expect(`${sent.method} ${address}`).toBe(`GET ${origin}/${project}/chatrooms`);
			expect(sent.body).toBe('');
			expectSigned(sent, host);
			return Object.fromEntries(new URLSearchParams(query));
		});
		// §5: Agora gives 100 at the most.
		const limit = expect.stringMatching(/^([1-9]\d?|100)$/) as string;
		expect(queries).toEqual([{ limit }, { limit, cursor }]);
	});
});

describe('The address', () => {
	const muteAll = { operation: 'muteAll', items: [{ chatRoomId }], credential: orgAndApp };
	const path = `/1104190221201050/chat-demo/chatrooms/${chatRoomId}/ban`;

	it.each(['https://a61.chat.agora.io', 'https://a61.chat.agora.io/', ' A61.chat.agora.io '])(
		'is the same for a host written as "%s"',
		async (url) => {
			wire.host('https://a61.chat.agora.io', () => json({ data: { mute: true } }));
			await inChatRoom({ ...agoraApp, url }, muteAll);

			expect(wire.sent.map((sent) => sent.url)).toEqual([`https://a61.chat.agora.io${path}`]);
		},
	);

	it.each(['//elsewhere.example.com', '@elsewhere.example.com', '..', '?', '#'])(
		'stays with its host when the organization is "%s"',
		async (orgName) => {
			wire.host('https://a61.chat.agora.io', () => json({ data: { mute: true } }));
			await inChatRoom(agoraApp, { ...muteAll, credential: { ...orgAndApp, orgName } });

			expect(wire.sent).toHaveLength(1);
			expect(wire.sent[0].url).toMatch(new RegExp(`/chat-demo/chatrooms/${chatRoomId}/ban$`));
		},
	);

	it('has small letters for a user, whatever the case', async () => {
		wire.host('https://a61.chat.agora.io', () => json({ data: rows }));
		await inChatRoom(agoraApp, {
			operation: 'unmute',
			items: [{ chatRoomId, userId: ['Ann', 'BOB'] }],
		});

		expect(wire.sent[0].url).toMatch(/\/mute\/ann%2Cbob$/);
	});
});

it('A pasted token is sent as it is', async () => {
	wire.host('https://a61.chat.agora.io', () => json({ data: { mute: true } }));
	const pasted = 'YWMtc2ltdWxhdG9y-LXBhc3RlZC10b2tlbg+/==';
	await inChatRoom(agoraApp, {
		operation: 'muteAll',
		credential: { authentication: 'accessToken', accessToken: pasted },
	});

	expect(wire.sent[0].headers.authorization).toBe(`Bearer ${pasted}`);
});

/** §1: an app token in the header and nowhere else, JSON wanted, and JSON declared where there is some. */
function expectSigned({ url, headers, body }: Sent, host: string): void {
	expect(headers).toMatchObject({ host, accept: 'application/json' });
	expect(headers['content-type']).toBe(body === '' ? undefined : 'application/json');
	const [scheme, token] = String(headers.authorization).split(' ');
	expect(scheme).toBe('Bearer');
	expect(appTokenFault(token, agoraApp.credentials, Date.now())).toBeUndefined();
	expect(url).not.toContain('007');
}
