import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { packageName, root } from './paths.mjs';
import { run } from './processes.mjs';

/**
 * Builds and packs the package as npm would publish it, and unpacks it where n8n, started with
 * this user folder, looks for community nodes.
 * @param {string} userFolder
 */
export async function packAndInstall(userFolder) {
	await run('npm', ['run', 'build'], { cwd: root });
	await installPacked(userFolder);
}

async function installPacked(userFolder) {
	const modules = join(userFolder, '.n8n/nodes/node_modules');
	await mkdir(modules, { recursive: true });
	const work = await mkdtemp(join(userFolder, 'pack-'));
	try {
		const options = ['--json', '--ignore-scripts', '--loglevel=error', '--pack-destination', work];
		const [{ filename }] = JSON.parse(await run('npm', ['pack', ...options], { cwd: root }));
		await run('tar', ['-xzf', join(work, filename), '-C', work]);
		const place = join(modules, packageName);
		await rm(place, { recursive: true, force: true });
		await rename(join(work, 'package'), place);
	} finally {
		await rm(work, { recursive: true });
	}
}
