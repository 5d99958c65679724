import { spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';

/** What has not ended yet, each with what ends it at once. */
const running = new Map();

// However this process ends, what it started ends with it.
process.on('exit', () => running.forEach((lastSignal, child) => signal(child, lastSignal)));
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
	// Unheeded, a signal would end it without the line above.
	process.once(name, () => process.listenerCount(name) > 0 || process.exit(1));
}

/**
 * Starts a program as the leader of its own process group, so that what it starts itself can be
 * stopped with it, and Ctrl-C reaches it through us and only once.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, lastSignal?: NodeJS.Signals }} [options] `lastSignal` is
 * for a program that can't be killed without leaving something behind
 */
export function start(command, args, { cwd, env = process.env, lastSignal = 'SIGKILL' } = {}) {
	const child = spawn(command, args, {
		cwd,
		env,
		detached: true,
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let stdout = '';
	let output = '';
	child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
	child.stdout.on('data', (text) => (output += text));
	child.stderr.setEncoding('utf8').on('data', (text) => (output += text));
	running.set(child, lastSignal);

	/** Settles when the program has ended, and never rejects. */
	const ended = new Promise((done) => {
		child.once('error', (error) => {
			output += error.message;
			done(1);
		});
		child.once('close', (code, reason) => done(code ?? reason));
	}).finally(() => running.delete(child));

	/** Gives it no time to put anything in order. */
	async function kill() {
		signal(child, lastSignal);
		await ended;
	}

	return {
		pid: child.pid,
		ended,
		kill,
		/** What it wrote so far: `stdout` alone, or everything. */
		stdout: () => stdout,
		output: () => output,
		async stop() {
			signal(child, 'SIGTERM');
			if ((await Promise.race([ended, delay(10_000, 'late', { ref: false })])) === 'late') {
				await kill();
			}
		},
	};
}

/**
 * Starts a program that is to go on, and waits until it is ready.
 * @param {string} command
 * @param {string[]} args
 * @param {{ isReady: (output: string) => boolean | Promise<boolean> }} options and those of `start`
 */
export async function startServer(command, args, { isReady, ...options }) {
	const server = start(command, args, options);
	let ended = false;
	void server.ended.then(() => (ended = true));
	while (!(await isReady(server.output()))) {
		if (ended) {
			throw new Error(`${[command, ...args].join(' ')} ended:\n${server.output().slice(-4000)}`);
		}
		await delay(250);
	}
	return server;
}

/**
 * Runs a program to its end.
 * @returns {Promise<string>} its standard output; a failure is an error with the end of all it said
 */
export async function run(command, args, options) {
	const program = start(command, args, options);
	const code = await program.ended;
	if (code !== 0) {
		const lines = program.output().trimEnd().split('\n').slice(-20).join('\n');
		const message = `${command} ${args.join(' ')} ended with ${code}:\n${lines}`;
		throw Object.assign(new Error(message), { stdout: program.stdout() });
	}
	return program.stdout();
}

function signal(child, name) {
	try {
		process.kill(-child.pid, name);
	} catch {
		// It has ended already.
	}
}
