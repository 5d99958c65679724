import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../editor/paths.mjs';

/** Where a step's picture is kept. */
export function pictureFile(name) {
	const folder = join(root, 'artifacts/e2e');
	mkdirSync(folder, { recursive: true });
	return join(folder, `${name}.png`);
}

/**
 * Makes tests of what a person does in the browser. A `step` goes on from the one before: what follows one that failed
 * would only fail for its sake. A `start` needs nothing of those before it.
 */
export function steps(picture) {
	let failed = false;
	async function run(deed) {
		try {
			await deed();
		} catch (error) {
			failed = true;
			await picture('failed');
			throw error;
		}
	}
	return {
		start: (name, deed) =>
			test(name, async () => {
				failed = false;
				await run(deed);
			}),
		step: (name, deed) =>
			test(name, async (t) => {
				if (failed) return t.skip('after a step that failed');
				await run(deed);
			}),
	};
}
