import { existsSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { installPackages } from '../editor/debian.mjs';
import { freePort, loopback } from '../editor/ports.mjs';
import { run, startServer } from '../editor/processes.mjs';

/** Debian has several versions side by side, and none of them in the PATH. */
const versions = '/usr/lib/postgresql';
const user = 'n8n';

export async function installPostgres() {
	if ((await programs()) === undefined) await installPackages('PostgreSQL', 'postgresql');
}

/**
 * A PostgreSQL of our own.
 * @param {string} folder where it keeps all it has
 */
export async function startPostgres(folder) {
	const bin = await programs();
	const data = join(folder, 'postgres');
	await mkdir(data);
	if (isRoot) await run('chown', [owner, data]);
	const initdb = [join(bin, 'initdb'), '--auth=trust', '--encoding=UTF8', '--no-locale'];
	await unprivileged(run, [...initdb, `--username=${user}`, data], { lastSignal: 'SIGTERM' });
	const port = await freePort();
	const options = [`listen_addresses=${loopback}`, 'unix_socket_directories=', 'fsync=off'];
	const postgres = [join(bin, 'postgres'), '-D', data, '-p', String(port)];
	const server = await unprivileged(
		startServer,
		[...postgres, ...options.flatMap((option) => ['-c', option])],
		{
			isReady: (output) => output.includes('ready to accept connections'),
			lastSignal: 'SIGQUIT',
		},
	);
	return {
		env: {
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: loopback,
			DB_POSTGRESDB_PORT: String(port),
			DB_POSTGRESDB_USER: user,
			DB_POSTGRESDB_DATABASE: 'postgres',
		},
		stop: server.stop,
	};
}

/** It refuses to run as root; Debian has a user for it. */
const isRoot = process.getuid() === 0;
const owner = 'postgres';
const asOwner = ['setpriv', `--reuid=${owner}`, `--regid=${owner}`, '--init-groups'];

/** Killed, either program would leave its shared memory behind: so `options` have a gentler last signal. */
async function unprivileged(runOrStart, command, options) {
	const [program, ...args] = isRoot ? [...asOwner, ...command] : command;
	return await runOrStart(program, args, { cwd: '/', ...options });
}

async function programs() {
	const found = existsSync(versions) ? await readdir(versions) : [];
	const [newest] = found
		.filter((version) => existsSync(join(versions, version, 'bin/initdb')))
		.sort((a, b) => Number(b) - Number(a));
	return newest && join(versions, newest, 'bin');
}
