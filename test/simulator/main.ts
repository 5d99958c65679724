import { once, print, process } from '../support/node';
import { seed, startSimulator } from './index';
import { startPage } from './page/server';

/** `npm run simulator`: both services with believable data, until Ctrl-C. */
async function main(): Promise<void> {
	const simulator = await startSimulator({ ports: { tencent: 4180, agora: 4190 } });
	seed(simulator, { more: 1000 });
	const { tencent, agora } = simulator;
	const page = await startPage(simulator, { port: 4200 });

	print('Tencent Cloud Chat');
	printField('baseUrl', `${tencent.url} (region: custom)`);
	for (const [name, value] of Object.entries(tencent.credentials)) printField(name, value);
	print();
	print('Agora Chat');
	printField('host', agora.url);
	for (const [name, value] of Object.entries(agora.credentials)) printField(name, value);
	print();
	print(
		'Both hold a small community and 1,000 more groups and rooms. Nothing leaves this machine.',
	);
	print(`Write as a member, and see what callbacks make of it: ${page.url}`);
	print('Ctrl-C stops.');

	await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
	await page.stop();
	await simulator.stop();
	print();
	print(`${tencent.requests.length} requests to Tencent, ${agora.requests.length} to Agora.`);
	for (const line of [...tencent.malformed, ...agora.malformed]) print(`malformed: ${line}`);
}

const printField = (name: string, value: number | string): void =>
	print(`  ${name.padEnd(16)} ${value}`);

void main();
