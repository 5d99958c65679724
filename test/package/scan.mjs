// Runs n8n's own package scanner offline, on the source and on what `npm pack` would publish.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
	analyzePackage,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';

const folder = mkdtempSync(join(tmpdir(), 'chat-mute-scan-'));
try {
	execFileSync('npm', ['pack', '--silent', '--pack-destination', folder]);
	const [tarball] = readdirSync(folder);
	execFileSync('tar', ['-xzf', join(folder, tarball), '-C', folder]);
	for (const [what, path, patterns] of [
		['source', process.cwd(), SOURCE_FILE_PATTERNS],
		['packed tarball', join(folder, 'package'), ['**/*.js', 'package.json']],
	]) {
		const { passed, message, details } = await analyzePackage(path, patterns);
		console.log(`n8n scanner, ${what}: ${passed ? 'passed' : 'failed'}`);
		if (!passed) {
			console.log(message ?? '', details ?? '');
			process.exitCode = 1;
		}
	}
} finally {
	rmSync(folder, { recursive: true });
}
