import type { IDataObject } from 'n8n-workflow';

import { runChain } from '../support/chain';
import { agoraCredential, tencentCredential } from '../support/credentials';
import {
	byId,
	freezeClock,
	frozenNow,
	inChatRoom,
	inGroup,
	launch,
	lobby,
	lounge,
	market,
	rowsOf,
	useServices,
} from './services';

const services = useServices();
const inAnHour = frozenNow + 3_600_000;

beforeEach(freezeClock);

/** The rows of a mute list of each service: `ann` and `bob` are muted. */
async function mutedInGroup(): Promise<IDataObject[]> {
	const { tencent } = services;
	tencent.mute(lobby, 'ann', inAnHour - 250);
	tencent.mute(lobby, 'bob', 'permanent');
	const rows = rowsOf(await inGroup(tencent, { operation: 'getMuted' }));
	expect(rows.map(({ userId }) => userId)).toEqual(['ann', 'bob']);
	return rows;
}

async function mutedInRoom(): Promise<IDataObject[]> {
	const { agora } = services;
	agora.mute(lounge, 'ann', inAnHour);
	agora.mute(lounge, 'bob', 'permanent');
	const rows = rowsOf(await inChatRoom(agora, { operation: 'getMuted' }));
	expect(rows.map(({ userId }) => userId)).toEqual(['ann', 'bob']);
	return rows;
}

describe('The rows of Get Many Muted', () => {
	it('of a group unmute the users of that group', async () => {
		const { tencent } = services;
		const items = await mutedInGroup();
		await inGroup(tencent, { operation: 'unmute', items });

		expect(tencent.mutes(lobby).size).toBe(0);
	});

	it('of a group mute the users in another group', async () => {
		const { tencent } = services;
		const items = await mutedInGroup();
		await inGroup(tencent, { operation: 'mute', items, parameters: { groupId: byId(market) } });

		expect([...tencent.mutes(market).keys()]).toEqual(['ann', 'bob']);
	});

	it('of a group mute the users in a chat room', async () => {
		const { agora } = services;
		const items = await mutedInGroup();
		await inChatRoom(agora, { operation: 'mute', items });

		expect([...agora.mutes(lounge).keys()]).toEqual(['ann', 'bob']);
	});

	it('of a chat room unmute the users of that room', async () => {
		const { agora } = services;
		const items = await mutedInRoom();
		await inChatRoom(agora, { operation: 'unmute', items });

		expect(agora.mutes(lounge).size).toBe(0);
	});

	it('of a chat room unmute the users of a group', async () => {
		const { tencent } = services;
		tencent.mute(lobby, 'ann', 'permanent');
		tencent.mute(lobby, 'cy', 'permanent');
		const items = await mutedInRoom();
		await inGroup(tencent, { operation: 'unmute', items });

		expect([...tencent.mutes(lobby).keys()]).toEqual(['cy']);
	});

	it('of a chat room mute the users in another room, to the same end', async () => {
		const { agora } = services;
		const items = await mutedInRoom();
		await inChatRoom(agora, {
			operation: 'mute',
			items: items.slice(0, 1),
			parameters: {
				chatRoomId: byId(launch),
				muteFor: 'until',
				until: '={{ $json.mutedUntil }}',
			},
		});

		// Mutes end at whole seconds, never before the time that was asked for.
		const end = Number(agora.mutes(launch).get('ann'));
		expect(end).toBeGreaterThanOrEqual(inAnHour);
		expect(end).toBeLessThan(inAnHour + 1000);
	});
});

describe('In one workflow', () => {
	it('the mute list of a group feeds a mute in a chat room', async () => {
		const { tencent, agora } = services;
		tencent.mute(lobby, 'ann', 'permanent');
		const run = await runChain(
			[
				{
					type: 'tencent',
					name: 'List',
					parameters: { resource: 'group', operation: 'getMuted', groupId: byId(lobby) },
				},
				{
					type: 'agora',
					name: 'Mute',
					parameters: { resource: 'chatRoom', operation: 'mute', chatRoomId: byId(lounge) },
				},
			],
			{
				items: [{}],
				credentials: { ...tencentCredential(tencent), ...agoraCredential(agora) },
			},
		);

		expect(rowsOf(run)).toMatchObject([{ chatRoomId: lounge, userId: 'ann', muted: true }]);
		expect([...agora.mutes(lounge).keys()]).toEqual(['ann']);
	});

	it('a later node finds the item that a user came from, though requests were merged', async () => {
		const { tencent, agora } = services;
		for (const [minute, user] of ['ann', 'bob', 'cy'].entries()) {
			tencent.mute(lobby, user, inAnHour - 250 + minute * 60_000);
		}
		await runChain(
			[
				{
					type: 'tencent',
					name: 'List',
					parameters: { resource: 'group', operation: 'getMuted', groupId: byId(lobby) },
				},
				{
					type: 'agora',
					name: 'Mute',
					parameters: {
						resource: 'chatRoom',
						operation: 'mute',
						chatRoomId: byId(lounge),
						// Two requests: bob's end differs.
						duration: "={{ $json.userId === 'bob' ? 5 : 7 }}",
					},
				},
				{
					type: 'tencent',
					name: 'Again',
					parameters: {
						resource: 'group',
						operation: 'mute',
						groupId: byId(market),
						muteFor: 'until',
						until: "={{ $('List').item.json.mutedUntil }}",
					},
				},
			],
			{
				items: [{}],
				credentials: { ...tencentCredential(tencent), ...agoraCredential(agora) },
			},
		);

		expect(tencent.mutes(market)).toEqual(tencent.mutes(lobby));
		expect(tencent.mutes(lobby).size).toBe(3);
	});
});
