import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const packageName = 'n8n-nodes-chat-mute';

/** The repository's root folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** What npm start keeps between two starts: git-ignored, not published, safe to delete. */
export const cache = join(root, '.cache');
