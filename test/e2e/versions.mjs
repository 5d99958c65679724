import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { say } from '../editor/say.mjs';
import { versions } from '../editor/versions.mjs';

// npm run test:versions: what needs no browser, on each version of n8n that is pinned.
// npm run test:versions -- 1.123.81 operations: on this version, this suite, and no other.

const named = process.argv.slice(2);
const isVersion = (name) => /^\d/.test(name);
const chosen = named.filter(isVersion);
const suites = named.filter((name) => !isVersion(name));
const unknown = chosen.filter((version) => !versions.includes(version));
if (unknown.length > 0) {
	say(`n8n ${unknown.join(', ')} is not pinned: there are ${versions.join(', ')}`);
	process.exit(1);
}

const runner = fileURLToPath(new URL('run.mjs', import.meta.url));
const usual = ['operations', 'errorModes', 'credentials', 'triggers', 'muteListTriggers'];
let tests;
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => tests?.kill(name));

for (const version of chosen.length > 0 ? chosen : versions) {
	say(`\nn8n ${version}\n`);
	tests = spawn(process.execPath, [runner, ...(suites.length > 0 ? suites : usual)], {
		env: { ...process.env, CHAT_MUTE_N8N: version },
		stdio: 'inherit',
	});
	const [code] = await once(tests, 'exit');
	// The last count that is said is that of the tests that failed.
	if (code !== 0) process.exit(code ?? 1);
}
