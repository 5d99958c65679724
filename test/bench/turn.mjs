const windowMs = 1_000;

/**
 * Whether a request went when its turn had come. That is with the first place that the service could have given
 * it after its node was started: those who were on their way by then keep theirs.
 * @param arrivals of all requests, in order, as the simulator tells them
 * @param own the one that is looked at
 * @param service `{ perSecond, roundTripMs, roundTripJitterMs }`
 * @returns `waitMs`: how much later it arrived; `passedBy`: how many others did so before it
 */
export function turnOf(arrivals, own, startedAt, service) {
	const others = arrivals.filter((each) => each !== own && !each.turnedAway);
	const earliest = startedAt + (service.roundTripMs + service.roundTripJitterMs) / 2;
	const before = others.filter(({ at }) => at <= earliest);
	const oldest = before.at(-service.perSecond)?.at ?? -Infinity;
	const possibleAt = Math.max(earliest, oldest + windowMs);
	return {
		waitMs: Math.max(0, own.at - possibleAt),
		passedBy: others.filter(({ at }) => at > possibleAt && at < own.at).length,
	};
}

/** The requests for one room that the service took. */
export const takenFor = (arrivals, place) =>
	arrivals.filter(({ path, turnedAway }) => path.endsWith(`/${place}/mute`) && !turnedAway);
