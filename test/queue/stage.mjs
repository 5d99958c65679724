import { after } from 'node:test';
import { tsImport } from 'tsx/esm/api';
import { createOwner } from '../editor/owner.mjs';
import { credentialsFor } from '../editor/simulator.mjs';
import { temporaryFolder } from '../editor/temporaryFolder.mjs';
import { signIn } from '../e2e/api.mjs';
import { startPostgres } from './postgres.mjs';
import { startProcesses } from './processes.mjs';
import { startRedis } from './redis.mjs';

// One n8n in queue mode, with stores of its own and the packed package, and one simulator, for all the tests.

const { startSimulator } = await tsImport('../simulator/index.ts', import.meta.url);

export const simulator = await startSimulator();

const folder = await temporaryFolder();
const redis = await startRedis();
const postgres = await startPostgres(folder);
export const n8n = await startProcesses(folder, { ...redis.env, ...postgres.env });
await createOwner(n8n.main.url);
export const api = await signIn(n8n.main.url);

after(async () => {
	await n8n.stop();
	await postgres.stop();
	await redis.stop();
	await simulator.stop();
});

/** Stores a credential; `ofNode` is what a node needs of it. */
export async function store({ name, type, data }) {
	const { id } = await api.call('POST', 'credentials', { name, type, data });
	return { id, name, type, data, ofNode: { [type]: { id, name } } };
}

const stored = await Promise.all(credentialsFor(simulator).map(store));

/** Of the app on both services, as nodes need them. */
export const [tencentCredential, agoraCredential] = stored.map(({ ofNode }) => ofNode);

/**
 * Sets the rates in these.
 * @param {(allowed: number) => number} rateOf makes it of what the service allows
 */
export async function setRates(rateOf) {
	for (const { id, name, type, data } of stored) {
		const requestsPerSecond = rateOf(data.requestsPerSecond);
		const changed = { name, type, data: { ...data, requestsPerSecond } };
		await api.call('PATCH', `credentials/${id}`, changed);
	}
}
