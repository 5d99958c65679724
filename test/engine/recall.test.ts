import type { IDataObject } from 'n8n-workflow';

import {
	community,
	crew,
	failed,
	guild,
	launch,
	lobby,
	lounge,
	onAgoraMessages,
	onTencentMessages,
	rowsOf,
	spoilAnswers,
	topic,
	useServices,
	withoutBackOff,
	type Step,
} from './services';

/** Messages are taken back, by what the triggers put out. */

const services = useServices();
const onTencent = async (step: Omit<Step, 'operation'>) =>
	await onTencentMessages(services.tencent, { ...step, operation: 'recall' });
const onAgora = async (step: Omit<Step, 'operation'>) =>
	await onAgoraMessages(services.agora, { ...step, operation: 'recall' });
const privately = { where: 'user' };
const requests = (service: 'tencent' | 'agora', path: string) =>
	services[service].requests
		.filter((request) => request.path.endsWith(path))
		.map(({ body }) => body as IDataObject);
const continued = { onError: 'continueErrorOutput' } as const;

beforeEach(withoutBackOff);
afterEach(() => {
	expect(services.tencent.malformed).toEqual([]);
	expect(services.agora.malformed).toEqual([]);
});

describe('Tencent Cloud Chat', () => {
	const shown = (id: string) => services.tencent.transcript(id).map((each) => each.shown);
	const write = async (groupId: string, from: string, ...texts: string[]) => {
		for (const text of texts) await services.tencent.sendMessage({ groupId, from, text });
	};
	const seqs = async (groupId: string, count: number) => {
		await write(groupId, 'ann', ...Array.from({ length: count }, (_, i) => `buy ${i}`));
		return services.tencent.transcript(groupId).map(({ seq }) => String(seq));
	};

	it('of a group, without filling in a field, and Mute can follow', async () => {
		await write(lobby, 'ann', 'hello', 'buy');
		const { items } = await onTencent({
			items: [{ groupId: lobby, userId: 'ann', messageId: '2' }],
		});

		expect(items).toEqual([
			{
				json: { groupId: lobby, userId: 'ann', messageId: '2', recalled: true },
				pairedItem: { item: 0 },
			},
		]);
		expect(shown(lobby)).toEqual(['hello', undefined]);
	});

	it('of a topic, which is named with its group', async () => {
		const { tencent } = services;
		await tencent.sendMessage({ groupId: community, topicId: topic, from: 'ann', text: 'buy' });
		const run = await onTencent({
			items: [{ groupId: community, topicId: topic, messageId: 1 }],
		});

		expect(rowsOf(run)).toEqual([
			{ groupId: community, topicId: topic, messageId: '1', recalled: true },
		]);
		expect(shown(topic)).toEqual([undefined]);
	});

	it('ten share a request, and each is named once', async () => {
		const ids = await seqs(lobby, 25);
		const run = await onTencent({
			items: [...ids, '3'].map((messageId) => ({ groupId: lobby, messageId })),
		});

		expect(rowsOf(run)).toHaveLength(25);
		const asked = requests('tencent', 'group_msg_recall').map(
			({ MsgSeqList }) => MsgSeqList as Array<{ MsgSeq: number }>,
		);
		expect(asked.map(({ length }) => length)).toEqual([10, 10, 5]);
		expect(
			asked
				.flat()
				.map(({ MsgSeq }) => String(MsgSeq))
				.sort(),
		).toEqual([...ids].sort());
		expect(shown(lobby)).toEqual(ids.map(() => undefined));
	});

	it('what is gone is no failure: not there, or recalled before', async () => {
		await write(lobby, 'ann', 'buy');
		const items = [
			{ groupId: lobby, userId: 'ann', messageId: '1' },
			{ groupId: lobby, userId: 'bob', messageId: '77' },
		];
		await onTencent({ items: items.slice(0, 1) });
		const { items: rows, status } = await onTencent({ items });

		expect(status).toBe('success');
		expect(rows.map(({ json }) => json)).toEqual(
			items.map((item) => ({ ...item, recalled: false, gone: true })),
		);
	});

	it('is told as recalled after a lost answer of its own', async () => {
		await write(lobby, 'ann', 'buy');
		services.tencent.faults.next('resetAfter');
		const run = await onTencent({ items: [{ groupId: lobby, messageId: '1' }] });

		expect(rowsOf(run)).toEqual([{ groupId: lobby, messageId: '1', recalled: true }]);
	});

	it('a group whose type has none fails as a whole, and is not asked again', async () => {
		services.tencent.settings.recallable = new Set(['Community']);
		const ids = await seqs(lobby, 30);
		const { errorItems } = await onTencent({
			items: ids.map((messageId) => ({ groupId: lobby, messageId })),
			settings: continued,
		});

		expect(failed(errorItems, 'code')).toEqual(ids.map(() => 10033));
		expect(failed(errorItems, 'messageId')).toEqual(ids);
		expect(requests('tencent', 'group_msg_recall')).toHaveLength(1);
	});

	it('what is refused for all of the first request is of the group', async () => {
		spoilAnswers(services.tencent, { ActionStatus: 'FAIL', ErrorCode: 10004, RecallRetList: [] });
		const ids = Array.from({ length: 300 }, (_, i) => String(i + 1));
		const { errorItems } = await onTencent({
			items: [{ groupId: lobby, ids }],
			parameters: { messageIds: '={{ $json.ids }}' },
			settings: continued,
		});

		expect(failed(errorItems, 'messageId')).toEqual(ids);
		expect(new Set(errorItems.map(({ json }) => json.error))).toEqual(
			new Set([expect.stringContaining('a wrong ID')]),
		);
		expect(requests('tencent', 'group_msg_recall').length).toBeLessThan(30);
	});

	it('a reason goes with it, and messages with different ones share no request', async () => {
		const ids = await seqs(lobby, 3);
		await onTencent({
			items: ids.map((messageId, i) => ({ groupId: lobby, messageId, why: i ? 'spam' : 'abuse' })),
			parameters: { reason: '={{ $json.why }}' },
		});

		expect(
			requests('tencent', 'group_msg_recall').map(({ Reason, MsgSeqList }) => [Reason, MsgSeqList]),
		).toEqual([
			['abuse', [{ MsgSeq: 1 }]],
			['spam', [{ MsgSeq: 2 }, { MsgSeq: 3 }]],
		]);
	});

	it('of a private chat, by the key that the trigger puts out', async () => {
		const { tencent } = services;
		const sent = await tencent.sendPrivateMessage({ from: 'ann', to: 'bob', text: 'buy' });
		const item = { userId: 'ann', recipientId: 'bob', messageId: sent.id };
		const first = await onTencent({ items: [item], parameters: privately });
		const again = await onTencent({ items: [item], parameters: privately });
		const never = await onTencent({
			items: [{ ...item, messageId: '1_2_3' }],
			parameters: privately,
		});

		expect(rowsOf(first)).toEqual([{ ...item, recalled: true }]);
		// The service says so.
		expect(rowsOf(again)).toEqual([{ ...item, recalled: true }]);
		expect(rowsOf(never)).toEqual([{ ...item, messageId: '1_2_3', recalled: false, gone: true }]);
		expect(tencent.privateTranscript('ann', 'bob').map(({ fate }) => fate)).toEqual(['recalled']);
	});

	it('the author of an edited message is its sender, and who edited it goes on', async () => {
		const { tencent } = services;
		const sent = await tencent.sendPrivateMessage({ from: 'ann', to: 'bob', text: 'buy' });
		const run = await onTencent({
			items: [{ userId: 'bob', authorId: 'ann', recipientId: 'bob', messageId: sent.id }],
			parameters: privately,
		});

		expect(rowsOf(run)).toEqual([
			{ userId: 'bob', recipientId: 'bob', messageId: sent.id, recalled: true },
		]);
	});

	it('each item can say where it was written', async () => {
		const { tencent } = services;
		await write(lobby, 'ann', 'buy');
		const sent = await tencent.sendPrivateMessage({ from: 'ann', to: 'bob', text: 'buy' });
		const items = [
			{ userId: 'ann', recipientId: 'bob', messageId: sent.id },
			{ groupId: lobby, userId: 'ann', messageId: '1' },
		];
		const run = await onTencent({
			items,
			parameters: { where: "={{ $json.groupId ? 'group' : 'user' }}" },
		});

		expect(rowsOf(run)).toEqual(items.map((item) => ({ ...item, recalled: true })));
	});

	it.each([
		['the ID that the sender has made up', '144115233406643804-1727580296-4026038328', {}],
		['the same, privately', '144115233406643804-1727580296-4026038328', privately],
		['a number above 32 bits', 4_294_967_296, {}],
		['nought', 0, {}],
		['a part of one', 1.5, {}],
		['a word', 'buy', {}],
		['nothing', undefined, {}],
	])('%s is a mistake, and nothing is sent', async (_, messageId, parameters) => {
		const item = { groupId: lobby, userId: 'ann', recipientId: 'bob' };
		const { error } = await onTencent({
			items: [
				{ ...item, messageId: parameters === privately ? '1_2_3' : '1' },
				{ ...item, messageId },
			],
			parameters,
		});

		expect(error?.message).toContain("'Message IDs'");
		expect(error?.message).toContain('[item 1]');
		expect(services.tencent.requests).toEqual([]);
	});

	it('where is no other than the places there are', async () => {
		const { error } = await onTencent({
			items: [{ groupId: lobby, messageId: '1' }],
			parameters: { where: '={{ "room" }}' },
		});

		expect(error?.message).toBe("The 'Where' parameter is not one of group, user [item 0]");
	});

	it('a dry run tells what would be recalled, and recalls nothing', async () => {
		await write(lobby, 'ann', 'buy');
		const run = await onTencent({
			items: [{ groupId: lobby, userId: 'ann', messageId: '1' }],
			options: { dryRun: true },
		});

		expect(rowsOf(run)).toEqual([
			{
				dryRun: true,
				method: 'POST',
				path: '/v4/group_open_http_svc/group_msg_recall',
				body: { GroupId: lobby, MsgSeqList: [{ MsgSeq: 1 }] },
				userCount: 1,
			},
		]);
		expect(shown(lobby)).toEqual(['buy']);
	});
});

describe.each(['agora', 'easemob'] as const)('Agora Chat, failures as %s has them', (failures) => {
	beforeEach(() => {
		services.agora.settings.recallFailures = failures;
	});
	const shown = (id: string) => services.agora.transcript(id).map((each) => each.shown);
	const write = async (id: string, from = 'ann') =>
		(await services.agora.sendMessage({ id, from, text: 'buy' })).id;
	const recalls = () => requests('agora', 'msg_recall');

	it.each([
		['room', 'chatRoom', 'chatRoomId', lounge],
		['group', 'chatGroup', 'chatGroupId', crew],
	])('of a %s, without filling in a field', async (_, where, name, id) => {
		const messageId = await write(id);
		const item = { [name]: id, userId: 'ann', messageId };
		const run = await onAgora({ items: [item], parameters: { where } });

		expect(rowsOf(run)).toEqual([{ ...item, recalled: true }]);
		expect(shown(id)).toEqual([undefined]);
		expect(recalls()).toHaveLength(1);
	});

	it('of a private chat', async () => {
		const { agora } = services;
		const { id } = await agora.sendPrivateMessage({ from: 'ann', to: 'bob', text: 'buy' });
		const item = { userId: 'ann', recipientId: 'bob', messageId: id };
		const run = await onAgora({ items: [item], parameters: privately });

		expect(rowsOf(run)).toEqual([{ ...item, recalled: true }]);
		expect(recalls()).toMatchObject([{ from: 'ann', to: 'bob', force: true }]);
	});

	it('a message of hours ago', async () => {
		const messageId = await write(lounge);
		const later = Date.now() + 5 * 3_600_000;
		jest.spyOn(Date, 'now').mockReturnValue(later);
		const run = await onAgora({ items: [{ chatRoomId: lounge, messageId }] });

		expect(rowsOf(run)).toEqual([{ chatRoomId: lounge, messageId, recalled: true }]);
	});

	it.each(['find', 'found'] as const)(
		'a group that is taken for a room: the other kind is asked once (%s)',
		async (recallElsewhere) => {
			services.agora.settings.recallElsewhere = recallElsewhere;
			const messageId = await write(crew);
			const run = await onAgora({ items: [{ chatRoomId: crew, userId: 'ann', messageId }] });

			// The row has the kind that was chosen.
			expect(rowsOf(run)).toEqual([{ chatRoomId: crew, userId: 'ann', messageId, recalled: true }]);
			expect(recalls().map(({ chat_type: type }) => type)).toEqual(['chatroom', 'groupchat']);
		},
	);

	it.each(['find', 'found'] as const)(
		'is told as recalled after a lost answer of the other kind (%s)',
		async (recallElsewhere) => {
			services.agora.settings.recallElsewhere = recallElsewhere;
			const messageId = await write(crew);
			const isOfGroup = ({ body }: { body: unknown }) =>
				(body as IDataObject).chat_type === 'groupchat';
			services.agora.faults.next('resetAfter', 1, isOfGroup);
			const run = await onAgora({ items: [{ chatRoomId: crew, messageId }] });

			expect(rowsOf(run)).toEqual([{ chatRoomId: crew, messageId, recalled: true }]);
		},
	);

	it.each([null, '', 'nowhere'])('where the expression gives %p is a mistake', async (where) => {
		const { error } = await onAgora({
			items: [{ where, chatRoomId: lounge, messageId: '1', recipientId: 'bob', userId: 'ann' }],
			parameters: { where: '={{ $json.where }}' },
		});

		expect(error?.message).toContain("'Where'");
		expect(services.agora.requests).toEqual([]);
	});

	it('what is gone is no failure', async () => {
		const messageId = await write(lounge);
		const items = [{ chatRoomId: lounge, messageId }];
		await onAgora({ items });
		const again = await onAgora({ items });

		expect(again.status).toBe('success');
		expect(rowsOf(again)).toEqual([{ chatRoomId: lounge, messageId, recalled: false, gone: true }]);
	});

	it('a message of another room is a failure that says so', async () => {
		const messageId = await write(lounge);
		const { errorItems } = await onAgora({
			items: [{ chatRoomId: launch, userId: 'ann', messageId }],
			settings: continued,
		});

		expect(errorItems.map(({ json }) => json)).toEqual([
			{
				error: 'The message was not written there',
				details: expect.objectContaining({
					chatRoomId: launch,
					messageId,
					advice: expect.stringContaining("'Where'"),
				}),
			},
		]);
		expect(shown(lounge)).toEqual(['buy']);
	});

	it('is told as recalled after a lost answer of its own', async () => {
		const messageId = await write(guild);
		services.agora.faults.next('resetAfter');
		const run = await onAgora({
			items: [{ chatGroupId: guild, messageId }],
			parameters: { where: 'chatGroup' },
		});

		expect(rowsOf(run)).toEqual([{ chatGroupId: guild, messageId, recalled: true }]);
	});

	it('IDs that are longer than numbers can be keep all their digits', async () => {
		const messageId = await write(lounge);
		const run = await onAgora({ items: [{ chatRoomId: lounge, messageId: Number(messageId) }] });

		expect(run.error?.message).toContain("'Message IDs'");
		expect(recalls()).toEqual([]);
	});

	it.each(['two words', 'a/b', 'x'.repeat(101)])('%j is no ID', async (messageId) => {
		const { error } = await onAgora({ items: [{ chatRoomId: lounge, messageId: [messageId] }] });

		expect(error?.message).toContain("'Message IDs'");
		expect(recalls()).toEqual([]);
	});
});
