import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { run } from './processes.mjs';
import { say, sayWhile } from './say.mjs';
import { installation as folder, pin, version } from './versions.mjs';

const stamp = join(folder, 'installed');
const claim = join(folder, 'installing');

/**
 * Installs the pinned n8n, with the Node.js it needs, unless that has been done: 4 to 6 minutes
 * and up to 3 GB the first time. An install that was interrupted is done again.
 * @param {{ log?: typeof say }} [options]
 * @returns {Promise<{ node: string, cli: string }>} the paths of Node.js and of n8n's command
 */
export async function installN8n({ log = say } = {}) {
	const lockText = await readFile(join(pin, 'package-lock.json'), 'utf8');
	const wanted = createHash('sha256').update(lockText).digest('hex');
	const done = async () => (await readFile(stamp, 'utf8').catch(() => '')) === wanted;

	await mkdir(folder, { recursive: true });
	if (!(await done())) {
		await onlyOneAtATime(log, async () => {
			if (!(await done())) await install(JSON.parse(lockText).packages, log);
			await writeFile(stamp, wanted);
		});
	}
	return { node: nodeBinary(), cli: join(folder, 'node_modules/n8n/bin/n8n') };
}

async function install(packages, log) {
	log(`Installing n8n ${version}: 4 to 6 minutes, once; up to 3 GB.`);
	log(`  into ${folder}`);
	await rm(stamp, { force: true });
	for (const file of ['package.json', 'package-lock.json']) {
		await cp(join(pin, file), join(folder, file));
	}

	const manifests = Object.keys(packages)
		.filter((path) => path !== '' && isForThisMachine(packages[path]))
		.map((path) => join(folder, path, 'package.json'));
	await sayWhile('Downloading and unpacking', npm(['ci', '--ignore-scripts']), {
		log,
		detail: () => {
			const there = manifests.filter((manifest) => existsSync(manifest)).length;
			return `, ${there.toLocaleString('en')} of ${manifests.length.toLocaleString('en')} packages`;
		},
	});

	// These hold machine code. npm runs on the Node.js they are for, so that they fit it.
	const compiled = ['sqlite3', 'isolated-vm'].filter((name) => packages[`node_modules/${name}`]);
	const bin = dirname(nodeBinary());
	const env = { ...process.env, PATH: bin + delimiter + process.env.PATH };
	if (existsSync(join(bin, '../include/node/node.h'))) env.npm_config_nodedir = dirname(bin);
	await sayWhile(
		`Compiling ${compiled.join(' and ')}`,
		npm(['rebuild', '--ignore-scripts=false', ...compiled], env),
		{ log },
	);
}

const npm = async (args, env) =>
	await run('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder, env });

/** Node.js 24 as npm packages have it; where there is none (macOS), the one running this. */
function nodeBinary() {
	const packaged = join(folder, `node_modules/node-${process.platform}-${process.arch}/bin/node`);
	if (existsSync(packaged)) return packaged;
	if (Number.parseInt(process.versions.node) >= 24) return process.execPath;
	throw new Error(
		`n8n needs Node.js 24; this is ${process.version}. Run npm start with Node.js 24.`,
	);
}

const isForThisMachine = ({ os = process.platform, cpu = process.arch }) =>
	[os].flat().includes(process.platform) && [cpu].flat().includes(process.arch);

/** Tests, the benchmark and the editor share one installation: the first to come makes it. */
async function onlyOneAtATime(log, work) {
	while (!(await claimIt())) {
		log('  Another process is installing n8n: waiting for it …', { passing: true });
		await delay(5000);
	}
	try {
		await work();
	} finally {
		await rm(claim, { force: true });
	}
}

async function claimIt() {
	try {
		await writeFile(claim, String(process.pid), { flag: 'wx' });
		return true;
	} catch {
		const owner = Number(await readFile(claim, 'utf8').catch(() => '0'));
		if (isAlive(owner)) return false;
		await rm(claim, { force: true });
		return await claimIt();
	}
}

function isAlive(pid) {
	try {
		return pid > 0 && process.kill(pid, 0);
	} catch {
		return false;
	}
}
