import {
	resolveWebhookDescriptionField,
	webhookDescriptionIsNativelyResolvable,
	Workflow,
	type INodeParameters,
	type IWebhookDescription,
} from 'n8n-workflow';

import { callbackWebhook } from '../../nodes/shared/callbacks/webhook';
import { nodeOf, triggerTypes } from '../support/engine';

/** Who answers a callback: told by a function where n8n knows functions, by an expression elsewhere and in the editor. */

const parameters: INodeParameters[] = [
	{},
	{ answer: 'pass' },
	{ answer: 'block', events: ['message'] },
	{ answer: 'workflow' },
	{ answer: 'workflow', rules: { words: '={{ $json.words }}' } },
];

const triggers = Object.entries(triggerTypes);

it.each(triggers)('%s: n8n needs no engine for expressions to take a callback', (_, nodeType) => {
	for (const webhook of nodeType.description.webhooks ?? []) {
		expect(webhookDescriptionIsNativelyResolvable(webhook)).toBe(true);
	}
	// Of version 1 exactly, n8n evaluates one more expression.
	const { version } = nodeType.description;
	expect(Math.max(...[version].flat())).toBeGreaterThan(1);
});

describe.each(triggers)('%s: who answers', (_, nodeType) => {
	const evaluated = (webhook: IWebhookDescription, of: INodeParameters): unknown => {
		const node = nodeOf(nodeType, { parameters: of, items: [], credentials: {} });
		const workflow = new Workflow({
			nodes: [node],
			connections: {},
			active: false,
			nodeTypes: {
				getByName: () => nodeType,
				getByNameAndVersion: () => nodeType,
				getKnownTypes: () => ({}),
			},
		});
		const { responseMode } = webhook;
		return workflow.expression.getSimpleParameterValue(node, responseMode, 'webhook', {});
	};

	it.each(parameters)('the same by function and by expression: %j', (given) => {
		const expected = given.answer === 'workflow' ? 'responseNode' : 'onReceived';
		expect(evaluated(callbackWebhook, given)).toBe(expected);

		const answer = resolveWebhookDescriptionField(
			{ parameters: { answer: given.answer } },
			callbackWebhook,
			'responseMode',
		);
		expect(answer).toEqual({ resolved: true, value: expected });
	});

	it.each(parameters)('in n8n before 2.41, which has no such functions: %j', (given) => {
		jest.isolateModules(() => {
			jest.doMock('n8n-workflow', () => ({
				fromFunction: undefined,
				webhookDescriptionFields: undefined,
			}));
			const { callbackWebhook: older } =
				// eslint-disable-next-line @typescript-eslint/no-require-imports -- as an older n8n loads it
				require('../../nodes/shared/callbacks/webhook') as { callbackWebhook: IWebhookDescription };
			jest.dontMock('n8n-workflow');
			expect(evaluated(older, given)).toBe(
				given.answer === 'workflow' ? 'responseNode' : 'onReceived',
			);
		});
	});
});
