import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { startN8n } from '../editor/n8n.mjs';
import { packAndInstall } from '../editor/package.mjs';
import { freePort, loopback } from '../editor/ports.mjs';

const names = ['worker 1', 'worker 2', 'worker 3'];

/** That a worker was killed is known after 20 seconds, not after a minute. */
const lock = {
	QUEUE_WORKER_LOCK_DURATION: '20000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '4000',
	QUEUE_WORKER_STALLED_INTERVAL: '5000',
};

/**
 * Starts n8n in queue mode: a main process, one for webhooks, and three workers. Each has a user folder of its own,
 * as on a machine of its own.
 * @param {string} folder
 * @param {Record<string, string>} stores where Redis and the database are
 */
export async function startProcesses(folder, stores) {
	const packed = join(folder, 'packed');
	await packAndInstall(packed);
	const started = new Set();

	async function startProcess(name, command, more) {
		const userFolder = join(folder, name);
		await cp(packed, userFolder, { recursive: true });
		// Taken at the same time, so that they are not the same one.
		const [port, brokerPort] = await Promise.all([freePort(), freePort()]);
		const n8n = await startN8n({
			command,
			port,
			userFolder,
			env: {
				...stores,
				...lock,
				EXECUTIONS_MODE: 'queue',
				N8N_ENCRYPTION_KEY: 'the same for all of them',
				QUEUE_HEALTH_CHECK_ACTIVE: 'true',
				QUEUE_HEALTH_CHECK_PORT: String(port),
				N8N_WORKER_SERVER_ADDRESS: loopback,
				// There are no Code nodes here, and so nothing for runners to do.
				N8N_RUNNERS_MODE: 'external',
				N8N_RUNNERS_AUTH_TOKEN: 'known to nobody',
				N8N_RUNNERS_BROKER_PORT: String(brokerPort),
				...more,
			},
		});
		started.add(n8n);
		return n8n;
	}

	async function startWorker(name) {
		const worker = await startProcess(name, 'worker');
		const hasStarted = (executionId) =>
			worker.output().includes(`Worker started execution ${executionId} `);
		return { name, hasStarted, kill: worker.kill };
	}

	// Production callbacks and calls are the webhook process's alone.
	const main = await startProcess('main', 'start', { N8N_DISABLE_PRODUCTION_MAIN_PROCESS: 'true' });
	const [webhook, ...workers] = await Promise.all([
		startProcess('webhook', 'webhook'),
		...names.map(startWorker),
	]);
	return {
		main,
		webhook,
		workers,
		/** Kills a worker, whatever it is at. */
		async killWorker() {
			await workers.shift().kill();
		},
		/** Starts the workers anew that were killed. */
		async complete() {
			const missing = names.filter((name) => !workers.some((worker) => worker.name === name));
			workers.push(...(await Promise.all(missing.map(startWorker))));
		},
		stop: async () => await Promise.all([...started].map(async (n8n) => await n8n.stop())),
	};
}
