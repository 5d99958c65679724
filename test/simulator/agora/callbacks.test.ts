import { callAgora } from '../client';
import { startSimulator, type Simulator } from '../index';
import { answerJson, startReceiver, type Receiver, type Reply } from '../receiver';
import type { JsonObject } from '../shape';
import { agoraSecurity } from '../callbackSignatures';
import type { PostDeliveryRule, PreDeliveryRule } from './callbacks';
import { reacted, read, recalled } from './events';
import type { AgoraSimulator } from './service';

let simulator: Simulator;
let agora: AgoraSimulator;
let receiver: Receiver;
let now: number;

const start = 1729499214968;
const minute = 60_000;
const room = '262246968131585';
const group = '100743775617286960';
const appKey = '41117440#chat-demo';

beforeAll(async () => {
	receiver = await startReceiver();
	simulator = await startSimulator({ now: () => now });
	agora = simulator.agora;
});

afterAll(async () => {
	await simulator.stop();
	await receiver.stop();
});

beforeEach(() => {
	now = start;
	agora.reset();
	agora.callbacks.rules = [];
	receiver.received.length = 0;
	receiver.answer = () => answerJson({ valid: true });
	const people = { owner: 'olga', members: ['ben', 'carla', 'dan'] };
	agora.addChatRoom({ chatRoomId: room, ...people });
	agora.addChatGroup({ chatGroupId: group, ...people });
});

afterEach(async () => await agora.callbacks.outbox.settled());

/** Long enough for any machine, unless a test is about it. */
const before = (changes: Partial<PreDeliveryRule> = {}): PreDeliveryRule => ({
	kind: 'preDelivery',
	url: receiver.url,
	secret: 's3cret',
	timeoutMs: 3000,
	reportError: true,
	...changes,
});

const after = (changes: Partial<PostDeliveryRule> = {}): PostDeliveryRule => ({
	kind: 'postDelivery',
	url: receiver.url,
	secret: 'other',
	timeoutMs: 60_000,
	...changes,
});

const send = async (from = 'ben', text = 'welcome') =>
	await agora.sendMessage({ id: room, from, text });

/** The bodies that arrived, once all have. */
const bodies = async (): Promise<JsonObject[]> => {
	await agora.callbacks.outbox.settled();
	return receiver.received.map(({ body }) => body);
};

describe('before delivery', () => {
	it('asks with a signed body', async () => {
		agora.callbacks.rules = [before()];
		await agora.sendMessage({ id: group, from: 'Ben', text: 'welcome' });
		const [{ body, contentType, query }] = receiver.received;
		expect(contentType).toBe('application/json');
		expect([...query]).toEqual([['mine', '1']]);
		const callId = String(body.callId);
		expect(callId).toMatch(/^41117440#chat-demo_[0-9a-f-]{36}$/);
		expect(body).toEqual({
			callId,
			timestamp: start,
			chat_type: 'groupchat',
			group_id: group,
			from: 'ben',
			to: group,
			msg_id: expect.stringMatching(/^\d+$/),
			payload: { ext: {}, bodies: [{ msg: 'welcome', type: 'txt' }] },
			securityVersion: '1.0.0',
			security: agoraSecurity(callId, 's3cret', start),
		});
	});

	it('has the other documented shapes, too', async () => {
		agora.callbacks.rules = [before({ payload: 'flat', groupChatType: 'group' })];
		await agora.sendMessage({ id: group, from: 'ben', text: 'a' });
		await agora.sendMessage({ id: room, from: 'ben', text: 'b' });
		await agora.sendPrivateMessage({ from: 'ben', to: 'carla', text: 'c' });
		const [ofGroup, ofRoom, ofUser] = await bodies();
		expect(ofGroup).toMatchObject({ chat_type: 'group', payload: { msg: 'a', type: 'txt' } });
		expect(ofRoom).toMatchObject({ chat_type: 'chatroom', group_id: room });
		expect(ofUser).toMatchObject({ chat_type: 'chat', to: 'carla' });
		expect(ofUser).not.toHaveProperty('group_id');
	});

	const flat = { msg: '***', type: 'txt' };
	const verdicts: ReadonlyArray<[string, object, object]> = [
		['valid lets it pass', { valid: true }, { fate: 'delivered', shown: 'welcome' }],
		[
			'not valid blocks it with its code',
			{ valid: false, code: 'Be kind.' },
			{ fate: 'blocked', shown: undefined, error: { code: 508, info: 'Be kind.' } },
		],
		[
			'no code has a text of its own',
			{ valid: false },
			{ fate: 'blocked', error: { info: 'custom logic denied' } },
		],
		[
			'so has an empty one',
			{ valid: false, code: '' },
			{ fate: 'blocked', error: { info: 'Message blocked by external logic' } },
		],
		[
			'a payload replaces it',
			{ valid: true, payload: { ext: {}, bodies: [flat] } },
			{ fate: 'replaced', text: 'welcome', shown: '***' },
		],
	];

	it.each(verdicts)('%s', async (_title, answer, outcome) => {
		agora.callbacks.rules = [before(), after()];
		receiver.answer = () => answerJson(answer);
		const sent = await send();
		expect(sent).toMatchObject(outcome);
		expect(agora.transcript(room)).toEqual([sent]);
		const told = (await bodies()).filter(({ eventType }) => eventType === 'chat');
		expect(told).toHaveLength(sent.shown === undefined ? 0 : 1);
	});

	it('replaces a flat payload with a flat one', async () => {
		agora.callbacks.rules = [before({ payload: 'flat' })];
		receiver.answer = () => answerJson({ valid: true, payload: flat });
		expect(await send()).toMatchObject({ fate: 'replaced', shown: '***' });
	});

	it('tells the sender nothing where errors are not reported, as by default', async () => {
		agora.callbacks.rules = [before({ reportError: undefined })];
		receiver.answer = () => answerJson({ valid: false, code: 'Be kind.' });
		expect(await send()).toMatchObject({ fate: 'blocked', error: undefined });
	});

	it('keeps a picture that a text is to replace', async () => {
		agora.callbacks.rules = [before()];
		receiver.answer = () => answerJson({ valid: true, payload: { bodies: [flat] } });
		const bodies = [{ type: 'img', url: 'https://example.com/1', filename: 'cat.png' }];
		const sent = await agora.sendMessage({ id: room, from: 'ben', bodies });
		expect(sent).toMatchObject({ fate: 'delivered' });
	});

	const long = 'x'.repeat(1000);
	const bad: ReadonlyArray<[string, Reply]> = [
		['another status', answerJson({ valid: false }, { status: 500 })],
		['not JSON', { status: 200, text: 'valid' }],
		['no valid', answerJson({ code: 'no' })],
		['valid as text', answerJson({ valid: 'false' })],
		['a code that is no text', answerJson({ valid: false, code: 1 })],
		['more than 1000 characters', answerJson({ valid: false, code: long })],
		['a payload of another shape', answerJson({ valid: true, payload: flat })],
		[
			'a payload of more than 1 KB',
			answerJson({ valid: true, payload: { bodies: [{ msg: '漢'.repeat(400), type: 'txt' }] } }),
		],
	];

	it.each(bad)('%s is no answer: the fallback counts', async (_title, reply) => {
		receiver.answer = () => reply;
		agora.callbacks.rules = [before()];
		expect(await send()).toMatchObject({ fate: 'delivered', shown: 'welcome' });
		agora.callbacks.rules = [before({ fallback: 'block' })];
		expect(await send()).toMatchObject({
			fate: 'blocked',
			error: { info: 'custom internal error' },
		});
		expect(receiver.received).toHaveLength(2);
	});

	it('waits for 200 ms, or as long as the rule says, and never for more than 3 s', async () => {
		agora.callbacks.rules = [before({ timeoutMs: undefined, fallback: 'block' })];
		receiver.answer = () => answerJson({ valid: true }, { afterMs: 1000 });
		expect(await send()).toMatchObject({ fate: 'blocked' });
		expect(agora.callbacks.outbox.sent).toMatchObject([{ trouble: 'late' }]);
		expect(() => (agora.callbacks.rules = [before({ timeoutMs: 3001 })])).toThrow('3 s');
	});
});

describe('after delivery', () => {
	it('tells of a message, as the others got it', async () => {
		agora.callbacks.rules = [after()];
		await send();
		const [body] = await bodies();
		expect(body).toEqual({
			callId: expect.stringMatching(/^41117440#chat-demo_/),
			timestamp: start,
			eventType: 'chat',
			chat_type: 'groupchat',
			group_id: room,
			from: 'ben',
			to: room,
			msg_id: agora.transcript(room)[0].id,
			payload: { ext: {}, bodies: [{ msg: 'welcome', type: 'txt' }] },
			appkey: appKey,
			host: expect.any(String),
			security: agoraSecurity(String(body.callId), 'other', start),
		});
	});

	it('tells again for each who is offline', async () => {
		agora.callbacks.rules = [after()];
		agora.setOffline('carla', 'dan', 'stranger');
		await send();
		await agora.sendPrivateMessage({ from: 'ben', to: 'carla', text: 'psst' });
		const told = (await bodies()).map(({ eventType, chat_type, to }) => [eventType, chat_type, to]);
		expect(told).toHaveLength(5);
		expect(told).toEqual(
			expect.arrayContaining([
				['chat', 'groupchat', room],
				['chat_offline', 'groupchat', 'carla'],
				['chat_offline', 'groupchat', 'dan'],
				['chat', 'chat', 'carla'],
				['chat_offline', 'chat', 'carla'],
			]),
		);
	});

	it('tells each rule what it takes', async () => {
		agora.callbacks.rules = [after({ chatTypes: ['recall', 'read_ack'] })];
		await send();
		agora.callbacks.tell(recalled('ben', room, '966475220900644860'));
		agora.callbacks.tell(read('ben', 'carla', '968665323572037776'));
		agora.callbacks.tell(reacted('ben', room, '966475220900644860'));
		const told = (await bodies()).sort((one, other) =>
			String(one.chat_type).localeCompare(String(other.chat_type)),
		);
		expect(told).toMatchObject([
			{ chat_type: 'read_ack', payload: { ack_message_id: '968665323572037776' } },
			{ chat_type: 'recall', recall_id: '966475220900644860' },
		]);
	});

	it('sends once more, at once and the same, when the answer is no 200 or too long', async () => {
		agora.callbacks.rules = [after()];
		for (const reply of [
			answerJson({}, { status: 500 }),
			{ status: 200, text: 'x'.repeat(1001) },
		]) {
			receiver.received.length = 0;
			receiver.answer = () => reply;
			await send();
			const [first, second, ...more] = await bodies();
			expect(second).toEqual(first);
			expect(more).toEqual([]);
		}
	});

	it('leaves a rule alone for five minutes after 90 failures in 30 s, then for ten', async () => {
		const rule = after();
		agora.callbacks.rules = [rule];
		receiver.answer = () => ({ status: 500, text: '' });
		const fail = async (times: number) => {
			for (let i = 0; i < times; i += 1) await send();
			await bodies();
		};
		await fail(44);
		now += minute;
		await fail(44);
		expect(agora.callbacks.isBanned(rule)).toBe(false);
		await fail(1);
		expect(agora.callbacks.isBanned(rule)).toBe(true);
		const sent = receiver.received.length;
		await fail(1);
		expect(receiver.received).toHaveLength(sent);
		now += 5 * minute;
		await fail(45);
		now += 5 * minute;
		expect(agora.callbacks.isBanned(rule)).toBe(true);
		now += 5 * minute;
		expect(agora.callbacks.isBanned(rule)).toBe(false);
	});
});

describe('operations', () => {
	const rest = async (method: string, path: string, body?: unknown) =>
		expect(await callAgora(agora, method, path, body)).toMatchObject({ status: 200 });

	const muteBoth = { usernames: ['ben', 'carla'], mute_duration: 60_000 };

	/** What the REST API does, one after the other, and the bodies that tell of it. */
	const told = async () => {
		const calls: Array<[method: string, path: string, body?: unknown]> = [
			['POST', `/chatrooms/${room}/mute`, muteBoth],
			['DELETE', `/chatrooms/${room}/mute/ben`],
			['POST', `/chatgroups/${group}/ban`],
			['DELETE', `/chatgroups/${group}/ban`],
		];
		for (const call of calls) {
			await rest(...call);
			await bodies();
		}
		return await bodies();
	};

	it('of the REST API are told by the app admin, in the current words', async () => {
		agora.callbacks.rules = [after()];
		const ofRoom = { event: 'group_op_event', id: room, type: 'CHATROOM', operator: '@ppAdmin' };
		const ofGroup = { event: 'group_op_event', id: group, type: 'GROUP', operator: '@ppAdmin' };
		const all = await told();
		expect(all).toMatchObject([
			{
				...ofRoom,
				operation: 'MUTE',
				payload: { type: 'ADD', member: ['ben', 'carla'], expire_timestamp: start + 60_000 },
			},
			{ ...ofRoom, operation: 'MUTE', payload: { type: 'REMOVE', member: ['ben'] } },
			{ ...ofGroup, operation: 'UPDATE', payload: { type: 'MUTE', mute: true } },
			{ ...ofGroup, operation: 'UPDATE', payload: { type: 'MUTE', mute: false } },
		]);
		for (const body of all) {
			expect(body).not.toHaveProperty('chat_type');
			expect(body).not.toHaveProperty('msg_id');
		}
	});

	it('of the REST API are told in the older words, one for each member', async () => {
		agora.callbacks.rules = [after({ operations: 'muc' })];
		const all = await told();
		const words = all.map(({ to, payload }) => [(payload as JsonObject).operation, to]);
		expect(words.slice(0, 2).sort()).toEqual([
			['add_mute', 'ben'],
			['add_mute', 'carla'],
		]);
		expect(words.slice(2)).toEqual([
			['remove_mute', 'ben'],
			['ban_group', group],
			['remove_ban_group', group],
		]);
		expect(all[2]).toMatchObject({
			chat_type: 'muc',
			eventType: 'chat',
			group_id: room,
			from: `${appKey}_@ppAdmin@easemob.com`,
			payload: {
				muc_id: `${appKey}_${room}@conference.easemob.com`,
				is_chatroom: true,
				status: { description: '', error_code: 'ok' },
			},
		});
	});

	it('can name the member as the one it comes from', async () => {
		agora.callbacks.rules = [after({ operations: 'muc', mucMember: 'from' })];
		await rest('POST', `/chatgroups/${group}/mute`, { usernames: ['ben'], mute_duration: -1 });
		expect(await bodies()).toMatchObject([
			{
				from: expect.stringMatching(/^41117440#chat-demo_ben@easemob\.com\//),
				to: '@ppAdmin',
				payload: { is_chatroom: false, operation: 'add_mute' },
			},
		]);
	});

	it('that were not done are not told', async () => {
		agora.callbacks.rules = [after()];
		agora.settings.failUsers.add('ben');
		await rest('POST', `/chatrooms/${room}/mute`, { usernames: ['ben'], mute_duration: 1000 });
		agora.settings.failUsers.clear();
		expect(await bodies()).toEqual([]);
	});

	it('tell who joined, left and was removed', async () => {
		agora.callbacks.rules = [after()];
		agora.join(room, ['nina']);
		await bodies();
		agora.leave(room, ['nina']);
		await bodies();
		agora.leave(room, ['ben', 'dan'], 'olga');
		expect(await bodies()).toMatchObject([
			{ operation: 'JOIN', operator: 'nina', payload: { member: ['nina'] } },
			{ operation: 'LEAVE', operator: 'nina', payload: { type: 'QUIT', member: ['nina'] } },
			{ operation: 'LEAVE', operator: 'olga', payload: { type: 'KICK', member: ['ben', 'dan'] } },
		]);
		expect(await send('ben')).toMatchObject({ fate: 'refused', error: { code: 702 } });
	});

	it('may be ones that nobody knows yet', async () => {
		agora.callbacks.rules = [after()];
		agora.operate(room, 'DANCE', { type: 'TANGO' }, 'olga');
		await bodies();
		agora.operateMuc(group, 'set_metadata', 'olga', 'ben');
		expect(await bodies()).toMatchObject([
			{ operation: 'DANCE', payload: { type: 'TANGO' }, operator: 'olga' },
			{ chat_type: 'muc', to: 'ben', payload: { operation: 'set_metadata' } },
		]);
	});
});

describe('who is muted is refused, and nobody is asked', () => {
	it.each([
		['in the room', 703, () => agora.mute(room, 'ben', start + 1)],
		['with everybody', 703, () => agora.setAllMuted(room, true)],
		['in all rooms', 219, () => agora.muteUser('ben', 'chatroom', 'permanent')],
	])('%s', async (_title, code, mute) => {
		agora.callbacks.rules = [before()];
		mute();
		expect(await send()).toMatchObject({ fate: 'refused', error: { code } });
		expect(await bodies()).toEqual([]);
	});

	it('in private messages', async () => {
		agora.muteUser('ben', 'chat', 'permanent');
		const sent = await agora.sendPrivateMessage({ from: 'ben', to: 'carla', text: 'psst' });
		expect(sent).toMatchObject({ fate: 'refused', error: { code: 219 } });
		expect(await send()).toMatchObject({ fate: 'delivered' });
	});

	it('with everybody, but not those on the allow list, unless they are muted by name', async () => {
		agora.setAllMuted(room, true);
		agora.allow(room, 'ben');
		expect(await send()).toMatchObject({ fate: 'delivered' });
		agora.mute(room, 'ben', 'permanent');
		expect(await send()).toMatchObject({ fate: 'refused' });
	});
});
