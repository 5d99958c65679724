import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { forgeAgora, forgeTencent } from '../e2e/forging.mjs';
import { chained, trigger } from '../e2e/workflows.mjs';
import { mute, nodes, place, reset } from './places.mjs';
import { api, n8n, simulator } from './stage.mjs';

// Callbacks come in through the process for webhooks; what they start is run by workers.

const { tencent, agora } = simulator;
const services = [
	{
		title: 'Tencent Cloud Chat',
		node: nodes.tencent,
		/** Signed as the service does, but for the changes. */
		call: async (address, changes) => await forgeTencent(tencent, place, address, changes),
		forged: { token: 'guessed' },
		blocked: '{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":1}',
		replaced:
			'{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0,"MsgBody":[{"MsgType":"TIMTextElem","MsgContent":{"Text":"***"}}]}',
		muted: () => [...tencent.mutes(place).keys()],
	},
	{
		title: 'Agora Chat',
		node: nodes.agora,
		call: async (address, changes) => await forgeAgora(agora, place, address, changes),
		forged: { secret: 'guessed' },
		blocked: '{"valid":false}',
		replaced: '{"valid":true,"payload":{"bodies":[{"msg":"***","type":"txt"}]}}',
		muted: () => [...agora.mutes(place).keys()],
	},
];

for (const { title, node, call, forged, blocked, replaced, muted } of services) {
	describe(`Callbacks of ${title} through the webhook process`, { timeout: 1_800_000 }, () => {
		beforeEach(reset);

		const muting = node({ parameters: mute });
		const message = (answer) =>
			trigger(node, { events: ['messageBefore'], answer, rules: { words: 'let me in' } });

		test('the trigger answers by itself, and a worker mutes', async () => {
			await published([message('block'), muting], async ({ id, address }) => {
				assert.deepEqual(await call(address, {}), { status: 200, text: blocked });
				await ranOnWorker(id);
				assert.deepEqual(muted(), ['elif']);
			});
		});

		test('a workflow on a worker answers', async () => {
			const answer = node({
				name: 'Answer',
				parameters: {
					resource: 'callback',
					operation: 'answer',
					verdict: '={{ $json.matchedText ? "replace" : "pass" }}',
					replaceText: '***',
				},
			});
			await published([message('workflow'), answer, muting], async ({ id, address }) => {
				assert.deepEqual(await call(address, {}), { status: 200, text: replaced });
				await ranOnWorker(id);
				assert.deepEqual(muted(), ['elif']);
			});
		});

		test('what is forged is refused, and starts nothing', async () => {
			await published([message('block'), muting], async ({ id, address }) => {
				assert.deepEqual(await call(address, forged), { status: 401, text: '{}' });
				assert.equal((await call(address, {})).status, 200);
				await ranOnWorker(id); // what was signed is all that did
				assert.equal(await api.countExecutions(id), 1);
			});
		});
	});
}

/** Publishes a workflow for as long as `whilePublished` takes, and gives it the address of its trigger. */
async function published(chain, whilePublished) {
	const { id, nodes } = await api.call('POST', 'workflows', chained('Callbacks', ...chain));
	const address = `${n8n.webhook.url}/webhook/${nodes[0].webhookId}/callback`;
	await api.publish(id, async () => await whilePublished({ id, address }));
}

/** Waits for the last execution of a workflow to end well, on a worker. */
async function ranOnWorker(workflowId) {
	const { id, status } = await api.lastExecution(workflowId);
	assert.equal(status, 'success');
	assert.ok(n8n.workers.some(({ hasStarted }) => hasStarted(id)));
}
