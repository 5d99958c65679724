import type { INodeParameters } from 'n8n-workflow';

import { runChain, type ChainedNode } from '../support/chain';
import { agoraCredential, tencentCredential } from '../support/credentials';
import {
	byId,
	community,
	crew,
	freezeClock,
	frozenNow,
	guild,
	launch,
	lobby,
	lounge,
	market,
	rowsOf,
	topic,
	useServices,
} from './services';

/** What one node puts out, the next takes in as it is: lists feed what is done to each entry. */

const services = useServices();
const inAnHour = frozenNow - 250 + 3_600_000;

beforeEach(freezeClock);

const tencent = (parameters: INodeParameters) => ({ type: 'tencent' as const, parameters });
const agora = (parameters: INodeParameters) => ({ type: 'agora' as const, parameters });

const chain = async (...nodes: Array<Omit<ChainedNode, 'name'>>) =>
	await runChain(
		nodes.map((node, i) => ({ ...node, name: `Node ${i}` })),
		{
			items: [{}],
			credentials: { ...tencentCredential(services.tencent), ...agoraCredential(services.agora) },
		},
	);

const fromItem = (field: string) => byId(`={{ $json.${field} }}`);
const allGroups = tencent({ resource: 'group', operation: 'getAll', returnAll: true });

it('Every group of an app, and who is muted there', async () => {
	services.tencent.mute(lobby, 'ann', inAnHour);
	services.tencent.mute(market, 'bob', 'permanent');
	const run = await chain(
		allGroups,
		tencent({ resource: 'group', operation: 'getMuted', groupId: fromItem('groupId') }),
	);

	expect(run.status).toBe('success');
	expect(rowsOf(run).map(({ groupId, userId }) => [groupId, userId])).toEqual([
		[lobby, 'ann'],
		[market, 'bob'],
	]);
});

it('Every chat room and chat group of an app, and who is muted there', async () => {
	services.agora.mute(lounge, 'ann', inAnHour);
	services.agora.mute(launch, 'bob', 'permanent');
	services.agora.mute(crew, 'cy', 'permanent');
	const inRooms = await chain(
		agora({ resource: 'chatRoom', operation: 'getAll', returnAll: true }),
		agora({ resource: 'chatRoom', operation: 'getMuted', chatRoomId: fromItem('chatRoomId') }),
	);
	const inGroups = await chain(
		agora({ resource: 'chatGroup', operation: 'getAll', returnAll: true }),
		agora({ resource: 'chatGroup', operation: 'getMuted', chatGroupId: fromItem('chatGroupId') }),
	);

	expect(rowsOf(inRooms).map(({ chatRoomId, userId }) => [chatRoomId, userId])).toEqual([
		[launch, 'bob'],
		[lounge, 'ann'],
	]);
	expect(rowsOf(inGroups)).toMatchObject([{ chatGroupId: crew, userId: 'cy' }]);
});

it('Every group, what it is like, and all of them closed', async () => {
	const { tencent: service } = services;
	await chain(
		tencent({ resource: 'group', operation: 'getAll', returnAll: true, groupType: 'Public' }),
		tencent({ resource: 'group', operation: 'get', groupId: fromItem('groupId') }),
		tencent({ resource: 'group', operation: 'muteAll', groupId: fromItem('groupId') }),
	);

	expect([lobby, market, community].map((id) => service.isAllMuted(id))).toEqual([
		true,
		true,
		false,
	]);
});

it('What a topic is like, and the same topic closed', async () => {
	const { tencent: service } = services;
	const place = { resource: 'group', groupId: fromItem('groupId'), topicId: fromItem('topicId') };
	const run = await chain(
		tencent({ ...place, operation: 'get', groupId: byId(community), topicId: byId(topic) }),
		tencent({ ...place, operation: 'muteAll' }),
	);

	expect(rowsOf(run)).toMatchObject([{ groupId: community, topicId: topic, allMuted: true }]);
	expect(service.isAllMuted(community, topic)).toBe(true);
	expect(service.isAllMuted(community)).toBe(false);
});

it('Who is muted in a group, muted in the whole app, on both services', async () => {
	services.tencent.mute(lobby, 'ann', inAnHour);
	services.tencent.mute(lobby, 'bob', 'permanent');
	const muted = tencent({ resource: 'group', operation: 'getMuted', groupId: byId(lobby) });
	await chain(muted, tencent({ resource: 'account', operation: 'mute', muteFor: 'permanent' }));
	await chain(muted, agora({ resource: 'user', operation: 'mute', muteFor: 'permanent' }));

	for (const user of ['ann', 'bob']) {
		expect(services.tencent.accountMutes(user)).toEqual({ c2c: 'permanent', group: 'permanent' });
		expect(services.agora.userMutes(user)).toEqual({
			chat: 'permanent',
			groupchat: 'permanent',
			chatroom: 'permanent',
		});
	}
});

it('Who is muted in a chat room, muted in a chat group to the same end', async () => {
	services.agora.mute(lounge, 'ann', inAnHour);
	await chain(
		agora({ resource: 'chatRoom', operation: 'getMuted', chatRoomId: byId(lounge) }),
		agora({
			resource: 'chatGroup',
			operation: 'mute',
			chatGroupId: byId(crew),
			muteFor: 'until',
			until: '={{ $json.mutedUntil }}',
		}),
	);

	expect(services.agora.mutes(crew)).toEqual(new Map([['ann', inAnHour]]));
});

it('Everybody muted in the whole app, let write again', async () => {
	const { agora: service } = services;
	service.muteUser('ann', 'chat', inAnHour);
	service.muteUser('bob', 'chatroom', 'permanent');
	const run = await chain(
		agora({ resource: 'user', operation: 'getAll', returnAll: true }),
		agora({ resource: 'user', operation: 'unmute' }),
	);

	expect(
		rowsOf(run)
			.map(({ userId }) => userId)
			.sort(),
	).toEqual(['ann', 'bob']);
	expect([service.userMutes('ann'), service.userMutes('bob')]).toEqual([{}, {}]);
});

it('An allow list, taken over to another group and taken away from the first', async () => {
	const { agora: service } = services;
	service.allow(lounge, 'ann');
	service.allow(lounge, 'bob');
	await chain(
		agora({ resource: 'chatRoom', operation: 'getAllowed', chatRoomId: byId(lounge) }),
		agora({ resource: 'chatGroup', operation: 'allow', chatGroupId: byId(guild) }),
		agora({ resource: 'chatRoom', operation: 'disallow', chatRoomId: byId(lounge) }),
	);

	expect([...service.allowList(guild)]).toEqual(['ann', 'bob']);
	expect([...service.allowList(lounge)]).toEqual([]);
});

it('How users stand in the whole app, and those who are muted there let write again', async () => {
	const { tencent: service } = services;
	service.muteAccount('ann', 'group', inAnHour);
	await chain(
		tencent({ resource: 'account', operation: 'get', userIds: 'ann, bob' }),
		tencent({
			resource: 'account',
			operation: 'unmute',
			userIds: '={{ $json.scopes.group.muted ? [$json.userId] : [] }}',
		}),
	);

	expect(service.accountMutes('ann').group).toBeUndefined();
	expect(service.requests).toHaveLength(3);
});

it('An app without chat groups feeds nothing, and is no failure', async () => {
	services.agora.reset();
	const run = await chain(
		agora({ resource: 'chatGroup', operation: 'getAll', returnAll: true }),
		agora({ resource: 'chatGroup', operation: 'getMuted', chatGroupId: fromItem('chatGroupId') }),
	);

	expect(run.status).toBe('success');
	expect(services.agora.requests).toHaveLength(1);
});
