import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';

/**
 * Runs a file of tests in a process of their own: what stops this one stops it, and the n8n it started.
 * @param {URL} file
 */
export async function runTests(file) {
	const stop = new AbortController();
	for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(name, () => stop.abort());

	const tests = run({ files: [fileURLToPath(file)], signal: stop.signal });
	tests.on('test:fail', () => (process.exitCode = 1));
	// As plain text: CI reads "# pass 12" and "# fail 0" at the end.
	for await (const text of tests.compose(new spec())) {
		process.stdout.write(String(text).replaceAll('ℹ ', '# '));
	}
}
