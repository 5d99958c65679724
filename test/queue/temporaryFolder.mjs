import { rmSync } from 'node:fs';
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder that is gone when this process ends, however it does. Other users may look into it. */
export async function temporaryFolder() {
	const folder = await mkdtemp(join(tmpdir(), 'chat-mute-queue-'));
	// What was told to end a moment ago may still write.
	process.on('exit', () =>
		rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }),
	);
	await chmod(folder, 0o755);
	return folder;
}
