import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cache } from './paths.mjs';

const pinned = fileURLToPath(new URL('n8n', import.meta.url));

/** The versions of n8n that are pinned here, each in a folder of its name, the oldest first. */
export const versions = readdirSync(pinned).sort((a, b) =>
	a.localeCompare(b, undefined, { numeric: true }),
);

/** What npm start runs, and all tests but those of the versions. */
const newest = versions.at(-1);

/** The one at hand: a process of tests is told by its variable. */
export const version = process.env.CHAT_MUTE_N8N ?? newest;

/** Where its package.json and package-lock.json are. */
export const pin = join(pinned, version);

/** Where it is installed. */
export const installation = join(cache, version === newest ? 'n8n' : `n8n-${version}`);

/** What it needs in its environment, and others do not know. */
export const ownEnvironment = JSON.parse(readFileSync(join(pin, 'package.json'), 'utf8')).config;
