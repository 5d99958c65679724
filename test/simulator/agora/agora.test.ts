import { callAgora, callAgoraAt } from '../client';
import { endlessLists } from '../endlessList';
import { startSimulator, type AgoraSimulator, type Simulator } from '../index';
import { agoraDefaults } from './settings';

const startMs = Date.now();
const room = '262246968131585';
const group = '100743775617286960';
const day = 86_400_000;

let clockMs = startMs;
let simulator: Simulator;
let agora: AgoraSimulator;

beforeAll(async () => {
	simulator = await startSimulator({ now: () => clockMs });
	agora = simulator.agora;
});

afterAll(async () => await simulator.stop());

beforeEach(() => {
	clockMs = startMs;
	agora.reset();
	Object.assign(agora.settings, agoraDefaults());
	agora.addChatRoom({ chatRoomId: room, name: 'Lounge', owner: 'ava', members: ['Ben', 'carla'] });
	agora.addChatGroup({ chatGroupId: group, name: 'Crew', owner: 'ava', members: 'anyone' });
});

const call = async (
	method: string,
	path: string,
	body?: unknown,
	headers: Record<string, string> = {},
) => await callAgora(agora, method, path, body, headers);

const mute = async (usernames: unknown, duration: unknown = day) =>
	await call('POST', `/chatrooms/${room}/mute`, { usernames, mute_duration: duration });

const refusal = (status: number, error: string, description?: string) =>
	expect.objectContaining({
		status,
		json: expect.objectContaining({
			error,
			error_description: description ?? expect.any(String),
			exception: expect.any(String),
			timestamp: clockMs,
		}),
	});

describe.each([
	['chatrooms', room],
	['chatgroups', group],
])('%s, agora-chat.md §2 and §3', (kind, id) => {
	const place = `/${kind}/${id}`;

	it('mutes, lists and unmutes', async () => {
		const usernames = ['ben', 'carla'];
		const muted = await call('POST', `${place}/mute`, { usernames, mute_duration: day });
		expect(muted.status).toBe(200);
		expect(muted.json).toMatchObject({
			action: 'post',
			entities: [],
			organization: agora.credentials.orgName,
			uri: `${agora.url}/41117440/chat-demo${place}/mute`,
			timestamp: clockMs,
			data: [
				{ result: true, expire: clockMs + day, user: 'ben' },
				{ result: true, expire: clockMs + day, user: 'carla' },
			],
		});
		const carla = { usernames: ['carla'], mute_duration: -1 };
		expect((await call('POST', `${place}/mute`, carla)).json).toMatchObject({
			data: [{ result: true, expire: 4638873600000, user: 'carla' }],
		});
		expect(agora.mutes(id)).toEqual(
			new Map<string, unknown>([
				['ben', clockMs + day],
				['carla', 'permanent'],
			]),
		);
		expect((await call('GET', `${place}/mute`)).json).toMatchObject({
			data: [
				{ expire: clockMs + day, user: 'ben' },
				{ expire: 4638873600000, user: 'carla' },
			],
		});
		expect((await call('DELETE', `${place}/mute/ben%2Ccarla`)).json).toMatchObject({
			action: 'delete',
			data: [
				{ result: true, user: 'ben' },
				{ result: true, user: 'carla' },
			],
		});
		expect(agora.mutes(id).size).toBe(0);
		expect(agora.malformed).toEqual([]);
	});

	it('mutes everyone and shows it', async () => {
		expect((await call('POST', `${place}/ban`)).json).toMatchObject({
			action: 'put',
			data: { mute: true },
		});
		expect(agora.isAllMuted(id)).toBe(true);
		expect((await call('GET', place)).json).toMatchObject({ data: [{ id, mute: true }] });
		expect((await call('DELETE', `${place}/ban`)).json).toMatchObject({ data: { mute: false } });
		expect(agora.isAllMuted(id)).toBe(false);
	});

	it('keeps an allow list', async () => {
		const many = await call('POST', `${place}/white/users`, { usernames: ['ben', 'carla'] });
		const placeId = kind === 'chatrooms' ? { chatroomid: id } : { groupid: id };
		const row = { result: true, action: 'add_user_whitelist', ...placeId };
		expect(many.json).toMatchObject({
			data: [
				{ ...row, user: 'ben' },
				{ ...row, user: 'carla' },
			],
		});
		expect((await call('POST', `${place}/white/users/ben`)).json).toMatchObject({
			data: { ...row, user: 'ben' },
		});
		expect((await call('GET', `${place}/white/users`)).json).toMatchObject({
			data: ['ben', 'carla'],
			count: 2,
		});
		expect((await call('DELETE', `${place}/white/users/ben,carla`)).json).toMatchObject({
			data: [{ action: 'remove_user_whitelist', user: 'ben' }, { user: 'carla' }],
		});
		expect(agora.allowList(id).size).toBe(0);
		agora.settings.singleRemovalShape = 'object';
		expect((await call('DELETE', `${place}/white/users/ben`)).json).toMatchObject({
			data: { action: 'remove_user_whitelist', user: 'ben', ...placeId },
		});
		expect(agora.malformed).toEqual([]);
	});

	it('knows what is not there', async () => {
		const { status, json } = await call('GET', `/${kind}/404/mute`);
		expect([status, json?.error_description]).toEqual([404, 'grpID 404 does not exist!']);
		expect(await call('GET', `/${kind}/404`)).toEqual(
			refusal(404, 'service_resource_not_found', 'do not find this group:404'),
		);
	});
});

describe('who can be muted, §8', () => {
	const strangers = (text: string) => `users${text} are not members of this group!`;

	it('does nothing for a request with strangers in it', async () => {
		expect(await mute(['ben', 'x', 'y'])).toEqual(
			refusal(400, 'invalid_parameter', strangers(' [x, y]')),
		);
		expect(agora.mutes(room).size).toBe(0);
		agora.settings.strangersNamed = 'first';
		agora.settings.nonMember = { status: 403, error: 'forbidden_op' };
		expect(await mute(['ben', 'x', 'y'])).toEqual(refusal(403, 'forbidden_op', strangers(' [x]')));
		agora.settings.strangersNamed = 'none';
		expect(await mute(['x'])).toEqual(refusal(403, 'forbidden_op', strangers('')));
		expect(await call('DELETE', `/chatrooms/${room}/mute/ben%2Cx`)).toEqual(
			refusal(403, 'forbidden_op', strangers('')),
		);
		expect(agora.malformed).toEqual([]);
	});

	it('spares the owner', async () => {
		expect(await mute(['ben', 'ava'])).toEqual(
			refusal(403, 'forbidden_op', 'forbidden operation on group owner!'),
		);
		agora.settings.ownerMutable = true;
		expect((await mute(['ava'])).status).toBe(200);
	});

	it('can fail single rows inside HTTP 200', async () => {
		agora.settings.failUsers.add('ben');
		expect((await mute(['ben', 'carla'])).json).toMatchObject({
			data: [
				{ result: false, user: 'ben' },
				{ result: true, user: 'carla' },
			],
		});
		expect([...agora.mutes(room).keys()]).toEqual(['carla']);
	});

	it('gives a stranger a failed row in the allow list, with the reason', async () => {
		const { json } = await call('POST', `/chatrooms/${room}/white/users`, { usernames: ['x'] });
		const reason = `user: x doesn't exist in chatroom: ${room}`;
		expect(json).toMatchObject({ data: [{ result: false, user: 'x', reason }] });
		expect(agora.allowList(room).size).toBe(0);
	});
});

describe('the shape of a request', () => {
	const users = Array.from({ length: 61 }, (_, i) => `u${i}`);

	it.each<[string, unknown, unknown, string]>([
		['61 users', users, day, 'userNames size is more than max limit : 60'],
		['capitals', ['Ben'], day, '"Ben" is not a username'],
		['nobody', [], day, 'usernames must be a non-empty array'],
		['a word for a list', 'ben', day, 'usernames must be a non-empty array'],
		['a time in words', ['ben'], '60', 'mute_duration must be -1 or whole milliseconds, not "60"'],
		['-2', ['ben'], -2, 'mute_duration must be -1 or whole milliseconds, not -2'],
	])('refuses %s', async (_what, usernames, duration, description) => {
		const { status, json } = await mute(usernames, duration);
		expect([status, json?.error_description]).toEqual([400, description]);
		expect(agora.malformed).toHaveLength(1);
	});

	it('refuses 61 users in a path, with two spaces', async () => {
		const path = `/chatrooms/${room}/mute/${users.join('%2C')}`;
		const description = 'removeMute member size more than max limit :  60';
		expect(await call('DELETE', path)).toEqual(refusal(400, 'invalid_parameter', description));
	});

	it('lifts a mute with 0, or refuses it', async () => {
		await mute(['ben']);
		expect((await mute(['ben'], 0)).status).toBe(200);
		expect(agora.mutes(room).size).toBe(0);
		agora.settings.zeroDuration = 'refused';
		expect((await mute(['ben'], 0)).status).toBe(400);
	});

	it('wants JSON with a content type, and no body where there is none', async () => {
		const path = `/chatrooms/${room}/mute`;
		const plain = { 'content-type': 'text/plain' };
		expect(await call('POST', path, {}, plain)).toEqual(
			refusal(415, 'web_application', 'Unsupported Media Type'),
		);
		expect((await call('POST', `/chatrooms/${room}/ban`, {})).status).toBe(400);
		expect((await call('PUT', `${path}`, {})).status).toBe(405);
		expect((await call('GET', `/chatrooms/${room}/elsewhere`)).status).toBe(404);
		const { url, credentials } = agora;
		const broken = await fetch(`${url}/${credentials.orgName}/${credentials.appName}${path}`, {
			method: 'POST',
			body: '{"usernames":',
			headers: {
				authorization: `Bearer ${credentials.accessToken}`,
				'content-type': 'application/json',
			},
		});
		expect([broken.status, await broken.json()]).toMatchObject([400, { error: 'json_parse' }]);
		expect(agora.malformed).toHaveLength(5);
	});

	it('notes plain commas, unknown fields and unknown parameters', async () => {
		await call('DELETE', `/chatrooms/${room}/mute/ben,carla`);
		await call('POST', `/chatrooms/${room}/mute`, { usernames: ['ben'], mute_duration: 1, a: 1 });
		await call('GET', `/chatrooms/${room}/mute?limit=1`);
		expect(agora.requests.map(({ status }) => status)).toEqual([200, 200, 200]);
		expect(agora.malformed).toHaveLength(3);
	});
});

describe('lists, §5', () => {
	beforeEach(() => {
		for (let i = 1; i <= 25; i += 1) {
			agora.addChatRoom({ chatRoomId: `r${i}` });
			agora.addChatGroup({ chatGroupId: `g${i}`, owner: 'ava' });
		}
	});

	it.each(['chatrooms', 'chatgroups'])('pages through %s, newest first', async (kind) => {
		const ids: unknown[] = [];
		let cursor: string | undefined;
		do {
			const query = new URLSearchParams({ limit: '10', ...(cursor ? { cursor } : {}) });
			const { json } = await call('GET', `/${kind}?${query}`);
			const rows = json?.data as Array<{ id?: string; groupid?: string }>;
			ids.push(...rows.map(({ id, groupid }) => id ?? groupid));
			cursor = json?.cursor as string | undefined;
		} while (cursor !== undefined);
		expect(ids).toHaveLength(26);
		expect(ids[0]).toMatch(/25$/);
		expect(agora.requests).toHaveLength(3);
		expect(agora.malformed).toEqual([]);
	});

	it('is strict about limit and cursor', async () => {
		expect((await call('GET', '/chatrooms?limit=101')).status).toBe(400);
		expect((await call('GET', '/chatrooms?limit=0')).status).toBe(400);
		const { json } = await call('GET', '/chatrooms');
		// Not encoded: the plus signs arrive as spaces.
		expect((await call('GET', `/chatrooms?cursor=${json?.cursor}`)).status).toBe(400);
	});

	it('shows rows of the documented shape', async () => {
		expect((await call('GET', '/chatgroups?limit=1')).json).toMatchObject({
			data: [{ groupid: 'g25', owner: '41117440#chat-demo_ava', type: 'group' }],
			count: 1,
		});
		expect((await call('GET', `/chatrooms/${room}%2Cr1`)).json).toMatchObject({
			data: [{ id: room, name: 'Lounge', owner: 'ava', affiliations_count: 3 }, { id: 'r1' }],
		});
		expect((await call('GET', `/chatgroups/${group}`)).json).toMatchObject({
			data: [{ id: group, name: 'Crew', disabled: false, mute: false }],
		});
		agora.settings.detailShape = 'object';
		expect((await call('GET', `/chatrooms/${room}`)).json).toMatchObject({ data: { id: room } });
	});
});

describe('rooms that are not there, §5 and §9', () => {
	beforeEach(() => agora.addChatRoom({ chatRoomId: 'r1' }));

	const details = async (ids: string) => await call('GET', `/chatrooms/${ids}`);

	it('refuses a request for several, naming the first or none, or leaves them out', async () => {
		const missing = (description: string) =>
			refusal(404, 'service_resource_not_found', description);
		expect(await details('r1%2Cx%2Cy')).toEqual(missing('do not find this group:x'));
		agora.settings.missingRooms = 'unnamed';
		expect(await details('r1%2Cx')).toEqual(missing('Service resource not found'));
		agora.settings.missingRooms = 'leftOut';
		expect((await details('r1%2Cx')).json).toMatchObject({ data: [{ id: 'r1' }], count: 1 });
		expect(await details('x')).toEqual(missing('do not find this group:x'));
		expect(agora.malformed).toEqual([]);
	});

	it("takes a group's id for one that is missing, or tells", async () => {
		expect(await details(group)).toEqual(refusal(404, 'service_resource_not_found'));
		agora.settings.otherKind = 'told';
		expect((await details(group)).json?.error_description).toBe(
			`${group} is a chat group, not a chat room`,
		);
		expect((await call('POST', `/chatgroups/${room}/ban`)).json?.error_description).toBe(
			`${room} is a chat room, not a chat group`,
		);
		expect(agora.isAllMuted(room)).toBe(false);
	});

	it('gives 100 at the most', async () => {
		const ids = Array.from({ length: 101 }, (_, i) => `r${i}`);
		expect((await details(ids.join('%2C'))).status).toBe(400);
	});

	it.each(endlessLists)('can go on for ever: %s', async (endless) => {
		agora.settings.endlessLists = endless;
		const cursors: unknown[] = [];
		for (let cursor: unknown; cursors.length < 12; ) {
			const query = new URLSearchParams({
				limit: '2',
				...(cursor ? { cursor: String(cursor) } : {}),
			});
			cursor = (await call('GET', `/chatrooms?${query.toString()}`)).json?.cursor;
			cursors.push(cursor);
		}
		expect(cursors.every((cursor) => typeof cursor === 'string')).toBe(true);
	});
});

describe('who may call, §1 and §6', () => {
	const path = `/chatrooms/${room}`;
	const withToken = async (authorization: string) =>
		await call('GET', path, undefined, { authorization });

	it('answers below both prefixes, and below no other', async () => {
		const at = async (prefix: string) => await callAgoraAt(agora, prefix, 'GET', path);
		const named = await at('/41117440/chat-demo');
		expect(named.json).toHaveProperty('applicationName', 'chat-demo');
		const byId = await at(`/app-id/${agora.credentials.appId}`);
		expect(byId.status).toBe(200);
		expect(byId.json).not.toHaveProperty('applicationName');
		expect((await at('/41117440/other')).json?.error).toBe('organization_application_not_found');
	});

	it('checks the token', async () => {
		expect(await withToken('Basic abc')).toEqual(refusal(401, 'auth_bad_access_token'));
		expect(await withToken('Bearer YWMtabc')).toEqual(refusal(401, 'auth_bad_access_token'));
		expect((await withToken(`Bearer ${agora.credentials.accessToken}`)).status).toBe(200);
		clockMs = Date.now() + 601_000; // tokens are signed by the real clock
		expect(await call('GET', path)).toEqual(
			refusal(401, 'unauthorized', 'Unable to authenticate due to expired access token'),
		);
		const bare = await fetch(`${agora.url}/41117440/chat-demo${path}`);
		expect([bare.status, await bare.json()]).toMatchObject([401, { error: 'group_authorization' }]);
	});

	it('gives tokens for client credentials', async () => {
		const { clientId, clientSecret } = agora.credentials;
		const ask = async (client_secret: string) =>
			await call('POST', '/token', {
				grant_type: 'client_credentials',
				client_id: clientId,
				client_secret,
			});
		expect(await ask('wrong')).toEqual(
			refusal(400, 'invalid_grant', 'client_secret does not match'),
		);
		const { json } = await ask(clientSecret);
		const authorization = `Bearer ${json?.access_token}`;
		expect((await withToken(authorization)).status).toBe(200);
		agora.revokeTokens();
		expect(await withToken(authorization)).toEqual(refusal(401, 'unauthorized'));
		expect(agora.tokenFetches).toBe(2);
	});

	it('ends a token with its life, 60 days unless set', async () => {
		const { clientId, clientSecret } = agora.credentials;
		const fetched = await call('POST', '/token', {
			grant_type: 'client_credentials',
			client_id: clientId,
			client_secret: clientSecret,
		});
		expect(fetched.json).toMatchObject({ expires_in: 60 * 24 * 3600 });
		const authorization = `Bearer ${fetched.json?.access_token}`;
		clockMs += 60 * 24 * 3600_000 - 1000;
		expect((await withToken(authorization)).status).toBe(200);
		clockMs += 1000;
		expect(await withToken(authorization)).toEqual(
			refusal(401, 'unauthorized', 'Unable to authenticate due to expired access token'),
		);
	});

	it('gives no more tokens than are allowed, to no unknown client, and at no other prefix', async () => {
		const { appId, clientId, clientSecret } = agora.credentials;
		const body = {
			grant_type: 'client_credentials',
			client_id: clientId,
			client_secret: clientSecret,
		};
		expect(await call('POST', '/token', { ...body, client_id: 'nobody' })).toEqual(
			refusal(400, 'invalid_grant', 'client_id does not match'),
		);
		expect((await callAgoraAt(agora, `/app-id/${appId}`, 'POST', '/token', body)).status).toBe(404);
		agora.settings.tokensAllowed = 0;
		expect(await call('POST', '/token', body)).toEqual(refusal(403, 'forbidden_op'));
	});
});

describe('app-wide mutes, §4', () => {
	it('sets scopes apart, in seconds, and reads what is left', async () => {
		const set = async (fields: object) =>
			await call('POST', '/mutes', { username: 'ben', ...fields });
		expect((await set({ chat: 100, chatroom: -1 })).json).toMatchObject({ data: { result: 'ok' } });
		clockMs += 10_000;
		expect((await call('GET', '/mutes/ben')).json).toMatchObject({
			data: { userid: 'ben', chat: 90, groupchat: 0, chatroom: -1 },
		});
		await set({ chat: 0 });
		expect((await call('GET', '/mutes?pageNum=1&pageSize=50')).json).toMatchObject({
			data: {
				data: [
					{ username: 'ben', chat: 0 },
					{ username: 'ben', chatroom: -1 },
				],
			},
		});
		expect(agora.userMutes('ben')).toEqual({ chatroom: 'permanent' });
		expect((await set({ chat: '5' })).status).toBe(400);
	});

	it('may list users under another name, with the app before theirs, one after the other', async () => {
		agora.muteUser('Ben', 'chat', clockMs + 5_000);
		agora.muteUser('ava', 'groupchat', 'permanent');
		agora.muteUser('ben', 'chatroom', 'permanent');
		const list = async () => (await call('GET', '/mutes?pageNum=1&pageSize=50')).json;
		agora.settings.listedUserName = 'userid';
		agora.settings.userIdWithAppKey = true;
		expect(await list()).toMatchObject({
			data: {
				data: [
					{ userid: '41117440#chat-demo_ben', chat: 5 },
					{ userid: '41117440#chat-demo_ava', groupchat: -1 },
					{ userid: '41117440#chat-demo_ben', chatroom: -1 },
				],
			},
		});
		agora.settings.listedUsers = 'byUser';
		agora.settings.userIdWithAppKey = false;
		expect(await list()).toMatchObject({
			data: { data: [{ userid: 'ava' }, { userid: 'ben', chat: 5 }, { userid: 'ben' }] },
		});
	});

	it('knows nobody who is not there', async () => {
		agora.settings.knownUsers = new Set(['ben']);
		const unknown = refusal(400, 'required_property_not_found');
		expect(await call('POST', '/mutes', { username: 'x', chat: 5 })).toEqual(unknown);
		expect(await call('GET', '/mutes/x')).toEqual(unknown);
		expect(agora.userMutes('x')).toEqual({});
	});
});

it('ends mutes by the clock', async () => {
	await mute(['ben'], 60_000);
	clockMs += 59_999;
	expect(agora.mutes(room).size).toBe(1);
	clockMs += 1;
	expect(agora.mutes(room).size).toBe(0);
	const list = async () => (await call('GET', `/chatrooms/${room}/mute`)).json?.data;
	expect(await list()).toEqual([]);
	agora.settings.listExpired = true;
	expect(await list()).toEqual([{ expire: startMs + 60_000, user: 'ben' }]);
});
