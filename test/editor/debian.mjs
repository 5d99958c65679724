import { existsSync } from 'node:fs';
import { run } from './processes.mjs';
import { sayWhile } from './say.mjs';

const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '--non-interactive'];

/** Whether this is Debian, or Ubuntu, and we may install packages, or may try to. */
export const canInstall = () =>
	existsSync('/usr/bin/apt-get') && (asRoot.length === 0 || existsSync('/usr/bin/sudo'));

/**
 * Installs packages of Debian.
 * @param {string} what what they are to people
 * @param {...string} packages
 */
export async function installPackages(what, ...packages) {
	await sayWhile(
		`Installing ${what}`,
		(async () => {
			await aptGet('update');
			await aptGet('install', '--yes', ...packages);
		})(),
	);
}

async function aptGet(...args) {
	const apt = [...asRoot, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args];
	await run(apt[0], apt.slice(1));
}
