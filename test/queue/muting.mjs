import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { chained } from '../e2e/workflows.mjs';
import { api, n8n } from './stage.mjs';

/** Each starts an execution for a thousand users. */
export const calls = Array.from({ length: 100 }, (_, i) => i);
export const usersOf = (call) => Array.from({ length: 1000 }, (_, i) => `user-${call}-${i}`);
export const everybody = calls.flatMap(usersOf);

/** A workflow that is called with users, and hands them on to nodes that mute. */
export const called = (name, ...muting) =>
	chained(
		name,
		{
			name: 'Called',
			type: 'n8n-nodes-base.webhook',
			typeVersion: 2.1,
			webhookId: crypto.randomUUID(),
			parameters: {
				httpMethod: 'POST',
				path: crypto.randomUUID(),
				responseMode: 'onReceived',
			},
		},
		{
			name: 'Users',
			type: 'n8n-nodes-base.splitOut',
			parameters: { fieldToSplitOut: 'body.users', options: { destinationFieldName: 'userId' } },
		},
		...muting,
	);

/** Calls the published workflow, all at the same time; each is answered at once. */
export async function start({ nodes: [{ parameters }] }, someCalls) {
	await Promise.all(
		someCalls.map(async (call) => {
			const response = await fetch(`${n8n.webhook.url}/webhook/${parameters.path}`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ users: usersOf(call) }),
			});
			assert.equal(response.status, 200, await response.text());
		}),
	);
}

/** What came of executions, with what the nodes put out in those that succeeded. */
export async function outcomesOf(executions) {
	const succeeded = executions.filter(({ status }) => status === 'success');
	const rows = { Tencent: [], Agora: [] };
	for (const { id } of succeeded) {
		const { nodes } = await api.execution(id);
		for (const [name, list] of Object.entries(rows)) {
			list.push(...nodes[name].outputs[0].map(({ json }) => json));
		}
	}
	return {
		executions,
		failed: executions.filter((execution) => !succeeded.includes(execution)),
		rows,
	};
}

/** So many executions of a workflow, other than the earlier ones, once all have ended. */
export async function ended({ id }, count, earlier = []) {
	const filter = encodeURIComponent(JSON.stringify({ workflowId: id }));
	const known = new Set(earlier.map((execution) => execution.id));
	for (;;) {
		const { results } = await api.call('GET', `executions?filter=${filter}&limit=100`);
		const found = results.filter((execution) => !known.has(execution.id));
		if (found.length === count && found.every(({ stoppedAt }) => stoppedAt)) return found;
		await delay(500);
	}
}
