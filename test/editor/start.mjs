import { createHash } from 'node:crypto';
import { existsSync, watch } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { callTriggers, publish } from './callbacks.mjs';
import { readExamples } from './examples.mjs';
import { installN8n } from './install.mjs';
import { importCredentials, importWorkflows, startN8n } from './n8n.mjs';
import { createOwner } from './owner.mjs';
import { packAndInstall } from './package.mjs';
import { root, userFolders } from './paths.mjs';
import { loopback, mustBeFree } from './ports.mjs';
import { run } from './processes.mjs';
import { say, sayWhile } from './say.mjs';
import { createTable } from './tables.mjs';

// npm start: n8n's editor with this package in it, both services simulated, ready to try.
// npm run dev: the same, and it follows every change of the package's sources.

const { values: options } = parseArgs({
	options: {
		port: { type: 'string', default: process.env.N8N_PORT ?? '5678' },
		watch: { type: 'boolean', default: false },
	},
});
const port = Number(options.port);
/** The examples that the simulator calls, one for each service. */
const moderation = 'webhook-moderation';
const published = [moderation, 'mute-audit-log'];
const userFolder = join(userFolders, 'editor', options.port);
/** As the README advises for callbacks. */
const env = { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' };
let n8n;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
try {
	await main();
} catch (error) {
	say(`\n${error.message}`);
	process.exit(1);
}

async function main() {
	if (!(port > 0 && port < 65533))
		throw new Error(`'${options.port}' is not a port for the editor.`);
	const ports = { tencent: port + 1, agora: port + 2, page: port + 3 };
	await mustBeFree({
		"n8n's editor": port,
		"the simulator of Tencent's API": ports.tencent,
		"the simulator of Agora's API": ports.agora,
		"the simulator's page": ports.page,
	});

	await mkdir(userFolder, { recursive: true });
	if (!existsSync(join(root, 'node_modules/.package-lock.json'))) {
		await sayWhile("Installing this repository's own tools", run('npm', ['ci'], { cwd: root }));
	}
	await installN8n();
	await sayWhile('Building and packing the package', packAndInstall(userFolder));

	const { startSeededSimulator, credentialsFor } = await import('./simulator.mjs');
	const credentials = credentialsFor(await startSeededSimulator(ports));
	const workflows = await readExamples(credentials);
	const isNew = await importOnce(credentials, workflows);
	await startEditor();
	const owner = await createOwner(n8n.url);
	const called = workflows.filter(({ id }) => published.includes(id));
	if (isNew) await putToWork(called);
	await callTriggers(`http://${loopback}:${ports.page}`, n8n.url, called);
	await welcome(owner, workflows, ports);
	if (options.watch) await followChanges();
}

/** Imports anew only what has changed, so that a workflow edited in the editor stays as it is. Tells whether it did. */
async function importOnce(credentials, workflows) {
	const stamp = join(userFolder, 'imported');
	const wanted = createHash('sha256')
		.update(JSON.stringify([credentials, workflows]))
		.digest('hex');
	if ((await readFile(stamp, 'utf8').catch(() => '')) === wanted) return false;
	await sayWhile('Storing the credentials', importCredentials(userFolder, credentials));
	await sayWhile('Storing the example workflows', importWorkflows(userFolder, workflows));
	await writeFile(stamp, wanted);
	return true;
}

/** Published once: who unpublishes one finds it so the next time. */
async function putToWork(workflows) {
	await createTable(
		n8n.url,
		workflows.find(({ id }) => id === moderation),
	);
	await publish(n8n.url, workflows);
}

async function startEditor() {
	const started = await sayWhile('Starting n8n', startN8n({ port, userFolder, env }));
	n8n = started;
	void started.ended.then((code) => {
		if (n8n !== started) return;
		say(`\nn8n ended by itself (${code}). Its last words:\n${started.output().slice(-2000)}`);
		process.exit(1);
	});
}

async function stopEditor() {
	const started = n8n;
	n8n = undefined;
	await started?.stop();
}

async function followChanges() {
	let changed = 0;
	for (const folder of ['nodes', 'credentials', 'icons']) {
		watch(join(root, folder), { recursive: true }, () => (changed = Date.now()));
	}
	say('Following changes in nodes/, credentials/ and icons/.');
	for (;;) {
		await delay(200);
		// An editor or git writes many files: wait until they are all there.
		if (changed === 0 || Date.now() - changed < 500) continue;
		changed = 0;
		try {
			await sayWhile('Building', packAndInstall(userFolder));
		} catch (error) {
			say(error.message);
			say('n8n goes on with the last build that worked.');
			continue;
		}
		await stopEditor();
		await startEditor();
		say('Reload the page in the browser.');
	}
}

async function welcome({ email, password }, workflows, ports) {
	const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
	say(`
  n8n's editor    http://localhost:${port}
  E-mail          ${email}
  Password        ${password}

  In it are the nodes Tencent Cloud Chat and Agora Chat (version ${version}, as npm
  would publish it), and credentials for a simulator of both services:
  http://localhost:${ports.tencent} (Tencent) and http://localhost:${ports.agora} (Agora).
  It holds a few groups and rooms with members and mutes, and starts afresh each
  time. What you do in n8n is kept.

  Write as a member of a group or room, and see what becomes of it:
  http://localhost:${ports.page}
  "Moderate messages by webhook" is published and called: write "free coins" into the Lobby.
  For a workflow of your own, set the address of its trigger there.
`);
	if (workflows.length > 0) say('  Workflows to open and run:');
	for (const { name } of workflows) say(`  - ${name}`);
	say('\n  Ctrl-C stops everything.\n');
}

async function stop() {
	// Asked twice, or before n8n runs: what was started ends with this process.
	if (!n8n) process.exit(130);
	say('\nStopping …');
	await stopEditor();
	process.exit(0);
}
