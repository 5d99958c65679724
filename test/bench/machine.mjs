import { readFile } from 'node:fs/promises';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { installN8n } from '../editor/install.mjs';
import { root } from '../editor/paths.mjs';
import { run } from '../editor/processes.mjs';
import { version as n8nVersion } from '../editor/versions.mjs';

/** Programs that want to run, in the last minute: ours are one or two of them. */
export const load = () => loadavg()[0].toFixed(1);

/** What the figures depend on. */
export async function describeMachine() {
	const { node } = await installN8n();
	const version = async (...folder) =>
		JSON.parse(await readFile(join(...folder, 'package.json'), 'utf8')).version;
	const processors = cpus();
	return {
		Date: new Date().toISOString().slice(0, 16).replace('T', ' ') + ' UTC',
		Machine: `${processors.length} cores, ${processors[0].model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB`,
		'Load before': load(),
		n8n: n8nVersion,
		'Node.js': (await run(node, ['--version'])).trim(),
		'n8n-nodes-chat-mute': await version(root),
	};
}
