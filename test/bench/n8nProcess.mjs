import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startN8n } from '../editor/n8n.mjs';
import { createOwner, login } from '../editor/owner.mjs';
import { freePort } from '../editor/ports.mjs';

const hooks = fileURLToPath(new URL('n8nHooks.cjs', import.meta.url));
const togetherHooks = fileURLToPath(new URL('n8nTogetherHooks.cjs', import.meta.url));

/**
 * Starts n8n in a process that has run nothing before, so that memory is that of what it runs now.
 * @param {string} userFolder
 * @param {Record<string, string>} [env]
 */
export async function startFreshN8n(userFolder, env = {}) {
	const reports = join(userFolder, 'reports');
	await rm(reports, { recursive: true, force: true });
	await mkdir(reports, { recursive: true });
	// Taken at the same time, so that they are not the same one.
	const [port, brokerPort] = await Promise.all([freePort(), freePort()]);
	const n8n = await startN8n({
		port,
		userFolder,
		env: {
			N8N_RUNNERS_BROKER_PORT: String(brokerPort),
			EXTERNAL_HOOK_FILES: hooks,
			BENCH_REPORTS: reports,
			...env,
		},
	});
	await createOwner(n8n.url);
	const cookie = await login(n8n.url);
	let ended = false;
	void n8n.ended.then(() => (ended = true));

	async function post(path, body) {
		const response = await fetch(`${n8n.url}/rest/${path}`, {
			method: 'POST',
			headers: { cookie, 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		const text = await response.text();
		if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`);
		return JSON.parse(text).data;
	}

	async function reportOf(workflowId, executionId) {
		const file = join(reports, `${executionId}.json`);
		while (!existsSync(file)) {
			if (ended) throw new Error(`n8n ended during ${workflowId}:\n${n8n.output().slice(-2000)}`);
			await delay(20);
		}
		const report = JSON.parse(await readFile(file, 'utf8'));
		if (report.error) throw new Error(`${workflowId} failed: ${report.error}`);
		return report;
	}

	return {
		url: n8n.url,
		pid: n8n.pid,
		/** Starts a stored workflow. */
		async start(workflowId) {
			const trigger = { triggerToStartFrom: { name: 'Start' } };
			const { executionId } = await post(`workflows/${workflowId}/run`, trigger);
			return {
				/** What the hooks say of it, once it has ended. */
				report: async () => await reportOf(workflowId, executionId),
				cancel: async () => await post(`executions/${executionId}/stop`, {}),
			};
		},
		/** Runs a stored workflow to its end, and gives what the hooks say of it. */
		async run(workflowId) {
			const execution = await this.start(workflowId);
			return await execution.report();
		},
		stop: async () => await n8n.stop(),
	};
}

/** The same for several executions at the same time: their reports tell times alone. */
export const startN8nForMany = async (userFolder) =>
	await startFreshN8n(userFolder, { EXTERNAL_HOOK_FILES: togetherHooks });
