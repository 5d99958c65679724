import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const packageName = 'n8n-nodes-chat-mute';

/** The repository's root folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** What npm start keeps between two starts: git-ignored, not published, safe to delete. */
export const cache = join(root, '.cache');

/** Where n8n keeps its data, and unpacks its editor, which ESLint would read in a folder of another name. */
export const userFolders = join(cache, 'node_modules');
