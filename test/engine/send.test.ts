import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { SentMessage } from '../simulator/transcript';
import { setTimeout } from '../support/node';
import { agoraCredential, tencentCredential } from '../support/credentials';
import type { NodeRun } from '../support/engine';
import { callTool } from '../support/tool';
import {
	byId,
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
	userNames,
	useServices,
	withoutBackOff,
	type Step,
} from './services';

/** People are told something: once, in order, and never so that nobody knows. */

const services = useServices();
const texts = (messages: readonly SentMessage[]) => messages.map(({ text }) => text);

/** What is the same on both services. */
const both = {
	tencent: {
		name: 'Tencent Cloud Chat',
		type: 'tencent' as const,
		credentials: () => tencentCredential(services.tencent),
		run: async (step: Omit<Step, 'operation'>) =>
			await onTencentMessages(services.tencent, { ...step, operation: 'send' }),
		requests: () => services.tencent.requests,
		faults: () => services.tencent.faults,
		path: 'batchsendmsg',
		perRequest: 500,
		perMinute: 12_000,
		allow: (count: number) => {
			services.tencent.settings.receiversPerMinute = count;
		},
		receivers: (body: IDataObject) => body.To_Account as string[],
		sender: (body: IDataObject) => body.From_Account,
		got: (user: string, from = 'administrator') =>
			texts(services.tencent.privateTranscript(from, user)),
		mostBytes: 8000,
	},
	agora: {
		name: 'Agora Chat',
		type: 'agora' as const,
		credentials: () => agoraCredential(services.agora),
		run: async (step: Omit<Step, 'operation'>) =>
			await onAgoraMessages(services.agora, { ...step, operation: 'send' }),
		requests: () => services.agora.requests,
		faults: () => services.agora.faults,
		path: 'messages/users',
		perRequest: 600,
		perMinute: 6000,
		allow: (count: number) => {
			services.agora.settings.receiversPerMinute = count;
		},
		receivers: (body: IDataObject) => body.to as string[],
		sender: (body: IDataObject) => body.from,
		got: (user: string, from = 'admin') => texts(services.agora.privateTranscript(from, user)),
		mostBytes: 3000,
	},
};
const continued = { onError: 'continueErrorOutput' } as const;
/** The text is that of the item. */
const told = { where: 'user', text: '={{ $json.text }}' };
/** The same to two people. */
const hiToBoth = {
	items: ['ann', 'bob'].map((userId) => ({ userId, text: 'Hi' })),
	parameters: told,
	settings: continued,
};
const codesOf = (items: INodeExecutionData[]) => failed(items, 'code');
/** They fail, and nobody knows whether they got it. */
function expectNobodyKnows({ items, errorItems }: NodeRun): void {
	expect(items).toEqual([]);
	expect(codesOf(errorItems)).toEqual(['MAYBE_SENT', 'MAYBE_SENT']);
	expect(failed(errorItems, 'userId')).toEqual(['ann', 'bob']);
}

/** What leaves open whether it was done; `did`: it was. */
const losses = [
	['the connection is cut before it is done', 'resetBefore', false],
	['the connection is cut after it is done', 'resetAfter', true],
	['502 before it is done', 'badGateway', false],
	['502 after it is done', 'badGatewayAfter', true],
	['503', 'unavailable', false],
	['an answer cut in half', 'truncated', true],
	['an answer that is no JSON', 'notJson', false],
	['an answer of another shape', 'wrongShape', false],
	['an internal failure', 'internal', false],
] as const;

beforeEach(withoutBackOff);
afterEach(() => {
	expect(services.tencent.malformed).toEqual([]);
	expect(services.agora.malformed).toEqual([]);
});

describe.each(Object.values(both))(
	'$name, privately',
	({
		type,
		credentials,
		run,
		requests,
		faults,
		path,
		perRequest,
		perMinute,
		allow,
		receivers,
		sender,
		got,
		mostBytes,
	}) => {
		const sent = () =>
			requests()
				.filter((request) => request.path.endsWith(path))
				.map(({ body }) => body as IDataObject);

		it('each user gets it, and a row with the ID of the message', async () => {
			const { items } = await run({
				items: ['ann', 'bob'].map((userId) => ({ userId, text: 'Stop it.' })),
				parameters: told,
			});

			expect(items).toEqual(
				['ann', 'bob'].map((userId, item) => ({
					json: { userId, sent: true, messageId: expect.stringMatching(/^\d+(_\d+_\d+)?$/) },
					pairedItem: { item },
				})),
			);
			expect([got('ann'), got('bob')]).toEqual([['Stop it.'], ['Stop it.']]);
		});

		it('users with the same text share requests, as many as the service takes', async () => {
			const users = userNames(perRequest + 1);
			await run({
				items: [{ users, text: 'Hi' }],
				parameters: { ...told, userIds: '={{ $json.users }}' },
			});

			expect(sent().map((body) => receivers(body).length)).toEqual([perRequest, 1]);
		});

		it('in the name of somebody else, users of one sender share requests', async () => {
			await run({
				items: [
					{ userId: 'ann', text: 'Hi', by: 'mod' },
					{ userId: 'bob', text: 'Hi', by: 'mod' },
					{ userId: 'cy', text: 'Hi', by: '' },
				],
				parameters: { ...told, sender: '={{ $json.by }}' },
			});

			expect(sent().map((body) => [sender(body), receivers(body)])).toEqual([
				['mod', ['ann', 'bob']],
				[undefined, ['cy']],
			]);
			expect(got('ann', 'mod')).toEqual(['Hi']);
		});

		it('the same to the same user goes once, different texts all of them, in the order of the items', async () => {
			const said = [
				['ann', 'one'],
				['bob', 'two'],
				['ann', 'two'],
				['ann', 'one'],
				['bob', 'one'],
				['cy', 'one'],
			];
			const run1 = await run({
				items: said.map(([userId, text]) => ({ userId, text })),
				parameters: told,
			});

			expect([got('ann'), got('bob'), got('cy')]).toEqual([
				['one', 'two'],
				['two', 'one'],
				['one'],
			]);
			expect(rowsOf(run1).map(({ userId }) => userId)).toEqual(['ann', 'bob', 'ann', 'bob', 'cy']);
			// Not one for each: those who share a text share a request where the order allows it.
			expect(sent()).toHaveLength(3);
		});

		it.each(losses)('%s: nobody is told twice, and nobody as told', async (_, fault, did) => {
			faults().next(fault);

			expectNobodyKnows(await run(hiToBoth));
			expect(sent()).toHaveLength(1);
			expect(got('ann')).toEqual(did ? ['Hi'] : []);
		});

		it('Retry On Fail sends neither who was sent nor who may have been', async () => {
			// The second of three is lost.
			faults().next('resetAfter', 1, ({ body }) => JSON.stringify(body).includes('two'));
			const said = ['one', 'two', 'three'];
			const { error } = await run({
				items: said.map((text, i) => ({ userId: ['ann', 'bob', 'cy'][i], text })),
				parameters: told,
				settings: { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 },
			});

			expect(error?.message).toContain('MAYBE_SENT');
			expect(sent()).toHaveLength(3);
			expect([got('ann'), got('bob'), got('cy')]).toEqual([['one'], ['two'], ['three']]);
		});

		it.each(['tooMany', 'tooManyLater'] as const)(
			'%s was not read, and goes again',
			async (fault) => {
				faults().next(fault);
				const { status } = await run({ items: [{ userId: 'ann', text: 'Hi' }], parameters: told });

				expect(status).toBe('success');
				expect(got('ann')).toEqual(['Hi']);
				expect(sent()).toHaveLength(2);
			},
		);

		it('a tool with Retry On Fail sends nothing, and says why', async () => {
			const tool = {
				parameters: {
					resource: 'message',
					operation: 'send',
					where: 'user',
					userIds: 'ann',
					text: 'Hi',
				},
				items: [{}],
				credentials: credentials(),
				settings: { retryOnFail: true },
			};
			const [answer] = rowsOf(await callTool(type, tool, [{}]));

			expect(answer.refusal).toContain('Retry On Fail');
			expect(sent()).toEqual([]);
		});

		it('more than a minute may bring waits for the next: none is turned away', async () => {
			const users = userNames(perMinute + 2 * perRequest);
			const from = performance.now();
			const { status, items } = await run({
				items: [{ users, text: 'Hi' }],
				parameters: { ...told, userIds: '={{ $json.users }}' },
			});

			expect(status).toBe('success');
			expect(items).toHaveLength(users.length);
			expect(sent()).toHaveLength(perMinute / perRequest + 2);
			expect(performance.now() - from).toBeGreaterThanOrEqual(60_000);
			expect(performance.now() - from).toBeLessThan(62_000);
		});

		it('who is turned away for more than a minute is sent to all the same', async () => {
			const from = performance.now();
			allow(0);
			setTimeout(() => allow(perMinute), 100_000);
			const { status } = await run({ items: [{ userId: 'ann', text: 'Hi' }], parameters: told });

			expect(status).toBe('success');
			expect(got('ann')).toEqual(['Hi']);
			expect(performance.now() - from).toBeLessThan(130_000);
		});

		it('who is turned away for two minutes and a half is given up, and was not sent to', async () => {
			const from = performance.now();
			allow(0);
			const { errorItems } = await run({
				items: [{ userId: 'ann', text: 'Hi' }],
				parameters: told,
				settings: continued,
			});

			expect(codesOf(errorItems)).not.toContain('MAYBE_SENT');
			expect(got('ann')).toEqual([]);
			expect(performance.now() - from).toBeGreaterThanOrEqual(150_000);
			expect(performance.now() - from).toBeLessThan(175_000);
			expect(sent().length).toBeLessThan(200);
		});

		it('four texts to somebody whom the limit lets nothing through for are given up together', async () => {
			const from = performance.now();
			allow(0);
			const { errorItems } = await run({
				items: ['one', 'two', 'three', 'four'].map((text) => ({ userId: 'ann', text })),
				parameters: told,
				settings: continued,
			});

			expect(errorItems).toHaveLength(4);
			expect(performance.now() - from).toBeLessThan(200_000);
		});

		it('who comes shortly before another execution gives up waits for as long', async () => {
			allow(0);
			setTimeout(() => allow(perMinute), 185_000);
			const first = run({ items: [{ userId: 'ann', text: 'Hi' }], parameters: told });
			const second = new Promise<string>((resolve) => {
				setTimeout(() => {
					void run({ items: [{ userId: 'bob', text: 'Hi' }], parameters: told }).then(
						({ status }) => resolve(status),
					);
				}, 145_000);
			});

			expect((await first).status).toBe('error');
			expect(await second).toBe('success');
			expect([got('ann'), got('bob')]).toEqual([[], ['Hi']]);
		});

		it('calls that are turned away are not taken for the limit of a minute', async () => {
			const from = performance.now();
			services[type].settings.requestsPerSecond = 10;
			const { status } = await run({
				items: userNames(60).map((userId) => ({ userId, text: `Hi ${userId}` })),
				parameters: told,
			});

			expect(status).toBe('success');
			expect(performance.now() - from).toBeLessThan(10_000);
		});

		it.each([null, undefined, '', 'nowhere'])(
			'where the expression gives %p is a mistake, and nothing is sent',
			async (where) => {
				const { error } = await run({
					items: [
						{ userId: 'ann', where: 'user' },
						{ userId: 'ann', groupId: lobby, chatRoomId: lounge, where },
					],
					parameters: { where: '={{ $json.where }}', text: 'Hi' },
				});

				expect(error?.message).toContain("'Where'");
				expect(error?.message).toContain('[item 1]');
				expect(requests()).toEqual([]);
			},
		);

		it('the administrator is the same sender, be it named or not', async () => {
			const senders = ['', type === 'tencent' ? 'administrator' : 'admin', undefined];
			const { items } = await run({
				items: senders.map((sender) => ({ userId: 'ann', text: 'Hi', sender })),
				parameters: { ...told, sender: '={{ $json.sender }}' },
			});

			expect(items).toHaveLength(1);
			expect(got('ann')).toEqual(['Hi']);
		});

		it.each([
			['empty', ''],
			['white', ' \n\t'],
			['missing', undefined],
			['a number', 7],
			['a list', ['a']],
			['an object', { a: 1 }],
			['too long', 'x'.repeat(mostBytes + 1)],
			['too long in bytes', '禁'.repeat(Math.ceil((mostBytes + 1) / 3))],
		])('a text that is %s is a mistake, and nothing is sent', async (_, text) => {
			const { error } = await run({
				items: [
					{ userId: 'ann', text: 'Hi' },
					{ userId: 'bob', text },
				],
				parameters: told,
			});

			expect(error?.message).toContain("'Text'");
			expect(error?.message).toContain('[item 1]');
			expect(sent()).toEqual([]);
		});

		it('the longest text is sent as it is', async () => {
			const text = `${'禁'.repeat(Math.floor(mostBytes / 3))}${'x'.repeat(mostBytes % 3)}`;
			await run({ items: [{ userId: 'ann', text }], parameters: told });

			expect(got('ann')).toEqual([text]);
		});

		it('a sender who can be nobody is a mistake that names the parameter', async () => {
			const { error } = await run({
				items: [{ userId: 'ann', text: 'Hi' }],
				parameters: { ...told, sender: 'two\twords' },
			});

			expect(error?.message).toContain("'Sender'");
		});
	},
);

describe('Tencent Cloud Chat', () => {
	const { run } = both.tencent;
	const into = { text: '={{ $json.text }}' };
	const sent = (path: string) =>
		services.tencent.requests
			.filter((request) => request.path.endsWith(path))
			.map(({ body }) => body as IDataObject);
	const said = (id: string) => texts(services.tencent.transcript(id));

	it.each([
		['SomeError', 'SomeError'],
		['an old FAIL with a list', 'FAIL'],
	] as const)('%s: who is not on the list was sent to', async (_, unknownReceiver) => {
		Object.assign(services.tencent.settings, {
			knownAccounts: new Set(['ann', 'bob']),
			unknownReceiver,
		});
		const { items, errorItems } = await run({
			items: ['ann', 'ghost', 'bob'].map((userId) => ({ userId, text: 'Hi' })),
			parameters: told,
			settings: continued,
		});

		expect(failed(errorItems, 'userId')).toEqual(['ghost']);
		expect(codesOf(errorItems)).toEqual([70107]);
		expect(items.map(({ json }) => json.userId)).toEqual(['ann', 'bob']);
		expect(sent('batchsendmsg')).toHaveLength(1);
	});

	it('a refusal without a list is of everybody, and nobody is sought', async () => {
		services.tencent.settings.knownAccounts = new Set(['ann']);
		const { errorItems } = await run({
			items: userNames(40).map((userId) => ({ userId, text: 'Hi' })),
			parameters: told,
			settings: continued,
		});

		expect(codesOf(errorItems)).toEqual(userNames(40).map(() => 90012));
		expect(sent('batchsendmsg')).toHaveLength(1);
	});

	it('a failure of somebody who was not asked for: nobody knows who got it', async () => {
		spoilAnswers(services.tencent, { ErrorList: [{ To_Account: 'zoe', ErrorCode: 90012 }] });

		expectNobodyKnows(await run(hiToBoth));
	});

	it('into groups and topics, without filling in a field but the text', async () => {
		const run1 = await run({
			items: [
				{ groupId: lobby, text: 'Hi' },
				{ groupId: community, topicId: topic, text: 'Hi' },
				{ groupId: community, topicId: '', text: 'Hi' },
			],
			parameters: into,
		});

		expect(rowsOf(run1)).toEqual([
			{ groupId: lobby, sent: true, messageId: '1' },
			{ groupId: community, topicId: topic, sent: true, messageId: '1' },
			{ groupId: community, sent: true, messageId: '1' },
		]);
		expect([said(lobby), said(topic), said(community)]).toEqual([['Hi'], ['Hi'], ['Hi']]);
	});

	it('a topic expression that gives nothing is a mistake for a Community, and none for another group', async () => {
		const parameters = { ...into, topicId: byId('={{ $json.topicId }}') };
		const wrong = await run({ items: [{ groupId: community, text: 'Hi' }], parameters });
		expect(wrong.error?.message).toContain("'Topic'");
		expect(sent('send_group_msg')).toEqual([]);

		await run({ items: [{ groupId: lobby, text: 'Hi' }], parameters });
		expect(said(lobby)).toEqual(['Hi']);
	});

	it.each(['news', topic, '={{ $json.channel }}'])(
		'%s is no topic of a group that was chosen',
		async (topicId) => {
			const { error } = await run({
				items: [{ text: 'Hi', channel: 'news' }],
				parameters: { ...into, groupId: byId(lobby), topicId: byId(topicId) },
			});

			expect(error?.message).toContain("'Topic'");
			expect(sent('send_group_msg')).toEqual([]);
		},
	);

	it.each([
		[{}, 0],
		[{ skipCallbacks: true }, 0],
		[{ skipCallbacks: false }, 1],
	])('with %j, a message in a group starts %d callbacks', async (options, count) => {
		const { callbacks } = services.tencent;
		callbacks.url = 'http://127.0.0.1:9/';
		await run({ items: [{ groupId: lobby, text: 'Hi' }], parameters: into, options });
		await callbacks.outbox.settled();

		expect(callbacks.outbox.sent).toHaveLength(count);
	});

	it.each(losses)(
		'%s: a message into a group is sent again, and arrives once',
		async (_, fault) => {
			services.tencent.faults.next(fault);
			const { status } = await run({ items: [{ groupId: lobby, text: 'Hi' }], parameters: into });
			const randoms = sent('send_group_msg').map(({ Random }) => Random);

			expect(status).toBe('success');
			expect(said(lobby)).toEqual(['Hi']);
			expect(randoms).toEqual([randoms[0], randoms[0]]);
		},
	);

	it('a group where no answer ever comes: nobody knows', async () => {
		services.tencent.faults.next('resetAfter', 99);
		const { errorItems } = await run({
			items: [{ groupId: lobby, text: 'Hi' }],
			parameters: into,
			settings: continued,
		});

		expect(codesOf(errorItems)).toEqual(['MAYBE_SENT']);
		expect(said(lobby)).toEqual(['Hi']);
	});

	it('is refused after a lost answer: nobody knows', async () => {
		const { tencent } = services;
		tencent.faults.next('resetAfter');
		tencent.settings.groupMessagesPerSecond = 1;
		const { errorItems } = await run({
			items: [{ groupId: lobby, text: 'Hi' }],
			parameters: into,
			settings: continued,
		});

		expect(codesOf(errorItems)).toEqual(['MAYBE_SENT']);
		expect(said(lobby)).toEqual(['Hi']);
	});

	it.each(['MsgDropReason', 10023] as const)(
		'%s is turned away: it goes again under another number',
		async (groupLimitAnswer) => {
			jest.restoreAllMocks();
			Object.assign(services.tencent.settings, { groupLimitAnswer, groupMessagesPerSecond: 1 });
			const { status } = await run({
				items: ['one', 'two'].map((text) => ({ groupId: lobby, text })),
				parameters: into,
			});
			const ofSecond = sent('send_group_msg').filter((body) =>
				JSON.stringify(body).includes('two'),
			);

			expect(status).toBe('success');
			expect(said(lobby)).toEqual(['one', 'two']);
			expect(ofSecond.length).toBeGreaterThan(1);
			expect(new Set(ofSecond.map(({ Random }) => Random)).size).toBe(ofSecond.length);
		},
	);

	it('messages of all topics of a group keep to what the group takes in a second', async () => {
		const topics = Array.from({ length: 4 }, (_, i) => `${community}@TOPIC#_@TOPIC#c${i}`);
		for (const topicId of topics) services.tencent.addTopic({ groupId: community, topicId });
		await run({ items: [{ groupId: lobby, text: 'Hi' }], parameters: into });
		await new Promise((go) => setTimeout(go, 5000));
		services.tencent.requests.length = 0;
		const from = performance.now();
		const { status } = await run({
			items: Array.from({ length: 120 }, (_, i) => ({
				groupId: community,
				topicId: topics[i % 4],
				text: `Message ${i}`,
			})),
			parameters: into,
		});

		expect(status).toBe('success');
		// None was dropped.
		expect(sent('send_group_msg')).toHaveLength(120);
		expect(performance.now() - from).toBeGreaterThanOrEqual(2000);
		expect(performance.now() - from).toBeLessThan(3500);
	});

	it('a sender who is muted is told, and so is one who does not exist', async () => {
		const { tencent } = services;
		tencent.mute(lobby, 'ann', 'permanent');
		tencent.settings.knownAccounts = new Set(['ann']);
		const { errorItems } = await run({
			items: ['ann', 'ghost'].map((by) => ({ groupId: lobby, text: 'Hi', by })),
			parameters: { ...into, sender: '={{ $json.by }}' },
			settings: continued,
		});

		expect(codesOf(errorItems)).toEqual([10017, 90008]);
	});
});

describe('Agora Chat', () => {
	const { run } = both.agora;
	const said = (id: string) => texts(services.agora.transcript(id));

	it.each([
		['rooms', 'chatRoom', 'chatRoomId', [lounge, launch], 'messages/chatrooms', 10],
		['groups', 'chatGroup', 'chatGroupId', [crew, guild], 'messages/chatgroups', 3],
	] as const)('into %s, several in a request', async (_, where, name, ids, path, most) => {
		const items = Array.from({ length: 12 }, (__, i) => ({
			[name]: ids[i] ?? `9000${i}`,
			text: 'Hi',
		}));
		const run1 = await run({ items, parameters: { where, text: '={{ $json.text }}' } });
		const bodies = services.agora.requests
			.filter((request) => request.path.endsWith(path))
			.map(({ body }) => body as IDataObject);

		expect(rowsOf(run1)).toEqual(
			items.map((item) => ({
				[name]: item[name],
				sent: true,
				messageId: expect.stringMatching(/^\d{18}$/),
			})),
		);
		expect(bodies.map(({ to }) => (to as string[]).length)).toEqual(
			most === 10 ? [10, 2] : [3, 3, 3, 3],
		);
		expect(ids.map(said)).toEqual([['Hi'], ['Hi']]);
	});

	it.each(losses)('%s: a message into rooms is not sent again', async (_, fault) => {
		services.agora.faults.next(fault);
		const { errorItems } = await run({
			items: [lounge, launch].map((chatRoomId) => ({ chatRoomId })),
			parameters: { where: 'chatRoom', text: 'Hi' },
			settings: continued,
		});

		expect(codesOf(errorItems)).toEqual(['MAYBE_SENT', 'MAYBE_SENT']);
		expect(failed(errorItems, 'chatRoomId')).toEqual([lounge, launch]);
		expect(services.agora.requests).toHaveLength(1);
	});

	it('a word in place of the ID is a success without one, and a receiver who is left out a failure', async () => {
		Object.assign(services.agora.settings, { sentAs: 'success', unsaid: new Set(['bob']) });
		const { items, errorItems } = await run(hiToBoth);

		expect(items.map(({ json }) => json)).toEqual([{ userId: 'ann', sent: true, messageId: null }]);
		expect(failed(errorItems, 'userId')).toEqual(['bob']);
		expect(codesOf(errorItems)).toEqual(['MAYBE_SENT']);
	});

	it('a room and a group of the same ID are two', async () => {
		const has78 = ({ body }: { body: unknown }) => JSON.stringify(body).includes('"78"');
		services.agora.faults.next('badGateway', 9, has78);
		const { error } = await run({
			items: [
				{ where: 'chatRoom', chatRoomId: '77' },
				{ where: 'chatGroup', chatGroupId: '77' },
				{ where: 'chatRoom', chatRoomId: '78' },
			].map((item) => ({ ...item, text: JSON.stringify(item) })),
			parameters: { where: '={{ $json.where }}', text: '={{ $json.text }}' },
			settings: { retryOnFail: true, maxTries: 2, waitBetweenTries: 0 },
		});

		expect(error?.message).toMatch(/^1 of 3 /);
	});

	it('a service that allows fewer messages than it says is waited for', async () => {
		services.agora.settings.messagesPerSecond = { chatrooms: 1, chatgroups: 1 };
		const { status } = await run({
			items: ['one', 'two', 'three'].map((text) => ({ chatGroupId: crew, text })),
			parameters: { where: 'chatGroup', text: '={{ $json.text }}' },
		});

		expect(status).toBe('success');
		expect(said(crew)).toEqual(['one', 'two', 'three']);
	});
});
