import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { called } from './called.mjs';
import { forgeAgora, forgeTencent } from './forging.mjs';
import { agoraNode, tencentNode } from './services.mjs';
import { api, credentials, examples, n8n, reset, seeded, simulator } from './stage.mjs';
import { chained, trigger } from './workflows.mjs';

// The triggers at their production addresses: the simulated services call them, and strangers do.

const { tencent, agora } = simulator;
const { lobby } = seeded.tencent;
const { lounge } = seeded.agora;
const [{ data: tencentData }, { data: agoraData }] = credentials;

const services = [
	{
		title: 'Tencent Cloud Chat',
		node: tencentNode,
		withoutSecret: {
			type: 'tencentCloudChatApi',
			data: { ...tencentData, callbackToken: ' ' },
			reason: /'Callback Token' field of the credential is empty/,
		},
		send: async (text) => await tencent.sendMessage({ groupId: lobby, from: 'elif', text }),
		sent: () => tencent.callbacks.outbox.sent,
		fates: { pass: 'delivered', block: 'blocked', drop: 'dropped', replace: 'replaced' },
		forge: async (address, changes) => await forgeTencent(tencent, lobby, address, changes),
		forgeries: {
			'not signed': [{ Sign: '' }, 401],
			'signed with another token': [{ token: 'guessed' }, 401],
			'an hour old': [{ ageSeconds: 3600 }, 401],
			'of another app': [{ app: '1400000001' }, 403],
			'of another command than it says': [{ CallbackCommand: 'Group.CallbackAfterSendMsg' }, 401],
			'with a list for a body': [{ body: '[]' }, 400],
		},
	},
	{
		title: 'Agora Chat',
		node: agoraNode,
		withoutSecret: {
			type: 'agoraChatApi',
			data: { ...agoraData, callbackSecrets: ' , ' },
			reason: /'Callback Secrets' field of the credential is empty/,
		},
		send: async (text) => await agora.sendMessage({ id: lounge, from: 'elif', text }),
		sent: () => agora.callbacks.outbox.sent,
		fates: { pass: 'delivered', block: 'blocked', replace: 'replaced' },
		forge: async (address, changes) => await forgeAgora(agora, lounge, address, changes),
		forgeries: {
			'with an empty signature': [{ security: '' }, 401],
			// As reactions and threads are: members can have such sent, and must not have the rule switched off.
			'not signed': [{ security: undefined }, 200, '{"valid":true}'],
			'signed with nothing': [{ secret: '' }, 401],
			'signed with another secret': [{ secret: 'guessed' }, 401],
			'an hour old': [{ ageSeconds: 3600 }, 401],
			'of another app': [{ app: 'org#other' }, 403],
			'with a list for a body': [{ body: '[]' }, 400],
		},
	},
];

describe('Triggers', () => {
	beforeEach(reset);

	for (const { title, node, send, sent, fates, forge, forgeries } of services) {
		test(`${title}: the workflow decides what becomes of a message that waits`, async () => {
			const answer = {
				resource: 'callback',
				operation: 'answer',
				verdict: '={{ $json.text }}',
				replaceText: '***',
			};
			const workflow = await store(
				`${title}: the workflow decides`,
				trigger(node, { events: ['messageBefore'], answer: 'workflow', filters: {} }),
				node({ name: 'Answer', parameters: answer }),
			);
			await called(workflow, async () => {
				for (const [verdict, fate] of Object.entries(fates)) {
					const { shown, ...message } = await send(verdict);
					assert.deepEqual([message.fate, shown], [fate, shownBy(verdict)]);
				}
			});
			assert.equal(await api.countExecutions(workflow.id), Object.keys(fates).length);
		});

		test(`${title}: an answer that can't be given is an error that says so`, async () => {
			const workflow = await store(
				`${title}: answered twice`,
				trigger(node, { events: ['messageBefore'], answer: 'pass', filters: {} }),
				node({ name: 'Answer', parameters: { resource: 'callback', operation: 'answer' } }),
			);
			await called(workflow, async () => {
				assert.equal((await send('Hello!')).fate, 'delivered');
				const { status, error } = await api.lastExecution(workflow.id);
				assert.equal(status, 'error');
				assert.match(error.message, /'Message' node has answered already/);
			});
		});

		test(`${title}: what is forged starts nothing, and is told nothing`, async () => {
			const workflow = await store(
				`${title}: forged`,
				trigger(node, { events: ['messageBefore'], answer: 'pass', filters: {} }),
			);
			await called(workflow, async () => {
				for (const [what, [changes, status, text = '{}']] of Object.entries(forgeries)) {
					const answer = await forge(addressOf(workflow), changes);
					assert.deepEqual(answer, { status, text }, what);
				}
				const { status, text } = await forge(addressOf(workflow), { body: '{"open":' });
				assert.ok(status >= 400 && status < 500, text);
				assert.equal(await api.countExecutions(workflow.id), 0);

				// So they failed for what was forged in them.
				assert.equal((await forge(addressOf(workflow), {})).status, 200);
				const { nodes } = await api.lastExecution(workflow.id);
				assert.equal(nodes.Message.outputs[0][0].json.text, 'Let me in');
				assert.equal(sent().length, 0);
			});
			// Its sender is not told why, and n8n's log is, at most once for each reason.
			const logged = n8n
				.output()
				.split('\n')
				.filter((line) => line.includes(`workflow '${title}: forged' answered`))
				.map((line) => line.split('answered')[1]);
			assert.ok(logged.length >= 3, logged.join());
			assert.equal(new Set(logged).size, logged.length);
		});
	}

	test('publishing fails where a trigger could not do what it is set to, and says why', async () => {
		const refusals = [
			...services.map(({ withoutSecret, ...service }) => [service, {}, withoutSecret]),
			[services[0], { answer: 'block' }, { reason: /'Rules' parameter is empty/ }],
		];
		await Promise.all(
			refusals.map(async ([{ title, node, forge }, parameters, { type, data, reason }]) => {
				const credentials = type && (await stored({ name: 'No secret', type, data }));
				const own = trigger(node, parameters, credentials && { credentials });
				const workflow = await store(`${title}: not to be published`, own);
				assert.match(await api.refusal(workflow.id), reason);
				assert.equal((await forge(addressOf(workflow), {})).status, 404);
			}),
		);
	});

	test('the examples start nothing for what their filters leave out', async () => {
		// As the editor stores it: what the command line imports, the first of the 2 line can't publish.
		const { id, ...example } = examples.find(({ id }) => id === 'webhook-moderation');
		const workflow = await api.call('POST', 'workflows', example);
		await called(workflow, async () => {
			for (const text of ['Hello!', 'occasional', 'free', 'coins']) {
				const { fate } = await tencent.sendMessage({ groupId: lobby, from: 'elif', text });
				assert.equal(fate, 'delivered', text);
			}
			await tencent.callbacks.outbox.settled();
			for (const { answer } of tencent.callbacks.outbox.sent) assert.equal(answer.status, 200);
		});
		assert.equal(await api.countExecutions(workflow.id), 0);
	});
});

async function stored(credential) {
	const { id, name, type } = await api.call('POST', 'credentials', credential);
	return { [type]: { id, name } };
}

const shownBy = (verdict) => ({ pass: 'pass', replace: '***' })[verdict];

const store = async (...parts) => await api.call('POST', 'workflows', chained(...parts));

const addressOf = ({ nodes: [{ webhookId }] }) => `${n8n.url}/webhook/${webhookId}/callback`;
