import {
	community,
	freezeClock,
	frozenNow,
	inGroup,
	lobby,
	market,
	topic,
	unix,
	userNames,
	useServices,
} from './services';

const services = useServices();

beforeEach(freezeClock);
afterEach(() => expect(services.tencent.malformed).toEqual([]));

/** One item for each user, as a list of users comes into a workflow. */
const items = (userIds: string[], groupId = market) =>
	userIds.map((userId) => ({ groupId, userId }));

/** The users of each request. */
const accounts = () =>
	services.tencent.requests.map(
		({ body }) => (body as { Members_Account: string[] }).Members_Account,
	);

it('mutes 1,001 users of single items in three requests', async () => {
	const { tencent } = services;
	const userIds = userNames(1001);
	const run = await inGroup(tencent, { operation: 'mute', items: items(userIds) });

	expect(tencent.requests).toHaveLength(3);
	expect([...tencent.mutes(market).keys()].sort()).toEqual(userIds);
	expect(run.items.map(({ json, pairedItem }) => [json.userId, pairedItem])).toEqual(
		userIds.map((userId, item) => [userId, { item }]),
	);
});

it('unmutes 500 users in one request', async () => {
	const { tencent } = services;
	const userIds = userNames(500);
	for (const userId of userIds) tencent.mute(market, userId, 'permanent');
	await inGroup(tencent, { operation: 'unmute', items: items(userIds) });

	expect(tencent.requests).toHaveLength(1);
	expect(tencent.mutes(market).size).toBe(0);
});

it('puts no more users into a request than Batch Size says', async () => {
	const { tencent } = services;
	await inGroup(tencent, {
		operation: 'mute',
		items: items(userNames(100)),
		options: { batchSize: 30 },
	});

	const sizes = accounts().map(({ length }) => length);
	expect(sizes.sort()).toEqual([10, 30, 30, 30]);
});

it('makes one request for each group and each end of mute', async () => {
	const { tencent } = services;
	await inGroup(tencent, {
		operation: 'mute',
		items: [
			{ userId: 'ann', minutes: 5 },
			{ userId: 'bob', minutes: 7 },
			{ userId: 'cy', minutes: 5 },
			{ userId: 'ann', minutes: 5, groupId: market },
			{ userId: 'bob', minutes: 7, groupId: market },
		],
		parameters: { duration: '={{ $json.minutes }}' },
	});

	expect(tencent.requests).toHaveLength(4);
	expect(tencent.mutes(lobby)).toEqual(
		new Map([
			['ann', unix('2027-01-31T12:05:00Z')],
			['cy', unix('2027-01-31T12:05:00Z')],
			['bob', unix('2027-01-31T12:07:00Z')],
		]),
	);
});

it('makes one request of ends that are written differently', async () => {
	const { tencent } = services;
	await inGroup(tencent, {
		operation: 'mute',
		items: [
			{ userId: 'ann', duration: 2, unit: 'hours' },
			{ userId: 'bob', duration: 120, unit: 'minutes' },
		],
		parameters: { duration: '={{ $json.duration }}', durationUnit: '={{ $json.unit }}' },
	});

	expect(tencent.requests).toHaveLength(1);
});

it('keeps a topic and its group apart', async () => {
	const { tencent } = services;
	await inGroup(tencent, {
		operation: 'mute',
		items: [
			{ groupId: community, userId: 'ann' },
			{ groupId: community, topicId: topic, userId: 'bob' },
		],
	});

	expect([...tencent.mutes(community).keys()]).toEqual(['ann']);
	expect([...tencent.mutes(community, topic).keys()]).toEqual(['bob']);
});

it('gives a user who is named twice the end named last, and one row for it', async () => {
	const { tencent } = services;
	const run = await inGroup(tencent, {
		operation: 'mute',
		items: [
			{ userId: 'ann', minutes: 5 },
			{ userId: 'bob', minutes: 5 },
			{ userId: 'ann', minutes: 7 },
		],
		parameters: { duration: '={{ $json.minutes }}' },
	});

	expect(tencent.mutes(lobby).get('ann')).toBe(unix('2027-01-31T12:07:00Z'));
	expect(
		run.items.map(({ json, pairedItem }) => [json.userId, json.mutedUntil, pairedItem]),
	).toEqual([
		['bob', '2027-01-31T12:05:00.000Z', { item: 1 }],
		['ann', '2027-01-31T12:07:00.000Z', { item: 2 }],
	]);
});

it('sends a user who is named three times in one list once', async () => {
	const { tencent } = services;
	const run = await inGroup(tencent, {
		operation: 'mute',
		parameters: { userIds: 'ann, bob, ann, ann' },
	});

	expect(accounts().map((sent) => [...sent].sort())).toEqual([['ann', 'bob']]);
	expect(run.items).toHaveLength(2);
});

it('takes user IDs that differ in case for different users', async () => {
	const { tencent } = services;
	await inGroup(tencent, { operation: 'mute', items: items(['ann', 'Ann']) });

	expect([...tencent.mutes(market).keys()]).toEqual(['ann', 'Ann']);
});

it('shares a request among ends that $now makes for each item, each a little later', async () => {
	const { tencent } = services;
	let ticks = 0;
	jest.spyOn(Date, 'now').mockImplementation(() => frozenNow + ticks++ / 10);
	const run = await inGroup(tencent, {
		operation: 'mute',
		items: items(userNames(20)),
		parameters: { muteFor: 'until', until: '={{ $now.plus({ hours: 1 }) }}' },
	});

	expect(run.items).toHaveLength(20);
	expect(tencent.requests).toHaveLength(1);
});
