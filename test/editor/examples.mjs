import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './paths.mjs';

/**
 * The example workflows, ready to import: with the same id each time, so that they replace
 * themselves, and with the credentials that are stored here.
 * @param {{ id: string, name: string, type: string }[]} credentials
 */
export async function readExamples(credentials) {
	const folder = join(root, 'examples');
	const files = (await readdir(folder)).filter((file) => file.endsWith('.json')).sort();
	return await Promise.all(
		files.map(async (file) => {
			const workflow = JSON.parse(await readFile(join(folder, file), 'utf8'));
			for (const node of workflow.nodes) {
				for (const { id, name, type } of credentials) {
					if (node.credentials?.[type]) node.credentials[type] = { id, name };
				}
			}
			// n8n's ids have 36 characters at most.
			const id = file.slice(0, -'.json'.length).slice(0, 36);
			return { settings: {}, ...workflow, id, active: false };
		}),
	);
}
