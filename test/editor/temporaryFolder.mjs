import { rmSync } from 'node:fs';
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A folder that is gone when this process ends, however it does. Other users may look into it. It is outside of the
 * repository, whose n8n-workflow a package in it would find before that of its n8n.
 */
export async function temporaryFolder() {
	const folder = await mkdtemp(join(tmpdir(), 'chat-mute-'));
	// What was told to end a moment ago may still write.
	process.on('exit', () =>
		rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }),
	);
	await chmod(folder, 0o755);
	return folder;
}
