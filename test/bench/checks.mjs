/** How good is good enough: ratios, all measured in the same run. */
const measures = {
	rateOverBest: 1.1,
	ofEditFields: 0.05,
	timesFasterThanHttp: 20,
	growth: 1.3,
	memory: 3,
};

/** 500 requests at 100 a second, 1,000 at 200: the last one goes four seconds after the first. */
export const bestRateMs = 4000;

export const memoryRatio = (own, floor) => (own.usedBytes - floor.usedBytes) / floor.heldBytes;
export const growth = (large, small) => large.nodeMs / small.nodeMs / 10;

/** Each measure: what, what it must reach, what it reached, and whether that is enough. */
export function check({ results: r, memory: m, references }) {
	const services = [
		['Tencent', r.tencent, r.tencent100k, r.tencentLimited, r.tencentRate, m.tencent100k, 500],
		['Agora', r.agora, r.agora100k, r.agoraLimited, r.agoraRate, m.agora100k, 60],
	];
	return services
		.flatMap(([service, own, large, limited, rate, memory, perRequest]) => [
			atMost(`requests, ${service}`, own.requests, Math.ceil(10_000 / perRequest), String),
			atMost(`rate: node time, ${service}`, rate.nodeMs / bestRateMs, measures.rateOverBest),
			atMost(`turned away, ${service}`, rate.turnedAway + limited.turnedAway, 0, String),
			atMost(`users lost, ${service}`, own.lost + limited.lost + rate.lost + large.lost, 0, String),
			atMost(
				`node time of Edit Fields', ${service}`,
				own.nodeMs / r.editFields.nodeMs,
				measures.ofEditFields,
				percent,
			),
			atLeast(
				`times less than HTTP Request's, ${service}`,
				r.http.nodeMs / own.nodeMs,
				measures.timesFasterThanHttp,
			),
			atMost(`growth to 100,000, ${service}`, growth(large, own), measures.growth),
			atMost(
				`memory added, of the items', ${service}`,
				memoryRatio(memory, m.noOperation100k),
				measures.memory,
			),
		])
		.concat(atMost('references unlike n8n', references.different.length, 0, String));
}

const times = (value) => value.toFixed(2);
const percent = (value) => `${(value * 100).toFixed(2)} %`;

const atMost = (what, value, limit, write = times) => ({
	what,
	needed: `at most ${write(limit)}`,
	reached: write(value),
	ok: value <= limit,
});

const atLeast = (what, value, limit, write = times) => ({
	what,
	needed: `at least ${write(limit)}`,
	reached: write(value),
	ok: value >= limit,
});
