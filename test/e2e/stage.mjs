import { after } from 'node:test';
import { tsImport } from 'tsx/esm/api';
import { readExamples } from '../editor/examples.mjs';
import { importCredentials, importWorkflows, startN8n } from '../editor/n8n.mjs';
import { createOwner } from '../editor/owner.mjs';
import { packAndInstall } from '../editor/package.mjs';
import { freePort } from '../editor/ports.mjs';
import { credentialsFor } from '../editor/simulator.mjs';
import { temporaryFolder } from '../editor/temporaryFolder.mjs';
import { signIn } from './api.mjs';

// One n8n, new from the ground up, with the packed package, and one simulator, for all the tests.

const { startSimulator } = await tsImport('../simulator/index.ts', import.meta.url);
const { seed, seeded } = await tsImport('../simulator/seed.ts', import.meta.url);
const { startPage } = await tsImport('../simulator/page/server.ts', import.meta.url);

export { seeded };
export const simulator = await startSimulator();
/** On which a person writes as a member. */
export const page = await startPage(simulator);
export const credentials = credentialsFor(simulator);
export const userFolder = await temporaryFolder();
await packAndInstall(userFolder);
await importCredentials(userFolder, credentials);
export const examples = await readExamples(credentials);
await importWorkflows(userFolder, examples);

export const n8n = await startN8n({
	port: await freePort(),
	userFolder,
	env: { N8N_LOG_LEVEL: 'debug' }, // the most that could give a secret away
});
await createOwner(n8n.url);
export const api = await signIn(n8n.url);

after(async () => {
	await n8n.stop();
	await page.stop();
	await simulator.stop();
});

/** When the services were last as at first: what is muted since then was muted no earlier. */
export let resetAt = Date.now();

/** Both services as they were at first: tests do not see what others did. */
export function reset() {
	resetAt = Date.now();
	simulator.tencent.reset();
	simulator.agora.reset();
	simulator.tencent.callbacks.url = undefined;
	simulator.agora.callbacks.rules = [];
	seed(simulator);
}
