import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';
import { installN8n } from '../editor/install.mjs';
import { installChromium } from './chromium.mjs';

// npm run test:e2e: the packed package in the real n8n, with both services simulated.

await installN8n();
await installChromium();

// The tests run in a process of their own: what stops this one stops it, and the n8n it started.
const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(name, () => stop.abort());

const tests = run({
	files: [fileURLToPath(new URL('all.mjs', import.meta.url))],
	signal: stop.signal,
});
tests.on('test:fail', () => (process.exitCode = 1));
// As plain text: CI reads "# pass 12" and "# fail 0" at the end.
for await (const text of tests.compose(new spec())) {
	process.stdout.write(String(text).replaceAll('ℹ ', '# '));
}
