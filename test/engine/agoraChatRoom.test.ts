import {
	byId,
	freezeClock,
	frozenNow,
	inChatRoom,
	launch,
	lounge,
	rowsOf,
	useServices,
} from './services';

const services = useServices();
const inTenMinutes = '2027-01-31T12:10:00.250Z';

beforeEach(freezeClock);
afterEach(() => expect(services.agora.malformed).toEqual([]));

describe('Mute', () => {
	it('mutes the user of the item for ten minutes, unless told otherwise', async () => {
		const { agora } = services;
		const run = await inChatRoom(agora, { operation: 'mute', items: [{ userId: 'ann' }] });

		expect(run.items).toEqual([
			{
				json: {
					chatRoomId: lounge,
					userId: 'ann',
					muted: true,
					permanent: false,
					mutedUntil: inTenMinutes,
				},
				pairedItem: { item: 0 },
			},
		]);
		expect(agora.mutes(lounge)).toEqual(new Map([['ann', Date.parse(inTenMinutes)]]));
	});

	it.each([
		['seconds', 90, '2027-01-31T12:01:30.250Z'],
		['minutes', 5, '2027-01-31T12:05:00.250Z'],
		['hours', 36, '2027-02-02T00:00:00.250Z'],
		['days', 28, '2027-02-28T12:00:00.250Z'],
		['weeks', 2, '2027-02-14T12:00:00.250Z'],
	])('counts a duration in %s', async (durationUnit, duration, mutedUntil) => {
		const { agora } = services;
		const run = await inChatRoom(agora, {
			operation: 'mute',
			parameters: { userIds: 'ann', duration, durationUnit },
		});

		expect(rowsOf(run)).toMatchObject([{ mutedUntil }]);
		expect(agora.mutes(lounge)).toEqual(new Map([['ann', Date.parse(mutedUntil)]]));
	});

	it('mutes until a moment', async () => {
		const { agora } = services;
		const run = await inChatRoom(agora, {
			operation: 'mute',
			parameters: { userIds: 'ann', muteFor: 'until', until: '2027-03-01T09:00:00+08:00' },
		});

		const mutedUntil = '2027-03-01T01:00:00.000Z';
		expect(rowsOf(run)).toMatchObject([{ permanent: false, mutedUntil }]);
		expect(agora.mutes(lounge)).toEqual(new Map([['ann', Date.parse(mutedUntil)]]));
	});

	it('mutes for ever where Permanent is chosen', async () => {
		const { agora } = services;
		const run = await inChatRoom(agora, {
			operation: 'mute',
			parameters: { userIds: 'ann', muteFor: 'permanent' },
		});

		expect(rowsOf(run)).toEqual([
			{ chatRoomId: lounge, userId: 'ann', muted: true, permanent: true, mutedUntil: null },
		]);
		expect(agora.mutes(lounge)).toEqual(new Map([['ann', 'permanent']]));
	});

	it('reports the end that the service gives, by its own clock', async () => {
		const { agora } = services;
		agora.settings.permanentExpire = -1;
		const run = await inChatRoom(agora, {
			operation: 'mute',
			parameters: { userIds: 'ann', muteFor: 'permanent' },
		});

		expect(rowsOf(run)).toMatchObject([{ permanent: true, mutedUntil: null }]);
	});

	it('takes a user ID in capitals for the same ID in small letters', async () => {
		const { agora } = services;
		const run = await inChatRoom(agora, {
			operation: 'mute',
			items: [{ userId: 'ANN' }, { userId: 'Bob' }],
		});

		expect(rowsOf(run).map(({ userId }) => userId)).toEqual(['ann', 'bob']);
		expect([...agora.mutes(lounge).keys()].sort()).toEqual(['ann', 'bob']);
	});

	it('sends nothing and puts nothing out for an empty array', async () => {
		const { agora } = services;
		const run = await inChatRoom(agora, {
			operation: 'mute',
			items: [{ userIds: [] }],
			parameters: { userIds: '={{ $json.userIds }}' },
		});

		expect(run.status).toBe('success');
		expect(run.items).toEqual([]);
		expect(agora.requests).toEqual([]);
	});

	it('names the project by its app ID where the credential says so', async () => {
		const { agora } = services;
		await inChatRoom(agora, {
			operation: 'mute',
			parameters: { userIds: 'ann' },
			credential: { project: 'appId', orgName: '', appName: '' },
		});

		expect(agora.requests[0].path).toMatch(/^\/app-id\/970CA35de60c44645bbae8a215061b33\//);
		expect([...agora.mutes(lounge).keys()]).toEqual(['ann']);
	});

	it('works with an access token that was pasted in', async () => {
		const { agora } = services;
		await inChatRoom(agora, {
			operation: 'mute',
			parameters: { userIds: 'ann' },
			credential: {
				authentication: 'accessToken',
				accessToken: agora.credentials.accessToken,
				appId: '',
				appCertificate: '',
			},
		});

		expect([...agora.mutes(lounge).keys()]).toEqual(['ann']);
	});

	it('takes a chat room whose ID is more than JavaScript can count, as text', async () => {
		const { agora } = services;
		const run = await inChatRoom(agora, {
			operation: 'mute',
			items: [{ chatRoomId: launch, userId: 'ann' }],
			parameters: { chatRoomId: byId('={{ $json.chatRoomId }}') },
		});

		expect(rowsOf(run)).toMatchObject([{ chatRoomId: launch }]);
		expect([...agora.mutes(launch).keys()]).toEqual(['ann']);
	});
});

describe('Unmute', () => {
	it('lets the user write again', async () => {
		const { agora } = services;
		agora.mute(lounge, 'ann', 'permanent');
		agora.mute(lounge, 'bob', 'permanent');
		const run = await inChatRoom(agora, { operation: 'unmute', items: [{ userId: 'Ann' }] });

		expect(run.items).toEqual([
			{
				json: {
					chatRoomId: lounge,
					userId: 'ann',
					muted: false,
					permanent: false,
					mutedUntil: null,
				},
				pairedItem: { item: 0 },
			},
		]);
		expect([...agora.mutes(lounge).keys()]).toEqual(['bob']);
	});

	it('unmutes several users at once', async () => {
		const { agora } = services;
		for (const user of ['ann', 'bob', 'cy']) agora.mute(lounge, user, 'permanent');
		await inChatRoom(agora, { operation: 'unmute', parameters: { userIds: 'ann\nbob' } });

		expect(agora.requests).toHaveLength(1);
		expect([...agora.mutes(lounge).keys()]).toEqual(['cy']);
	});
});

describe('Get Many Muted', () => {
	const inAnHour = '2027-01-31T13:00:00.250Z';
	const anHourAgo = frozenNow - 3_600_000;

	it('lists each user with the end of the mute and the seconds left', async () => {
		const { agora } = services;
		agora.mute(lounge, 'ann', Date.parse(inAnHour));
		agora.mute(lounge, 'bob', 'permanent');
		const run = await inChatRoom(agora, { operation: 'getMuted' });

		expect(run.items).toEqual([
			{
				json: {
					chatRoomId: lounge,
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
					chatRoomId: lounge,
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

	it.each([4_638_873_600_000, 4_638_873_600_001, -1])(
		'takes the end %d for permanent',
		async (permanentExpire) => {
			const { agora } = services;
			agora.settings.permanentExpire = permanentExpire;
			agora.mute(lounge, 'bob', 'permanent');
			const run = await inChatRoom(agora, { operation: 'getMuted' });

			expect(rowsOf(run)).toMatchObject([{ permanent: true, mutedUntil: null }]);
		},
	);

	it('leaves out what has ended', async () => {
		const { agora } = services;
		agora.settings.listExpired = true;
		agora.mute(lounge, 'ann', Date.parse(inAnHour));
		agora.mute(lounge, 'old', anHourAgo);
		const run = await inChatRoom(agora, { operation: 'getMuted' });

		expect(rowsOf(run).map(({ userId }) => userId)).toEqual(['ann']);
	});

	it('lists what has ended where that is asked for, and does not call it muted', async () => {
		const { agora } = services;
		agora.settings.listExpired = true;
		agora.mute(lounge, 'old', anHourAgo);
		const run = await inChatRoom(agora, {
			operation: 'getMuted',
			options: { includeExpired: true },
		});

		expect(rowsOf(run)).toEqual([
			{
				chatRoomId: lounge,
				userId: 'old',
				muted: false,
				permanent: false,
				mutedUntil: '2027-01-31T11:00:00.250Z',
				remainingSeconds: 0,
			},
		]);
	});

	it("gives the service's own rows with Simplify off", async () => {
		const { agora } = services;
		agora.mute(lounge, 'ann', Date.parse(inAnHour));
		const run = await inChatRoom(agora, { operation: 'getMuted', options: { simplify: false } });

		expect(run.items).toEqual([
			{ json: { user: 'ann', expire: Date.parse(inAnHour) }, pairedItem: { item: 0 } },
		]);
	});

	it('puts nothing out for a room where nobody is muted', async () => {
		const run = await inChatRoom(services.agora, { operation: 'getMuted' });

		expect(run.status).toBe('success');
		expect(run.items).toEqual([]);
	});
});

describe('Mute All and Unmute All', () => {
	it('mutes a whole room', async () => {
		const { agora } = services;
		const run = await inChatRoom(agora, { operation: 'muteAll' });

		expect(run.items).toEqual([
			{ json: { chatRoomId: lounge, allMuted: true }, pairedItem: { item: 0 } },
		]);
		expect(agora.isAllMuted(lounge)).toBe(true);
	});

	it('opens a whole room, and leaves single mutes as they are', async () => {
		const { agora } = services;
		agora.mute(lounge, 'ann', 'permanent');
		await inChatRoom(agora, { operation: 'muteAll' });
		const run = await inChatRoom(agora, { operation: 'unmuteAll' });

		expect(run.items).toEqual([
			{ json: { chatRoomId: lounge, allMuted: false }, pairedItem: { item: 0 } },
		]);
		expect(agora.isAllMuted(lounge)).toBe(false);
		expect([...agora.mutes(lounge).keys()]).toEqual(['ann']);
	});

	it('acts on each room that the items name, once', async () => {
		const { agora } = services;
		const run = await inChatRoom(agora, {
			operation: 'muteAll',
			items: [{ chatRoomId: lounge }, { chatRoomId: launch }, { chatRoomId: launch }],
		});

		expect(rowsOf(run)).toEqual([
			{ chatRoomId: lounge, allMuted: true },
			{ chatRoomId: launch, allMuted: true },
		]);
		expect(agora.requests).toHaveLength(2);
	});
});
