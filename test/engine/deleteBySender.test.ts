import type { IDataObject } from 'n8n-workflow';

import {
	byId,
	community,
	failed,
	lobby,
	ofMessages,
	rowsOf,
	topic,
	userNames,
	useServices,
	withoutBackOff,
	type Step,
} from './services';

/** What users have written is deleted. */

const services = useServices();
const run = async (step: Omit<Step, 'operation'>) =>
	await ofMessages(services.tencent, { ...step, operation: 'deleteBySender' });
const shown = (id: string) => services.tencent.transcript(id).map((each) => each.shown);
const deletions = () =>
	services.tencent.requests
		.filter(({ path }) => path.endsWith('delete_group_msg_by_sender'))
		.map(({ body }) => body as IDataObject);

beforeEach(withoutBackOff);
afterEach(() => expect(services.tencent.malformed).toEqual([]));

it('of a group, and those of others stay', async () => {
	const { tencent } = services;
	for (const [from, text] of [
		['ann', 'buy'],
		['bob', 'hello'],
		['ann', 'buy now'],
	]) {
		await tencent.sendMessage({ groupId: lobby, from, text });
	}
	const { items } = await run({ items: [{ userId: 'ann' }] });

	expect(items).toEqual([
		{ json: { groupId: lobby, userId: 'ann', deleted: true }, pairedItem: { item: 0 } },
	]);
	expect(shown(lobby)).toEqual([undefined, 'hello', undefined]);
});

it('of a topic alone', async () => {
	const { tencent } = services;
	await tencent.sendMessage({ groupId: community, from: 'ann', text: 'in the group' });
	await tencent.sendMessage({ groupId: community, topicId: topic, from: 'ann', text: 'in it' });
	const { items } = await run({
		items: [{ groupId: community, topicId: topic, userId: 'ann' }],
	});

	expect(rowsOf({ items } as never)).toEqual([
		{ groupId: community, topicId: topic, userId: 'ann', deleted: true },
	]);
	expect(shown(topic)).toEqual([undefined]);
	expect(shown(community)).toEqual(['in the group']);
});

it('as the trigger names group and topic, without filling in a field', async () => {
	await run({
		items: [
			{ groupId: lobby, userId: 'ann' },
			{ groupId: community, topicId: topic, userId: 'ann' },
		],
		parameters: {
			groupId: byId('={{ $json.groupId }}'),
			topicId: byId('={{ $json.topicId || $json.groupId }}'),
		},
	});

	expect(deletions()).toEqual([
		{ GroupId: lobby, Sender_Account: 'ann' },
		{ GroupId: community, TopicId: topic, Sender_Account: 'ann' },
	]);
});

it('a topic expression that gives nothing is a mistake, and nothing is sent', async () => {
	const { error } = await run({
		items: [{ userId: 'ann' }],
		parameters: { topicId: byId('={{ $json.topicId }}') },
	});

	expect(error?.message).toContain("'Topic'");
	expect(services.tencent.requests).toEqual([]);
});

it('an AVChatRoom, where the service does nothing, is a failure; its type is read once', async () => {
	services.tencent.addGroup({ groupId: 'stream', type: 'AVChatRoom' });
	const { items, errorItems } = await run({
		items: userNames(30).map((userId) => ({ groupId: 'stream', userId })),
		settings: { onError: 'continueErrorOutput' },
	});

	expect(items).toEqual([]);
	expect(failed(errorItems, 'userId')).toEqual(userNames(30));
	expect(services.tencent.requests).toHaveLength(31);
});

it('a dry run tells what would be deleted, and deletes nothing', async () => {
	const { items } = await run({ items: [{ userId: 'ann' }], options: { dryRun: true } });

	expect(items[0].json).toMatchObject({
		dryRun: true,
		body: { GroupId: lobby, Sender_Account: 'ann' },
	});
	expect(services.tencent.requests).toEqual([]);
});
