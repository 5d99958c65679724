import { startSimulator, type Simulator } from '../index';
import { answerJson, startReceiver, type Receiver, type Reply } from '../receiver';
import { auditResult, requestOverLimit, stateChanged } from './events';
import type { TencentSimulator } from './service';

let simulator: Simulator;
let tencent: TencentSimulator;
let receiver: Receiver;

const at = 1669872112345;
const groupId = '@TGS#2J4SZEAEL';
const community = '@TGS#_@TGS#cGAMES';
const topicId = `${community}@TOPIC#_NEWS`;
const ok = { ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 0 };

beforeAll(async () => {
	receiver = await startReceiver();
	simulator = await startSimulator({ now: () => at });
	tencent = simulator.tencent;
});

afterAll(async () => {
	await simulator.stop();
	await receiver.stop();
});

beforeEach(() => {
	tencent.reset();
	receiver.received.length = 0;
	receiver.answer = () => answerJson(ok);
	Object.assign(tencent.callbacks, {
		url: receiver.url,
		token: 'xxxxyyyy',
		commands: 'all',
		timeoutMs: 60_000,
		fallback: 'pass',
		retries: false,
	});
	tencent.addGroup({
		groupId,
		owner: 'olga',
		members: ['jared', 'tommy', 'adam'],
		admins: ['adam'],
	});
	tencent.addGroup({ groupId: community, type: 'Community', members: 'anyone' });
	tencent.addTopic({ groupId: community, topicId });
});

afterEach(async () => await tencent.callbacks.outbox.settled());

const send = async (from = 'jared', text = 'red packet') =>
	await tencent.sendMessage({ groupId, from, text });

/** The commands that arrived, once all have. */
const commands = async () => {
	await tencent.callbacks.outbox.settled();
	return receiver.received.map(({ query }) => query.get('CallbackCommand'));
};

const answers = (reply: Reply) => {
	receiver.answer = ({ query }) =>
		query.get('CallbackCommand')?.includes('Before') ? reply : answerJson(ok);
};

describe('what is sent', () => {
	it('signs the query, in the order of the page, behind the own query of the address', async () => {
		await send();
		expect([...receiver.received[0].query]).toEqual([
			['mine', '1'],
			['SdkAppid', '1400000000'],
			['CallbackCommand', 'Group.CallbackBeforeSendMsg'],
			['contenttype', 'json'],
			['ClientIP', '127.0.0.1'],
			['OptPlatform', 'Web'],
			['RequestTime', '1669872112'],
			['Sign', '17773bc39a671d7b9aa835458704d2a6db81360a5940292b587d6d760d484061'],
		]);
	});

	it('signs nothing without a token', async () => {
		tencent.callbacks.token = '';
		await send();
		expect(receiver.received[0].query.has('Sign')).toBe(false);
		expect(receiver.received[0].query.has('RequestTime')).toBe(false);
	});

	it('asks before a group message, and tells after it', async () => {
		await send();
		expect(await commands()).toEqual(['Group.CallbackBeforeSendMsg', 'Group.CallbackAfterSendMsg']);
		const message = {
			GroupId: groupId,
			Type: 'Public',
			From_Account: 'jared',
			Operator_Account: 'jared',
			Random: expect.any(Number),
			OnlineOnlyFlag: 0,
			MsgBody: [{ MsgType: 'TIMTextElem', MsgContent: { Text: 'red packet' } }],
			CloudCustomData: '',
			EventTime: at,
		};
		expect(receiver.received.map(({ body }) => body)).toEqual([
			{ CallbackCommand: 'Group.CallbackBeforeSendMsg', ...message },
			{
				CallbackCommand: 'Group.CallbackAfterSendMsg',
				...message,
				MsgSeq: 1,
				MsgTime: 1669872112,
				GroupAtInfo: [],
			},
		]);
	});

	it('names the topic of a topic message', async () => {
		await tencent.sendMessage({ groupId: community, topicId, from: 'anna', text: 'hi' });
		await commands();
		for (const { body } of receiver.received) {
			expect(body).toMatchObject({ GroupId: community, TopicId: topicId, Type: 'Community' });
		}
		expect(tencent.transcript(community, topicId)).toHaveLength(1);
		expect(tencent.transcript(community)).toEqual([]);
	});

	it('asks before a private message, and tells after it', async () => {
		await tencent.sendPrivateMessage({ from: 'jared', to: 'john', text: 'psst' });
		expect(await commands()).toEqual(['C2C.CallbackBeforeSendMsg', 'C2C.CallbackAfterSendMsg']);
		const [before, after] = receiver.received.map(({ body }) => body);
		expect(before).toMatchObject({
			From_Account: 'jared',
			To_Account: 'john',
			MsgTime: 1669872112,
			MsgKey: `1_${before.MsgRandom}_1669872112`,
			MsgBody: [{ MsgType: 'TIMTextElem', MsgContent: { Text: 'psst' } }],
		});
		expect(before).not.toHaveProperty('GroupId');
		expect(after).toMatchObject({ MsgKey: before.MsgKey, SendMsgResult: 0 });
		expect(tencent.privateTranscript('john', 'jared')).toMatchObject([{ fate: 'delivered' }]);
	});

	it('tells who joined and who left, and how', async () => {
		tencent.join(groupId, ['nina', 'nora'], 'olga');
		await commands();
		tencent.join(groupId, ['omar']);
		await commands();
		tencent.leave(groupId, ['nina', 'omar'], 'olga');
		await commands();
		tencent.leave(groupId, ['nora']);
		await commands();
		expect(receiver.received.map(({ body }) => body)).toEqual([
			expect.objectContaining({
				CallbackCommand: 'Group.CallbackAfterNewMemberJoin',
				GroupId: groupId,
				JoinType: 'Invited',
				Operator_Account: 'olga',
				NewMemberList: [{ Member_Account: 'nina' }, { Member_Account: 'nora' }],
			}),
			expect.objectContaining({ JoinType: 'Apply', Operator_Account: 'omar' }),
			expect.objectContaining({
				CallbackCommand: 'Group.CallbackAfterMemberExit',
				GroupId: groupId,
				ExitType: 'Kicked',
				Operator_Account: 'olga',
				ExitMemberList: [{ Member_Account: 'nina' }, { Member_Account: 'omar' }],
			}),
			expect.objectContaining({ ExitType: 'Quit', Operator_Account: 'nora' }),
		]);
		expect(await send('nora')).toMatchObject({ fate: 'refused', error: { code: 10007 } });
	});

	it('has the other events, each with the parameters its page has', async () => {
		const { callbacks } = tencent;
		callbacks.tell(auditResult(1400000000, 'jared', { groupId }, ['awful words'], ['awful']));
		callbacks.tell(requestOverLimit('forbid_send_msg', 510, 200));
		callbacks.tell(stateChanged('jared', 'Login', at));
		expect((await commands()).sort()).toEqual([
			'Alert.RequestOverLimit',
			'ContentCallback.ResultNotify',
			'State.StateChange',
		]);
		const of = (command: string) =>
			receiver.received.find(({ query }) => query.get('CallbackCommand') === command);
		const audit = of('ContentCallback.ResultNotify');
		expect(audit?.body).not.toHaveProperty('CallbackCommand');
		expect(audit?.body).toMatchObject({
			From_Account: 'jared',
			ContactItem: { ToGroupId: groupId },
			TextContent: ['awful words'],
		});
		expect(audit?.query.has('ClientIP')).toBe(false);
		expect(of('Alert.RequestOverLimit')?.query.has('ClientIP')).toBe(false);
		expect(of('State.StateChange')?.query.get('OptPlatform')).toBe('IOS');
	});

	it('sends what is switched on, and nothing without an address', async () => {
		tencent.callbacks.commands = new Set(['Group.CallbackAfterSendMsg']);
		await send();
		expect(await commands()).toEqual(['Group.CallbackAfterSendMsg']);
		tencent.callbacks.url = undefined;
		await send();
		expect(await commands()).toHaveLength(1);
	});
});

describe('the verdict on a group message', () => {
	const verdicts: ReadonlyArray<[string, object, object]> = [
		['0 lets it pass', ok, { fate: 'delivered', shown: 'red packet', error: undefined }],
		['1 rejects it', { ...ok, ErrorCode: 1 }, { fate: 'blocked', error: { code: 10016 } }],
		['2 drops it', { ...ok, ErrorCode: 2 }, { fate: 'dropped', error: undefined }],
		[
			'a code of its own goes to the sender with its text',
			{ ...ok, ErrorCode: 10200, ErrorInfo: 'Be kind.' },
			{ fate: 'blocked', error: { code: 10200, info: 'Be kind.' } },
		],
		[
			'0 with a body replaces it',
			{ ...ok, MsgBody: [{ MsgType: 'TIMTextElem', MsgContent: { Text: '***' } }] },
			{ fate: 'replaced', text: 'red packet', shown: '***' },
		],
	];

	it.each(verdicts)('%s', async (_title, answer, outcome) => {
		answers(answerJson(answer));
		const sent = await send();
		expect(sent).toMatchObject(outcome);
		expect(tencent.transcript(groupId)).toEqual([sent]);
		const told = (await commands()).includes('Group.CallbackAfterSendMsg');
		expect(told).toBe(sent.shown !== undefined);
	});

	it('is told of after the event as it was delivered', async () => {
		const MsgBody = [{ MsgType: 'TIMTextElem', MsgContent: { Text: '***' } }];
		answers(answerJson({ ...ok, MsgBody }));
		await send();
		await commands();
		expect(receiver.received[1].body).toMatchObject({ MsgBody });
	});
});

describe('the verdict on a private message', () => {
	it.each([
		[1, 20006],
		[120001, 120001],
		[130000, 130000],
	])('%s blocks it with %s', async (ErrorCode, code) => {
		answers(answerJson({ ...ok, ErrorCode, ErrorInfo: 'no' }));
		const sent = await tencent.sendPrivateMessage({ from: 'jared', to: 'john', text: 'psst' });
		expect(sent).toMatchObject({ fate: 'blocked', error: { code } });
		expect(await commands()).toHaveLength(1);
	});
});

describe('an answer that is none', () => {
	const bad: ReadonlyArray<[string, Reply]> = [
		['another status', answerJson(ok, { status: 201 })],
		['not JSON', { status: 200, text: '<p>OK' }],
		['no ErrorInfo', answerJson({ ActionStatus: 'OK', ErrorCode: 1 })],
		['a code as text', answerJson({ ...ok, ErrorCode: '1' })],
		['a code of the other kind of message', answerJson({ ...ok, ErrorCode: 120001 })],
		['a code outside the range', answerJson({ ...ok, ErrorCode: 10201 })],
		['a body that is none', answerJson({ ...ok, MsgBody: 'text' })],
	];

	it.each(bad)(
		'%s: the message passes, unless the console says otherwise',
		async (_title, reply) => {
			answers(reply);
			expect(await send()).toMatchObject({ fate: 'delivered' });
			tencent.callbacks.fallback = 'block';
			expect(await send()).toMatchObject({ fate: 'blocked', error: { code: 80003 } });
		},
	);

	it('one that is late counts as none, and is not asked for again', async () => {
		tencent.callbacks.timeoutMs = 20;
		tencent.callbacks.fallback = 'block';
		answers(answerJson(ok, { afterMs: 300 }));
		expect(await send()).toMatchObject({ fate: 'blocked', error: { code: 80003 } });
		expect(tencent.callbacks.outbox.sent).toMatchObject([{ trouble: 'late' }]);
	});

	it('nobody there is the same', async () => {
		tencent.callbacks.url = 'http://127.0.0.1:1/';
		expect(await send()).toMatchObject({ fate: 'delivered' });
		expect(tencent.callbacks.outbox.sent[0]).toMatchObject({ trouble: 'unreachable' });
	});

	it('after the event is sent again only where the console says so', async () => {
		receiver.answer = ({ query }) =>
			answerJson(ok, { status: query.get('CallbackCommand')?.includes('After') ? 500 : 200 });
		await send();
		expect(await commands()).toHaveLength(2);
		tencent.callbacks.retries = true;
		await send();
		expect((await commands()).slice(2)).toEqual([
			'Group.CallbackBeforeSendMsg',
			'Group.CallbackAfterSendMsg',
			'Group.CallbackAfterSendMsg',
		]);
	});
});

describe('who is muted', () => {
	const refused = { fate: 'refused', shown: undefined, error: { code: 10017 } };

	it.each([
		['in the group', () => tencent.mute(groupId, 'jared', at + 1)],
		['in the whole app', () => tencent.muteAccount('jared', 'group', 'permanent')],
		['with everybody', () => tencent.setAllMuted(groupId, true)],
	])('%s is refused, nobody is asked, and the failure is told', async (_title, mute) => {
		mute();
		expect(await send()).toMatchObject(refused);
		expect(await commands()).toEqual(['Group.CallbackSendMsgException']);
		const [{ query, body }] = receiver.received;
		expect(query.has('ClientIP')).toBe(false);
		expect(body).toMatchObject({
			From_Account: 'jared',
			ErrorCode: 10017,
			EventTime: String(at),
			MsgBody: [{ MsgType: 'TIMTextElem', MsgContent: { Text: 'red packet' } }],
		});
	});

	it('with everybody is neither the owner nor an admin', async () => {
		tencent.setAllMuted(groupId, true);
		expect(await send('olga')).toMatchObject({ fate: 'delivered' });
		expect(await send('adam')).toMatchObject({ fate: 'delivered' });
	});

	it('in private messages of the whole app is refused, and nobody hears of it', async () => {
		tencent.muteAccount('jared', 'c2c', 'permanent');
		const sent = await tencent.sendPrivateMessage({ from: 'jared', to: 'john', text: 'psst' });
		expect(sent).toMatchObject({ fate: 'refused', error: { code: 20012 } });
		expect(await commands()).toEqual([]);
		expect(await send()).toMatchObject({ fate: 'delivered' });
	});

	it('whose mute has ended writes again', async () => {
		tencent.mute(groupId, 'jared', at);
		expect(await send()).toMatchObject({ fate: 'delivered' });
	});
});

it('keeps the set-up, and forgets what was sent, when it is reset', async () => {
	await send();
	await commands();
	tencent.reset();
	expect(tencent.callbacks.url).toBe(receiver.url);
	expect(tencent.callbacks.outbox.sent).toEqual([]);
	expect(tencent.transcript(groupId)).toEqual([]);
});
