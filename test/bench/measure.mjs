import { setTimeout as delay } from 'node:timers/promises';
import { startFreshN8n } from './n8nProcess.mjs';

const runs = 3;
/** A case that has taken longer than this is not run again. */
const enoughMs = 45_000;
/** Our node remembers the last second: a run starts with none of its requests in it. */
const pauseMs = 1_200;

/** Runs some cases in one new n8n process, and gives the medians of each. */
export async function measure(userFolder, simulator, cases, say, env) {
	const n8n = await startFreshN8n(userFolder, env);
	try {
		const results = [];
		for (const each of cases) {
			const samples = [];
			const began = Date.now();
			while (samples.length < runs && Date.now() - began < enoughMs) {
				say(`${each.workflow.name}, run ${samples.length + 1}`);
				samples.push(await sample(n8n, simulator, each));
			}
			results.push(medians(samples));
		}
		return results;
	} finally {
		await n8n.stop();
	}
}

async function sample(n8n, simulator, { workflow, users, limited, scale = 1 }) {
	await simulator.reset({ limited });
	await delay(pauseMs);
	const report = await n8n.run(workflow.id);
	const { requests, turnedAway, malformed, muted, firstToLastMs } = await simulator.report();
	if (malformed.length > 0) throw new Error(`${workflow.id} sent ${malformed[0]}`);
	const { nodes, wallMs, peakBytes, usedBytes, heldBytes } = report;
	return {
		requests: requests * scale,
		turnedAway: turnedAway * scale,
		lost: (users - muted) * scale,
		// All but the trigger and the node that makes the items.
		nodeMs: nodes.slice(2).reduce((sum, { ms }) => sum + ms, 0) * scale,
		wallMs: wallMs * scale,
		firstToLastMs,
		peakBytes,
		usedBytes,
		heldBytes,
	};
}

function medians(samples) {
	const names = Object.keys(samples[0]);
	const values = names.map((name) => [name, median(samples.map((each) => each[name]))]);
	return { ...Object.fromEntries(values), runs: samples.length };
}

function median(values) {
	const sorted = values.toSorted((a, b) => a - b);
	const middle = sorted.length / 2;
	return (sorted[Math.ceil(middle) - 1] + sorted[Math.floor(middle)]) / 2;
}
