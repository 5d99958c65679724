import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

// The rules of a trigger: time for one message, memory for many users.

const script = fileURLToPath(new URL('rulesAlone.mjs', import.meta.url));

export const rules = {
	workflows: [],

	/** `longMs` of a message of 12 KB, `megabytes` for 200,000 users, how often a flood of 100 messages `started`. */
	async run({ say }) {
		say('rules');
		const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', script]);
		return JSON.parse(stdout);
	},
};
