import type { IDataObject } from 'n8n-workflow';

import {
	crew,
	failed,
	freezeClock,
	frozenNow,
	inChatGroup,
	inChatRoom,
	inGroup,
	lobby,
	lounge,
	market,
	rowsOf,
	unix,
	userNames,
	useServices,
	withoutBackOff,
	type Step,
} from './services';

/** Who is kept out of a place. */

const services = useServices();
const onContinue = { onError: 'continueErrorOutput' } as const;

beforeEach(() => {
	withoutBackOff();
	freezeClock();
});
afterEach(() => {
	expect(services.agora.malformed).toEqual([]);
	expect(services.tencent.malformed).toEqual([]);
});

const users = (...userIds: string[]) => userIds.map((userId) => ({ userId }));
const bodies = () => services.tencent.requests.map(({ body }) => body as IDataObject);

describe('On Tencent Cloud Chat', () => {
	const run = async (step: Step) => await inGroup(services.tencent, step);

	it('users are banned for a time, twenty in a request', async () => {
		const { items } = await run({
			operation: 'ban',
			items: userNames(45).map((userId) => ({ groupId: market, userId })),
			parameters: { banFor: 'duration', duration: 2, durationUnit: 'hours' },
		});

		expect(bodies().map(({ Duration }) => Duration)).toEqual([7200, 7200, 7200]);
		const bannedUntil = '2027-01-31T14:00:00.000Z';
		expect(items[0].json).toEqual({
			groupId: market,
			userId: 'user_0001',
			banned: true,
			permanent: false,
			bannedUntil,
		});
		expect(services.tencent.bans(market).get('user_0045')).toBe(unix(bannedUntil) * 1000);
	});

	it.each([
		['until', { until: '2027-02-01T12:00:00Z' }, false, '2027-02-01T12:00:00.000Z'],
		['permanent', {}, true, null],
	])('a ban is %s', async (banFor, parameters, permanent, bannedUntil) => {
		const { items } = await run({
			operation: 'ban',
			items: users('ann'),
			parameters: { banFor, ...parameters },
		});

		expect(items[0].json).toMatchObject({ banned: true, permanent, bannedUntil });
	});

	it.each([
		['no length', { banFor: 'duration', duration: 0 }],
		[
			'a length that the service would take for ever',
			{ banFor: 'duration', duration: 7101, durationUnit: 'weeks' },
		],
		['no end', { banFor: 'until', until: '' }],
		['another word', { banFor: 'always' }],
	])('a ban of %s is a mistake, and nothing is sent', async (_, parameters) => {
		const { error } = await run({ operation: 'ban', items: users('ann'), parameters });

		expect(error?.message).toContain('[item 0]');
		expect(`${error?.message} ${error?.description}`).not.toMatch(/mute/i);
		expect(bodies()).toEqual([]);
	});

	it('who is banned is listed, on all pages, without those whose ban has ended', async () => {
		const names = userNames(230);
		for (const name of names) services.tencent.ban(lobby, name, 'permanent');
		services.tencent.ban(lobby, 'ann', frozenNow + 60_000);
		const { items } = await run({ operation: 'getBanned' });

		expect(bodies()).toHaveLength(3);
		expect(items).toHaveLength(231);
		expect(rowsOf({ items } as never).find(({ userId }) => userId === 'ann')).toEqual({
			groupId: lobby,
			userId: 'ann',
			banned: true,
			permanent: false,
			bannedUntil: '2027-01-31T12:01:00.250Z',
			remainingSeconds: 60,
		});
	});

	it('who is unbanned may come back, and who was not banned is done', async () => {
		services.tencent.ban(lobby, 'ann', 'permanent');
		const { items } = await run({ operation: 'unban', items: users('ann', 'bob') });

		expect(rowsOf({ items } as never)).toEqual(
			['ann', 'bob'].map((userId) => ({
				groupId: lobby,
				userId,
				banned: false,
				permanent: false,
				bannedUntil: null,
			})),
		);
		expect(services.tencent.bans(lobby).size).toBe(0);
	});
});

describe.each([
	['chat room', 'chatRoomId', inChatRoom, lounge],
	['chat group', 'chatGroupId', inChatGroup, crew],
] as const)('Of a %s', (_kind, idName, inPlace, small) => {
	const run = async (step: Step) => await inPlace(services.agora, step);
	const members = () => [...(services.agora.members(small) as Set<string>)].sort();

	it('members are banned, without an end', async () => {
		const { items } = await run({ operation: 'ban', items: users('Ann', 'bob') });

		expect(rowsOf({ items } as never)).toEqual(
			['ann', 'bob'].map((userId) => ({
				[idName]: small,
				userId,
				banned: true,
				permanent: true,
				bannedUntil: null,
			})),
		);
		expect([...services.agora.blockList(small)]).toEqual(['ann', 'bob']);
		expect(members()).toEqual(['cy', 'dot', 'owner']);
	});

	it.each([
		['beside members', ['ann', 'stranger']],
		['alone', ['stranger']],
	])(
		'who is no member can not be banned, and the failure says what is left: %s',
		async (_name, names) => {
			const { items, errorItems } = await run({
				operation: 'ban',
				items: users(...names),
				settings: onContinue,
			});

			expect(failed(errorItems, 'userId')).toEqual(['stranger']);
			expect((errorItems[0].json.details as IDataObject).advice).toContain("'User' > 'Mute'");
			expect(items).toHaveLength(names.length - 1);
		},
	);

	it('who is banned already is done, be it that an answer was lost', async () => {
		await run({ operation: 'ban', items: users('ann') });
		services.agora.faults.next('resetAfter', 1);
		const { items } = await run({ operation: 'ban', items: users('ann', 'bob') });

		expect(items.map(({ json }) => [json.userId, json.banned])).toEqual([
			['ann', true],
			['bob', true],
		]);
	});

	it('who is unbanned may come back, and who was not banned is done', async () => {
		services.agora.block(small, 'ann');
		const { items } = await run({ operation: 'unban', items: users('ann', 'bob', 'cy') });

		expect(rowsOf({ items } as never).map(({ userId, banned }) => [userId, banned])).toEqual([
			['ann', false],
			['bob', false],
			['cy', false],
		]);
		expect(services.agora.blockList(small).size).toBe(0);
	});

	it('who is banned is listed, on all pages', async () => {
		const names = userNames(130);
		for (const name of names) services.agora.block(small, name);
		const { items } = await run({ operation: 'getBanned' });

		expect(
			rowsOf({ items } as never)
				.map(({ userId }) => String(userId))
				.sort(),
		).toEqual(names);
		expect(items[0].json).toMatchObject({
			[idName]: small,
			banned: true,
			permanent: true,
			bannedUntil: null,
			remainingSeconds: null,
		});
	});
});
