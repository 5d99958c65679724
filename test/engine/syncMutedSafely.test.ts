import type { INodeParameters } from 'n8n-workflow';

import { tencentCredential } from '../support/credentials';
import { runTencent } from '../support/engine';
import { readFileSync } from '../support/node';
import {
	byId,
	community,
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
	topic,
	useServices,
	withoutBackOff,
} from './services';

/** What a list or an item may say, and nobody is unmuted by mistake, and nothing else done. */

const services = useServices();
const later = frozenNow + 3_600_000;

beforeEach(() => {
	freezeClock();
	withoutBackOff();
});

const kinds = [
	{ kind: 'chat room', id: lounge, run: inChatRoom },
	{ kind: 'chat group', id: crew, run: inChatGroup },
];

describe.each(kinds)('A user of the mute list of a $kind', ({ id, run }) => {
	const writes = () =>
		services.agora.requests
			.filter(({ method }) => method !== 'GET')
			.map(({ method, path }) => `${method} ${path.split(id)[1]}`);

	// `DELETE …/mute/..` is `DELETE` of the room itself.
	it.each(['.', '..'])('whose ID would be a folder is not put into a path: %s', async (userId) => {
		const { agora } = services;
		agora.mute(id, userId, later);
		const result = await run(agora, {
			operation: 'syncMuted',
			items: [{ userId: 'ann' }],
			settings: { onError: 'continueErrorOutput' },
		});

		expect(failed(result.errorItems, 'userId')).toEqual([userId]);
		expect(failed(result.errorItems, 'code')).toEqual(['ID_NOT_SENDABLE']);
		expect([...agora.mutes(id).keys()]).toEqual([userId, 'ann']);
		expect(writes()).toEqual(['POST /mute']);
	});

	it('whose ID would be two others is not sent as those, and the rest is done', async () => {
		const { agora } = services;
		for (const userId of ['ann', 'bob', 'ann,bob', 'dot']) agora.mute(id, userId, 'permanent');
		const result = await run(agora, {
			operation: 'syncMuted',
			parameters: { userIds: 'ann, bob', muteFor: 'permanent' },
			settings: { onError: 'continueErrorOutput' },
		});

		expect(failed(result.errorItems, 'userId')).toEqual(['ann,bob']);
		expect(rowsOf(result).map(({ userId, change }) => [userId, change])).toEqual([
			['ann', 'unchanged'],
			['bob', 'unchanged'],
			['dot', 'unmuted'],
		]);
		expect([...agora.mutes(id).keys()]).toEqual(['ann', 'bob', 'ann,bob']);
		expect(writes()).toEqual(['DELETE /mute/dot']);
	});
});

describe('A Topic expression that gives nothing', () => {
	const mixed = [{ userId: 'ann' }, { userId: 'bob', topicId: topic }];
	beforeEach(() => {
		const { tencent } = services;
		tencent.mute(community, 'dot', later);
		tencent.mute(community, 'dot', later, topic);
	});
	const parameters = { groupId: byId(community), muteFor: 'permanent' };

	it.each([undefined, null, '', ' '])(
		'would sync the list of the community in place of one of its topics: %p',
		async (topicId) => {
			const run = await inGroup(services.tencent, {
				operation: 'syncMuted',
				items: [mixed[1], { ...mixed[0], topicId }],
				parameters,
			});

			expect(run.error?.message).toMatch(/'Topic'.*\[item 1\]/);
			expect(run.error?.description).toContain('$json.topicId || $json.groupId');
			expect(services.tencent.requests).toEqual([]);
		},
	);

	it('lets nobody be unmuted, where the workflow continues: it may be any topic', async () => {
		const { tencent } = services;
		const run = await inGroup(tencent, {
			operation: 'syncMuted',
			items: mixed,
			parameters,
			settings: { onError: 'continueErrorOutput' },
		});

		expect(failed(run.errorItems, 'code')).toEqual(['INVALID_INPUT', 'ITEM_NOT_READ']);
		expect([...tencent.mutes(community).keys()]).toEqual(['dot']);
		expect([...tencent.mutes(community, topic).keys()]).toEqual(['dot', 'bob']);
	});

	it('is what rows of groups beside rows of topics need to fill with the ID of the group', async () => {
		const { tencent } = services;
		await inGroup(tencent, {
			operation: 'syncMuted',
			items: mixed,
			parameters: { ...parameters, topicId: byId(`={{ $json.topicId || '${community}' }}`) },
		});

		expect(tencent.mutes(community)).toEqual(new Map([['ann', 'permanent']]));
		expect(tencent.mutes(community, topic)).toEqual(new Map([['bob', 'permanent']]));
	});
});

describe('If Empty', () => {
	it('counts as a mistake where one of the items that name nobody says so', async () => {
		const { tencent } = services;
		tencent.mute(lobby, 'dot', later);
		const run = await inGroup(tencent, {
			operation: 'syncMuted',
			items: [
				{ userId: [], ifEmpty: 'unmuteAll' },
				{ userId: [], ifEmpty: 'error' },
			],
			parameters: { ifEmpty: '={{ $json.ifEmpty }}' },
		});

		expect(run.error?.message).toContain('[item 1]');
		expect(tencent.requests).toEqual([]);
	});

	it('does not let a list be read that nothing could be done to', async () => {
		const { tencent } = services;
		tencent.mute(lobby, 'dot', later);
		const run = await inGroup(tencent, {
			operation: 'syncMuted',
			items: [{ userId: [] }, { userId: '' }],
			parameters: { ifEmpty: 'unmuteAll' },
			settings: { onError: 'continueErrorOutput' },
		});

		expect(failed(run.errorItems, 'code')).toEqual(['INVALID_INPUT']);
		expect(tencent.requests).toEqual([]);
	});
});

it.each(['2027-02-28T18:00:00', '2027-02-28 18:00:00', '2027/2/28 18:00'])(
	'The example takes a date as a sheet writes it, and unmutes whose date is over: %s',
	async (mutedUntil) => {
		const { nodes } = JSON.parse(readFileSync('examples/sheet-is-the-truth.json', 'utf8')) as {
			nodes: Array<{ name: string; parameters: INodeParameters }>;
		};
		const { parameters } = nodes.find(({ name }) => name === 'What would change')!;
		const { tencent } = services;
		tencent.mute(lobby, 'bob', later);
		const run = await runTencent({
			parameters,
			items: [
				{ groupId: lobby, userId: 'ann', mutedUntil },
				{ groupId: lobby, userId: 'bob', mutedUntil: mutedUntil.replace('2027', '2020') },
				{ groupId: market, userId: '', mutedUntil: '' },
			],
			credentials: tencentCredential(tencent),
		});

		expect(rowsOf(run)).toMatchObject([
			{ userId: 'ann', change: 'muted', mutedUntil: '2027-02-28T18:00:00.000Z' },
			{ userId: 'bob', change: 'unmuted' },
		]);
	},
);
