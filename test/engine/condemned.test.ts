import type { IDataObject } from 'n8n-workflow';

import {
	inChatRoom,
	inGroup,
	launch,
	lobby,
	lounge,
	market,
	rowsOf,
	userNames,
	useServices,
	withoutBackOff,
} from './services';

/** A failure stops what it speaks of, and nothing else. */

const services = useServices();

beforeEach(withoutBackOff);

const ofGroup =
	(groupId: string) =>
	({ body }: { body: unknown }) =>
		(body as IDataObject).GroupId === groupId;

const failedIn = (errorItems: Array<{ json: IDataObject }>) =>
	errorItems.map(({ json }) => (json.details as IDataObject).groupId);

const toErrorOutput = { onError: 'continueErrorOutput' as const };

describe('A group that hangs', () => {
	const groups = ['huge', lobby, market];

	it.each([
		['first', groups],
		['last', [...groups].reverse()],
	])('is no dead service, be it named %s', async (_, order) => {
		const { tencent } = services;
		tencent.addGroup({ groupId: 'huge', members: 'anyone' });
		tencent.settings.slowMs = 60_000;
		tencent.faults.next('slow', 1000, ofGroup('huge'));
		const run = await inGroup(tencent, {
			operation: 'mute',
			items: order.map((groupId) => ({ groupId, userId: 'ann' })),
			options: { timeout: 300, maxRetries: 1 },
			settings: toErrorOutput,
		});

		expect(failedIn(run.errorItems)).toEqual(['huge']);
		expect(run.errorItems[0].json.error).toContain('in time');
		expect(tencent.mutes(lobby).has('ann')).toBe(true);
		expect(tencent.mutes(market).has('ann')).toBe(true);
	});

	it('does not keep the others waiting while it is tried again', async () => {
		const { tencent } = services;
		tencent.addGroup({ groupId: 'huge', members: 'anyone' });
		tencent.settings.slowMs = 60_000;
		tencent.faults.next('slow', 1000, ofGroup('huge'));
		await inGroup(tencent, {
			operation: 'mute',
			items: groups.map((groupId) => ({ groupId, userId: 'ann' })),
			options: { timeout: 2000, maxRetries: 2 },
			settings: toErrorOutput,
		});

		// The others were sent before it was given up for the first time.
		const order = tencent.requests.map(({ body }) => (body as IDataObject).GroupId);
		expect(order.slice(0, 3).sort()).toEqual([...groups].sort());
	});

	it('is not asked for its other users once it has been given up', async () => {
		const { tencent } = services;
		tencent.settings.slowMs = 60_000;
		tencent.faults.next('slow', 1000, ofGroup(market));
		const run = await inGroup(tencent, {
			operation: 'mute',
			items: [
				{ groupId: lobby, userId: 'ann' },
				...userNames(5000).map((userId) => ({ groupId: market, userId })),
			],
			options: { timeout: 300, maxRetries: 1 },
			settings: toErrorOutput,
		});

		expect(run.errorItems).toHaveLength(5000);
		expect(tencent.requests.filter(ofGroup(market)).length).toBeLessThanOrEqual(2);
	});
});

describe('A group whose gateway asks for an hour', () => {
	it('is no dead service', async () => {
		const { tencent } = services;
		tencent.settings.retryAfterSeconds = 3600;
		tencent.faults.next('unavailable', 1000, ofGroup(lobby));
		const run = await inGroup(tencent, {
			operation: 'mute',
			items: [lobby, market].map((groupId) => ({ groupId, userId: 'ann' })),
			settings: toErrorOutput,
		});

		expect(failedIn(run.errorItems)).toEqual([lobby]);
		expect(rowsOf(run)).toMatchObject([{ groupId: market, userId: 'ann', muted: true }]);
		expect(tencent.requests.filter(ofGroup(lobby))).toHaveLength(1);
	});
});

describe('A service where nothing answers in time', () => {
	it('is given up after a few groups, whatever their number', async () => {
		const { tencent } = services;
		tencent.settings.slowMs = 60_000;
		tencent.faults.next('slow', 10_000);
		const run = await inGroup(tencent, {
			operation: 'mute',
			items: userNames(400).map((name) => ({ groupId: name, userId: 'ann' })),
			options: { timeout: 300, maxRetries: 0 },
			settings: toErrorOutput,
			// So few that most are still in line when the first are given up.
			credential: { requestsPerSecond: 20 },
		});

		expect(run.errorItems).toHaveLength(400);
		expect(tencent.requests.length).toBeLessThanOrEqual(60);
	});
});

describe('Too many requests, for an hour', () => {
	it('ends the run at once, and holds up no other', async () => {
		const { agora } = services;
		const { requests } = agora;
		agora.settings.retryAfterSeconds = 3600;
		// In the middle of the run: those that wait in line leave it.
		agora.faults.next(
			'tooManyLater',
			1000,
			({ path }) => path.includes(launch) && requests.length > 5,
		);
		const step = {
			operation: 'mute',
			items: userNames(200).map((userId) => ({ chatRoomId: launch, userId })),
			options: { batchSize: 1 },
			credential: { requestsPerSecond: 20 },
			settings: toErrorOutput,
		};
		const run = await inChatRoom(agora, step);

		expect(run.items.length + run.errorItems.length).toBe(200);
		expect(run.errorItems.length).toBeGreaterThan(150);
		const other = await inChatRoom(agora, {
			...step,
			items: [{ chatRoomId: lounge, userId: 'ann' }],
		});
		expect(rowsOf(other)).toMatchObject([{ userId: 'ann', muted: true }]);
		const [last, next] = requests.slice(-2);
		expect(next.at - last.at).toBeLessThan(30_000); // not a minute
	});
});
