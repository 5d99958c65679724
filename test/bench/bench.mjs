import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { installN8n } from '../editor/install.mjs';
import { importCredentials, importWorkflows } from '../editor/n8n.mjs';
import { packAndInstall } from '../editor/package.mjs';
import { say } from '../editor/say.mjs';
import { credentialsFor } from '../editor/simulator.mjs';
import { callbackRate } from './callbackRate.mjs';
import { callbacks } from './callbacks.mjs';
import { rules } from './rules.mjs';
import { cancelled } from './cancelled.mjs';
import { makeCases, memoryCases, processes } from './cases.mjs';
import { check, checkOne } from './checks.mjs';
import { describeMachine, load } from './machine.mjs';
import { measure } from './measure.mjs';
import { startFreshN8n } from './n8nProcess.mjs';
import { asMarkdown, asText } from './print.mjs';
import { compareReferences, referencesWorkflow } from './references.mjs';
import { sharedApp } from './sharedApp.mjs';
import { startSimulatorProcess } from './simulator.mjs';
import { makeTables, measuresTable } from './tables.mjs';
import { turns } from './turns.mjs';
import { otherRates } from './workflows.mjs';

// npm run bench: our nodes beside what n8n has, in the real n8n, with both services simulated.
// npm run bench -- --only agora,agora40ms: these cases alone, each in an n8n of its own, and what can
// be checked of one alone. With --profile FILE, the last run's CPU profile is written there.

const { values: options } = parseArgs({
	options: { only: { type: 'string' }, profile: { type: 'string' } },
});

const began = performance.now();
// A new one, so that two benchmarks on one machine do not meet in it.
const folder = await mkdtemp(join(tmpdir(), 'chat-mute-bench-'));
const userFolder = join(folder, 'user');
const resultFile = fileURLToPath(new URL('results.md', import.meta.url));

await installN8n();
const machine = await describeMachine();
tell('packing the package');
await packAndInstall(userFolder);

const simulator = await startSimulatorProcess();
const url = `${simulator.tencent.url}/v4/group_open_http_svc/forbid_send_msg?${simulator.signedQuery}`;
const cases = makeCases(url);
/** Several executions at the same time. */
const together = { sharedApp, turns, cancelled, callbacks, callbackRate, rules };
tell('storing the workflows');
await importCredentials(userFolder, credentials());
await importWorkflows(userFolder, [
	...Object.values(cases).map(({ workflow }) => workflow),
	...Object.values(together).flatMap(({ workflows }) => workflows),
	referencesWorkflow,
]);

try {
	await (options.only ? runSome(options.only.split(',')) : runAll());
} finally {
	simulator.stop();
	await rm(folder, { recursive: true });
}

async function runAll() {
	const results = {};
	for (const names of processes) Object.assign(results, await measureCases(names));
	for (const name of Object.keys(together)) results[name] = await runTogether(name);
	const memory = await measureCases(memoryCases, { BENCH_MEMORY: 'yes' });
	const references = await readReferences();
	const checks = check({ results, memory, references });
	const tables = makeTables({ results, memory, checks, references });
	machine['Load after'] = load();
	machine.Took = `${((performance.now() - began) / 60_000).toFixed(1)} minutes`;
	await writeFile(resultFile, markdown(tables));
	say(tables.map((table) => `\n${asText(table)}`).join('\n'));
	say();
	for (const [name, value] of Object.entries(machine)) say(`${name}: ${value}`);
	const missed = checks.filter(({ ok }) => !ok).length;
	say(missed === 0 ? '\nAll measures are reached.' : `\n${missed} measures are not reached.`);
	say(`Written to ${resultFile}`);
	if (missed > 0) process.exitCode = 1;
}

async function runSome(names) {
	const known = Object.keys({ ...cases, ...together });
	const unknown = names.find((name) => !known.includes(name));
	if (unknown) throw new Error(`'${unknown}' is none of ${known.join(', ')}`);
	const env = options.profile && { BENCH_PROFILE: resolve(options.profile) };
	const checks = [];
	for (const name of names) {
		const result = name in together ? await runTogether(name) : await measureAlone(name, env);
		say(`${name} ${JSON.stringify(result)}`);
		checks.push(...checkOne(name, result));
	}
	if (checks.length > 0) say(`\n${asText(measuresTable(checks))}`);
}

/** Each service's credential with its documented rate, and with others. */
function credentials() {
	return credentialsFor(simulator).flatMap((credential) => {
		const { type, data } = credential;
		const others = otherRates.map((requestsPerSecond) => ({
			...credential,
			id: `${type}-${requestsPerSecond}`,
			data: { ...data, requestsPerSecond },
		}));
		return [{ ...credential, id: type }, ...others];
	});
}

async function measureAlone(name, env) {
	return (await measureCases([name], env))[name];
}

async function runTogether(name) {
	return await together[name].run({ userFolder, simulator, say: tell });
}

async function measureCases(names, env) {
	const chosen = names.map((name) => ({ name, ...cases[name] }));
	const measured = await measure(userFolder, simulator, chosen, tell, env);
	return Object.fromEntries(names.map((name, i) => [name, measured[i]]));
}

async function readReferences() {
	tell('references');
	const n8n = await startFreshN8n(userFolder);
	try {
		return compareReferences(await n8n.run(referencesWorkflow.id));
	} finally {
		await n8n.stop();
	}
}

function markdown(tables) {
	const facts = Object.entries(machine).map(([name, value]) => `- ${name}: ${value}`);
	return `${['# `npm run bench`', facts.join('\n'), ...tables.map(asMarkdown)].join('\n\n')}\n`;
}

function tell(what) {
	say(`  ${what} …`, { passing: true });
}
