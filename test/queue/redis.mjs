import { existsSync } from 'node:fs';
import { installPackages } from '../editor/debian.mjs';
import { freePort, loopback } from '../editor/ports.mjs';
import { startServer } from '../editor/processes.mjs';

const program = '/usr/bin/redis-server';

export async function installRedis() {
	if (!existsSync(program)) await installPackages('Redis', 'redis-server');
}

/** A Redis of our own, which keeps nothing on disk. */
export async function startRedis() {
	const port = await freePort();
	const options = { bind: loopback, port, save: '', appendonly: 'no' };
	const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
	const redis = await startServer(program, args, {
		isReady: (output) => output.includes('Ready to accept connections'),
	});
	return {
		env: { QUEUE_BULL_REDIS_HOST: loopback, QUEUE_BULL_REDIS_PORT: String(port) },
		stop: redis.stop,
	};
}
