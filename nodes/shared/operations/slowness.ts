import type { Tally } from '../http/dispatcher';

/** A run may take so much longer than its rate explains before that is told. */
const FACTOR = 1.5;
const SOME_MS = 2000;

/** What held up a run that took longer than the rate explains, and how to get on. Nothing if none did. */
export function slowness(
	service: string,
	tallies: readonly Tally[],
	tookMs: number,
): string | undefined {
	const explainedMs = tallies.map(
		({ sent, turnedAway, limiter }) => ((sent - turnedAway) * 1000) / limiter.rate,
	);
	if (tookMs < FACTOR * Math.max(0, ...explainedMs) + SOME_MS) return undefined;
	const reasons = tallies.flatMap((tally) => turnedAwayReasons(service, tally));
	const again = tallies.reduce((sum, tally) => sum + tally.again, 0);
	if (again > 0) {
		reasons.push(
			`${requests(again)} had to be sent again, since ${service} or the network failed.`,
		);
	}
	return reasons.length > 0 ? reasons.join(' ') : undefined;
}

function turnedAwayReasons(service: string, { turnedAway, limiter }: Tally): string[] {
	if (turnedAway === 0) return [];
	const what = `${service} turned ${requests(turnedAway)} away`;
	const { learnt } = limiter;
	return [
		learnt === undefined
			? `${what}: other systems seem to use the app, too. Lower 'Requests per Second' in the credential.`
			: `${what}: the app seems to be allowed ${learnt} a second. Set 'Requests per Second' in the credential to ${learnt}.`,
	];
}

const requests = (count: number) => (count === 1 ? '1 request' : `${count} requests`);
