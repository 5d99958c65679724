import type { IDataObject, INodeParameters } from 'n8n-workflow';

import {
	agoraTrusting,
	fromAgora,
	fromTencent,
	groupMessage,
	privateMessage,
	roomMessage,
	tencentTrusting,
} from '../support/callbacks';
import { publish, useWebhooks, type Received } from '../support/webhook';

const webhooks = useWebhooks();

const onTencent = async (body: IDataObject, parameters: INodeParameters): Promise<Received> =>
	await webhooks.send(
		{
			type: 'tencent',
			parameters: { events: ['messageBefore', 'privateMessageBefore', 'message'], ...parameters },
			credentials: tencentTrusting(),
		},
		fromTencent(body),
	);
const onAgora = async (body: IDataObject, parameters: INodeParameters): Promise<Received> =>
	await webhooks.send(
		{
			type: 'agora',
			parameters: { events: ['messageBefore', 'message'], ...parameters },
			credentials: agoraTrusting(),
		},
		fromAgora(body),
	);

const group = '@TGS#2J4SZEAEL';
const room = '262246968131585';
const tencentPass = { ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 0 };
const agoraPass = { valid: true };
const spam = { words: 'spam' };

/** Nothing starts, and the message is sent. */
function expectLetThrough(received: Received, pass: IDataObject): void {
	expect(received).toMatchObject({ status: 200, items: undefined, thrown: undefined });
	expect(received.answer).toEqual(pass);
}

describe('A verdict of Tencent Cloud Chat', () => {
	it.each<[string, INodeParameters, IDataObject]>([
		['pass', {}, tencentPass],
		['block', {}, { ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 1 }],
		['drop', {}, { ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 2 }],
		[
			'block',
			{ blockCode: 10100, blockReason: 'No spam, please' },
			{ ActionStatus: 'OK', ErrorInfo: 'No spam, please', ErrorCode: 10100 },
		],
		[
			'block',
			{ blockCode: '={{ 10000 + 200 }}', blockReason: '={{ $json.body.From_Account }}' },
			{ ActionStatus: 'OK', ErrorInfo: 'jared', ErrorCode: 10200 },
		],
		[
			'replace',
			{ replaceText: '***' },
			{ ...tencentPass, MsgBody: [{ MsgType: 'TIMTextElem', MsgContent: { Text: '***' } }] },
		],
	])(
		'is what the service waits for, and the workflow starts: %s %j',
		async (answer, fields, expected) => {
			const received = await onTencent(groupMessage('buy spam'), {
				answer,
				rules: spam,
				...fields,
			});

			expect(received).toMatchObject({ status: 200, items: [{ text: 'buy spam' }] });
			expect(received.answer).toEqual(expected);
		},
	);

	it('may have a code of the range for single users', async () => {
		const received = await onTencent(privateMessage('spam'), {
			answer: 'block',
			blockCode: 120001,
			blockReason: 'no',
			rules: spam,
		});

		expect(received.answer).toEqual({ ActionStatus: 'OK', ErrorInfo: 'no', ErrorCode: 120001 });
	});

	it.each(['block', 'drop', 'replace', 'workflow'])(
		'is not asked for after a message was sent: %s',
		async (answer) => {
			const received = await onTencent(
				groupMessage('spam', { CallbackCommand: 'Group.CallbackAfterSendMsg' }),
				{ answer, rules: spam, replaceText: 'x' },
			);

			expect(received.answer).toEqual(tencentPass);
			expect(received.items).toMatchObject([{ event: 'message' }]);
			expect(received.items?.[0]).not.toHaveProperty('reply');
		},
	);

	it('does not fall on what the filters leave out', async () => {
		expectLetThrough(
			await onTencent(groupMessage('hello'), { answer: 'block', rules: spam }),
			tencentPass,
		);
	});

	it.each<[string, INodeParameters]>([
		['of a code that does not fit', { answer: 'block', blockCode: '={{ 120001 }}' }],
		['of a code that is none', { answer: 'block', blockCode: '={{ "no" }}' }],
		['without a text', { answer: 'replace', replaceText: '={{ $json.nothing }}' }],
		['that is none', { answer: '={{ "nonsense" }}' }],
		['whose expression fails', { answer: 'replace', replaceText: '={{ $json. }}' }],
	])('lets the message pass where its expressions make one %s', async (_, parameters) => {
		const received = await onTencent(groupMessage('spam'), { rules: spam, ...parameters });

		expectLetThrough(received, tencentPass);
		expect(received.log).toContain('Tencent Cloud Chat');
	});
});

describe('A verdict of Agora Chat', () => {
	it.each<[string, INodeParameters, IDataObject]>([
		['pass', {}, agoraPass],
		['block', {}, { valid: false }],
		['block', { blockMessage: 'No spam, please' }, { valid: false, code: 'No spam, please' }],
		[
			'replace',
			{ replaceText: '***' },
			{ valid: true, payload: { bodies: [{ msg: '***', type: 'txt' }] } },
		],
	])(
		'is what the service waits for, and the workflow starts: %s %j',
		async (answer, fields, expected) => {
			const received = await onAgora(roomMessage('buy spam'), { answer, rules: spam, ...fields });

			expect(received).toMatchObject({ status: 200, items: [{ text: 'buy spam' }] });
			expect(received.answer).toEqual(expected);
		},
	);

	it('replaces a flat payload by a flat one', async () => {
		const received = await onAgora(roomMessage('', { payload: { msg: 'spam', type: 'txt' } }), {
			answer: 'replace',
			replaceText: '***',
			rules: spam,
		});

		expect(received.answer).toEqual({ valid: true, payload: { msg: '***', type: 'txt' } });
	});

	it.each(['block', 'replace', 'workflow'])(
		'is not asked for after a message was sent: %s',
		async (answer) => {
			const received = await onAgora(roomMessage('spam', { eventType: 'chat' }), {
				answer,
				rules: spam,
				replaceText: 'x',
			});

			expect(received.answer).toEqual(agoraPass);
			expect(received.items).toMatchObject([{ event: 'message' }]);
			expect(received.items?.[0]).not.toHaveProperty('reply');
		},
	);

	it.each<[string, INodeParameters]>([
		['too long', { answer: 'block', blockMessage: '={{ "x".repeat(1000) }}' }],
		['that the service has not', { answer: '={{ "drop" }}' }],
	])('lets the message pass where its expressions make one %s', async (_, parameters) => {
		const received = await onAgora(roomMessage('spam'), { rules: spam, ...parameters });

		expectLetThrough(received, agoraPass);
		expect(received.log).toContain('Agora Chat');
	});

	it.each(['={{ "x".repeat(1000) }}', '={{ "禁".repeat(400) }}'])(
		'blocks the message where the replacement that an expression makes is too long: %s',
		async (replaceText) => {
			const received = await onAgora(roomMessage('spam'), {
				rules: spam,
				answer: 'replace',
				replaceText,
			});

			expect(received).toMatchObject({ status: 200, answer: { valid: false } });
			expect(received.items).toHaveLength(1);
		},
	);

	it('never has more than 1,000 characters', async () => {
		for (const [answer, field] of [
			['block', 'blockMessage'],
			['replace', 'replaceText'],
		]) {
			for (let length = 900; length <= 1000; length += 4) {
				const received = await onAgora(roomMessage('spam'), {
					answer,
					[field]: `={{ '"'.repeat(${length / 4}) + 'x'.repeat(${length / 2}) }}`,
					rules: spam,
				});
				expect(JSON.stringify(received.answer).length).toBeLessThanOrEqual(1000);
			}
		}
	});
});

describe('Where the workflow decides', () => {
	it('the execution starts, and nothing is answered yet', async () => {
		const tencent = await onTencent(groupMessage('spam'), { answer: 'workflow', rules: spam });
		const agora = await onAgora(roomMessage('spam'), { answer: 'workflow', rules: spam });

		// n8n's own answer, where nobody gives one by the end of the execution.
		expect(tencent).toMatchObject({ status: 200, answer: '' });
		expect(agora).toMatchObject({ status: 200, answer: '' });
		expect(tencent.items).toMatchObject([{ text: 'spam', reply: {} }]);
		expect(agora.items).toMatchObject([{ text: 'spam', reply: {} }]);
	});

	it('what the filters leave out is let pass at once', async () => {
		const parameters = { answer: 'workflow', rules: spam };

		expectLetThrough(await onTencent(groupMessage('hello'), parameters), tencentPass);
		expectLetThrough(await onAgora(roomMessage('hello'), parameters), agoraPass);
	});

	it('all messages may wait, without any filter', async () => {
		const received = await onTencent(groupMessage('hello'), { answer: 'workflow' });

		expect(received.items).toHaveLength(1);
	});
});

describe('Filters', () => {
	const passes = async (
		{ words, ...filters }: INodeParameters,
		message: IDataObject = {},
	): Promise<boolean> => {
		const received = await onTencent(groupMessage('hello', message), {
			answer: 'block',
			filters,
			rules: words === undefined ? {} : { words },
		});
		if (received.items) expect(received.answer).toMatchObject({ ErrorCode: 1 });
		else expectLetThrough(received, tencentPass);
		return received.items !== undefined;
	};
	const topic = '@TGS#cNEWS';

	it.each<[boolean, INodeParameters, IDataObject]>([
		[true, { places: group }, {}],
		[true, { places: ` other ,\n${group}\r\n` }, {}],
		[true, { places: [group] as never }, {}],
		[true, { places: `={{ ["other", "${group}"] }}` }, {}],
		[true, { places: '={{ $json.body.GroupId }}' }, {}],
		[false, { places: 'other' }, {}],
		[false, { places: group.toLowerCase() }, {}],
		// An array is taken exactly.
		[false, { places: [` ${group}`] as never }, {}],
		[false, { places: [`other,${group}`] as never }, {}],
		[true, { places: topic }, { TopicId: topic }],
		[true, { places: group }, { TopicId: topic }],
		[false, { places: topic }, {}],
	])('let the places through that they name: %s %j', async (isLetThrough, filters, message) => {
		expect(await passes(filters, message)).toBe(isLetThrough);
	});

	it.each<[boolean, INodeParameters]>([
		[false, { ignoreUsers: 'jared', words: 'hello' }],
		[false, { ignoreUsers: 'tommy,\njared', words: 'hello' }],
		[false, { ignoreUsers: ['jared'] as never, words: 'hello' }],
		[true, { ignoreUsers: 'tommy', words: 'hello' }],
		[true, { ignoreUsers: 'jared2, jare', words: 'hello' }],
		[true, { ignoreUsers: '', words: 'hello' }],
		[true, { ignoreUsers: '={{ $json.nothing }}', words: 'hello' }],
	])('leave out the users that they name: %s %j', async (isLetThrough, filters) => {
		expect(await passes(filters)).toBe(isLetThrough);
	});

	it.each<[boolean, INodeParameters]>([
		[true, { messageTypes: 'TIMTextElem' }],
		[true, { messageTypes: 'TIMCustomElem, TIMTextElem' }],
		[false, { messageTypes: 'TIMCustomElem' }],
	])('let the types of messages through that they name: %s %j', async (isLetThrough, filters) => {
		expect(await passes(filters)).toBe(isLetThrough);
	});

	it('look at every part of a message', async () => {
		const MsgBody = [
			{ MsgType: 'TIMTextElem', MsgContent: { Text: 'fine' } },
			{ MsgType: 'TIMCustomElem', MsgContent: { Data: 'buy spam now' } },
		];

		expect(await passes({ messageTypes: 'TIMCustomElem' }, { MsgBody })).toBe(true);
		expect(await passes(spam, { MsgBody })).toBe(true);
	});

	it.each<[boolean, INodeParameters]>([
		[true, { words: 'spam\nhello' }],
		[true, { words: '={{ ["spam", "hello"] }}' }],
		[true, { words: 'spam，HELLO' }],
		[false, { words: 'spam' }],
		[false, { words: 'hell' }],
	])(
		'let the messages through that have a word of theirs: %s %j',
		async (isLetThrough, filters) => {
			expect(await passes(filters)).toBe(isLetThrough);
		},
	);

	it('tell which word it was', async () => {
		const received = await onTencent(groupMessage('buy SPAM now'), { rules: spam });

		expect(received.items).toMatchObject([{ matchedRule: 'words', matchedText: 'spam' }]);
	});

	it('must all hold', async () => {
		const holds = {
			places: group,
			words: 'hello',
			ignoreUsers: 'tommy',
			messageTypes: 'TIMTextElem',
		};
		const fails = { places: 'x', words: 'x', ignoreUsers: 'jared', messageTypes: 'x' };

		expect(await passes(holds)).toBe(true);
		for (const [name, value] of Object.entries(fails)) {
			expect([name, await passes({ ...holds, [name]: value })]).toEqual([name, false]);
		}
	});

	it.each(['places', 'messageTypes', 'words'])(
		'that were added and are empty let nothing through: %s',
		async (name) => {
			const nothing = [
				...['', ' ', ',\n,', [], [''], null],
				...['={{ undefined }}', '={{ null }}', '={{ $json.nothing }}', '={{ [] }}', '={{ "" }}'],
			];
			for (const value of nothing) {
				const filters = { [name]: value } as INodeParameters;
				expect([value, await passes(filters)]).toEqual([value, false]);
			}
		},
	);

	it.each([
		'={{ undefined }}',
		'={{ "" }}',
		'={{ [] }}',
		'={{ {} }}',
		'={{ null }}',
		'={{ $json. }}',
	])('that an expression makes nothing of silence nobody: %s', async (filters) => {
		const received = await onTencent(groupMessage('hello'), {
			answer: 'block',
			filters: filters as never,
		});

		expectLetThrough(received, tencentPass);
	});

	it('do not ask what a private message has not: it is in no place', async () => {
		for (const places of [group, 'tommy', 'jared', 'undefined', room]) {
			const parameters = { answer: 'block', filters: { places } };

			expectLetThrough(await onTencent(privateMessage('hello'), parameters), tencentPass);
			expectLetThrough(
				await onAgora(roomMessage('hello', { chat_type: 'chat' }), parameters),
				agoraPass,
			);
		}
	});

	it('take a place that may be a room or a group for either', async () => {
		const received = await onAgora(roomMessage('hello', { chat_type: 'groupchat' }), {
			answer: 'block',
			filters: { places: room },
		});

		expect(received.answer).toEqual({ valid: false });
	});

	it('leave out single members of several', async () => {
		const received = await webhooks.send(
			{
				type: 'tencent',
				parameters: { events: ['memberJoined'], filters: { ignoreUsers: 'jared' } },
				credentials: tencentTrusting(),
			},
			fromTencent({
				CallbackCommand: 'Group.CallbackAfterNewMemberJoin',
				GroupId: group,
				NewMemberList: [{ Member_Account: 'jared' }, { Member_Account: 'tommy' }],
			}),
		);

		expect(received.items).toMatchObject([{ userId: 'tommy' }]);
	});
});

describe('Publishing', () => {
	const tencent = async (parameters: INodeParameters, credential = {}) =>
		await publish({ type: 'tencent', parameters, credentials: tencentTrusting(credential) });
	const agora = async (parameters: INodeParameters, credential = {}) =>
		await publish({ type: 'agora', parameters, credentials: agoraTrusting(credential) });

	it('goes through as the editor sets the node', async () => {
		expect(await tencent({})).toBeUndefined();
		expect(await agora({})).toBeUndefined();
	});

	it.each(['', '  ', undefined, null])(
		'fails without a token, and says where it is set: %j',
		async (nothing) => {
			const ofTencent = await tencent({}, { callbackToken: nothing });
			const ofAgora = await agora({}, { callbackSecrets: nothing });

			expect(ofTencent?.message).toContain("'Callback Token'");
			expect(ofAgora?.message).toContain("'Callback Secrets'");
			expect(ofTencent?.description).toContain('console');
			expect(ofAgora?.description).toContain('console');
		},
	);

	it('fails with secrets that are all empty', async () => {
		expect((await agora({}, { callbackSecrets: ' , ,' }))?.message).toContain("'Callback Secrets'");
	});

	it('fails without a credential', async () => {
		for (const type of ['tencent', 'agora'] as const) {
			expect((await publish({ type, credentials: {} }))?.message).toMatch(/credential/i);
		}
	});

	it.each(['block', 'drop', 'replace'])('fails for %s without any filter', async (answer) => {
		const parameters = { answer, replaceText: 'x' };

		expect((await tencent(parameters))?.message).toContain("'Filters'");
		expect(await tencent({ ...parameters, rules: spam })).toBeUndefined();
		if (answer === 'drop') return;
		expect((await agora(parameters))?.message).toContain("'Filters'");
		expect(await agora({ ...parameters, rules: spam })).toBeUndefined();
	});

	it.each(['pass', 'workflow'])('goes through for %s without any filter', async (answer) => {
		expect(await tencent({ answer })).toBeUndefined();
		expect(await agora({ answer })).toBeUndefined();
	});

	it('goes through where no event waits for a verdict', async () => {
		expect(await tencent({ events: ['message'], answer: 'block' })).toBeUndefined();
		expect(await agora({ events: ['message'], answer: 'block' })).toBeUndefined();
	});

	const groups = 'messageBefore';
	const users = 'privateMessageBefore';

	it.each<[string[], number[]]>([
		[[groups], [1, 10100, 10150, 10200]],
		[[users], [1, 120001, 130000]],
		[[groups, users], [1]],
	])('takes the block codes of %j: %j', async (events, codes) => {
		for (const blockCode of codes) {
			const parameters = { events, answer: 'block', blockCode, rules: spam };
			expect([blockCode, await tencent(parameters)]).toEqual([blockCode, undefined]);
		}
	});

	it.each<[string[], Array<number | string | null>]>([
		[[groups], [0, 2, -1, 10099, 10201, 10100.5, 120001, '', 'x', 1e300]],
		[[users], [0, 2, 10100, 120000, 130001]],
		[
			[groups, users],
			[10100, 120001],
		],
		[[groups, 'message'], [120001]],
	])('fails for block codes that do not fit %j: %j', async (events, codes) => {
		for (const blockCode of codes) {
			for (const blockReason of ['no', '={{ $json.body.From_Account }}']) {
				const parameters = { events, answer: 'block', blockCode, blockReason, rules: spam };
				const error = await tencent(parameters as INodeParameters);
				expect([blockCode, error?.message]).toEqual([
					blockCode,
					expect.stringContaining("'Block Code'"),
				]);
			}
		}
	});

	it('fails for an answer that Agora Chat does not take', async () => {
		const parameters = { answer: 'block', blockMessage: 'x'.repeat(1000), rules: spam };
		const replaced = { answer: 'replace', replaceText: 'x'.repeat(1000), rules: spam };

		expect((await agora(parameters))?.message).toContain("'Block Message'");
		expect((await agora(replaced))?.message).toContain("'Replacement Text'");
		expect(await agora({ ...parameters, blockMessage: 'x'.repeat(900) })).toBeUndefined();
		expect(await agora({ ...replaced, replaceText: 'x'.repeat(900) })).toBeUndefined();
	});

	it.each(['', ' '])('fails for a replacement by nothing: %j', async (replaceText) => {
		const parameters = { answer: 'replace', replaceText, rules: spam };

		expect((await tencent(parameters))?.message).toContain("'Replacement Text'");
		expect((await agora(parameters))?.message).toContain("'Replacement Text'");
	});

	it('fails without an event', async () => {
		expect((await tencent({ events: [] }))?.message).toContain("'Events'");
		expect((await agora({ events: [] }))?.message).toContain("'Events'");
	});

	it.each([0, -1, 3601, 'x', 1e12])('fails for an age that is none: %s', async (maxAgeSeconds) => {
		expect((await tencent({ options: { maxAgeSeconds } }))?.message).toContain("'Max Age'");
		expect((await agora({ options: { maxAgeSeconds } }))?.message).toContain("'Max Age'");
	});

	it('fails for an expression that is to choose who answers: n8n asks before it reads a callback', async () => {
		for (const answer of ['={{ "block" }}', '={{ $json.body.answer }}']) {
			expect((await tencent({ answer, rules: spam }))?.message).toContain("'Answer'");
			expect((await agora({ answer, rules: spam }))?.message).toContain("'Answer'");
		}
	});

	it('takes what only a callback can tell: expressions', async () => {
		const parameters: INodeParameters = {
			events: '={{ ["messageBefore"] }}',
			answer: 'block',
			blockCode: '={{ $json.body.code }}',
			rules: { words: '={{ $json.body.words }}' },
			replaceText: '={{ $json.body.text }}',
			options: { maxAgeSeconds: '={{ 60 }}' },
		};

		expect(await tencent(parameters)).toBeUndefined();
		expect(await agora(parameters)).toBeUndefined();
		expect(
			await tencent({ answer: 'replace', replaceText: '={{ 1 }}', rules: spam }),
		).toBeUndefined();
	});
});
