import {
	byId,
	community,
	freezeClock,
	inGroup,
	lobby,
	market,
	rowsOf,
	topic,
	unix,
	userNames,
	useServices,
} from './services';

const services = useServices();
const inTenMinutes = '2027-01-31T12:10:00.000Z';

beforeEach(freezeClock);
afterEach(() => expect(services.tencent.malformed).toEqual([]));

const bodies = () => services.tencent.requests.map(({ body }) => body);
const paths = () => services.tencent.requests.map(({ path }) => path);

describe('Mute', () => {
	it('mutes the user of the item for ten minutes, unless told otherwise', async () => {
		const { tencent } = services;
		const run = await inGroup(tencent, { operation: 'mute', items: [{ userId: 'ann' }] });

		expect(run.items).toEqual([
			{
				json: {
					groupId: lobby,
					userId: 'ann',
					muted: true,
					permanent: false,
					mutedUntil: inTenMinutes,
				},
				pairedItem: { item: 0 },
			},
		]);
		expect(tencent.mutes(lobby)).toEqual(new Map([['ann', unix(inTenMinutes)]]));
	});

	it.each([
		['seconds', 90, '2027-01-31T12:01:30.000Z'],
		['minutes', 5, '2027-01-31T12:05:00.000Z'],
		['hours', 36, '2027-02-02T00:00:00.000Z'],
		['days', 28, '2027-02-28T12:00:00.000Z'],
		['weeks', 2, '2027-02-14T12:00:00.000Z'],
	])('counts a duration in %s', async (durationUnit, duration, mutedUntil) => {
		const { tencent } = services;
		const run = await inGroup(tencent, {
			operation: 'mute',
			parameters: { userIds: 'ann', duration, durationUnit },
		});

		expect(rowsOf(run)).toMatchObject([{ mutedUntil }]);
		expect(tencent.mutes(lobby)).toEqual(new Map([['ann', unix(mutedUntil)]]));
	});

	it.each([
		['text with a zone', '2027-03-01T09:00:00+08:00', '2027-03-01T01:00:00.000Z'],
		[
			"text without one, in the workflow's time zone",
			'2027-03-01T09:00:00',
			'2027-03-01T09:00:00.000Z',
		],
		['a DateTime', "={{ DateTime.fromISO('2027-03-01T09:00:00Z') }}", '2027-03-01T09:00:00.000Z'],
		['a Date', "={{ new Date('2027-03-01T09:00:00Z') }}", '2027-03-01T09:00:00.000Z'],
	])('mutes until a moment given as %s', async (_, until, mutedUntil) => {
		const { tencent } = services;
		const run = await inGroup(tencent, {
			operation: 'mute',
			parameters: { userIds: 'ann', muteFor: 'until', until },
		});

		expect(rowsOf(run)).toMatchObject([{ permanent: false, mutedUntil }]);
		expect(tencent.mutes(lobby)).toEqual(new Map([['ann', unix(mutedUntil)]]));
	});

	it('mutes for ever where Permanent is chosen', async () => {
		const { tencent } = services;
		const run = await inGroup(tencent, {
			operation: 'mute',
			parameters: { userIds: 'ann', muteFor: 'permanent' },
		});

		expect(rowsOf(run)).toEqual([
			{ groupId: lobby, userId: 'ann', muted: true, permanent: true, mutedUntil: null },
		]);
		expect(tencent.mutes(lobby)).toEqual(new Map([['ann', 'permanent']]));
	});

	it('takes several users as text, split at commas and line ends', async () => {
		const { tencent } = services;
		const run = await inGroup(tencent, {
			operation: 'mute',
			parameters: { userIds: ' ann, bob\ncy\r\n,dot ,' },
		});

		expect(rowsOf(run).map(({ userId }) => userId)).toEqual(['ann', 'bob', 'cy', 'dot']);
		expect([...tencent.mutes(lobby).keys()]).toEqual(['ann', 'bob', 'cy', 'dot']);
		expect(tencent.requests).toHaveLength(1);
	});

	it('takes an array exactly, commas and spaces included', async () => {
		const { tencent } = services;
		const userIds = ['a,b', ' c '];
		const run = await inGroup(tencent, {
			operation: 'mute',
			items: [{ groupId: market, userIds }],
			parameters: { userIds: '={{ $json.userIds }}' },
		});

		expect(rowsOf(run).map(({ userId }) => userId)).toEqual(userIds);
		expect([...tencent.mutes(market).keys()]).toEqual(userIds);
	});

	it('sends nothing and puts nothing out for an empty array', async () => {
		const { tencent } = services;
		const run = await inGroup(tencent, {
			operation: 'mute',
			items: [{ userIds: [] }],
			parameters: { userIds: '={{ $json.userIds }}' },
		});

		expect(run.status).toBe('success');
		expect(run.items).toEqual([]);
		expect(tencent.requests).toEqual([]);
	});

	it('mutes in a topic alone', async () => {
		const { tencent } = services;
		const run = await inGroup(tencent, {
			operation: 'mute',
			items: [{ groupId: community, topicId: topic, userId: 'ann' }],
		});

		expect(rowsOf(run)).toEqual([
			{
				groupId: community,
				topicId: topic,
				userId: 'ann',
				muted: true,
				permanent: false,
				mutedUntil: inTenMinutes,
			},
		]);
		expect([...tencent.mutes(community, topic).keys()]).toEqual(['ann']);
		expect(tencent.mutes(community).size).toBe(0);
	});

	it('takes a group that was picked from the list', async () => {
		const { tencent } = services;
		await inGroup(tencent, {
			operation: 'mute',
			parameters: {
				groupId: { __rl: true, mode: 'list', value: lobby, cachedResultName: 'Lobby' },
				topicId: { __rl: true, mode: 'list', value: '' },
				userIds: 'ann',
			},
		});

		expect([...tencent.mutes(lobby).keys()]).toEqual(['ann']);
	});

	it('replaces a mute that is there already', async () => {
		const { tencent } = services;
		tencent.mute(lobby, 'ann', 'permanent');
		await inGroup(tencent, { operation: 'mute', items: [{ userId: 'ann' }] });

		expect(tencent.mutes(lobby).get('ann')).toBe(unix(inTenMinutes));
	});

	it('sends the legacy field name alone, where that is chosen', async () => {
		const { tencent } = services;
		await inGroup(tencent, {
			operation: 'mute',
			parameters: { userIds: 'ann' },
			options: { apiNaming: 'legacy' },
		});

		expect(bodies()).toEqual([{ GroupId: lobby, Members_Account: ['ann'], ShutUpTime: 600 }]);
	});
});

describe('Unmute', () => {
	it('lets the user write again', async () => {
		const { tencent } = services;
		tencent.mute(lobby, 'ann', 'permanent');
		tencent.mute(lobby, 'bob', 'permanent');
		const run = await inGroup(tencent, { operation: 'unmute', items: [{ userId: 'ann' }] });

		expect(run.items).toEqual([
			{
				json: { groupId: lobby, userId: 'ann', muted: false, permanent: false, mutedUntil: null },
				pairedItem: { item: 0 },
			},
		]);
		expect([...tencent.mutes(lobby).keys()]).toEqual(['bob']);
	});

	it('leaves the mutes of the group alone when it is about a topic', async () => {
		const { tencent } = services;
		tencent.mute(community, 'ann', 'permanent');
		tencent.mute(community, 'ann', 'permanent', topic);
		const run = await inGroup(tencent, {
			operation: 'unmute',
			items: [{ groupId: community, topicId: topic, userId: 'ann' }],
		});

		expect(rowsOf(run)).toMatchObject([{ groupId: community, topicId: topic, muted: false }]);
		expect(tencent.mutes(community, topic).size).toBe(0);
		expect([...tencent.mutes(community).keys()]).toEqual(['ann']);
	});

	it('is done with the legacy field name, too', async () => {
		const { tencent } = services;
		tencent.mute(lobby, 'ann', 'permanent');
		await inGroup(tencent, {
			operation: 'unmute',
			parameters: { userIds: 'ann' },
			options: { apiNaming: 'legacy' },
		});

		expect(bodies()).toEqual([{ GroupId: lobby, Members_Account: ['ann'], ShutUpTime: 0 }]);
		expect(tencent.mutes(lobby).size).toBe(0);
	});
});

describe('Get Many Muted', () => {
	const inAnHour = '2027-01-31T13:00:00.000Z';
	const anHourAgo = Date.parse('2027-01-31T11:00:00.000Z');

	it('lists each user with the end of the mute and the seconds left', async () => {
		const { tencent } = services;
		tencent.mute(lobby, 'ann', Date.parse(inAnHour));
		tencent.mute(lobby, 'bob', 'permanent');
		const run = await inGroup(tencent, { operation: 'getMuted' });

		expect(run.items).toEqual([
			{
				json: {
					groupId: lobby,
					userId: 'ann',
					muted: true,
					permanent: false,
					mutedUntil: inAnHour,
					remainingSeconds: 3600,
				},
				pairedItem: { item: 0 },
			},
			{
				json: {
					groupId: lobby,
					userId: 'bob',
					muted: true,
					permanent: true,
					mutedUntil: null,
					remainingSeconds: null,
				},
				pairedItem: { item: 0 },
			},
		]);
	});

	it('knows a permanent mute by either value that it may read as', async () => {
		const { tencent } = services;
		tencent.settings.permanentMutedUntil = 'nowPlusUint32';
		tencent.mute(lobby, 'bob', 'permanent');
		const run = await inGroup(tencent, { operation: 'getMuted' });

		expect(rowsOf(run)).toMatchObject([{ permanent: true, mutedUntil: null }]);
	});

	it('leaves out what has ended', async () => {
		const { tencent } = services;
		tencent.settings.listExpired = true;
		tencent.mute(lobby, 'ann', Date.parse(inAnHour));
		tencent.mute(lobby, 'old', anHourAgo);
		const run = await inGroup(tencent, { operation: 'getMuted' });

		expect(rowsOf(run).map(({ userId }) => userId)).toEqual(['ann']);
	});

	it('lists what has ended where that is asked for, and does not call it muted', async () => {
		const { tencent } = services;
		tencent.settings.listExpired = true;
		tencent.mute(lobby, 'old', anHourAgo);
		const run = await inGroup(tencent, {
			operation: 'getMuted',
			options: { includeExpired: true },
		});

		expect(rowsOf(run)).toEqual([
			{
				groupId: lobby,
				userId: 'old',
				muted: false,
				permanent: false,
				mutedUntil: '2027-01-31T11:00:00.000Z',
				remainingSeconds: 0,
			},
		]);
	});

	it("gives the service's own rows with Simplify off", async () => {
		const { tencent } = services;
		tencent.mute(lobby, 'ann', Date.parse(inAnHour));
		const run = await inGroup(tencent, { operation: 'getMuted', options: { simplify: false } });

		expect(run.items).toEqual([
			{
				json: { Member_Account: 'ann', MutedUntil: unix(inAnHour) },
				pairedItem: { item: 0 },
			},
		]);
	});

	it('lists a topic alone', async () => {
		const { tencent } = services;
		tencent.mute(community, 'ann', 'permanent');
		tencent.mute(community, 'bob', 'permanent', topic);
		const run = await inGroup(tencent, {
			operation: 'getMuted',
			items: [{ groupId: community, topicId: topic }],
		});

		expect(rowsOf(run)).toMatchObject([{ groupId: community, topicId: topic, userId: 'bob' }]);
	});

	it('puts nothing out for a group where nobody is muted', async () => {
		const run = await inGroup(services.tencent, { operation: 'getMuted' });

		expect(run.status).toBe('success');
		expect(run.items).toEqual([]);
	});

	it('reads a list that fills almost all of the 1 MB an answer may have', async () => {
		const { tencent } = services;
		const users = userNames(18_500);
		for (const user of users) tencent.mute(market, user, Date.parse(inAnHour));
		const run = await inGroup(tencent, { operation: 'getMuted', items: [{ groupId: market }] });

		expect(rowsOf(run).map(({ userId }) => userId)).toEqual(users);
	});

	it('says how to get on where a list is too long to be read', async () => {
		const { tencent } = services;
		for (const user of userNames(25_000)) tencent.mute(market, user, 'permanent');
		const run = await inGroup(tencent, { operation: 'getMuted', items: [{ groupId: market }] });

		expect(run.error?.message).toMatch(/larger than 1 MB.*10018/);
		expect(run.error?.description).toMatch(/Read it by topic, or unmute/);
	});

	it('reads the legacy list', async () => {
		const { tencent } = services;
		tencent.mute(lobby, 'ann', Date.parse(inAnHour));
		const run = await inGroup(tencent, { operation: 'getMuted', options: { apiNaming: 'legacy' } });

		expect(paths()).toEqual(['/v4/group_open_http_svc/get_group_shutted_uin']);
		expect(rowsOf(run)).toMatchObject([{ userId: 'ann', mutedUntil: inAnHour }]);
	});

	it('lists a topic, and not its whole group, with legacy names', async () => {
		const { tencent } = services;
		tencent.mute(community, 'ann', 'permanent');
		tencent.mute(community, 'bob', 'permanent', topic);
		const run = await inGroup(tencent, {
			operation: 'getMuted',
			items: [{ groupId: community, topicId: topic }],
			options: { apiNaming: 'legacy' },
		});

		expect(rowsOf(run).map(({ userId }) => userId)).toEqual(['bob']);
	});

	it('pairs each row with the item that asked for its group', async () => {
		const { tencent } = services;
		tencent.mute(lobby, 'ann', 'permanent');
		tencent.mute(market, 'bob', 'permanent');
		tencent.mute(market, 'cy', 'permanent');
		const run = await inGroup(tencent, {
			operation: 'getMuted',
			items: [{ groupId: market }, { groupId: lobby }],
		});

		expect(run.items.map(({ json, pairedItem }) => [json.userId, pairedItem])).toEqual([
			['bob', { item: 0 }],
			['cy', { item: 0 }],
			['ann', { item: 1 }],
		]);
	});
});

describe('Mute All and Unmute All', () => {
	it('mutes a whole group', async () => {
		const { tencent } = services;
		const run = await inGroup(tencent, { operation: 'muteAll' });

		expect(run.items).toEqual([
			{ json: { groupId: lobby, allMuted: true }, pairedItem: { item: 0 } },
		]);
		expect(tencent.isAllMuted(lobby)).toBe(true);
	});

	it('opens a whole group, and leaves single mutes as they are', async () => {
		const { tencent } = services;
		tencent.mute(lobby, 'ann', 'permanent');
		await inGroup(tencent, { operation: 'muteAll' });
		const run = await inGroup(tencent, { operation: 'unmuteAll' });

		expect(run.items).toEqual([
			{ json: { groupId: lobby, allMuted: false }, pairedItem: { item: 0 } },
		]);
		expect(tencent.isAllMuted(lobby)).toBe(false);
		expect([...tencent.mutes(lobby).keys()]).toEqual(['ann']);
	});

	it('mutes and opens a topic without touching its group', async () => {
		const { tencent } = services;
		const items = [{ groupId: community, topicId: topic }];
		const muted = await inGroup(tencent, { operation: 'muteAll', items });

		expect(rowsOf(muted)).toEqual([{ groupId: community, topicId: topic, allMuted: true }]);
		expect(tencent.isAllMuted(community, topic)).toBe(true);
		expect(tencent.isAllMuted(community)).toBe(false);

		const opened = await inGroup(tencent, { operation: 'unmuteAll', items });

		expect(rowsOf(opened)).toEqual([{ groupId: community, topicId: topic, allMuted: false }]);
		expect(tencent.isAllMuted(community, topic)).toBe(false);
	});

	it('mutes a whole group and a topic with legacy names', async () => {
		const { tencent } = services;
		await inGroup(tencent, {
			operation: 'muteAll',
			items: [
				{ groupId: lobby, topicId: lobby },
				{ groupId: community, topicId: topic },
			],
			options: { apiNaming: 'legacy' },
		});

		expect(bodies()).toEqual([
			{ GroupId: lobby, ShutUpAllMember: 'On' },
			{ GroupId: community, TopicId: topic, ShutUpAllMember: 'On' },
		]);
		expect([tencent.isAllMuted(lobby), tencent.isAllMuted(community, topic)]).toEqual([true, true]);
	});

	it.each([
		['a topic picked from the list that says there is none', { mode: 'list', value: '' }],
		['an empty ID', { mode: 'id', value: '' }],
		["the group's own ID", { mode: 'id', value: community }],
		['an expression for the ID of the group', { mode: 'id', value: '={{ $json.groupId }}' }],
	])('mutes a whole community with %s', async (_, topicId) => {
		const { tencent } = services;
		const run = await inGroup(tencent, {
			operation: 'muteAll',
			items: [{ groupId: community }],
			parameters: { topicId: { __rl: true, ...topicId } },
		});

		expect(rowsOf(run)).toEqual([{ groupId: community, allMuted: true }]);
		expect(tencent.isAllMuted(community)).toBe(true);
	});

	it('in continue mode does the topics that are named, and not the group of one that is not', async () => {
		const { tencent } = services;
		const run = await inGroup(tencent, {
			operation: 'muteAll',
			items: [{ groupId: community }, { groupId: community, topicId: topic }],
			settings: { onError: 'continueRegularOutput' },
		});

		expect(run.items).toMatchObject([
			{ json: { details: { code: 'INVALID_INPUT' } }, pairedItem: { item: 0 } },
			{ json: { topicId: topic, allMuted: true }, pairedItem: { item: 1 } },
		]);
		expect(tencent.isAllMuted(community)).toBe(false);
	});

	it('acts on each group that the items name', async () => {
		const { tencent } = services;
		const run = await inGroup(tencent, {
			operation: 'muteAll',
			items: [{ groupId: lobby }, { groupId: market }],
		});

		expect(run.items).toEqual([
			{ json: { groupId: lobby, allMuted: true }, pairedItem: { item: 0 } },
			{ json: { groupId: market, allMuted: true }, pairedItem: { item: 1 } },
		]);
	});

	it('calls a group that several items name once', async () => {
		const { tencent } = services;
		await inGroup(tencent, { operation: 'muteAll', items: [{}, {}, {}] });

		expect(tencent.requests).toHaveLength(1);
	});
});

it.each(['mute', 'unmute', 'getMuted'])(
	"%s acts on the group where the topic's expression gives nothing, or the group",
	async (operation) => {
		const { tencent } = services;
		tencent.mute(community, 'ann', 'permanent');
		const run = await inGroup(tencent, {
			operation,
			items: [
				{ groupId: community, userId: 'ann' },
				{ groupId: community, topicId: community, userId: 'ann' },
			],
		});

		expect(rowsOf(run)).toMatchObject([{ groupId: community, userId: 'ann' }]);
		expect(rowsOf(run)[0]).not.toHaveProperty('topicId');
		expect(tencent.requests).toHaveLength(1);
	},
);

it('takes numbers that JSON made of IDs without quotes', async () => {
	const { tencent } = services;
	tencent.addGroup({ groupId: '4711', members: ['7'] });
	await inGroup(tencent, {
		operation: 'mute',
		items: [{ groupId: 4711, userId: 7 }],
		parameters: { groupId: byId('={{ $json.groupId }}') },
	});

	expect([...tencent.mutes('4711').keys()]).toEqual(['7']);
});
