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
	it('means the group itself, beside items that name a topic', async () => {
		const { tencent } = services;
		tencent.mute(community, 'dot', later);
		tencent.mute(community, 'dot', later, topic);
		await inGroup(tencent, {
			operation: 'syncMuted',
			items: [{ userId: 'ann' }, { userId: 'bob', topicId: topic }],
			parameters: { groupId: byId(community), muteFor: 'permanent' },
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
