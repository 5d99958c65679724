import type { IDataObject } from 'n8n-workflow';

import { byUser, forEver, mutedFor, notMuted } from './appWide';
import {
	failed,
	freezeClock,
	frozenNow,
	ofUsers,
	rowsOf,
	userNames,
	useServices,
	withoutBackOff,
} from './services';

/** Users muted in the whole app: in private messages, chat groups and chat rooms. */

const services = useServices();
const scopeNames = ['chat', 'groupchat', 'chatroom'] as const;
const tenMinutes = mutedFor(600, frozenNow);
const everywhere = <T>(state: T) => ({ chat: state, groupchat: state, chatroom: state });

beforeEach(freezeClock);
afterEach(() => expect(services.agora.malformed).toEqual([]));

const bodies = () => services.agora.requests.map(({ body }) => body);

/** The app-wide mutes in force, in seconds from now. */
const mutesOf = (user: string) =>
	Object.fromEntries(
		Object.entries(services.agora.userMutes(user))
			.filter(([, end]) => end !== undefined)
			.map(([scope, end]) => [scope, end === 'permanent' ? end : (end - frozenNow) / 1000]),
	);

describe('Mute', () => {
	it('mutes the user of the item everywhere for ten minutes, unless told otherwise', async () => {
		const run = await ofUsers(services.agora, { operation: 'mute', items: [{ userId: 'Ann' }] });

		expect(run.items).toEqual([
			{ json: { userId: 'ann', scopes: everywhere(tenMinutes) }, pairedItem: { item: 0 } },
		]);
		expect(mutesOf('ann')).toEqual(everywhere(600));
		expect(bodies()).toEqual([{ username: 'ann', chat: 600, groupchat: 600, chatroom: 600 }]);
	});

	it.each(scopeNames)(
		'mutes in the scope %s alone, and leaves the others as they are',
		async (scope) => {
			const { agora } = services;
			for (const name of scopeNames) agora.muteUser('ann', name, 'permanent');
			const run = await ofUsers(agora, {
				operation: 'mute',
				parameters: { userIds: 'ann', scopes: [scope] },
			});

			expect(rowsOf(run)).toEqual([{ userId: 'ann', scopes: { [scope]: tenMinutes } }]);
			expect(mutesOf('ann')).toEqual({ ...everywhere('permanent'), [scope]: 600 });
		},
	);

	it('mutes for ever where Permanent is chosen', async () => {
		const run = await ofUsers(services.agora, {
			operation: 'mute',
			parameters: { userIds: 'ann', scopes: ['chat', 'chatroom'], muteFor: 'permanent' },
		});

		expect(rowsOf(run)).toEqual([{ userId: 'ann', scopes: { chat: forEver, chatroom: forEver } }]);
		expect(mutesOf('ann')).toEqual({ chat: 'permanent', chatroom: 'permanent' });
	});

	it('mutes until a moment, and no less', async () => {
		const until = '2027-03-01T01:00:00.000Z';
		const run = await ofUsers(services.agora, {
			operation: 'mute',
			parameters: { userIds: 'ann', scopes: ['chat'], muteFor: 'until', until },
		});

		const seconds = (Date.parse(until) - frozenNow) / 1000;
		expect(rowsOf(run)).toEqual([
			{ userId: 'ann', scopes: { chat: mutedFor(seconds, frozenNow) } },
		]);
		expect(mutesOf('ann').chat).toBe(Math.ceil(seconds));
	});

	it('counts in seconds, and not in milliseconds as the mute lists do', async () => {
		await ofUsers(services.agora, {
			operation: 'mute',
			parameters: { userIds: 'ann', scopes: ['chat'], duration: 28, durationUnit: 'days' },
		});

		expect(bodies()).toEqual([{ username: 'ann', chat: 28 * 86_400 }]);
	});

	it('sends one request for each user, and each user once', async () => {
		const { agora } = services;
		const run = await ofUsers(agora, {
			operation: 'mute',
			items: [{ userId: 'ann, bob' }, { userId: 'cy' }, { userId: 'ANN' }],
		});

		expect(agora.requests).toHaveLength(3);
		expect(run.items.map(({ json, pairedItem }) => [json.userId, pairedItem])).toEqual([
			['bob', { item: 0 }],
			['cy', { item: 1 }],
			['ann', { item: 2 }],
		]);
	});

	it('gives a user whom several items mute in different scopes all of them, in one request', async () => {
		const { agora } = services;
		const run = await ofUsers(agora, {
			operation: 'mute',
			items: [
				{ userId: 'ann', scopes: ['chat', 'chatroom'], minutes: 5 },
				{ userId: 'ann', scopes: ['chatroom', 'groupchat'], minutes: 7 },
			],
			parameters: { scopes: '={{ $json.scopes }}', duration: '={{ $json.minutes }}' },
		});

		expect(mutesOf('ann')).toEqual({ chat: 300, chatroom: 420, groupchat: 420 });
		expect(agora.requests).toHaveLength(1);
		expect(run.items).toEqual([
			{
				json: {
					userId: 'ann',
					scopes: {
						chat: mutedFor(300, frozenNow),
						chatroom: mutedFor(420, frozenNow),
						groupchat: mutedFor(420, frozenNow),
					},
				},
				pairedItem: { item: 1 },
			},
		]);
	});

	it('is nobody for an empty array', async () => {
		const { agora } = services;
		const run = await ofUsers(agora, {
			operation: 'mute',
			items: [{ userIds: [] }],
			parameters: { userIds: '={{ $json.userIds }}' },
		});

		expect(run.status).toBe('success');
		expect(run.items).toEqual([]);
		expect(agora.requests).toEqual([]);
	});

	it('names the user whom the service does not know, and mutes the others', async () => {
		const { agora } = services;
		agora.settings.knownUsers = new Set(['ann', 'bob']);
		const run = await ofUsers(agora, {
			operation: 'mute',
			parameters: { userIds: 'ann, nobody, bob' },
		});

		expect(run.error?.message).toMatch(/^1 of 3 users failed/);
		expect(run.error?.description).toContain('nobody');
		expect(run.error?.description).toContain("'User IDs'");
		expect([mutesOf('ann'), mutesOf('bob')]).toEqual([everywhere(600), everywhere(600)]);
	});
});

describe('Unmute', () => {
	it('lets the user write again everywhere', async () => {
		const { agora } = services;
		for (const scope of scopeNames) agora.muteUser('ann', scope, 'permanent');
		agora.muteUser('bob', 'chat', 'permanent');
		const run = await ofUsers(agora, { operation: 'unmute', items: [{ userId: 'ann' }] });

		expect(run.items).toEqual([
			{ json: { userId: 'ann', scopes: everywhere(notMuted) }, pairedItem: { item: 0 } },
		]);
		expect([mutesOf('ann'), mutesOf('bob')]).toEqual([{}, { chat: 'permanent' }]);
	});

	it('lets the user write again in the scopes that are chosen', async () => {
		const { agora } = services;
		for (const scope of scopeNames) agora.muteUser('ann', scope, 'permanent');
		const run = await ofUsers(agora, {
			operation: 'unmute',
			parameters: { userIds: 'ann', scopes: ['groupchat'] },
		});

		expect(rowsOf(run)).toEqual([{ userId: 'ann', scopes: { groupchat: notMuted } }]);
		expect(mutesOf('ann')).toEqual({ chat: 'permanent', chatroom: 'permanent' });
	});
});

describe('Get', () => {
	beforeEach(() => {
		const { agora } = services;
		agora.muteUser('ann', 'chat', frozenNow + 3_600_000);
		agora.muteUser('ann', 'chatroom', 'permanent');
	});

	const ann = {
		userId: 'ann',
		scopes: { chat: mutedFor(3600, frozenNow), groupchat: notMuted, chatroom: forEver },
	};

	it.each([
		['', false],
		[', also where the service puts the app before the name', true],
	])('tells for each scope whether, until when and how long%s', async (_, userIdWithAppKey) => {
		const { agora } = services;
		agora.settings.userIdWithAppKey = userIdWithAppKey;
		const run = await ofUsers(agora, {
			operation: 'get',
			items: [{ userId: 'Ann' }, { userId: 'bob' }],
		});

		expect(run.items).toEqual([
			{ json: ann, pairedItem: { item: 0 } },
			{ json: { userId: 'bob', scopes: everywhere(notMuted) }, pairedItem: { item: 1 } },
		]);
	});

	it('tells of the scopes that are chosen', async () => {
		const run = await ofUsers(services.agora, {
			operation: 'get',
			parameters: { userIds: 'ann', scopes: ['chatroom'] },
		});

		expect(rowsOf(run)).toEqual([{ userId: 'ann', scopes: { chatroom: forEver } }]);
	});

	it('asks for each user once', async () => {
		const { agora } = services;
		await ofUsers(agora, { operation: 'get', parameters: { userIds: 'ann, bob, ANN' } });

		expect(agora.requests).toHaveLength(2);
	});

	it('fails for a user who is not there, and for no other', async () => {
		const { agora } = services;
		agora.settings.knownUsers = new Set(['ann']);
		const run = await ofUsers(agora, {
			operation: 'get',
			parameters: { userIds: 'nobody, ann' },
			settings: { onError: 'continueErrorOutput' },
		});

		expect(rowsOf(run)).toEqual([ann]);
		expect(failed(run.errorItems, 'userId')).toEqual(['nobody']);
		expect(run.errorItems[0].json.error).toContain('exist');
	});

	it("gives the service's own row with Simplify off", async () => {
		const run = await ofUsers(services.agora, {
			operation: 'get',
			parameters: { userIds: 'ann' },
			options: { simplify: false },
		});

		expect(rowsOf(run)).toMatchObject([{ userid: 'ann', chat: 3600, groupchat: 0, chatroom: -1 }]);
	});
});

describe('Get Many', () => {
	const getAll = async (parameters: IDataObject = { returnAll: true }, options = {}) =>
		await ofUsers(services.agora, {
			operation: 'getAll',
			parameters: parameters as Record<string, boolean | number>,
			options,
		});

	/** Each scope that is muted, of each user; a scope may also be there as not muted. */
	const mutedScopes = (rows: IDataObject[]) =>
		Object.fromEntries(
			Object.entries(byUser(rows)).map(([user, scopes]) => [
				user,
				Object.fromEntries(
					Object.entries(scopes as Record<string, IDataObject>).filter(([, { muted }]) => muted),
				),
			]),
		);

	it.each([
		['by one name', 'username', false],
		['by another name', 'userid', false],
		['by name and app', 'username', true],
		['by another name, and app', 'userid', true],
	] as const)('lists each user once with all scopes, %s', async (_, listedUserName, withApp) => {
		const { agora } = services;
		Object.assign(agora.settings, { listedUserName, userIdWithAppKey: withApp });
		agora.muteUser('ann', 'chat', frozenNow + 3_600_000);
		agora.muteUser('bob', 'groupchat', 'permanent');
		agora.muteUser('ann', 'chatroom', 'permanent');
		const run = await getAll();

		expect(run.items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 0 }]);
		expect(mutedScopes(rowsOf(run))).toEqual({
			ann: { chat: mutedFor(3600, frozenNow), chatroom: forEver },
			bob: { groupchat: forEver },
		});
	});

	it('leaves out who is not muted any more', async () => {
		const { agora } = services;
		agora.muteUser('ann', 'chat', frozenNow - 1000);
		agora.muteUser('bob', 'chat', frozenNow - 1000);
		agora.muteUser('bob', 'groupchat', 'permanent');

		expect(mutedScopes(rowsOf(await getAll()))).toEqual({ bob: { groupchat: forEver } });
	});

	it('puts nothing out where nobody is muted', async () => {
		const run = await getAll();

		expect(run.status).toBe('success');
		expect(run.items).toEqual([]);
		expect(services.agora.requests).toHaveLength(1);
	});

	// 40 users in three scopes are 120 rows, 50 to a page: the third page is short.
	it.each(['byScope', 'byUser'] as const)(
		'reads page after page until one is short, with rows in the order %s',
		async (listedUsers) => {
			const { agora } = services;
			agora.settings.listedUsers = listedUsers;
			const users = userNames(40);
			for (const scope of scopeNames) {
				for (const user of users) agora.muteUser(user, scope, 'permanent');
			}
			const run = await getAll();

			expect(mutedScopes(rowsOf(run))).toEqual(
				Object.fromEntries(users.map((user) => [user, everywhere(forEver)])),
			);
			expect(run.items).toHaveLength(40);
			expect(agora.requests).toHaveLength(3);
		},
	);

	it('needs a page more where the last one is full', async () => {
		const { agora } = services;
		for (const user of userNames(100)) agora.muteUser(user, 'chat', 'permanent');
		const run = await getAll();

		expect(run.items).toHaveLength(100);
		expect(agora.requests).toHaveLength(3);
	});

	it('lists 50 users, unless told otherwise', async () => {
		for (const user of userNames(60)) services.agora.muteUser(user, 'chat', 'permanent');

		expect((await getAll({})).items).toHaveLength(50);
		expect((await getAll({ limit: 7 })).items).toHaveLength(7);
		expect((await getAll({ limit: 1000 })).items).toHaveLength(60);
	});

	it('tells the truth of each user that it lists, however few they are', async () => {
		const { agora } = services;
		for (const scope of scopeNames) {
			for (const user of userNames(60)) agora.muteUser(user, scope, 'permanent');
		}
		const [[, scopes]] = Object.entries(mutedScopes(rowsOf(await getAll({ limit: 1 }))));

		expect(scopes).toEqual(everywhere(forEver));
	});

	it('is asked once for several items that ask the same', async () => {
		const { agora } = services;
		agora.muteUser('ann', 'chat', 'permanent');
		const run = await ofUsers(agora, {
			operation: 'getAll',
			items: [{}, {}, {}],
			parameters: { returnAll: true },
		});

		expect(agora.requests).toHaveLength(1);
		expect(run.items).toHaveLength(1);
	});

	it.each([
		['samePage', { returnAll: true }, 50],
		['circle', { returnAll: true }, 50],
		['samePage', { limit: 7 }, 7],
	] as const)(
		'ends where the service fills a page whatever its number: %s, asked %j',
		async (endless, asked, count) => {
			const { agora } = services;
			for (const user of userNames(50)) agora.muteUser(user, 'chat', 'permanent');
			agora.settings.endlessLists = endless;
			const run = await getAll({ ...asked } as IDataObject);

			expect(run.items).toHaveLength(count);
			expect(agora.requests.length).toBeLessThan(10);
		},
	);

	it('is asked once for each set of scopes among the items', async () => {
		const { agora } = services;
		agora.muteUser('ann', 'chat', 'permanent');
		agora.muteUser('bob', 'groupchat', 'permanent');
		agora.muteUser('bob', 'chat', 'permanent');
		const run = await ofUsers(agora, {
			operation: 'getAll',
			items: [
				{ scopes: ['chat'] },
				{ scopes: ['groupchat', 'chat'] },
				{ scopes: ['groupchat'] },
				{ scopes: ['chat', 'groupchat'] },
			],
			parameters: { returnAll: true, scopes: '={{ $json.scopes }}' },
		});

		const both = { chat: forEver, groupchat: forEver };
		expect(run.items).toEqual([
			{ json: { userId: 'ann', scopes: { chat: forEver } }, pairedItem: { item: 0 } },
			{ json: { userId: 'bob', scopes: { chat: forEver } }, pairedItem: { item: 0 } },
			{ json: { userId: 'bob', scopes: { groupchat: forEver } }, pairedItem: { item: 2 } },
			{
				json: { userId: 'ann', scopes: { chat: forEver, groupchat: notMuted } },
				pairedItem: { item: 3 },
			},
			{ json: { userId: 'bob', scopes: both }, pairedItem: { item: 3 } },
		]);
		expect(agora.requests).toHaveLength(3);
	});

	it('finds those who stand behind many pages of other scopes', async () => {
		const { agora } = services;
		for (const user of userNames(400)) agora.muteUser(user, 'chat', 'permanent');
		agora.muteUser('zoe', 'chatroom', 'permanent');

		expect(rowsOf(await getAll({ returnAll: true, scopes: ['chatroom'] }))).toEqual([
			{ userId: 'zoe', scopes: { chatroom: forEver } },
		]);
	});

	it('fails as a whole where a page fails', async () => {
		withoutBackOff();
		const { agora } = services;
		for (const user of userNames(60)) agora.muteUser(user, 'chat', 'permanent');
		agora.faults.next('internal', 10, ({ query }) => query.get('pageNum') === '2');
		const run = await getAll({ returnAll: true }, { maxRetries: 0 });

		expect(run.status).toBe('error');
		expect(run.items).toEqual([]);
	});

	it("gives the service's own rows with Simplify off", async () => {
		const { agora } = services;
		agora.muteUser('ann', 'chat', frozenNow + 3_600_000);
		agora.muteUser('ann', 'chatroom', 'permanent');
		const run = await getAll({ returnAll: true }, { simplify: false });

		expect(rowsOf(run)).toEqual([
			{ username: 'ann', chat: 3600 },
			{ username: 'ann', chatroom: -1 },
		]);
	});
});
