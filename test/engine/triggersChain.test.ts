import type { IDataObject, INodeParameters } from 'n8n-workflow';

import {
	fromAgora,
	fromTencent,
	groupMessage,
	roomMessage,
	secret,
	token,
} from '../support/callbacks';
import { agoraCredential, tencentCredential } from '../support/credentials';
import { useWebhooks, type Received } from '../support/webhook';
import { byId, community, crew, lobby, lounge, rowsOf, topic, useServices } from './services';

const services = useServices();
const webhooks = useWebhooks();

/** The two nodes of the README: what the filter finds is held back, and its sender is muted. */
const onTencent = async (message: IDataObject, place: INodeParameters): Promise<Received> =>
	await webhooks.send(
		{
			type: 'tencent',
			parameters: { events: ['messageBefore'], answer: 'block', rules: { words: 'spam' } },
			credentials: tencentCredential(services.tencent, { callbackToken: token }),
			then: [
				{
					type: 'tencent',
					name: 'Mute',
					parameters: { resource: 'group', operation: 'mute', ...place },
				},
			],
		},
		fromTencent(message),
	);

const onAgora = async (message: IDataObject, place: INodeParameters): Promise<Received> =>
	await webhooks.send(
		{
			type: 'agora',
			parameters: {
				events: ['messageBefore', 'memberJoined'],
				answer: 'block',
				rules: { words: 'spam' },
			},
			credentials: agoraCredential(services.agora, { callbackSecrets: secret }),
			then: [{ type: 'agora', name: 'Mute', parameters: { operation: 'mute', ...place } }],
		},
		fromAgora(message),
	);

const draggedGroup = { groupId: byId('={{ $json.groupId }}') };
const draggedRoom = { resource: 'chatRoom', chatRoomId: byId('={{ $json.chatRoomId }}') };
const draggedChatGroup = { resource: 'chatGroup', chatGroupId: byId('={{ $json.chatGroupId }}') };

describe('A message with a forbidden word is held back, and its sender muted, with the place alone dragged in:', () => {
	it('a group', async () => {
		const message = groupMessage('buy spam', { GroupId: lobby, From_Account: 'bob' });
		const received = await onTencent(message, draggedGroup);

		expect(received.answer).toMatchObject({ ErrorCode: 1 });
		expect(rowsOf(received.run!)).toMatchObject([{ groupId: lobby, userId: 'bob', muted: true }]);
		expect([...services.tencent.mutes(lobby).keys()]).toEqual(['bob']);
	});

	it('a topic', async () => {
		const message = groupMessage('buy spam', {
			GroupId: community,
			TopicId: topic,
			From_Account: 'bob',
		});
		const received = await onTencent(message, {
			...draggedGroup,
			topicId: byId('={{ $json.topicId }}'),
		});

		expect(rowsOf(received.run!)).toMatchObject([{ topicId: topic, userId: 'bob', muted: true }]);
	});

	it('a chat room', async () => {
		const message = roomMessage('buy spam', { group_id: lounge, from: 'bob' });
		const received = await onAgora(message, draggedRoom);

		expect(received.answer).toEqual({ valid: false });
		expect(rowsOf(received.run!)).toMatchObject([
			{ chatRoomId: lounge, userId: 'bob', muted: true },
		]);
		expect([...services.agora.mutes(lounge).keys()]).toEqual(['bob']);
	});

	it('a chat group, which the service does not tell from a room', async () => {
		const message = roomMessage('buy spam', {
			chat_type: 'groupchat',
			group_id: crew,
			from: 'bob',
		});
		const received = await onAgora(message, draggedChatGroup);

		expect(rowsOf(received.run!)).toMatchObject([{ chatGroupId: crew, userId: 'bob' }]);
		expect([...services.agora.mutes(crew).keys()]).toEqual(['bob']);
	});
});

describe('A message without one', () => {
	it('is sent, and nobody is muted', async () => {
		const message = groupMessage('hello', { GroupId: lobby, From_Account: 'bob' });
		const received = await onTencent(message, draggedGroup);

		expect(received.answer).toEqual({ ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 0 });
		expect(received.run).toBeUndefined();
		expect(services.tencent.mutes(lobby).size).toBe(0);
		expect(services.tencent.requests).toEqual([]);
	});
});

describe('A callback that comes again', () => {
	it('mutes the same user once more, and nobody else', async () => {
		const message = groupMessage('spam', { GroupId: lobby, From_Account: 'bob' });
		await onTencent(message, draggedGroup);
		await onTencent(message, draggedGroup);

		expect([...services.tencent.mutes(lobby).keys()]).toEqual(['bob']);
	});
});

describe('A callback of many members', () => {
	it('mutes all of them by one request', async () => {
		const received = await webhooks.send(
			{
				type: 'agora',
				parameters: { events: ['memberJoined'] },
				credentials: agoraCredential(services.agora, { callbackSecrets: secret }),
				then: [{ type: 'agora', name: 'Mute', parameters: { operation: 'mute', ...draggedRoom } }],
			},
			fromAgora({
				id: lounge,
				type: 'CHATROOM',
				event: 'group_op_event',
				operation: 'JOIN',
				operator: 'owner',
				payload: { member: ['ann', 'bob', 'cy'] },
			}),
		);

		expect(received.run?.error).toBeUndefined();
		expect([...services.agora.mutes(lounge).keys()].sort()).toEqual(['ann', 'bob', 'cy']);
		expect(services.agora.requests).toHaveLength(1);
	});
});

describe('The token of callbacks', () => {
	it('is never sent to the service, and not saved with an execution', async () => {
		const message = groupMessage(`spam ${lobby}`, { GroupId: lobby, From_Account: 'nobody' });
		const tencent = await onTencent(message, draggedGroup);
		const agora = await onAgora(
			roomMessage('spam', { group_id: lounge, from: 'bob' }),
			draggedRoom,
		);

		for (const received of [tencent, agora]) {
			expect(received.run?.saved).not.toMatch(new RegExp(`${token}|${secret}`));
		}
		const sent = JSON.stringify([services.tencent.requests, services.agora.requests]);
		expect(sent).not.toMatch(new RegExp(`${token}|${secret}`));
		expect(services.tencent.requests).not.toEqual([]);
		expect(services.agora.requests).not.toEqual([]);
	});
});
