import {
	freezeClock,
	frozenNow,
	inChatRoom,
	launch,
	lounge,
	userNames,
	useServices,
} from './services';

const services = useServices();

beforeEach(freezeClock);
afterEach(() => expect(services.agora.malformed).toEqual([]));

/** One item for each user, as a list of users comes into a workflow. */
const items = (userIds: string[]) => userIds.map((userId) => ({ chatRoomId: launch, userId }));

/** How many users each request names. */
const sizes = () =>
	services.agora.requests.map(({ body }) => (body as { usernames: string[] }).usernames.length);

it('mutes 121 users of single items in three requests', async () => {
	const { agora } = services;
	const userIds = userNames(121);
	const run = await inChatRoom(agora, { operation: 'mute', items: items(userIds) });

	expect(agora.requests).toHaveLength(3);
	expect([...agora.mutes(launch).keys()].sort()).toEqual(userIds);
	expect(run.items.map(({ json, pairedItem }) => [json.userId, pairedItem])).toEqual(
		userIds.map((userId, item) => [userId, { item }]),
	);
});

it('unmutes 60 users in one request', async () => {
	const { agora } = services;
	const userIds = userNames(60);
	for (const userId of userIds) agora.mute(launch, userId, 'permanent');
	await inChatRoom(agora, { operation: 'unmute', items: items(userIds) });

	expect(agora.requests).toHaveLength(1);
	expect(agora.mutes(launch).size).toBe(0);
});

it('puts no more users into a request than Batch Size says', async () => {
	await inChatRoom(services.agora, {
		operation: 'mute',
		items: items(userNames(10)),
		options: { batchSize: 4 },
	});

	expect(sizes().sort()).toEqual([2, 4, 4]);
});

it('makes one request for each room and each end of mute', async () => {
	const { agora } = services;
	await inChatRoom(agora, {
		operation: 'mute',
		items: [
			{ userId: 'ann', minutes: 5 },
			{ userId: 'bob', minutes: 7 },
			{ userId: 'cy', minutes: 5 },
			{ userId: 'ann', minutes: 5, chatRoomId: launch },
		],
		parameters: { duration: '={{ $json.minutes }}' },
	});

	expect(agora.requests).toHaveLength(3);
	expect(agora.mutes(lounge)).toEqual(
		new Map([
			['ann', frozenNow + 300_000],
			['cy', frozenNow + 300_000],
			['bob', frozenNow + 420_000],
		]),
	);
});

it('gives a user who is named in capitals and in small letters the end named last, and one row', async () => {
	const { agora } = services;
	const run = await inChatRoom(agora, {
		operation: 'mute',
		items: [
			{ userId: 'ann', minutes: 5 },
			{ userId: 'bob', minutes: 5 },
			{ userId: 'ANN', minutes: 7 },
		],
		parameters: { duration: '={{ $json.minutes }}' },
	});

	expect(agora.mutes(lounge).get('ann')).toBe(frozenNow + 420_000);
	expect(run.items.map(({ json, pairedItem }) => [json.userId, pairedItem])).toEqual([
		['bob', { item: 1 }],
		['ann', { item: 2 }],
	]);
});

describe('Users whom a URL names', () => {
	const longest = 4096;
	const named = (length: number, count: number) =>
		Array.from({ length: count }, (_, i) => `${i}`.padEnd(length, 'x'));

	it.each([
		// The project's ID makes the URL longer than its names do, by enough.
		['unmute', 64, 60, 2],
		['unmute', 64, 600, 11],
		['disallow', 64, 60, 2],
		['unmute', 63, 60, 1],
		['unmute', 20, 600, 10],
	])('%s: of %d characters each, %d in %d requests', async (operation, length, count, requests) => {
		const { agora } = services;
		const users = named(length, count);
		agora.addChatRoom({ chatRoomId: '262246968131599', members: users });
		const run = await inChatRoom(agora, {
			operation,
			items: users.map((userId) => ({ userId, chatRoomId: '262246968131599' })),
			credential: { project: 'appId' },
		});

		expect(run.items.map(({ json }) => json.userId)).toEqual(users);
		expect(run.items.map(({ pairedItem }) => pairedItem)).toEqual(
			users.map((_, item) => ({ item })),
		);
		expect(agora.requests).toHaveLength(requests);
		for (const { path } of agora.requests) {
			expect(agora.url.length + path.length).toBeLessThanOrEqual(longest);
		}
	});
});
