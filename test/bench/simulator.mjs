import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('simulatorProcess.mjs', import.meta.url));

/** Starts the simulator of both services in a process of its own. */
export async function startSimulatorProcess() {
	const child = fork(program);
	const ended = once(child, 'exit').then(([code]) => {
		throw new Error(`The simulator ended by itself (${code}).`);
	});
	ended.catch(() => {}); // reported to whoever waits for an answer
	const waiting = new Map();
	const [first] = await Promise.race([once(child, 'message'), ended]);
	child.on('message', ({ id, answer }) => waiting.get(id)(answer));

	let id = 0;
	const ask = async (name, options) => {
		id += 1;
		const answered = new Promise((resolve) => waiting.set(id, resolve));
		child.send({ id, name, options });
		return await Promise.race([answered, ended]);
	};
	return {
		...first.ready,
		reset: async (options) => await ask('reset', options),
		report: async () => await ask('report'),
		stop: () => child.disconnect(),
	};
}
