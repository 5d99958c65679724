import type { INodeType } from 'n8n-workflow';

import { operationsOf, resourcesOf } from '../support/descriptions';
import { nodeTypes, type NodeRun } from '../support/engine';
import { existsSync } from '../support/node';
import { fieldPaths, misfits, readSchema, schemaPath, schemaPaths } from '../support/schema';
import {
	byId,
	community,
	crew,
	frozenNow,
	freezeClock,
	inChatGroup,
	inChatRoom,
	inGroup,
	lobby,
	lounge,
	ofAccounts,
	ofMessages,
	ofUsers,
	onAgoraMessages,
	rowsOf,
	topic,
	useServices,
	type Step,
} from './services';

/** What the editor shows of an operation's output before it has run is what comes out when it runs. */

const services = useServices();
const inAnHour = frozenNow + 3_600_000;

const { tencent, agora } = nodeTypes;
const privately = { where: 'user', senderId: 'ann', recipientId: 'bob' };
const ofTopic = { groupId: byId(community), topicId: byId(topic) };

/** The runs of an operation, which between them put out all that it can. */
const resources: Array<{
	node: INodeType;
	resource: string;
	run: (step: Step) => Promise<NodeRun[]>;
}> = [
	{
		node: tencent,
		resource: 'group',
		run: async (step) => [
			await inGroup(services.tencent, step),
			await inGroup(services.tencent, { ...step, parameters: { ...step.parameters, ...ofTopic } }),
		],
	},
	{
		node: tencent,
		resource: 'message',
		run: async (step) => [
			await ofMessages(services.tencent, step),
			await ofMessages(services.tencent, {
				...step,
				parameters: { ...step.parameters, ...ofTopic },
			}),
			await ofMessages(services.tencent, {
				...step,
				parameters: { ...step.parameters, ...privately, messageIds: '1_2_3' },
			}),
		],
	},
	{
		node: agora,
		resource: 'message',
		run: async (step) =>
			await Promise.all(
				[
					{ where: 'chatRoom', chatRoomId: byId(lounge) },
					{ where: 'chatGroup', chatGroupId: byId(crew) },
					privately,
				].map(
					async (place) =>
						await onAgoraMessages(services.agora, {
							...step,
							parameters: { ...step.parameters, ...place },
						}),
				),
			),
	},
	{
		node: tencent,
		resource: 'account',
		run: async (step) => [await ofAccounts(services.tencent, step)],
	},
	{
		node: agora,
		resource: 'chatRoom',
		run: async (step) => [await inChatRoom(services.agora, step)],
	},
	{
		node: agora,
		resource: 'chatGroup',
		run: async (step) => [await inChatGroup(services.agora, step)],
	},
	{
		node: agora,
		resource: 'user',
		run: async (step) => [await ofUsers(services.agora, step)],
	},
];

/** Somebody is muted for a time, and somebody for ever; somebody is on the allow list, and somebody is banned. */
beforeEach(() => {
	freezeClock();
	for (const place of [lounge, crew]) {
		services.agora.mute(place, 'ann', inAnHour);
		services.agora.mute(place, 'bob', 'permanent');
		services.agora.allow(place, 'ann');
		services.agora.block(place, 'cy');
	}
	services.agora.muteUser('ann', 'chat', inAnHour);
	services.agora.muteUser('bob', 'chatroom', 'permanent');
	services.tencent.ban(lobby, 'cy', inAnHour);
	services.tencent.ban(lobby, 'dot', 'permanent');
	services.tencent.mute(lobby, 'ann', inAnHour);
	services.tencent.mute(lobby, 'bob', 'permanent');
	services.tencent.mute(community, 'ann', inAnHour, topic);
	services.tencent.muteAccount('ann', 'group', inAnHour);
	services.tencent.muteAccount('bob', 'c2c', 'permanent');
});

it('Every resource of the nodes is among them, but that which puts out its input', () => {
	for (const node of [tencent, agora]) {
		const names = resources.filter((row) => row.node === node).map(({ resource }) => resource);
		const offered = resourcesOf(node.description).map(({ value }) => value);

		expect([...names, 'callback'].sort()).toEqual(offered.sort());
		expect(existsSync(schemaPath(node, 'callback/answer'))).toBe(false);
	}
});

describe.each(resources)('$node.description.displayName, $resource', ({ node, resource, run }) => {
	const operations = operationsOf(node.description, resource).map(({ value }) => value);

	it.each(operations)('%s puts out what its schema says, and nothing else', async (operation) => {
		const schema = readSchema(node, `${resource}/${operation}`);
		const runs = await run({
			operation,
			items: [{ userId: 'ann' }],
			parameters: { userIds: 'ann, bob', returnAll: true, messageIds: '1', text: 'Hi' },
		});
		const rows = runs.flatMap(rowsOf);

		expect(runs.map(({ status }) => status)).toEqual(runs.map(() => 'success'));
		expect(rows.flatMap((row) => misfits(row, schema))).toEqual([]);
		expect([...new Set(rows.flatMap((row) => fieldPaths(row)))].sort()).toEqual(
			schemaPaths(schema).sort(),
		);
	});
});
