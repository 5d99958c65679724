import { asText } from '../bench/print.mjs';

/** What arrived at a service so far, and in which time. */
export function trafficOf({ requests, turnedAway, settings }) {
	const served = requests.length - turnedAway;
	return {
		sent: requests.length,
		turnedAway,
		seconds: (requests.at(-1).at - requests[0].at) / 1000,
		best: served / settings.requestsPerSecond,
	};
}

/** Prints what several goes took and lost, side by side; of Tencent and of Agora where there are two figures. */
export function printFigures(goes) {
	const rows = [
		['Executions that failed with their worker', ({ failed }) => String(failed)],
		['Users lost', ({ lost }) => lost.join(', ')],
		['Users without an outcome', ({ withoutOutcome }) => withoutOutcome.join(', ')],
		['Requests of the first go', ({ traffic }) => traffic.map(({ sent }) => sent).join(', ')],
		['  turned away', ({ traffic }) => traffic.map(shareTurnedAway).join(', ')],
		[
			'  of the rate that Agora allows',
			({ traffic: [, agora] }) => share(agora.best / agora.seconds),
		],
		[
			'  seconds for Agora, and the best possible',
			({ traffic: [, { seconds, best }] }) => `${seconds.toFixed(1)}, ${best.toFixed(1)}`,
		],
	];
	const text = asText({
		title: 'What it took, and what was lost (Tencent, Agora)',
		head: ['', ...goes.map(({ title }) => title)],
		rows: rows.map(([what, figure]) => [what, ...goes.map(figure)]),
		notes: [],
	});
	console.log(`\n${text}\n`);
}

const share = (part) => `${(100 * part).toFixed(1)} %`;
const shareTurnedAway = ({ sent, turnedAway }) => share(turnedAway / sent);
