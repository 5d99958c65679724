import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { called, calls, ended, start } from './muting.mjs';
import { mute, nodes, reset } from './places.mjs';
import { api, n8n, simulator, store } from './stage.mjs';

// Tokens of Easemob apps: n8n keeps them with the credential, for all its processes.

const { agora } = simulator;
const fetched = () => agora.requests.filter(({ path }) => path.endsWith('/token')).length;

describe('Tokens that are fetched', { timeout: 1_800_000 }, () => {
	test('each worker fetches one at the most, and none while there is one', async () => {
		reset();
		const { orgName, appName, clientId, clientSecret } = agora.credentials;
		const credential = await store({
			name: 'Easemob (simulator)',
			type: 'agoraChatApi',
			data: {
				host: agora.url,
				project: 'orgAndApp',
				orgName,
				appName,
				authentication: 'clientCredentials',
				clientId,
				clientSecret,
				requestsPerSecond: 100,
			},
		});
		const node = nodes.agora({ parameters: mute, credentials: credential.ofNode });
		const workflow = await api.call('POST', 'workflows', called('Tokens', node));
		await api.publish(workflow.id, async () => {
			const some = calls.slice(0, 9);
			await start(workflow, some);
			const first = await ended(workflow, some.length);
			const tokens = fetched();
			assert.ok(tokens >= 1 && tokens <= n8n.workers.length, `${tokens} tokens`);

			await start(workflow, some);
			const second = await ended(workflow, some.length, first);
			assert.equal(fetched(), tokens);
			for (const { status } of [...first, ...second]) assert.equal(status, 'success');
		});
	});
});
