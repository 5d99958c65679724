import { setTimeout as delay } from 'node:timers/promises';
import { away } from './cases.mjs';
import { measures } from './checks.mjs';
import { pauseMs } from './measure.mjs';
import { startN8nForMany } from './n8nProcess.mjs';
import { takenFor, turnOf } from './turn.mjs';
import { agoraNode, slow } from './workflows.mjs';

// Two executions have hundreds of requests in the same line. The one behind is cancelled, then the other.

const runs = 3;
const distance = away(40);
/** In the second second of the rate, so that all others stand in line. */
const arrivedBefore = slow + 5;
const oneByOne = { perSecond: slow, options: { batchSize: 1 } };
const ahead = agoraNode(500, { place: 'bench', ...oneByOne });
const behind = agoraNode(500, { place: 'bench2', ...oneByOne });
const next = agoraNode(1, { place: 'bench3', perSecond: slow });

export const cancelled = {
	workflows: [ahead, behind, next],

	async run({ userFolder, simulator, say }) {
		const n8n = await startN8nForMany(userFolder);
		try {
			const samples = [];
			while (samples.length < runs) {
				say(`cancelled, run ${samples.length + 1}`);
				samples.push(await sample(n8n, simulator));
			}
			return { samples };
		} finally {
			await n8n.stop();
		}
	},
};

async function sample(n8n, simulator) {
	await simulator.reset({ limited: true, settings: { requestsPerSecond: slow, ...distance } });
	await delay(pauseMs);
	const first = await n8n.start(ahead.id);
	await simulator.arrived(arrivedBefore);
	const second = await n8n.start(behind.id);
	await delay(pauseMs); // until it stands in line
	await second.cancel();
	await delay(pauseMs); // what is still in line would be sent in the meantime, here and below
	await first.cancel();
	const { nodes } = await n8n.run(next.id);
	const ends = [endOf(await first.report()), endOf(await second.report())];
	await delay(pauseMs);

	const arrivals = await simulator.arrivals();
	const late = ['bench', 'bench2'].flatMap((place, i) =>
		takenFor(arrivals, place).filter(({ at }) => at > ends[i].askedAt + measures.leaveMs),
	);
	const [own] = takenFor(arrivals, 'bench3');
	const turn = turnOf(arrivals, own, nodes.at(-1).startedAt, { perSecond: slow, ...distance });
	return {
		aheadMs: ends[0].tookMs,
		behindMs: ends[1].tookMs,
		nextMs: turn.waitMs,
		late: late.length,
	};
}

/** n8n asks the node to end at the moment when it calls the execution stopped. */
function endOf({ stoppedAt, nodeEndedAt }) {
	if (!nodeEndedAt) throw new Error('The execution was cancelled before our node was started.');
	return { askedAt: stoppedAt, tookMs: nodeEndedAt - stoppedAt };
}
