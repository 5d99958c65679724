import { bestMs, growth, memoryRatio, percent, used } from './checks.mjs';

/** All tables of the result, as `{ title, head, rows, notes }`. */
export function makeTables({ results: r, memory: m, checks, references }) {
	return [
		{
			title: '10,000 items of one user each',
			head: [
				'',
				'requests',
				'node s',
				'× ours',
				'wall s',
				'peak MB',
				'turned away',
				'lost',
				'runs',
			],
			rows: [
				['Tencent Cloud Chat, 200/s', r.tencentLimited],
				['Tencent Cloud Chat, no limit', r.tencent],
				['Agora Chat, 100/s', r.agoraLimited],
				['Agora Chat, no limit', r.agora],
				['HTTP Request, no limit', r.http],
				['HTTP Request, 200/s ¹', r.httpBatched],
				['Code, Loop, HTTP Request ²', r.handMade],
				['Edit Fields, two references', r.editFields],
				['No Operation', r.noOperation],
			].map(([name, result]) => comparison(name, result, r.tencent)),
			notes: [
				'node: all nodes but the one that makes the items. × ours: its time, of Tencent Cloud Chat with no limit.',
				'wall: the whole execution. peak: the n8n process, most of which it has before it runs anything.',
				'turned away: by a service that counts a strict sliding second. lost: users who are not muted at the end.',
				'¹ Batching 200 items each 1,000 ms. 2,000 items were run, and all but the memory taken five times.',
				'² 500 users a request, one request after the other. It mutes for one duration and one service, and a request that fails loses its users.',
				'HTTP Request sends a signature pasted into the URL, so it signs nothing.',
			],
		},
		{
			title: 'Growth (node s, no limit)',
			head: ['items', 'Tencent', '× 10 items', 'Agora', '× 10 items'],
			rows: [
				['1,000', seconds(r.tencent1k.nodeMs), '', seconds(r.agora1k.nodeMs), ''],
				growthRow('10,000', r.tencent, r.tencent1k, r.agora, r.agora1k),
				growthRow('100,000', r.tencent100k, r.tencent, r.agora100k, r.agora),
				growthRow('1,000,000', r.tencent1M, r.tencent100k, r.agora1M, r.agora100k),
			],
			notes: ['× 10 items: its time, of ten times that of a tenth of the items. 1 is linear.'],
		},
		{
			title: 'Use of the allowed rate (one user a request, strict sliding second)',
			head: ['', 'requests', 'best s', 'at the service s', 'node s', 'node / best', 'turned away'],
			rows: [
				rate('Tencent, 200/s', r.tencentRate, bestMs(1000, 200)),
				rate('Agora, 100/s', r.agoraRate, bestMs(500, 100)),
				...[5, 40, 150, 400].map((ms) =>
					rate(`Agora, 100/s, ${ms} ms away`, r[`agora${ms}ms`], bestMs(500, 100, ms)),
				),
				rate('Agora, 100/s in the credential, 10/s allowed ³', r.agoraLess, bestMs(200, 10)),
				rate(
					'Tencent, 200/s, 300 ms away, after an answer of 2 ms',
					r.quickFirst2ms,
					bestMs(400, 200, 300),
				),
				rate(
					'Tencent, 200/s, 300 ms away, after one of 10 ms',
					r.quickFirst10ms,
					bestMs(400, 200, 300),
				),
				rate('Agora, 100/s shared by three n8n ⁴', r.sharedApp, bestMs(3000, 100)),
			],
			notes: [
				'at the service: from the first arrival to the last. away: the round trip, and up to a tenth of it more.',
				'³ 12,000 users in requests of 60, 40 ms away, by a node that knows nothing of the service yet.',
				`⁴ 1,000 requests each, started side by side, 40 ms away, each with 100/s in its credential; node: the slowest. From the first arrival to the last ${percent(used(r.sharedApp, 100))} of the rate were used.`,
			],
		},
		{
			title: 'One user muted while 500 requests of another execution are in line',
			head: ['started at s', 'node s', 'waits for its turn ms', 'passed by'],
			rows: r.turns.singles.map(({ startedMs, nodeMs, waitMs, passedBy }) => [
				seconds(startedMs),
				seconds(nodeMs),
				count(waitMs),
				count(passedBy),
			]),
			notes: [
				`Agora, 100/s, 40 ms away, one user a request. The 500 took ${seconds(r.turns.bulkMs)} s, from 0 on.`,
				'waits for its turn: from when the service could have taken one more request until it arrived. Who uses the rate to the full has sent a second of it early in that second, and nothing can go until it is over: so the node takes longer than the wait.',
				'passed by: requests of the 500 that arrived in that time.',
			],
		},
		{
			title: 'The whole app, at the documented rates',
			head: ['', 'requests', 'node s', 'turned away', 'lost'],
			rows: [
				['10,000 accounts muted, Tencent', r.accounts],
				['10,000 users muted, Agora', r.appUsers],
				['5,000 groups, Get, Tencent', r.getGroups],
				['5,000 rooms, Get, Agora', r.getRooms],
				['1,000 groups, Get Many and Get Many Muted, Tencent', r.exportGroups],
				['1,000 rooms, Get Many and Get Many Muted, Agora', r.exportRooms],
			].map(countedRow),
			notes: ['lost: rows that did not come out.'],
		},
		{
			title: 'Sync Muted: the whole list of one place, 10,000 users',
			head: ['', 'requests', 'node s', 'turned away', 'lost'],
			rows: [
				['50 differ, Tencent', r.syncGroup],
				['the same again, Tencent', r.syncGroupAgain],
				['50 differ, Agora', r.syncRoom],
				['the same again, Agora', r.syncRoomAgain],
			].map(countedRow),
			notes: ['The list is read once. Of those who differ, half are muted and half unmuted.'],
		},
		{
			title: 'An execution cancelled with hundreds of requests in line',
			head: ['', 'behind another ms', 'first in line ms', 'the next one waits ms', 'late requests'],
			rows: r.cancelled.samples.map(({ behindMs, aheadMs, nextMs, late }, i) => [
				`run ${i + 1}`,
				count(behindMs),
				count(aheadMs),
				count(nextMs),
				count(late),
			]),
			notes: [
				'Agora, 20/s, 40 ms away, one user a request. Two executions; the one behind is cancelled first. ms: until our node has ended.',
				'the next one: a third execution, started right after; its wait as above. late: arrived more than 250 ms after their execution was cancelled.',
			],
		},
		{
			title: 'Moderation by webhook: an answer to a harmless message',
			head: ['', 'nodes', 'p50 ms', 'p99 ms', 'CPU ms', 'executions', 'messages'],
			rows: [
				['Trigger and Mute', 2, r.callbacks.trigger],
				["n8n's Webhook, answering at once", 1, r.callbacks.webhook],
				['made by hand ⁵', 10, r.callbacks.handMade],
			].map(([name, nodes, { p50Ms, p99Ms, cpuMs, started, messages }]) => [
				name,
				count(nodes),
				count(p50Ms),
				count(p99Ms),
				count(cpuMs),
				count(started),
				count(messages),
			]),
			notes: [
				'Tencent, 5 messages a second, in turns of 25 for each workflow. CPU: of the n8n process, for each message, all threads, without what it takes at rest.',
				'⁵ Webhook, Settings, a hash, two Ifs, Mute, four Responds: test/bench/handMadeModeration.json.',
				mixedNote(r.callbacks.mixed),
			],
		},
		{
			title: 'Callbacks that one n8n process takes',
			head: ['', 'a second', 'p50 ms', 'p99 ms', 'CPU ms'],
			rows: Object.entries(r.callbackRate).flatMap(([setting, rates]) =>
				Object.entries(callbackKinds).map(([kind, name]) =>
					callbackRateRow(`${setting}: ${name}`, rates[kind]),
				),
			),
			notes: [
				'Tencent, 8 at a time, from the same machine, for 8 seconds each. CPU: of the n8n process, for each callback.',
				'lazy: N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE=true. compile cache: N8N_EXPRESSION_ENGINE_COMPILE_CACHE=true. legacy: N8N_EXPRESSION_ENGINE=legacy.',
			],
		},
		{
			title: 'Rules of a trigger',
			head: ['12 KB, all rules: ms', '200,000 users: MB', 'flood of 100: executions'],
			rows: [[count(r.rules.longMs), count(r.rules.megabytes), String(r.rules.started)]],
			notes: ['5,000 words, links with an allowed domain, flood, repeats, mentions.'],
		},
		{
			title: 'Memory for 100,000 and 1,000,000 items',
			head: ['', 'in use MB', 'added MB', "of the items'", 'peak MB'],
			rows: [
				memoryFloor('100,000: the items (No Operation)', m.noOperation100k),
				memoryRow('100,000: Tencent Cloud Chat', m.tencent100k, m.noOperation100k),
				memoryRow('100,000: Agora Chat', m.agora100k, m.noOperation100k),
				memoryFloor('1,000,000: the items (No Operation)', m.noOperation1M),
				memoryRow('1,000,000: Tencent Cloud Chat', m.tencent1M, m.noOperation1M),
				memoryRow('1,000,000: Agora Chat', m.agora1M, m.noOperation1M),
			],
			notes: [
				'in use: heap above that before, at its highest after a garbage collection, one each second at least.',
				'added: above No Operation. peak: the n8n process.',
			],
		},
		measuresTable(checks, [
			`${references.compared} plain references were compared with n8n's own answers, in n8n.`,
			...references.different.map((name) => `Different: ${name}`),
		]),
	];
}

export const measuresTable = (checks, notes = []) => ({
	title: 'Measures',
	head: ['', 'needed', 'reached', ''],
	rows: checks.map(({ what, needed, reached, ok }) => [what, needed, reached, ok ? 'yes' : 'NO']),
	notes,
});

const mixedNote = ({ messages, forbidden, forged, held, muted, started }) =>
	`Of ${count(messages)} more, ${forbidden} had a forbidden word and ${forged} were forged: ${held} were held back, ${muted} senders muted, ${started} executions started.`;

const callbackKinds = {
	webhook: "n8n's Webhook, answering at once",
	harmless: 'our trigger, harmless',
	harmlessByExpression: 'our trigger, harmless, words from an expression',
	allRules: 'our trigger, harmless, all rules',
	blocked: 'our trigger, blocked, starts the workflow',
};

const callbackRateRow = (name, { perSecond, p50Ms, p99Ms, cpuMs }) => [
	name,
	perSecond.toFixed(1),
	count(p50Ms),
	count(p99Ms),
	count(cpuMs),
];

function comparison(name, { requests, nodeMs, wallMs, peakBytes, turnedAway, lost, runs }, ours) {
	return [
		name,
		count(requests),
		seconds(nodeMs),
		factor(nodeMs / ours.nodeMs),
		seconds(wallMs),
		megabytes(peakBytes),
		count(turnedAway),
		count(Math.max(0, lost)),
		String(runs),
	];
}

const countedRow = ([name, { requests, nodeMs, turnedAway, lost }]) => [
	name,
	count(requests),
	seconds(nodeMs),
	count(turnedAway),
	count(lost),
];

const growthRow = (items, tencent, tencentBefore, agora, agoraBefore) => [
	items,
	seconds(tencent.nodeMs),
	growth(tencent, tencentBefore).toFixed(2),
	seconds(agora.nodeMs),
	growth(agora, agoraBefore).toFixed(2),
];

const rate = (name, { requests, firstToLastMs, nodeMs, turnedAway }, bestRateMs) => [
	name,
	count(requests),
	seconds(bestRateMs),
	seconds(firstToLastMs),
	seconds(nodeMs),
	(nodeMs / bestRateMs).toFixed(3),
	count(turnedAway),
];

const memoryFloor = (name, { usedBytes, peakBytes }) => [
	name,
	megabytes(usedBytes),
	'',
	'',
	megabytes(peakBytes),
];

const memoryRow = (name, own, floor) => [
	name,
	megabytes(own.usedBytes),
	megabytes(own.usedBytes - floor.usedBytes),
	memoryRatio(own, floor).toFixed(2),
	megabytes(own.peakBytes),
];

const count = (value) => Math.round(value).toLocaleString('en');
const seconds = (ms) => (ms / 1000).toFixed(ms < 9_950 ? 2 : 1);
const megabytes = (bytes) => (bytes / 2 ** 20).toFixed(0);
const factor = (value) =>
	value < 0.995 ? value.toFixed(2) : value < 9.95 ? value.toFixed(1) : count(value);
