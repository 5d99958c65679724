import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
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
	const report = async () => await ask('report');
	return {
		...first.ready,
		reset: async (options) => await ask('reset', options),
		report,
		/** Each request to Agora, in order of arrival. */
		arrivals: async () => await ask('arrivals'),
		/** Members write; what became of each message. */
		write: async (options) => await ask('write', options),
		mutedUsers: async () => await ask('mutedUsers'),
		/** Waits until so many requests have arrived. */
		async arrived(count) {
			while ((await report()).requests < count) await delay(10);
		},
		stop: () => child.disconnect(),
	};
}
