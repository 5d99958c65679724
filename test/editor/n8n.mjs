import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { installN8n } from './install.mjs';
import { freePort, loopback } from './ports.mjs';
import { run, startServer } from './processes.mjs';
import { ownEnvironment } from './versions.mjs';

/**
 * Runs one of n8n's commands to its end, such as `['execute', '--id=1', '--rawOutput']`.
 * @param {string[]} args
 * @param {{ userFolder: string, env?: Record<string, string> }} options
 * @returns {Promise<string>} its standard output
 */
export async function n8nCommand(args, { userFolder, env }) {
	const { node, cli } = await installN8n();
	return await run(node, [cli, ...args], { env: await environment(node, userFolder, env) });
}

/**
 * Starts n8n, or of its queue mode a `webhook` or `worker` process, and waits until it answers.
 * @param {{ port: number, userFolder: string, env?: Record<string, string>, command?: 'start' | 'webhook' | 'worker' }} options
 */
export async function startN8n({ port, userFolder, env, command = 'start' }) {
	const { node, cli } = await installN8n();
	const url = `http://${loopback}:${port}`;
	const { pid, ended, output, stop, kill } = await startServer(node, [cli, command], {
		env: await environment(node, userFolder, {
			N8N_PORT: String(port),
			N8N_LISTEN_ADDRESS: loopback,
			...env,
		}),
		isReady: async () => await isReady(url, command),
	});
	return { url, pid, ended, output, stop, kill };
}

/**
 * Runs a stored workflow once, without the editor. A failed run is a result too: look at
 * `resultData.error`; `resultData.runData[node][0]` has each node's `executionTime` and `data.main`.
 * @param {string} id
 * @param {{ userFolder: string, env?: Record<string, string> }} options
 */
export async function executeWorkflow(id, options) {
	const command = n8nCommand(['execute', `--id=${id}`, '--rawOutput'], options);
	const output = await command.catch(({ stdout, message }) => stdout ?? message);
	// n8n's log shares the output: the result is from the first "{" to the first "}" in column 1.
	const [result] = /^\{$[^]*?^\}$/m.exec(output) ?? [];
	if (result === undefined) throw new Error(`The workflow ${id} gave no result:\n${output}`);
	return JSON.parse(result).data;
}

/** Stores credentials: `{ id, name, type, data }`, `data` in the clear; n8n encrypts it. */
export const importCredentials = async (userFolder, credentials) =>
	await importList('credentials', userFolder, credentials);

/** Stores workflows, over those that have the same ids. */
export const importWorkflows = async (userFolder, workflows) =>
	// The first of the 2 line stores no version of its own making; the others take no notice.
	await importList(
		'workflow',
		userFolder,
		workflows.map((workflow) => ({ versionId: workflow.id, ...workflow })),
	);

async function importList(kind, userFolder, list) {
	if (list.length === 0) return;
	const folder = await mkdtemp(join(tmpdir(), 'chat-mute-'));
	try {
		const file = join(folder, 'import.json');
		await writeFile(file, JSON.stringify(list));
		await n8nCommand([`import:${kind}`, `--input=${file}`], { userFolder });
	} finally {
		await rm(folder, { recursive: true });
	}
}

/** `/healthz` answers before the editor and its API do; the settings come last, where there are any. */
async function isReady(url, command) {
	try {
		return (
			(await fetch(`${url}/healthz/readiness`)).ok &&
			(command !== 'start' ||
				(await (await fetch(`${url}/rest/settings`)).json()).data !== undefined)
		);
	} catch {
		return false;
	}
}

/** n8n keeps to itself: it calls nobody, offers nothing, and saves every execution. */
const environment = async (node, userFolder, more) => ({
	...process.env,
	// n8n starts its runner of Code nodes as plain `node`, and it must be the same one.
	PATH: dirname(node) + delimiter + process.env.PATH,
	N8N_USER_FOLDER: userFolder,
	N8N_SECURE_COOKIE: 'false',
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
	N8N_PYTHON_ENABLED: 'false',
	...ownEnvironment,
	EXECUTIONS_DATA_SAVE_ON_SUCCESS: 'all',
	EXECUTIONS_DATA_SAVE_ON_ERROR: 'all',
	EXECUTIONS_DATA_SAVE_MANUAL_EXECUTIONS: 'true',
	// Two n8n at a time must not meet on the port that Code nodes use.
	N8N_RUNNERS_BROKER_PORT: String(await freePort(more?.N8N_PORT)),
	...more,
});
