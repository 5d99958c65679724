import type { IDataObject } from 'n8n-workflow';

import { agoraCallbacks } from '../../nodes/AgoraChat/callbacks/callbackService';
import type { CallbackEvent, Wanted } from '../../nodes/shared/callbacks/callbackService';
import { tencentCallbacks } from '../../nodes/TencentCloudChat/callbacks/callbackService';
import {
	appKey,
	eventsOf,
	fromAgora,
	fromTencent,
	groupMessage,
	privateMessage,
	readingOf,
	roomMessage,
	type QueryChanges,
} from '../support/callbacks';

/** What the triggers read from the bodies that the services send. */

const now = Date.parse('2027-01-31T12:00:00.250Z');
const isoNow = '2027-01-31T12:00:00.250Z';
beforeEach(() => {
	jest.spyOn(Date, 'now').mockReturnValue(now);
});
afterEach(() => {
	jest.restoreAllMocks();
});

const onTencent = (
	body: IDataObject,
	{ wanted, query }: { wanted?: Partial<Wanted>; query?: QueryChanges } = {},
): CallbackEvent => readingOf(tencentCallbacks, fromTencent(body, query), wanted);

const onAgora = (body: IDataObject, wanted?: Partial<Wanted>): CallbackEvent =>
	readingOf(agoraCallbacks, fromAgora(body), wanted);

const group = '@TGS#2J4SZEAEL';
const room = '262246968131585';

describe('The events of Tencent Cloud Chat:', () => {
	it('those of the contract, and no others', () => {
		expect(eventsOf('tencent').sort()).toEqual(
			[
				...['messageBefore', 'message', 'messageFailed', 'privateMessageBefore', 'privateMessage'],
				...['memberJoined', 'memberLeft', 'messageEdited', 'messageRecalled'],
				...['auditResult', 'rateAlert', 'other'],
			].sort(),
		);
	});

	it('a message that is about to be sent to a group', () => {
		const { items } = onTencent(groupMessage('red packet', { EventTime: 1_670_574_414_123 }));

		expect(items).toEqual([
			{
				event: 'messageBefore',
				groupId: group,
				userId: 'jared',
				operatorId: 'admin',
				text: 'red packet',
				messageType: 'TIMTextElem',
				messageRandom: '123456',
				sentAt: '2022-12-09T08:26:54.123Z',
			},
		]);
	});

	it('a message that was sent to a topic', () => {
		const topicId = `${group}@TOPIC#_@TOPIC#cNEWS`;
		const { items } = onTencent(
			groupMessage('hello', {
				CallbackCommand: 'Group.CallbackAfterSendMsg',
				TopicId: topicId,
				MsgSeq: 123,
				MsgTime: 1_490_686_222,
			}),
		);

		expect(items).toMatchObject([
			{
				event: 'message',
				groupId: group,
				topicId,
				userId: 'jared',
				text: 'hello',
				messageId: '123',
				sentAt: '2017-03-28T07:30:22.000Z',
			},
		]);
	});

	it('a message of a muted user, its time as text', () => {
		const { items } = onTencent(
			groupMessage('hello', {
				CallbackCommand: 'Group.CallbackSendMsgException',
				ErrorCode: 10017,
				ErrorInfo: 'you are muted',
				EventTime: '1670574414123',
			}),
		);

		expect(items).toMatchObject([
			{
				event: 'messageFailed',
				groupId: group,
				userId: 'jared',
				errorCode: 10017,
				sentAt: '2022-12-09T08:26:54.123Z',
			},
		]);
	});

	it.each([
		['C2C.CallbackBeforeSendMsg', 'privateMessageBefore', { messageRandom: '2837546' }],
		['C2C.CallbackAfterSendMsg', 'privateMessage', { messageId: '48374_2837546_1557481126' }],
	])('a message to a single user, which is in no place: %s', (CallbackCommand, event, id) => {
		const { items } = onTencent(privateMessage('hello', { CallbackCommand }));

		expect(items).toEqual([
			{
				event,
				userId: 'jared',
				recipientId: 'tommy',
				text: 'hello',
				messageType: 'TIMTextElem',
				...id,
				sentAt: '2019-05-10T09:38:46.000Z',
			},
		]);
	});

	it.each([
		['Group.CallbackAfterNewMemberJoin', 'NewMemberList', 'memberJoined'],
		['Group.CallbackAfterMemberExit', 'ExitMemberList', 'memberLeft'],
	])('an item for each member: %s', (CallbackCommand, list, event) => {
		const { items } = onTencent({
			CallbackCommand,
			GroupId: group,
			Type: 'Public',
			Operator_Account: 'leckie',
			[list]: [{ Member_Account: 'jared' }, { Member_Account: 'tommy' }],
		});

		expect(items).toEqual([
			{ event, groupId: group, userId: 'jared', operatorId: 'leckie' },
			{ event, groupId: group, userId: 'tommy', operatorId: 'leckie' },
		]);
	});

	it('the result of an audit, whose body does not name its command', () => {
		const body = {
			From_Account: 'jared',
			ContactItem: { ToGroupId: group },
			TextContent: ['bad', 'words'],
		};
		const { items, hasBody } = onTencent(body, {
			query: { CallbackCommand: 'ContentCallback.ResultNotify' },
		});

		expect(items).toMatchObject([
			{ event: 'auditResult', groupId: group, userId: 'jared', text: 'bad\nwords' },
		]);
		expect(hasBody).toBe(true);
	});

	it('an alert that the limit is near', () => {
		const { items } = onTencent({
			CallbackCommand: 'Alert.RequestOverLimit',
			SdkAppId: 1_400_000_000,
			ServiceName: 'group_open_http_svc',
			Command: 'forbid_send_msg',
			Limit: 200,
		});

		expect(items).toMatchObject([{ event: 'rateAlert', command: 'forbid_send_msg' }]);
	});

	it.each(['State.StateChange', 'constructor', '__proto__', 'New'])(
		'all else, with its body: %s',
		(CallbackCommand) => {
			const body = { CallbackCommand, Info: { Action: 'Login', To_Account: 'jared' } };
			const { items, hasBody } = onTencent(body);

			expect(items).toMatchObject([{ event: 'other', command: CallbackCommand }]);
			expect(hasBody).toBe(true);
		},
	);

	it('all text of a message counts', () => {
		const { items } = onTencent(
			groupMessage('', {
				MsgBody: [
					{ MsgType: 'TIMTextElem', MsgContent: { Text: 'one' } },
					{ MsgType: 'TIMFaceElem', MsgContent: { Index: 6, Data: 'two' } },
					{ MsgType: 'TIMLocationElem', MsgContent: { Desc: 'three', Latitude: 29.3 } },
					{
						MsgType: 'TIMCustomElem',
						MsgContent: { Data: 'four', Desc: 'five', Ext: 'six', Sound: 's' },
					},
					{ MsgType: 'TIMTextElem', MsgContent: { Text: 'seven' } },
					{ MsgType: 'TIMFileElem', MsgContent: { FileName: 'eight', FileSize: 1 } },
					{
						MsgType: 'TIMRelayElem',
						MsgContent: {
							Title: 'nine',
							AbstractList: ['ten', 'eleven'],
							CompatibleText: 'twelve',
						},
					},
				],
			}),
		);

		expect(String(items[0].text).split(/\s/).sort()).toEqual(
			[
				...['one', 'two', 'three', 'four', 'five', 'six', 'seven'],
				...['eight', 'nine', 'ten', 'eleven', 'twelve'],
			].sort(),
		);
	});
});

describe('The events of Agora Chat:', () => {
	it('those of the contract, and no others', () => {
		expect(eventsOf('agora').sort()).toEqual(
			[
				...['messageBefore', 'message', 'userMuted', 'userUnmuted', 'allMuted', 'allUnmuted'],
				...['memberJoined', 'memberLeft', 'messageEdited', 'messageRecalled'],
				...['auditResult', 'other'],
			].sort(),
		);
	});

	const toRoom = { chatRoomId: room };
	const toGroup = { chatGroupId: room };

	it.each<[string, IDataObject]>([
		['chatroom', toRoom],
		['group', toGroup],
		// It covers both, and does not tell which it is.
		['groupchat', { ...toRoom, ...toGroup }],
	])('a message that is about to be sent: %s', (chat_type, place) => {
		const { items } = onAgora(roomMessage('hello', { chat_type }));

		expect(items).toEqual([
			{
				event: 'messageBefore',
				...place,
				userId: 'jared',
				text: 'hello',
				messageType: 'txt',
				messageId: '1034728239284',
				sentAt: isoNow,
			},
		]);
	});

	it('a message to a single user, which is in no place', () => {
		const { group_id, ...body } = roomMessage('hello', { chat_type: 'chat', to: 'tommy' });
		const { items } = onAgora(body);

		expect(group_id).toBeDefined();
		expect(items).toEqual([
			{
				event: 'messageBefore',
				userId: 'jared',
				recipientId: 'tommy',
				text: 'hello',
				messageType: 'txt',
				messageId: '1034728239284',
				sentAt: isoNow,
			},
		]);
	});

	it('a message whose payload is flat, as samples of Easemob are', () => {
		const { items } = onAgora(
			roomMessage('', { payload: { msg: 'hello', type: 'txt' }, msg_id: 1034 }),
		);

		expect(items).toMatchObject([{ text: 'hello', messageType: 'txt', messageId: '1034' }]);
	});

	it('all text of a message counts', () => {
		const bodies = [
			{ msg: 'one', type: 'txt' },
			{ url: 'x', type: 'img' },
			{ msg: 'two', type: 'txt' },
		];
		const { items } = onAgora(roomMessage('', { payload: { bodies } }));

		expect(items).toMatchObject([{ text: 'one\ntwo' }]);
	});

	it('a message that was sent', () => {
		const { items } = onAgora(
			roomMessage('hello', {
				chat_type: 'groupchat',
				eventType: 'chat',
				appkey: appKey,
				host: 'h',
			}),
		);

		expect(items).toMatchObject([{ event: 'message', ...toRoom, ...toGroup, userId: 'jared' }]);
	});

	it('its second callback, for somebody who is offline, is no second message', () => {
		const body = roomMessage('hello', { chat_type: 'groupchat', eventType: 'chat_offline' });
		const { items } = onAgora(body);

		expect(items).toMatchObject([{ event: 'other' }]);
	});

	it.each(['roster', 'read_ack', 'notify', 'constructor', 'toString', '__proto__', 7, {}])(
		'all else, with its body: %j',
		(chat_type) => {
			const body = roomMessage('hello', { chat_type, eventType: 'chat' });
			const { items, hasBody } = onAgora(body);

			expect(items).toMatchObject([{ event: 'other' }]);
			expect(hasBody).toBe(true);
		},
	);

	const muc = (operation: string, isChatroom: boolean | undefined, changes: IDataObject = {}) => ({
		chat_type: 'muc',
		payload: {
			muc_id: `${appKey}_${room}@conference.easemob.com`,
			reason: '',
			...(isChatroom !== undefined && { is_chatroom: isChatroom }),
			operation,
			status: { description: '', error_code: 'ok' },
		},
		group_id: room,
		host: 'msync@ebs',
		appkey: appKey,
		from: `${appKey}_owner@easemob.com/android_8070d7b2`,
		to: 'jared',
		eventType: 'chat',
		msg_id: '976454013950101860',
		...changes,
	});
	const operation = (
		type: 'GROUP' | 'CHATROOM',
		name: string,
		payload: IDataObject,
		changes: IDataObject = {},
	) => ({
		id: room,
		type,
		event: 'group_op_event',
		operation: name,
		operator: 'owner',
		payload,
		...changes,
	});

	it('what was done through the REST API was done by `@ppAdmin`, in both generations', () => {
		const payload = { type: 'ADD', member: ['jared'], expire_timestamp: now };
		const newer = operation('CHATROOM', 'MUTE', payload, { operator: '@ppAdmin' });
		const older = muc('add_mute', true, { from: `${appKey}_@ppAdmin@easemob.com` });
		for (const body of [newer, older]) {
			const { items } = onAgora(body);

			expect(items).toMatchObject([{ userId: 'jared', operatorId: '@ppAdmin' }]);
		}
	});

	describe('of the older generation', () => {
		it.each<[string, boolean | undefined, IDataObject]>([
			['a chat room', true, toRoom],
			['a chat group', false, toGroup],
			['what is not told', undefined, { ...toRoom, ...toGroup }],
		])('a user was muted, in %s; until when is not told', (_, isChatroom, place) => {
			const { items } = onAgora(muc('add_mute', isChatroom));

			expect(items).toEqual([
				{
					event: 'userMuted',
					...place,
					userId: 'jared',
					operatorId: 'owner',
					muted: true,
					mutedUntil: null,
					sentAt: isoNow,
				},
			]);
		});

		it('a user was unmuted', () => {
			const { items } = onAgora(muc('remove_mute', true));

			expect(items).toEqual([
				{
					event: 'userUnmuted',
					...toRoom,
					userId: 'jared',
					operatorId: 'owner',
					muted: false,
					permanent: false,
					mutedUntil: null,
					sentAt: isoNow,
				},
			]);
		});

		it('the user is the sender where it is told to the place itself', () => {
			const to = `${appKey}_${room}@conference.easemob.com`;
			const from = `${appKey}_jared@easemob.com/phone`;
			const { items } = onAgora(muc('add_mute', true, { from, to }));

			expect(items).toMatchObject([{ event: 'userMuted', userId: 'jared' }]);
		});

		it.each([
			['ban_group', 'allMuted'],
			['remove_ban_group', 'allUnmuted'],
		])('a place was closed or opened: %s', (name, event) => {
			const { items } = onAgora(muc(name, false));

			expect(items).toEqual([{ event, ...toGroup, operatorId: 'owner', sentAt: isoNow }]);
		});

		it.each<[string, string, IDataObject, string]>([
			['presence', 'memberJoined', { from: `${appKey}_jared@easemob.com`, to: room }, 'jared'],
			['leave', 'memberLeft', { from: `${appKey}_jared@easemob.com`, to: 'owner' }, 'jared'],
			['kick', 'memberLeft', { from: appKey, to: 'jared' }, 'jared'],
		])('a member came or went: %s', (name, event, changes, userId) => {
			const { items } = onAgora(muc(name, true, changes));

			expect(items).toMatchObject([{ event, ...toRoom, userId }]);
		});

		it('the place is told by muc_id alone, too', () => {
			const { items } = onAgora(muc('add_mute', true, { group_id: undefined }));

			expect(items).toMatchObject([{ chatRoomId: room }]);
		});

		it.each(['ban', 'allow', 'block', 'assing_owner', 'absence', 'toString', 'new'])(
			'all else, with its body: %s',
			(name) => {
				const body = muc(name, true);
				const { items } = onAgora(body);

				expect(items).toMatchObject([{ event: 'other', ...toRoom }]);
			},
		);
	});

	describe('of the newer generation', () => {
		const inAnHour = now + 3_600_000;

		it('users were muted, an item for each', () => {
			const payload = { type: 'ADD', member: ['jared', 'tommy'], expire_timestamp: inAnHour };
			const { items } = onAgora(operation('CHATROOM', 'MUTE', payload));

			const muted = {
				event: 'userMuted',
				...toRoom,
				operatorId: 'owner',
				muted: true,
				permanent: false,
				mutedUntil: '2027-01-31T13:00:00.250Z',
				sentAt: isoNow,
			};
			expect(items).toEqual([
				{ ...muted, userId: 'jared' },
				{ ...muted, userId: 'tommy' },
			]);
		});

		it.each([4_638_873_600_000, 1e15, 1e300, -1])(
			'a user was muted for ever: %s',
			(expire_timestamp) => {
				const payload = { type: 'ADD', member: ['jared'], expire_timestamp };
				const { items } = onAgora(operation('GROUP', 'MUTE', payload));

				expect(items).toMatchObject([
					{ ...toGroup, muted: true, permanent: true, mutedUntil: null },
				]);
			},
		);

		it.each([undefined, null, 'soon', '', true, [], {}, -2])(
			'a user was muted until nobody knows when: %j',
			(expire_timestamp) => {
				const payload = { type: 'ADD', member: ['jared'], expire_timestamp } as IDataObject;
				const { items } = onAgora(operation('GROUP', 'MUTE', payload));

				expect(items).toMatchObject([{ userId: 'jared', muted: true, mutedUntil: null }]);
				expect(items[0].permanent).toBeUndefined();
			},
		);

		it('users were unmuted', () => {
			const payload = { type: 'REMOVE', member: ['jared'] };
			const { items } = onAgora(operation('GROUP', 'MUTE', payload));

			expect(items).toEqual([
				{
					event: 'userUnmuted',
					...toGroup,
					userId: 'jared',
					operatorId: 'owner',
					muted: false,
					permanent: false,
					mutedUntil: null,
					sentAt: isoNow,
				},
			]);
		});

		it.each([
			[true, 'allMuted'],
			[false, 'allUnmuted'],
		])('a place was closed or opened: %s', (mute, event) => {
			const { items } = onAgora(operation('CHATROOM', 'UPDATE', { type: 'MUTE', mute }));

			expect(items).toEqual([{ event, ...toRoom, operatorId: 'owner', sentAt: isoNow }]);
		});

		it.each([
			['JOIN', 'memberJoined'],
			['LEAVE', 'memberLeft'],
		])('members came or went: %s', (name, event) => {
			const { items } = onAgora(operation('GROUP', name, { member: ['jared', 'tommy'] }));

			expect(items).toMatchObject([
				{ event, ...toGroup, userId: 'jared' },
				{ event, ...toGroup, userId: 'tommy' },
			]);
		});

		it('where it is not told what the place is, it may be either', () => {
			const payload = { type: 'REMOVE', member: ['jared'] };
			const body = operation('GROUP', 'MUTE', payload, { type: undefined });

			expect(onAgora(body).items).toMatchObject([{ ...toRoom, ...toGroup }]);
		});

		it.each<[string, IDataObject]>([
			['CREATE', {}],
			['MUTE', { type: 'NEW', member: ['jared'] }],
			['UPDATE', { type: 'ANNOUNCEMENT' }],
			['UPDATE', { type: 'MUTE', mute: 'perhaps' }],
			['NEW', { type: 'ADD', member: ['jared'] }],
		])('all else, with its body: %s %j', (name, payload) => {
			const body = operation('GROUP', name, payload);
			const { items } = onAgora(body);

			expect(items).toMatchObject([{ event: 'other', ...toGroup }]);
		});
	});
});

describe('Fields of another type than the documents say', () => {
	const odd = [
		...[undefined, null, '', 7, -1, 1e300, true, 'text', [], {}, [[]], [null], ['a', 7]],
		...[[{}], { toString: 1, valueOf: 2 }, [{ toString: null }], 262246968131585],
	] as IDataObject[string][];
	const tencentFields = [
		...['GroupId', 'TopicId', 'From_Account', 'To_Account', 'Operator_Account', 'Random'],
		...['MsgSeq', 'MsgKey', 'MsgTime', 'EventTime', 'MsgBody', 'ErrorCode', 'ErrorInfo'],
		...['NewMemberList', 'ExitMemberList', 'ContactItem', 'TextContent', 'Type'],
	];
	const agoraFields = [
		...['chat_type', 'group_id', 'from', 'to', 'msg_id', 'payload', 'eventType'],
		...['event', 'operation', 'operator', 'id', 'type'],
	];
	const ids = ['userId', 'operatorId', 'recipientId', 'groupId', 'topicId', 'messageId'];

	/** What is put out as an ID is one, and what is put out as text is text. */
	function expectSound({ items }: CallbackEvent): void {
		for (const item of items) {
			for (const id of [...ids, 'chatRoomId', 'chatGroupId', 'text']) {
				if (id in item) expect([id, typeof item[id]]).toEqual([id, 'string']);
			}
			expect(Object.values(item)).not.toContain('undefined');
			expect(Object.values(item)).not.toContain('[object Object]');
		}
	}

	it.each([
		'Group.CallbackBeforeSendMsg',
		'Group.CallbackSendMsgException',
		'C2C.CallbackAfterSendMsg',
		'Group.CallbackAfterNewMemberJoin',
		'Group.CallbackAfterMemberExit',
		'ContentCallback.ResultNotify',
		'Alert.RequestOverLimit',
		'Other',
	])('are no reason to fail: %s', (CallbackCommand) => {
		for (const field of tencentFields) {
			for (const value of odd) {
				const body = groupMessage('hello', { CallbackCommand, [field]: value });
				expectSound(onTencent(body));
			}
		}
		for (const value of odd) {
			const MsgBody = [{ MsgType: value, MsgContent: value }, value] as IDataObject[];
			const MsgContent = { Text: value, Data: value, Desc: value, Ext: value };
			expectSound(onTencent(groupMessage('', { CallbackCommand, MsgBody })));
			expectSound(onTencent(groupMessage('', { CallbackCommand, MsgBody: [{ MsgContent }] })));
		}
	});

	it.each(['chatroom', 'chat', 'muc', undefined])(
		'are no reason to fail: Agora Chat, %s',
		(chat_type) => {
			const start: IDataObject = chat_type
				? roomMessage('hello', { chat_type })
				: { event: 'group_op_event', operation: 'MUTE', type: 'GROUP', id: room, operator: 'o' };
			for (const field of agoraFields) {
				for (const value of odd) expectSound(onAgora({ ...start, [field]: value }));
			}
			for (const value of odd) {
				const payload = { member: value, type: value, operation: value, muc_id: value };
				const bodies = [{ msg: value, type: value }, value];
				expectSound(onAgora({ ...start, payload }));
				expectSound(onAgora({ ...start, payload: { ...payload, type: 'ADD' } }));
				expectSound(onAgora({ ...start, payload: { ...payload, operation: 'add_mute' } }));
				expectSound(onAgora({ ...start, payload: { bodies } as IDataObject }));
				expectSound(onAgora({ ...start, payload: { bodies: value } }));
			}
		},
	);

	it('numbers are IDs, too', () => {
		const { items } = onAgora(roomMessage('hello', { group_id: 262246968131585 }));

		expect(items).toMatchObject([{ chatRoomId: room }]);
	});
});
