import type { IDataObject } from 'n8n-workflow';

import { agoraCredential, tencentCredential } from '../support/credentials';
import { PolledWorkflow } from '../support/polls';
import {
	community,
	crew,
	frozenNow,
	guild,
	launch,
	lobby,
	lounge,
	market,
	people,
	topic,
	useServices,
	withoutBackOff,
	work,
} from './services';

/** What a workflow is told of mute lists that change. */

const services = useServices();
const minuteMs = 60_000;
const inAnHour = frozenNow + 60 * minuteMs;
const iso = (ms: number) => new Date(ms).toISOString();

/** A mute that is over is none: the simulators list it no longer. */
const over = 0;

/** Both sides' clock. */
const at = (ms: number) => jest.spyOn(Date, 'now').mockReturnValue(ms);
beforeEach(() => {
	at(frozenNow);
	withoutBackOff();
});

/** Lists of both services, behind the same words. */
const places = {
	'a group': {
		publish: async (parameters: IDataObject = {}) =>
			await onTencent({ placeIds: lobby, ...parameters }),
		mute: (userId: string, end: number | 'permanent') => services.tencent.mute(lobby, userId, end),
		unmute: (userId: string) => services.tencent.mute(lobby, userId, over),
		target: { groupId: lobby },
	},
	'a topic': {
		publish: async (parameters: IDataObject = {}) =>
			await onTencent({ placeIds: topic, ...parameters }),
		mute: (userId: string, end: number | 'permanent') =>
			services.tencent.mute(community, userId, end, topic),
		unmute: (userId: string) => services.tencent.mute(community, userId, over, topic),
		target: { groupId: community, topicId: topic },
	},
	'a chat room': {
		publish: async (parameters: IDataObject = {}) =>
			await onAgora({ placeIds: lounge, ...parameters }),
		mute: (userId: string, end: number | 'permanent') => services.agora.mute(lounge, userId, end),
		unmute: (userId: string) => services.agora.mute(lounge, userId, over),
		target: { chatRoomId: lounge },
	},
	'a chat group': {
		publish: async (parameters: IDataObject = {}) =>
			await onAgora({ resource: 'chatGroup', placeIds: crew, ...parameters }),
		mute: (userId: string, end: number | 'permanent') => services.agora.mute(crew, userId, end),
		unmute: (userId: string) => services.agora.mute(crew, userId, over),
		target: { chatGroupId: crew },
	},
};

const tencentWorkflow = (parameters: IDataObject) =>
	new PolledWorkflow({
		type: 'tencent',
		parameters: parameters as never,
		credentials: tencentCredential(services.tencent),
	});
const agoraWorkflow = (parameters: IDataObject) =>
	new PolledWorkflow({
		type: 'agora',
		parameters: parameters as never,
		credentials: agoraCredential(services.agora),
	});

async function onTencent(parameters: IDataObject): Promise<PolledWorkflow> {
	const workflow = tencentWorkflow(parameters);
	await workflow.publish();
	return workflow;
}

async function onAgora(parameters: IDataObject): Promise<PolledWorkflow> {
	const workflow = agoraWorkflow(parameters);
	await workflow.publish();
	return workflow;
}

const notMuted = { muted: false, permanent: false, mutedUntil: null, remainingSeconds: 0 };
const until = (ms: number, remainingSeconds: number) => ({
	muted: true,
	permanent: false,
	mutedUntil: iso(ms),
	remainingSeconds,
});
const changesOf = (rows: IDataObject[]) => rows.map(({ userId, change }) => [userId, change]);

describe.each(Object.keys(places) as Array<keyof typeof places>)('In %s', (name) => {
	const { publish, mute, unmute, target } = places[name];
	const end = Math.floor(inAnHour / 1000) * 1000;

	it('who is muted when the workflow is published is only remembered', async () => {
		mute('ann', end);
		const workflow = await publish();

		expect(workflow.executions).toEqual([]);
		expect(await workflow.poll()).toEqual([]);
	});

	it('each kind of change is told once, as a row of Get Many Muted with the change', async () => {
		mute('bob', end);
		mute('cy', end);
		mute('dot', frozenNow + minuteMs);
		const workflow = await publish();

		mute('ann', 'permanent');
		mute('bob', end + 5 * minuteMs);
		unmute('cy');
		at(frozenNow + 2 * minuteMs);
		const rows = await workflow.poll();

		expect(rows).toHaveLength(4);
		expect(rows).toEqual(
			expect.arrayContaining([
				{
					...target,
					userId: 'ann',
					muted: true,
					permanent: true,
					mutedUntil: null,
					remainingSeconds: null,
					change: 'muted',
				},
				{
					...target,
					userId: 'bob',
					...until(end + 5 * minuteMs, Math.ceil((end + 3 * minuteMs - frozenNow) / 1000)),
					change: 'changed',
				},
				{ ...target, userId: 'cy', ...notMuted, change: 'unmuted' },
				{ ...target, userId: 'dot', ...notMuted, change: 'ended' },
			]),
		);
		expect(await workflow.poll()).toEqual([]);
		expect(workflow.errors).toEqual([]);
	});

	it('only the changes that were chosen are told, and the others are remembered, too', async () => {
		const workflow = await publish({ changes: ['unmuted'] });

		mute('ann', 'permanent');
		expect(await workflow.poll()).toEqual([]);
		unmute('ann');
		expect(changesOf(await workflow.poll())).toEqual([['ann', 'unmuted']]);
	});

	it('a permanent mute that becomes one for a time has changed, and the reverse', async () => {
		mute('ann', 'permanent');
		mute('bob', end);
		const workflow = await publish();

		mute('ann', end);
		mute('bob', 'permanent');
		expect(changesOf(await workflow.poll()).sort()).toEqual([
			['ann', 'changed'],
			['bob', 'changed'],
		]);
	});

	it('an end that a service tells some seconds off is the same, and creeps no further', async () => {
		mute('ann', end);
		const workflow = await publish();

		mute('ann', end + 4000);
		expect(await workflow.poll()).toEqual([]);
		mute('ann', end + 8000);
		expect(changesOf(await workflow.poll())).toEqual([['ann', 'changed']]);
	});

	it('an end that comes while the list is read is an end, though the clocks differ by seconds', async () => {
		mute('ann', frozenNow + minuteMs);
		const workflow = await publish();

		unmute('ann');
		at(frozenNow + minuteMs - 3000);
		expect(changesOf(await workflow.poll())).toEqual([['ann', 'ended']]);
	});

	it('after a restart it goes on from what n8n has saved', async () => {
		mute('ann', end);
		const workflow = await publish();
		mute('bob', end);
		expect(changesOf(await workflow.poll())).toEqual([['bob', 'muted']]);

		unmute('ann');
		await workflow.publish();

		expect(workflow.executions.map(changesOf)).toEqual([[['bob', 'muted']], [['ann', 'unmuted']]]);
		expect(await workflow.poll()).toEqual([]);
	});

	it('a mute that has ended is not muted, though the service still lists it', async () => {
		services.tencent.settings.listExpired = true;
		services.agora.settings.listExpired = true;
		mute('ann', frozenNow + minuteMs);
		const workflow = await publish();

		at(frozenNow + 2 * minuteMs);
		expect(changesOf(await workflow.poll())).toEqual([['ann', 'ended']]);
		expect(await workflow.poll()).toEqual([]);
	});

	it('Fetch Test Event shows some who are muted now, and remembers nothing', async () => {
		for (let i = 0; i < 30; i++) mute(people[i % people.length], end);
		const workflow = await publish();
		const { saved } = workflow;
		mute('ann', 'permanent');

		const rows = await workflow.test();

		expect(rows.map(({ userId }) => userId).sort()).toEqual(people);
		expect(rows).toContainEqual(
			expect.objectContaining({ ...target, change: 'muted', muted: true }),
		);
		expect(workflow.saved).toBe(saved);
		expect(changesOf(await workflow.poll())).toEqual([['ann', 'changed']]);
	});

	it('Fetch Test Event says that nobody is muted, and what a row looks like', async () => {
		const workflow = await publish();

		await expect(workflow.test()).rejects.toMatchObject({
			message: 'Nobody is muted there at the moment',
			description: expect.stringContaining('"change":"muted"') as string,
		});
	});
});

describe('All places', () => {
	it('of Tencent are the groups that have muting, with those that come', async () => {
		const workflow = await onTencent({ places: 'all' });
		const reads = services.tencent.requests.filter(({ path }) => path.includes('muted_account'));
		expect(reads.map(({ body }) => (body as IDataObject).GroupId).sort()).toEqual(
			[lobby, market, community].sort(),
		);

		services.tencent.mute(market, 'eve', 'permanent');
		services.tencent.addGroup({ groupId: '@TGS#2NEW', members: 'anyone' });
		services.tencent.mute('@TGS#2NEW', 'ann', 'permanent');
		expect(changesOf(await workflow.poll())).toEqual([['eve', 'muted']]);
		services.tencent.mute('@TGS#2NEW', 'bob', 'permanent');
		expect(changesOf(await workflow.poll())).toEqual([['bob', 'muted']]);
		expect(services.tencent.requests.filter(({ path }) => path.includes(work))).toEqual([]);
	});

	it.each([
		['chatRoom', [lounge, launch]],
		['chatGroup', [crew, guild]],
	])('of Agora are every %s', async (resource, ids) => {
		const workflow = await onAgora({ resource, places: 'all' });

		for (const id of [lounge, launch, crew, guild]) services.agora.mute(id, 'ann', 'permanent');
		const rows = await workflow.poll();

		expect(rows.map((row) => row[`${resource}Id`]).sort()).toEqual([...ids].sort());
	});

	it('that are gone are forgotten, and nobody in them was unmuted', async () => {
		services.agora.mute(launch, 'ann', 'permanent');
		const workflow = await onAgora({ places: 'all' });
		expect(workflow.remembered).toContain(launch);

		services.agora.remove(launch);

		expect(await workflow.poll()).toEqual([]);
		expect(workflow.errors).toEqual([]);
		expect(workflow.remembered).not.toContain(launch);
	});

	it('that go between the list and the reading are no error', async () => {
		const workflow = await onAgora({ places: 'all' });
		services.agora.faults.next('internal', 1, ({ path }) => {
			if (path.endsWith('/mute')) services.agora.remove(launch);
			return false;
		});
		services.agora.mute(lounge, 'ann', 'permanent');

		expect(changesOf(await workflow.poll())).toEqual([['ann', 'muted']]);
		expect(services.agora.requests.some(({ path }) => path.includes(launch))).toBe(true);
		expect(workflow.errors).toEqual([]);
	});
});

describe('Another choice of places', () => {
	it('tells of nobody who is muted or not in what was added or left out', async () => {
		services.agora.mute(lounge, 'ann', 'permanent');
		services.agora.mute(launch, 'bob', 'permanent');
		const workflow = await onAgora({ placeIds: lounge });

		workflow.change({ parameters: { placeIds: launch } });
		await workflow.publish();
		workflow.change({ parameters: { placeIds: `${lounge}\n${launch}` } });
		await workflow.publish();
		services.agora.mute(launch, 'cy', 'permanent');

		expect(changesOf(await workflow.poll())).toEqual([['cy', 'muted']]);
		expect(workflow.executions).toHaveLength(1);
	});

	it('in another app with the same IDs is a new beginning', async () => {
		services.agora.mute(lounge, 'ann', 'permanent');
		const workflow = await onAgora({ placeIds: lounge });

		workflow.change({
			credentials: agoraCredential({
				...services.agora,
				url: services.agora.url.replace('127.0.0.1', 'localhost'),
			}),
		});
		services.agora.mute(lounge, 'ann', over);
		await workflow.publish();

		expect(workflow.executions).toEqual([]);
	});

	it.each(['placeIds', 'places'])('may be an array from an expression in %s', async (name) => {
		const workflow = await onTencent({
			[name]: `={{ [${JSON.stringify(lobby)}, ${JSON.stringify(topic)}] }}`,
		});

		services.tencent.mute(lobby, 'ann', 'permanent');
		services.tencent.mute(community, 'bob', 'permanent', topic);
		expect(changesOf(await workflow.poll())).toEqual([
			['ann', 'muted'],
			['bob', 'muted'],
		]);
	});

	it('with the old names of private deployments reads by those', async () => {
		await onTencent({ placeIds: lobby, options: { apiNaming: 'legacy' } });

		expect(services.tencent.requests.map(({ path }) => path)).toEqual([
			expect.stringContaining('get_group_shutted_uin'),
		]);
	});
});

describe('A place that can not be read', () => {
	it('is told once while it lasts, keeps its list, and the others go on', async () => {
		services.tencent.mute(lobby, 'ann', 'permanent');
		const workflow = await onTencent({ placeIds: [lobby, market].join() });
		const breakLobby = () =>
			services.tencent.faults.next('internal', 3, ({ body }) =>
				JSON.stringify(body).includes(lobby),
			);

		breakLobby();
		services.tencent.mute(lobby, 'ann', over);
		services.tencent.mute(market, 'eve', 'permanent');
		expect(changesOf(await workflow.poll())).toEqual([['eve', 'muted']]);
		expect(workflow.errors).toHaveLength(1);
		expect(workflow.errors[0].message).toMatch(/^1 of 2 mute lists failed: /);
		expect(workflow.errors[0].description).toContain(lobby);

		breakLobby();
		expect(await workflow.poll()).toEqual([]);
		expect(workflow.errors).toHaveLength(1);

		expect(changesOf(await workflow.poll())).toEqual([['ann', 'unmuted']]);
		breakLobby();
		await workflow.poll();
		expect(workflow.errors).toHaveLength(2);
	});

	it('is not told again after a restart', async () => {
		const workflow = await onAgora({ placeIds: `${lounge},77` });
		expect(workflow.errors).toHaveLength(1);

		await workflow.publish();
		await workflow.poll();

		expect(workflow.errors).toHaveLength(1);
	});

	it('and was never read is only remembered once it can be', async () => {
		const workflow = await onAgora({ placeIds: `${lounge},77` });
		services.agora.addChatRoom({ chatRoomId: '77', members: 'anyone' });
		services.agora.mute('77', 'ann', 'permanent');

		expect(await workflow.poll()).toEqual([]);
		services.agora.mute('77', 'ann', over);
		expect(changesOf(await workflow.poll())).toEqual([['ann', 'unmuted']]);
	});
});

describe('When nothing can be read', () => {
	const wrong = { secretKey: 'another-key-that-nobody-knows' };

	it('publishing says why', async () => {
		const workflow = tencentWorkflow({ placeIds: lobby });
		workflow.change({ credentials: tencentCredential(services.tencent, wrong) });

		await expect(workflow.publish()).rejects.toThrow(/70\d\d\d/);
	});

	it.each([{ placeIds: [lounge, launch].join() }, { places: 'all' }])(
		'later, of %j, that is told once, and nobody was unmuted',
		async (parameters) => {
			services.agora.mute(lounge, 'ann', 'permanent');
			const workflow = await onAgora(parameters);
			services.agora.faults.next('internal', Infinity);

			for (let poll = 0; poll < 3; poll++) expect(await workflow.poll()).toEqual([]);
			expect(workflow.errors).toHaveLength(1);

			services.agora.faults.clear();
			services.agora.mute(lounge, 'bob', 'permanent');
			expect(changesOf(await workflow.poll())).toEqual([['bob', 'muted']]);
			services.agora.faults.next('internal', Infinity);
			await workflow.poll();
			expect(workflow.errors).toHaveLength(2);
		},
	);

	it('it is told once, too, where each poll has a context of its own', async () => {
		const workflow = agoraWorkflow({ places: 'all' });
		workflow.change({ ownContexts: true });
		await workflow.publish();
		services.agora.faults.next('internal', Infinity);

		for (let poll = 0; poll < 3; poll++) expect(await workflow.poll()).toEqual([]);
		expect(workflow.errors).toHaveLength(1);
	});

	it('Fetch Test Event says why', async () => {
		const workflow = tencentWorkflow({ placeIds: lobby });
		workflow.change({ credentials: tencentCredential(services.tencent, wrong) });

		await expect(workflow.test()).rejects.toThrow(/70\d\d\d/);
	});

	it('neither the key nor a signature is told', async () => {
		const workflow = await onTencent({ placeIds: lobby });
		services.tencent.faults.next('internal', Infinity);
		await workflow.poll();

		const { secretKey } = services.tencent.credentials;
		const told = [...workflow.errors.map(({ text }) => text), workflow.remembered].join('\n');
		expect(told).not.toContain(secretKey);
		expect(told).not.toMatch(/usersig=|eJ[\w*-]{40}/i);
	});
});

describe('Publishing refuses', () => {
	it.each([
		['no IDs', { placeIds: '' }, "'Group and Topic IDs'"],
		['IDs that are none', { placeIds: '={{ [{}] }}' }, "'Group and Topic IDs'"],
		['Places that are none', { places: '={{ [{}] }}' }, "'Places'"],
		['no changes', { placeIds: lobby, changes: [] }, "'Changes'"],
		['a change that is none', { placeIds: lobby, changes: '={{ ["closed"] }}' }, "'Changes'"],
	])('%s, by the name of the parameter', async (_, parameters, name) => {
		await expect(tencentWorkflow(parameters).publish()).rejects.toThrow(name);
	});

	it('what is no ID of a chat room', async () => {
		await expect(agoraWorkflow({ placeIds: 'a/b' }).publish()).rejects.toThrow(
			"'Chat Room or Group IDs'",
		);
	});
});

describe('Polls', () => {
	it('of 1,000 groups keep to the rate', async () => {
		const { tencent } = services;
		const groups = Array.from({ length: 1000 }, (_, i) => `@TGS#${i}`);
		for (const groupId of groups) tencent.addGroup({ groupId, members: 'anyone' });
		tencent.settings.requestsPerSecond = 200;
		const workflow = tencentWorkflow({ placeIds: groups.join() });
		workflow.change({ credentials: tencentCredential(tencent, { requestsPerSecond: 200 }) });
		await workflow.publish();
		await workflow.poll();
		for (const groupId of groups) tencent.mute(groupId, 'ann', 'permanent');
		const before = tencent.requests.length;
		const rows = await workflow.poll();

		expect(rows.map(({ groupId }) => groupId).sort()).toEqual([...groups].sort());
		expect(tencent.requests).toHaveLength(before + 1000);
		expect(tencent.turnedAway).toBe(0);
	});

	it('do not overlap: a second one, while the first is under way, gives nothing at once', async () => {
		const workflow = await onAgora({ placeIds: lounge });
		services.agora.settings.roundTripMs = 300;
		services.agora.mute(lounge, 'ann', 'permanent');
		const before = services.agora.requests.length;

		const first = workflow.poll();
		expect(await workflow.poll()).toEqual([]);
		expect(changesOf(await first)).toEqual([['ann', 'muted']]);
		expect(services.agora.requests).toHaveLength(before + 1);
	});

	it('go on after one that failed', async () => {
		const workflow = await onAgora({ placeIds: lounge });
		workflow.change({ credentials: {} });
		await expect(workflow.publish()).rejects.toThrow();
		workflow.change({ credentials: agoraCredential(services.agora) });
		services.agora.mute(lounge, 'ann', 'permanent');
		await workflow.publish();

		expect(workflow.executions.map(changesOf)).toEqual([[['ann', 'muted']]]);
	});
});
