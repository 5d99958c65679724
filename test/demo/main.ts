// Before anything of n8n, which reads its log level when it is loaded.
import '../support/environment';

import { startSimulator } from '../simulator';
import { join, process, readFileSync, repositoryRoot } from '../support/node';
import { Mismatch } from './mismatch';
import { bold, clearProgress, red, say, wrapped } from './screen';

/** `npm run demo`: the main job through n8n's engine, proven by the state of the simulators. */
async function main(): Promise<void> {
	const simulator = await startSimulator();
	try {
		const { tencent, agora } = simulator;
		const engine = versionOf('node_modules/n8n-core/package.json');
		say(
			`n8n-nodes-chat-mute ${versionOf('package.json')} in n8n's engine, n8n-core ${engine}`,
			bold,
		);
		say(`Simulators: Tencent ${tencent.url}, Agora ${agora.url}`);
		say();
		// Loaded after these lines, because n8n's engine takes a second or two.
		const { play } = await import('./play');
		await play(simulator);
	} finally {
		clearProgress();
		await simulator.stop();
	}
}

function versionOf(path: string): string {
	const file = readFileSync(join(repositoryRoot, path), 'utf8');
	return (JSON.parse(file) as { version: string }).version;
}

main().catch((error: unknown) => {
	const reason = error instanceof Mismatch ? error.message : String((error as Error).stack);
	for (const line of wrapped(`FAILED: ${reason}`)) say(line, red);
	process.exitCode = 1;
});
