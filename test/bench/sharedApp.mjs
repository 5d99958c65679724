import { cp } from 'node:fs/promises';
import { away } from './cases.mjs';
import { startFreshN8n } from './n8nProcess.mjs';
import { agoraNode } from './workflows.mjs';

// Three n8n processes mute in the same app at the same time, and none knows of the others.

const requestsOfEach = 1_000;
const workflows = ['bench', 'bench2', 'bench3'].map((place) =>
	agoraNode(requestsOfEach, {
		place,
		onError: 'continueRegularOutput',
		options: { batchSize: 1 },
	}),
);

export const sharedApp = {
	workflows,

	async run({ userFolder, simulator, say }) {
		const n8ns = [];
		try {
			for (const [i, { id }] of workflows.entries()) {
				say(`sharedApp, n8n ${i + 1}`);
				n8ns.push(await startFreshN8n(await copyOf(userFolder, id)));
			}
			await simulator.reset({ limited: true, settings: away(40) });
			say('sharedApp');
			const reports = await Promise.all(n8ns.map((n8n, i) => n8n.run(workflows[i].id)));
			const { requests, turnedAway, muted, firstToLastMs } = await simulator.report();
			return {
				requests,
				turnedAway,
				lost: workflows.length * requestsOfEach - muted,
				nodeMs: Math.max(...reports.map(({ nodes }) => nodes.at(-1).ms)),
				firstToLastMs,
			};
		} finally {
			await Promise.all(n8ns.map((n8n) => n8n.stop()));
		}
	},
};

/** Each n8n has its own database, with the same workflows and credentials in it. */
async function copyOf(userFolder, name) {
	const copy = `${userFolder}-${name}`;
	await cp(userFolder, copy, { recursive: true });
	return copy;
}
