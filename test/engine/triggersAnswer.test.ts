import {
	NodeConnectionTypes,
	type IDataObject,
	type IExecuteFunctions,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
} from 'n8n-workflow';

import {
	agoraTrusting,
	fromAgora,
	fromTencent,
	groupMessage,
	privateMessage,
	roomMessage,
	tencentTrusting,
} from '../support/callbacks';
import { runChain, type ChainedNode } from '../support/chain';
import { triggerTypes } from '../support/engine';
import { useWebhooks, type Received } from '../support/webhook';
import { rowsOf } from './services';

const webhooks = useWebhooks();

/** Any node that makes other items of those that it gets. */
const nodeThat = (
	name: string,
	change: (items: INodeExecutionData[]) => INodeExecutionData[],
): ChainedNode => ({
	type: {
		description: {
			...{ displayName: name, name, group: ['transform'], version: 1, description: '' },
			...{ defaults: { name }, properties: [] },
			inputs: [NodeConnectionTypes.Main],
			outputs: [NodeConnectionTypes.Main],
		},
		async execute(this: IExecuteFunctions) {
			return [change(this.getInputData())];
		},
	} satisfies INodeType,
	name,
	parameters: {},
});

/** Keeps nothing of the trigger's item, not even where it came from. */
const model = nodeThat('Model', () => [{ json: { label: 'bad' } }]);
const editFields = nodeThat('Edit Fields', (items) =>
	items.map(({ json }, item) => ({ json: { who: json.userId ?? null }, pairedItem: { item } })),
);
const ifNode = nodeThat('If', (items) => items.filter(({ json }) => json.text !== 'never'));
const twice = (...values: IDataObject[]) =>
	nodeThat('Split', () => values.map((json) => ({ json, pairedItem: { item: 0 } })));

const answer = (
	type: 'tencent' | 'agora',
	parameters: INodeParameters,
	settings?: Partial<INode>,
): ChainedNode => ({
	type,
	name: 'Answer',
	parameters: { resource: 'callback', operation: 'answer', ...parameters },
	settings,
});

const onTencent = async (
	then: readonly ChainedNode[],
	{ message = groupMessage('hello'), parameters = {} }: Sending = {},
): Promise<Received> =>
	await webhooks.send(
		{
			type: 'tencent',
			parameters: {
				events: ['messageBefore', 'privateMessageBefore', 'message'],
				answer: 'workflow',
				...parameters,
			},
			credentials: tencentTrusting(),
			then,
		},
		fromTencent(message),
	);
const onAgora = async (
	then: readonly ChainedNode[],
	{ message = roomMessage('hello'), parameters = {} }: Sending = {},
): Promise<Received> =>
	await webhooks.send(
		{
			type: 'agora',
			parameters: { events: ['messageBefore', 'message'], answer: 'workflow', ...parameters },
			credentials: agoraTrusting(),
			then,
		},
		fromAgora(message),
	);

interface Sending {
	message?: IDataObject;
	parameters?: INodeParameters;
}

const tencentPass = { ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 0 };

describe('The answer of a workflow', () => {
	it.each<[string, INodeParameters, IDataObject]>([
		['pass', {}, tencentPass],
		['block', {}, { ...tencentPass, ErrorCode: 1 }],
		['drop', {}, { ...tencentPass, ErrorCode: 2 }],
		[
			'block',
			{ blockCode: 10100, blockReason: '={{ "No, " + $json.userId }}' },
			{ ActionStatus: 'OK', ErrorInfo: 'No, jared', ErrorCode: 10100 },
		],
		[
			'replace',
			{ replaceText: '***' },
			{ ...tencentPass, MsgBody: [{ MsgType: 'TIMTextElem', MsgContent: { Text: '***' } }] },
		],
	])('is what Tencent Cloud Chat waits for: %s %j', async (verdict, fields, expected) => {
		const received = await onTencent([answer('tencent', { verdict, ...fields })]);

		expect(received.run?.error).toBeUndefined();
		expect(received.status).toBe(200);
		expect(received.answer).toEqual(expected);
	});

	it.each<[string, INodeParameters, IDataObject]>([
		['pass', {}, { valid: true }],
		['block', {}, { valid: false }],
		['block', { blockMessage: 'no' }, { valid: false, code: 'no' }],
		[
			'replace',
			{ replaceText: '***' },
			{ valid: true, payload: { bodies: [{ msg: '***', type: 'txt' }] } },
		],
	])('is what Agora Chat waits for: %s %j', async (verdict, fields, expected) => {
		const received = await onAgora([answer('agora', { verdict, ...fields })]);

		expect(received.run?.error).toBeUndefined();
		expect(received.status).toBe(200);
		expect(received.answer).toEqual(expected);
	});

	it('lets the message pass unless it is told otherwise', async () => {
		expect((await onTencent([answer('tencent', {})])).answer).toEqual(tencentPass);
		expect((await onAgora([answer('agora', {})])).answer).toEqual({ valid: true });
	});

	it('may be an expression', async () => {
		const verdict = '={{ $json.label === "bad" ? "block" : "pass" }}';

		expect((await onTencent([model, answer('tencent', { verdict })])).answer).toMatchObject({
			ErrorCode: 1,
		});
		expect((await onTencent([answer('tencent', { verdict })])).answer).toEqual(tencentPass);
	});

	it('replaces a flat payload by a flat one', async () => {
		const message = roomMessage('', { payload: { msg: 'hello', type: 'txt' } });
		const node = answer('agora', { verdict: 'replace', replaceText: '***' });

		expect((await onAgora([model, node], { message })).answer).toEqual({
			valid: true,
			payload: { msg: '***', type: 'txt' },
		});
	});

	it('has the codes of the message that waits', async () => {
		const node = (blockCode: number) => answer('tencent', { verdict: 'block', blockCode });
		const toUser = { message: privateMessage('hello') };

		expect((await onTencent([node(120001)], toUser)).answer).toMatchObject({ ErrorCode: 120001 });
		expect((await onTencent([node(10100)], toUser)).run?.error?.message).toContain("'Block Code'");
		expect((await onTencent([node(120001)])).run?.error?.message).toContain("'Block Code'");
	});

	it.each<[string, ChainedNode[]]>([
		['Edit Fields', [editFields]],
		['If', [ifNode]],
		['a node that loses the pairing', [model]],
		['several', [ifNode, editFields, model]],
	])('comes through %s', async (_, between) => {
		const tencent = await onTencent([...between, answer('tencent', { verdict: 'drop' })]);
		const agora = await onAgora([...between, answer('agora', { verdict: 'block' })]);

		expect(tencent.answer).toMatchObject({ ErrorCode: 2 });
		expect(agora.answer).toEqual({ valid: false });
	});

	it('needs no credential', async () => {
		const { items } = await onTencent([answer('tencent', {})]);
		const answers: unknown[] = [];
		const run = await runChain(
			[
				{ type: triggerTypes.tencent, name: 'Trigger', parameters: {} },
				answer('tencent', { verdict: 'block' }),
			],
			{ items: items!, credentials: {}, onResponse: (response) => answers.push(response) },
		);

		expect(run.error).toBeUndefined();
		expect(answers).toEqual([
			{ body: { ...tencentPass, ErrorCode: 1 }, headers: {}, statusCode: 200 },
		]);
	});

	it('puts its input out as it came', async () => {
		const { run, items } = await onTencent([answer('tencent', { verdict: 'block' })]);

		expect(rowsOf(run!)).toEqual(items);
		expect(run?.items).toMatchObject([{ pairedItem: { item: 0 } }]);

		const given = [{ label: 'a', deep: { list: [1, null] } }, { label: 'b' }];
		const several = await onTencent([twice(...given), answer('tencent', {})]);
		expect(several.run?.items).toMatchObject(
			given.map((json, item) => ({ json, pairedItem: { item } })),
		);
	});
});

describe('Nobody can be answered', () => {
	const run = async (chain: ChainedNode[]) =>
		await runChain(chain, { items: [{}], credentials: {} });

	it('where no trigger has started the workflow', async () => {
		const tencent = await run([editFields, answer('tencent', {})]);
		const agora = await run([editFields, answer('agora', {})]);

		expect(tencent.error?.message).toContain("'Tencent Cloud Chat Trigger'");
		expect(agora.error?.message).toContain("'Agora Chat Trigger'");
	});

	it('where the answer stands alone', async () => {
		expect((await run([answer('tencent', {})])).error?.message).toContain('Trigger');
	});

	it('where the trigger is that of the other service', async () => {
		const { run, answer: sent } = await onAgora([answer('tencent', { verdict: 'block' })]);

		expect(run?.error?.message).toContain("'Tencent Cloud Chat Trigger'");
		expect(sent).not.toHaveProperty('ActionStatus');
	});

	it.each<[string, Sending]>([
		['by itself', { parameters: { answer: 'pass' } }],
		['with a verdict', { parameters: { answer: 'block', rules: { words: 'hello' } } }],
		[
			'as the message was sent already',
			{ message: groupMessage('hello', { CallbackCommand: 'Group.CallbackAfterSendMsg' }) },
		],
	])('where the trigger has answered %s', async (_, sending) => {
		const received = await onTencent([answer('tencent', { verdict: 'drop' })], sending);

		expect(received.run?.error?.message).toContain('answered already');
		expect(received.run?.error?.message).toContain("'Trigger'");
		expect(received.run?.error?.description).toContain('Let the Workflow Decide');
		expect(received.answer).not.toMatchObject({ ErrorCode: 2 });
	});

	it.each<[string, INodeParameters, string]>([
		['is none', { verdict: '={{ "nonsense" }}' }, 'Verdict'],
		['is not there', { verdict: '={{ $json.nothing }}' }, 'Verdict'],
		['has a code that is none', { verdict: 'block', blockCode: '={{ "x" }}' }, 'Block Code'],
		['has no text', { verdict: 'replace', replaceText: '={{ $json.x }}' }, 'Replacement Text'],
	])('with a verdict that %s', async (_, parameters, name) => {
		const tencent = await onTencent([answer('tencent', parameters)]);

		expect(tencent.run?.error?.message).toContain(`'${name}'`);
		expect(tencent.status).toBe(500);
	});

	it.each<[string, INodeParameters, string]>([
		['is that of another service', { verdict: '={{ "drop" }}' }, 'Verdict'],
		[
			'has too long a message',
			{ verdict: 'block', blockMessage: 'x'.repeat(1000) },
			'Block Message',
		],
		['is too long', { verdict: 'replace', replaceText: 'x'.repeat(1000) }, 'Replacement Text'],
	])('of Agora Chat with a verdict that %s', async (_, parameters, name) => {
		const agora = await onAgora([answer('agora', parameters)]);

		expect(agora.run?.error?.message).toContain(`'${name}'`);
		expect(agora.status).toBe(500);
	});
});

describe('Several items', () => {
	const verdict = '={{ $json.verdict }}';
	const [block, pass] = [{ verdict: 'block' }, { verdict: 'pass' }];

	const run = async (items: IDataObject[], settings?: Partial<INode>) => {
		const { items: started } = await onTencent([]);
		const answers: unknown[] = [];
		const node = answer('tencent', { verdict }, settings);
		const ended = await runChain(
			[{ type: triggerTypes.tencent, name: 'Trigger', parameters: {} }, twice(...items), node],
			{
				items: started!,
				credentials: {},
				onResponse: (response) => answers.push((response as { body: IDataObject }).body.ErrorCode),
			},
		);
		return { ...ended, answers };
	};

	it('that agree are one answer', async () => {
		const { items, answers } = await run([block, block, block]);

		expect(answers).toEqual([1]);
		expect(items).toHaveLength(3);
	});

	it('that do not agree are an error, and no answer', async () => {
		const { error, answers } = await run([block, pass]);

		expect(error?.message).toContain('agree');
		expect(error?.description).toMatch(/\w/);
		expect(answers).toEqual([]);
	});

	it('stop the workflow for one that has no verdict', async () => {
		const { error, answers } = await run([block, {}]);

		expect(error?.message).toContain("'Verdict'");
		expect(error?.message).toContain('[item 1]');
		expect(answers).toEqual([]);
	});

	it.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'that do not agree all fail where the workflow goes on: %s',
		async (onError) => {
			const { items, errorItems, error, answers } = await run([block, pass], { onError });
			const [failed, others] =
				onError === 'continueErrorOutput' ? [errorItems, items] : [items, errorItems];

			expect(error).toBeUndefined();
			expect(answers).toEqual([]);
			expect(others).toEqual([]);
			expect(failed).toMatchObject(
				[0, 1].map((item) => ({ json: { details: {} }, pairedItem: { item } })),
			);
			for (const { json } of failed) expect(json.error).toContain('agree');
		},
	);

	it('that have a verdict decide where another one has none, and the workflow goes on', async () => {
		const { items, errorItems, answers } = await run([block, {}, block], {
			onError: 'continueErrorOutput',
		});

		expect(answers).toEqual([1]);
		expect(items).toMatchObject([0, 2].map((item) => ({ json: block, pairedItem: { item } })));
		expect(errorItems).toMatchObject([{ pairedItem: { item: 1 } }]);
		expect(errorItems[0].json.error).toContain("'Verdict'");
	});

	it('fail one by one where nobody waits, and the workflow goes on', async () => {
		const { items, error } = await runChain(
			[editFields, answer('tencent', {}, { onError: 'continueRegularOutput' })],
			{ items: [{}, {}], credentials: {} },
		);

		expect(error).toBeUndefined();
		expect(items).toMatchObject([{ pairedItem: { item: 0 } }, { pairedItem: { item: 1 } }]);
		expect(items[0].json.error).toContain('Trigger');
	});
});
