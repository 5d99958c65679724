import { setTimeout as delay } from 'node:timers/promises';
import { startFreshN8n } from './n8nProcess.mjs';

const mostRuns = 3;
/** A case that has taken longer than this is not run again. */
const enoughMs = 45_000;
/** Our node remembers the last second: a run starts with none of its requests in it. */
export const pauseMs = 1_200;

/** Runs some cases in one new n8n process, and sums up each. */
export async function measure(userFolder, simulator, cases, say, env) {
	const n8n = await startFreshN8n(userFolder, env);
	try {
		const results = [];
		for (const each of cases) {
			const samples = [];
			const began = Date.now();
			const runs = each.runs ?? mostRuns;
			while (samples.length < runs && Date.now() - began < enoughMs) {
				say(`${each.name}, run ${samples.length + 1}`);
				samples.push(await sample(n8n, simulator, each));
			}
			results.push(sumUp(samples));
		}
		return results;
	} finally {
		await n8n.stop();
	}
}

async function sample(n8n, simulator, each) {
	const { workflow, users, rows, limited, settings, places, muted: before, gone, scale = 1 } = each;
	if (each.warmUp) {
		await simulator.reset({ limited });
		await n8n.run(each.warmUp.id);
	}
	await simulator.reset({ limited, settings, places, muted: before, gone });
	await delay(pauseMs);
	const report = await n8n.run(workflow.id);
	const { requests, turnedAway, malformed, muted, firstToLastMs } = await simulator.report();
	if (malformed.length > 0) throw new Error(`${workflow.id} sent ${malformed[0]}`);
	const { nodes, wallMs, peakBytes, usedBytes, heldBytes } = report;
	return {
		requests: requests * scale,
		turnedAway: turnedAway * scale,
		// Those who are not muted at the end; else, what did not come out.
		lost: (rows === undefined ? users - muted : rows - nodes.at(-1).items) * scale,
		// All but the trigger and the node that makes the items.
		nodeMs: nodes.slice(2).reduce((sum, { ms }) => sum + ms, 0) * scale,
		wallMs: wallMs * scale,
		firstToLastMs,
		peakBytes,
		usedBytes,
		heldBytes,
	};
}

/** Times and memory differ from run to run. What must not happen must not happen in any of them. */
function sumUp(samples) {
	const names = Object.keys(samples[0]);
	const worst = ['requests', 'turnedAway', 'lost'];
	const values = names.map((name) => {
		const all = samples.map((each) => each[name]);
		return [name, worst.includes(name) ? Math.max(...all) : median(all)];
	});
	return { ...Object.fromEntries(values), runs: samples.length };
}

function median(values) {
	const sorted = values.toSorted((a, b) => a - b);
	const middle = sorted.length / 2;
	return (sorted[Math.ceil(middle) - 1] + sorted[Math.floor(middle)]) / 2;
}
