import { installN8n } from '../editor/install.mjs';
import { installChromium } from './chromium.mjs';
import { runTests } from './runTests.mjs';

// npm run test:e2e: the packed package in the real n8n, with both services simulated.
// npm run test:e2e -- operations triggers: these suites alone.

const inBrowser = [
	'browser',
	'moderation',
	'afterTheMute',
	'rules',
	'hostile',
	'syncing',
	'watching',
];
const all = [
	'operations',
	'errorModes',
	'credentials',
	'examples',
	'triggers',
	'muteListTriggers',
	...inBrowser,
	'secrets',
];

const named = process.argv.slice(2);
const suites = named.length > 0 ? named : all;
const unknown = suites.filter((suite) => !all.includes(suite));
if (unknown.length > 0) {
	console.error(`There is no suite ${unknown.join(', ')}: there are ${all.join(', ')}`);
	process.exit(1);
}

await installN8n();
if (suites.some((suite) => inBrowser.includes(suite))) await installChromium();

process.env.CHAT_MUTE_SUITES = suites.join();
await runTests(new URL('suites.mjs', import.meta.url));
