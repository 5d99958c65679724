import { setTimeout as delay } from 'node:timers/promises';
import { away } from './cases.mjs';
import { startN8nForMany } from './n8nProcess.mjs';
import { takenFor, turnOf } from './turn.mjs';
import { agoraNode } from './workflows.mjs';

// While one execution has 500 requests in line, others mute one user each, at several moments of the second.

const perSecond = 100;
const distance = away(40);
const startsMs = [600, 1_250, 1_900, 2_550, 3_200];
const place = 'bench2';
const bulk = agoraNode(500, { options: { batchSize: 1 } });
const single = agoraNode(1, { place });

export const turns = {
	workflows: [bulk, single],

	async run({ userFolder, simulator, say }) {
		say('turns');
		const n8n = await startN8nForMany(userFolder);
		try {
			await simulator.reset({ limited: true, settings: distance });
			const execution = await n8n.start(bulk.id);
			await simulator.arrived(1);
			const reports = await Promise.all(
				startsMs.map(async (ms) => {
					await delay(ms);
					return await n8n.run(single.id);
				}),
			);
			const { nodes } = await execution.report();
			return {
				bulkMs: nodes.at(-1).ms,
				singles: turnsOf(reports, await simulator.arrivals()),
				turnedAway: (await simulator.report()).turnedAway,
			};
		} finally {
			await n8n.stop();
		}
	},
};

function turnsOf(reports, arrivals) {
	const own = takenFor(arrivals, place);
	return reports.map(({ nodes }, i) => {
		const { startedAt, ms } = nodes.at(-1);
		return {
			startedMs: startedAt - arrivals[0].at,
			nodeMs: ms,
			...turnOf(arrivals, own[i], startedAt, { perSecond, ...distance }),
		};
	});
}
