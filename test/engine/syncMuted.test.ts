import type { IDataObject } from 'n8n-workflow';

import type { NodeRun } from '../support/engine';
import {
	byId,
	community,
	crew,
	failed,
	freezeClock,
	frozenNow,
	guild,
	inChatGroup,
	inChatRoom,
	inGroup,
	lobby,
	lounge,
	market,
	rowsOf,
	topic,
	userNames,
	useServices,
	withoutBackOff,
	type Step,
} from './services';

/** The mute list of a place becomes what the items name. */

const services = useServices();
const hour = 3_600_000;
const inAnHour = frozenNow + hour;
const iso = (ms: number) => new Date(ms).toISOString();
/** What the services are to be asked for an hour, with a moment that both can hold. */
const noon = Date.parse('2027-01-31T18:00:00Z');
const untilNoon = { muteFor: 'until', until: iso(noon) };

beforeEach(() => {
	freezeClock();
	withoutBackOff();
});

type End = number | 'permanent';

interface Kind {
	kind: string;
	ids: IDataObject;
	run(step: Omit<Step, 'operation'>): Promise<NodeRun>;
	mute(userId: string, end: End): void;
	/** Each with the end in ms. */
	muted(): Record<string, End>;
	reads(): number;
	writes(): number;
}

const isRead = ({ method, path }: { method: string; path: string }) =>
	method === 'GET' || path.includes('get_group');

const kinds: Kind[] = [
	...[
		{ kind: 'a Tencent group', ids: { groupId: lobby } as IDataObject, topicId: undefined },
		{ kind: 'a topic', ids: { groupId: community, topicId: topic }, topicId: topic },
	].map(({ kind, ids, topicId }) => ({
		kind,
		ids,
		run: async ({ parameters, ...step }: Omit<Step, 'operation'>) =>
			await inGroup(services.tencent, {
				...step,
				operation: 'syncMuted',
				parameters: {
					groupId: byId(String(ids.groupId)),
					topicId: byId(topicId ?? ''),
					...parameters,
				},
			}),
		mute: (userId: string, end: End) =>
			services.tencent.mute(String(ids.groupId), userId, end, topicId),
		muted: () =>
			Object.fromEntries(
				[...services.tencent.mutes(String(ids.groupId), topicId)].map(([userId, end]) => [
					userId,
					end === 'permanent' ? end : end * 1000,
				]),
			),
		reads: () => services.tencent.requests.filter(isRead).length,
		writes: () => services.tencent.requests.filter((request) => !isRead(request)).length,
	})),
	...[
		{ kind: 'a chat room', ids: { chatRoomId: lounge }, id: lounge, run: inChatRoom },
		{ kind: 'a chat group', ids: { chatGroupId: crew }, id: crew, run: inChatGroup },
	].map(({ kind, ids, id, run }) => ({
		kind,
		ids,
		run: async (step: Omit<Step, 'operation'>) =>
			await run(services.agora, { ...step, operation: 'syncMuted' }),
		mute: (userId: string, end: End) => services.agora.mute(id, userId, end),
		muted: () => Object.fromEntries(services.agora.mutes(id)),
		reads: () => services.agora.requests.filter(isRead).length,
		writes: () => services.agora.requests.filter((request) => !isRead(request)).length,
	})),
];

describe.each(kinds)('The mute list of $kind', ({ ids, run, mute, muted, reads, writes }) => {
	it('becomes what the items name, and each row says what was changed', async () => {
		mute('bob', noon);
		mute('cy', noon + hour);
		mute('dot', noon);
		const { items, status } = await run({
			items: [{ userId: 'ann' }, { userId: 'bob' }, { userId: 'cy' }],
			parameters: untilNoon,
		});

		const state = { muted: true, permanent: false, mutedUntil: iso(noon) };
		const nobody = { muted: false, permanent: false, mutedUntil: null };
		expect(status).toBe('success');
		expect(items.sort((a, b) => (String(a.json.userId) < String(b.json.userId) ? -1 : 1))).toEqual([
			{ json: { ...ids, userId: 'ann', ...state, change: 'muted' }, pairedItem: { item: 0 } },
			{ json: { ...ids, userId: 'bob', ...state, change: 'unchanged' }, pairedItem: { item: 1 } },
			{ json: { ...ids, userId: 'cy', ...state, change: 'changed' }, pairedItem: { item: 2 } },
			{ json: { ...ids, userId: 'dot', ...nobody, change: 'unmuted' }, pairedItem: { item: 0 } },
		]);
		expect(muted()).toEqual({ ann: noon, bob: noon, cy: noon });
		expect([reads(), writes()]).toEqual([1, 2]);
	});

	it('is only read the second time', async () => {
		const step = { items: [{ userId: 'ann' }, { userId: 'bob' }], parameters: { duration: 10 } };
		mute('dot', 'permanent');
		await run(step);
		const writesBefore = writes();
		const again = await run(step);

		expect(rowsOf(again).map(({ userId, change }) => [userId, change])).toEqual([
			['ann', 'unchanged'],
			['bob', 'unchanged'],
		]);
		expect([reads(), writes()]).toEqual([2, writesBefore]);
	});

	it.each<[string, End, IDataObject, string]>([
		['a mute with less than the duration left', frozenNow + 100_000, {}, 'unchanged'],
		['a mute for longer', frozenNow + hour, {}, 'changed'],
		['a permanent mute', 'permanent', {}, 'changed'],
		['an end half a minute before the date', noon - 30_000, untilNoon, 'unchanged'],
		['an end half a minute after the date', noon + 30_000, untilNoon, 'unchanged'],
		['an end two minutes before the date', noon - 120_000, untilNoon, 'changed'],
		['an end two minutes after the date', noon + 120_000, untilNoon, 'changed'],
		['a permanent mute where there is a date', 'permanent', untilNoon, 'changed'],
		['a permanent mute', 'permanent', { muteFor: 'permanent' }, 'unchanged'],
		['any end where it is to be permanent', noon, { muteFor: 'permanent' }, 'changed'],
		['a mute that is over', frozenNow - 5000, {}, 'muted'],
	])('%s, %s, with %j is %s', async (_, end, parameters, change) => {
		mute('ann', end);
		const before = muted();
		const result = await run({ items: [{ userId: 'ann' }], parameters: parameters as never });

		expect(rowsOf(result)).toMatchObject([{ userId: 'ann', change }]);
		expect(writes()).toBe(change === 'unchanged' ? 0 : 1);
		if (change === 'unchanged') expect(muted()).toEqual(before);
	});

	it('tells the end that an unchanged mute really has', async () => {
		mute('ann', noon + 30_000);
		const result = await run({ items: [{ userId: 'ann' }], parameters: untilNoon });

		expect(rowsOf(result)).toMatchObject([{ mutedUntil: iso(noon + 30_000) }]);
	});

	it('takes the end that a user is named with last', async () => {
		const result = await run({
			items: [
				{ userId: 'ann', until: iso(noon + hour) },
				{ userId: 'bob', until: iso(noon) },
				{ userId: 'ann', until: iso(noon) },
			],
			parameters: { muteFor: 'until', until: '={{ $json.until }}' },
		});

		expect(muted()).toEqual({ ann: noon, bob: noon });
		expect(result.items.map(({ json, pairedItem }) => [json.userId, pairedItem])).toEqual([
			['bob', { item: 1 }],
			['ann', { item: 2 }],
		]);
	});

	it('is told, and not touched, in a dry run', async () => {
		mute('bob', noon);
		mute('cy', 'permanent');
		mute('dot', noon);
		const before = muted();
		const result = await run({
			items: [{ userId: 'ann' }, { userId: 'bob' }, { userId: 'cy' }],
			parameters: untilNoon,
			options: { dryRun: true },
		});

		expect(rowsOf(result)).toEqual(
			[
				{ userId: 'ann', muted: true, mutedUntil: iso(noon), change: 'muted' },
				{ userId: 'dot', muted: false, mutedUntil: null, change: 'unmuted' },
				{ userId: 'bob', muted: true, mutedUntil: iso(noon), change: 'unchanged' },
				{ userId: 'cy', muted: true, mutedUntil: iso(noon), change: 'changed' },
			].map((row) => ({ ...ids, ...row, permanent: false, dryRun: true })),
		);
		expect(muted()).toEqual(before);
		expect([reads(), writes()]).toEqual([1, 0]);
	});

	it('is not emptied by mistake', async () => {
		mute('ann', noon);
		const result = await run({ items: [{ userId: [] }] });

		expect(result.error?.message).toMatch(/'User IDs' parameter names nobody .*\[item 0\]/);
		expect(result.error?.description).toMatch(/'If Empty'.*Nothing was sent/);
		expect([reads(), writes()]).toEqual([0, 0]);
	});

	it('is emptied where that is said, whatever the end of the mute would be', async () => {
		mute('ann', noon);
		mute('bob', 'permanent');
		const result = await run({
			items: [{ userId: [] }],
			parameters: { ifEmpty: 'unmuteAll', muteFor: 'until', until: '={{ $json.until }}' },
		});

		expect(rowsOf(result)).toMatchObject([
			{ ...ids, userId: 'ann', muted: false, change: 'unmuted' },
			{ ...ids, userId: 'bob', muted: false, change: 'unmuted' },
		]);
		expect(muted()).toEqual({});
	});

	it('may be empty already', async () => {
		const result = await run({ items: [{ userId: [] }], parameters: { ifEmpty: 'unmuteAll' } });

		expect([result.status, result.items]).toEqual(['success', []]);
	});

	it('counts an item that names nobody for nothing, beside one that names somebody', async () => {
		mute('bob', noon);
		await run({ items: [{ userId: [] }, { userId: 'ann' }], parameters: untilNoon });

		expect(muted()).toEqual({ ann: noon });
	});

	it('is synced but for a stranger, who fails alone', async () => {
		mute('dot', noon);
		const result = await run({
			items: [{ userId: 'ann' }, { userId: 'stranger' }],
			parameters: untilNoon,
			settings: { onError: 'continueErrorOutput' },
		});

		expect(failed(result.errorItems, 'userId')).toEqual(['stranger']);
		expect(muted()).toEqual({ ann: noon });
	});

	it('is not shortened while an item can not be read, which might name anybody', async () => {
		mute('dot', noon);
		const result = await run({
			items: [{ userId: 'ann' }, { userId: '' }],
			parameters: untilNoon,
			settings: { onError: 'continueErrorOutput' },
		});

		expect(muted()).toEqual({ ann: noon, dot: noon });
		expect(failed(result.errorItems, 'code')).toEqual(['ITEM_NOT_READ', 'INVALID_INPUT']);
		expect(failed(result.errorItems, 'userId')).toEqual(['dot', undefined]);
	});

	it('sends nothing at all because of such an item, where errors stop the workflow', async () => {
		mute('dot', noon);
		const result = await run({ items: [{ userId: 'ann' }, { userId: '' }] });

		expect(result.error?.message).toMatch(/'User IDs'.*\[item 1\]/);
		expect([reads(), writes()]).toEqual([0, 0]);
	});
});

describe('Several places', () => {
	it('are read once each, and what fails in one does nothing to the others', async () => {
		const { tencent } = services;
		tencent.mute(market, 'dot', 'permanent');
		const run = await inGroup(tencent, {
			operation: 'syncMuted',
			items: [
				{ groupId: lobby, userId: 'ann' },
				{ groupId: 'gone', userId: 'ann' },
				{ groupId: 'gone', userId: 'bob' },
				{ groupId: market, userId: 'ann' },
			],
			settings: { onError: 'continueErrorOutput' },
		});

		expect(failed(run.errorItems, 'userId')).toEqual(['ann', 'bob']);
		expect(failed(run.errorItems, 'groupId')).toEqual(['gone', 'gone']);
		expect([...tencent.mutes(lobby).keys()]).toEqual(['ann']);
		expect([...tencent.mutes(market).keys()]).toEqual(['ann']);
		expect(tencent.requests.filter(isRead)).toHaveLength(3);
	});

	it('keep who is muted there while an item does not tell its group', async () => {
		const { tencent } = services;
		tencent.mute(lobby, 'dot', 'permanent');
		const run = await inGroup(tencent, {
			operation: 'syncMuted',
			items: [
				{ groupId: lobby, userId: 'ann' },
				{ groupId: '', userId: 'dot' },
			],
			settings: { onError: 'continueErrorOutput' },
		});

		expect([...tencent.mutes(lobby).keys()]).toEqual(['dot', 'ann']);
		expect(failed(run.errorItems, 'code')).toEqual(['ITEM_NOT_READ', 'INVALID_INPUT']);
	});

	it('of which one is empty by mistake are all left alone', async () => {
		const { tencent } = services;
		tencent.mute(lobby, 'dot', 'permanent');
		const run = await inGroup(tencent, {
			operation: 'syncMuted',
			items: [
				{ groupId: market, userId: 'ann' },
				{ groupId: lobby, userId: [] },
			],
		});

		expect(run.error?.message).toContain('[item 1]');
		expect(tencent.requests).toEqual([]);
	});
});

describe('The fewest requests', () => {
	it('10,000 users of whom 50 differ take one read and a write for each kind of change', async () => {
		const { tencent } = services;
		const users = userNames(10_000);
		for (const user of users.slice(25)) tencent.mute(market, user, noon);
		for (let i = 0; i < 25; i++) tencent.mute(market, `other_${i}`, noon);
		const run = await inGroup(tencent, {
			operation: 'syncMuted',
			items: users.map((userId) => ({ groupId: market, userId })),
			parameters: untilNoon,
		});

		expect(tencent.requests.map(({ path }) => path.split('/').pop()).sort()).toEqual([
			'forbid_send_msg',
			'forbid_send_msg',
			'get_group_muted_account',
		]);
		expect(run.items).toHaveLength(10_025);
		expect([...tencent.mutes(market).keys()].sort()).toEqual([...users].sort());
	});

	it('Batch Size counts for what is written', async () => {
		const { agora } = services;
		await inChatGroup(agora, {
			operation: 'syncMuted',
			parameters: { userIds: 'a, b, c, d, e', chatGroupId: byId(guild) },
			options: { batchSize: 2 },
		});

		expect(agora.requests.map(({ method }) => method)).toEqual(['GET', 'POST', 'POST', 'POST']);
	});

	it('An ID in capital letters is the user that Agora has in small ones', async () => {
		const { agora } = services;
		agora.mute(lounge, 'ann', inAnHour);
		const run = await inChatRoom(agora, {
			operation: 'syncMuted',
			items: [{ userId: 'ANN' }],
			parameters: { duration: 2, durationUnit: 'hours' },
		});

		expect(rowsOf(run)).toMatchObject([{ userId: 'ann', change: 'unchanged' }]);
	});
});

describe('When a list can not be read', () => {
	it('nobody is muted or unmuted, and everybody who was named fails', async () => {
		const { agora } = services;
		agora.mute(lounge, 'dot', noon);
		agora.faults.next('internal', 100);
		const run = await inChatRoom(agora, {
			operation: 'syncMuted',
			items: [{ userId: 'ann' }, { userId: 'bob' }],
			settings: { onError: 'continueErrorOutput' },
			options: { maxRetries: 1 },
		});

		expect(failed(run.errorItems, 'userId')).toEqual(['ann', 'bob']);
		expect([...agora.mutes(lounge).keys()]).toEqual(['dot']);
		expect(agora.requests.filter((request) => !isRead(request))).toEqual([]);
	});
});

describe('Retry On Fail', () => {
	it('reads again, and reports each user as the try that did it', async () => {
		const { tencent } = services;
		tencent.mute(lobby, 'dot', noon);
		const run = await inGroup(tencent, {
			operation: 'syncMuted',
			items: [{ userId: 'stranger' }, { userId: 'ann' }],
			settings: {
				retryOnFail: true,
				maxTries: 2,
				waitBetweenTries: 1,
				onError: 'continueRegularOutput',
			},
		});

		expect(rowsOf(run)).toMatchObject([
			{ userId: 'dot', change: 'unmuted' },
			{ details: { userId: 'stranger' } },
			{ userId: 'ann', change: 'muted' },
		]);
		expect(tencent.requests.filter(isRead).length).toBeGreaterThan(1);
	});
});
