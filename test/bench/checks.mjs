import { GONE_AFTER } from './cases.mjs';

/** How good is good enough: ratios, all measured in the same run. */
export const measures = {
	rateOverBest: 1.1,
	ofEditFields: 0.05,
	timesFasterThanHttp: 20,
	growth: 1.3,
	memory: 3,
	lessThanSaid: { overBest: 1.3, turnedAway: 0.2 },
	sharedApp: { turnedAway: 0.15, used: 0.8 },
	waitForTurnMs: 100,
	leaveMs: 250,
	goneSeconds: 1,
	/** Of n8n's own Webhook node. */
	callbacks: { answer: 1.15, cpu: 1 },
	rules: { longMs: 2, megabytes: 20 },
	/** Callbacks a second, too, by n8n's setting. */
	callbackRate: { lazy: 3, 'by default': 1 },
};

/** The least time for requests at a rate, a round trip away: all but one second's worth have to wait. */
export const bestMs = (requests, perSecond, roundTripMs = 0) =>
	((requests - perSecond) / perSecond) * 1000 + roundTripMs;

/** The part of the rate that requests took, from the first to the last of them. */
export const used = ({ requests, turnedAway, firstToLastMs }, perSecond) =>
	bestMs(requests - turnedAway - 1 + perSecond, perSecond) / firstToLastMs;

export const memoryRatio = (own, floor) => (own.usedBytes - floor.usedBytes) / floor.heldBytes;
export const growth = (large, small) => large.nodeMs / small.nodeMs / 10;

const far = (roundTripMs) => {
	const best = bestMs(500, 100, roundTripMs);
	return ({ nodeMs, turnedAway, lost }) => [
		atMost(`rate, ${roundTripMs} ms away: node time`, nodeMs / best, measures.rateOverBest),
		atMost(`turned away, ${roundTripMs} ms away`, turnedAway, 0, String),
		atMost(`users lost, ${roundTripMs} ms away`, lost, 0, String),
	];
};

/** @param best time, where the rate decides */
function counted(what, fewest, best) {
	return ({ requests, nodeMs, turnedAway, lost }) => [
		atMost(`${what}: requests`, requests, fewest, String),
		atMost(`${what}: turned away`, turnedAway, 0, String),
		atMost(`${what}: lost`, lost, 0, String),
		...(best ? [atMost(`${what}: node time`, nodeMs / best, measures.rateOverBest)] : []),
	];
}

/** One quick answer, then others of 300 ms at 200 a second: 400 in all, since one more would have to wait for a third second. */
function afterQuickOne(ms) {
	return ({ nodeMs, turnedAway, lost }) => [
		atMost(
			`rate, 300 ms away, after an answer of ${ms} ms: node time`,
			nodeMs / bestMs(400, 200, 300),
			measures.rateOverBest,
		),
		atMost(`turned away, after an answer of ${ms} ms`, turnedAway, 0, String),
		atMost(`users lost, after an answer of ${ms} ms`, lost, 0, String),
	];
}

function furtherRequests(how) {
	return ({ requests }) => [
		atMost(
			`the service goes away in mid-run, ${how}: further requests, in seconds' worth`,
			(requests - GONE_AFTER) / 100,
			measures.goneSeconds,
		),
	];
}

/** What can be checked of one case without the others, by its name. */
const alone = {
	agora5ms: far(5),
	agora40ms: far(40),
	agora150ms: far(150),
	agora400ms: far(400),
	agoraLess: ({ requests, nodeMs, turnedAway, lost }) => {
		const { lessThanSaid } = measures;
		return [
			atMost('10/s allowed: node time', nodeMs / bestMs(200, 10), lessThanSaid.overBest),
			atMost('10/s allowed: turned away', turnedAway / requests, lessThanSaid.turnedAway, percent),
			atMost('10/s allowed: users lost', lost, 0, String),
		];
	},
	quickFirst2ms: afterQuickOne('2'),
	quickFirst10ms: afterQuickOne('10'),
	goneReset: furtherRequests('it cuts connections'),
	goneGateway: furtherRequests('its gateway says so'),
	accounts: counted('mute 10,000 in the whole app, Tencent', 10_000, bestMs(10_000, 200)),
	appUsers: counted('mute 10,000 in the whole app, Agora', 10_000, bestMs(10_000, 100)),
	getGroups: counted('get 5,000 groups', 5_000 / 50),
	getRooms: counted('get 5,000 rooms', 5_000 / 100),
	exportGroups: counted('export 1,000 groups', 1 + 1_000 / 50 + 1_000),
	exportRooms: counted('export 1,000 rooms', 1_000 / 100 + 1_000),
	syncGroup: counted('sync 10,000 of whom 50 differ, Tencent', 1 + 2),
	syncGroupAgain: counted('sync the same 10,000 again, Tencent', 1),
	syncRoom: counted('sync 10,000 of whom 50 differ, Agora', 1 + 2),
	syncRoomAgain: counted('sync the same 10,000 again, Agora', 1),
	sharedApp: (result) => [
		atLeast('three processes: rate used', used(result, 100), measures.sharedApp.used, percent),
		atMost(
			'three processes: turned away',
			result.turnedAway / result.requests,
			measures.sharedApp.turnedAway,
			percent,
		),
		atMost('three processes: users lost', result.lost, 0, String),
	],
	turns: ({ singles, turnedAway }) => [
		atMost(
			'one mute beside 500: waits for its turn, ms',
			highest(singles, 'waitMs'),
			measures.waitForTurnMs,
			whole,
		),
		atMost('one mute beside 500: turned away', turnedAway, 0, String),
	],
	cancelled: ({ samples }) => [
		atMost('cancelled: ends after, ms', highest(samples, 'aheadMs'), measures.leaveMs, whole),
		atMost(
			'cancelled behind another: ends after, ms',
			highest(samples, 'behindMs'),
			measures.leaveMs,
			whole,
		),
		atMost(
			'cancelled: the next one waits, ms',
			highest(samples, 'nextMs'),
			measures.leaveMs,
			whole,
		),
		atMost('cancelled: requests after that', highest(samples, 'late'), 0, String),
	],
	callbacks: ({ mixed, trigger, webhook }) => [
		atMost('callbacks: wrongly held back, or not', mixed.wronglyHeld, 0, String),
		atMost('callbacks: senders wrongly muted, or not', mixed.wronglyMuted, 0, String),
		atMost(
			'callbacks: started for what is filtered out',
			mixed.started - mixed.forbidden + trigger.started,
			0,
			String,
		),
		atMost(
			"callbacks: p50 of the Webhook node's",
			trigger.p50Ms / webhook.p50Ms,
			measures.callbacks.answer,
		),
		atMost(
			"callbacks: p99 of the Webhook node's",
			trigger.p99Ms / webhook.p99Ms,
			measures.callbacks.answer,
		),
		atMost(
			"callbacks: CPU of the Webhook node's",
			trigger.cpuMs / webhook.cpuMs,
			measures.callbacks.cpu,
		),
	],
	rules: ({ longMs, megabytes, started }) => [
		atMost('rules: ms for a message of 12 KB', longMs, measures.rules.longMs),
		atMost('rules: MB for 200,000 users', megabytes, measures.rules.megabytes),
		atMost('rules: executions of a flood of 100 messages', started, 1, String),
	],
	callbackRate: (bySetting) =>
		Object.entries(measures.callbackRate).map(([setting, needed]) =>
			atLeast(
				`callbacks a second, ${setting}: of the Webhook node's`,
				bySetting[setting].harmless.perSecond / bySetting[setting].webhook.perSecond,
				needed,
			),
		),
};

export const checkOne = (name, result) => alone[name]?.(result) ?? [];

/** Each measure: what, what it must reach, what it reached, and whether that is enough. */
export function check({ results: r, memory: m, references }) {
	const services = [
		['Tencent', 'tencent', 500],
		['Agora', 'agora', 60],
	];
	return services
		.map(([service, name, perRequest]) => ({
			service,
			perRequest,
			own: r[name],
			large: r[`${name}100k`],
			huge: r[`${name}1M`],
			limited: r[`${name}Limited`],
			rate: r[`${name}Rate`],
			memory: m[`${name}100k`],
			hugeMemory: m[`${name}1M`],
		}))
		.flatMap(({ service, perRequest, own, large, huge, limited, rate, memory, hugeMemory }) => [
			atMost(`requests, ${service}`, own.requests, Math.ceil(10_000 / perRequest), String),
			atMost(`rate: node time, ${service}`, rate.nodeMs / bestMs(500, 100), measures.rateOverBest),
			atMost(`turned away, ${service}`, rate.turnedAway + limited.turnedAway, 0, String),
			atMost(
				`users lost, ${service}`,
				own.lost + limited.lost + rate.lost + large.lost + huge.lost,
				0,
				String,
			),
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
			atMost(`growth to 1,000,000, ${service}`, growth(huge, large), measures.growth),
			atMost(
				`memory added, of the items', ${service}`,
				memoryRatio(memory, m.noOperation100k),
				measures.memory,
			),
			atMost(
				`memory added for 1,000,000, of the items', ${service}`,
				memoryRatio(hugeMemory, m.noOperation1M),
				measures.memory,
			),
		])
		.concat(Object.keys(alone).flatMap((name) => checkOne(name, r[name])))
		.concat(atMost('references unlike n8n', references.different.length, 0, String));
}

const highest = (results, name) => Math.max(...results.map((each) => each[name]));

const times = (value) => value.toFixed(2);
const whole = (value) => value.toFixed(0);
export const percent = (value) => `${(value * 100).toFixed(2)} %`;

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
