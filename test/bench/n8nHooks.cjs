// n8n loads this file itself (EXTERNAL_HOOK_FILES) and calls it before and after each execution:
// times and memory are measured where the nodes run, and no data has to be saved or sent.
const { readFileSync, writeFileSync } = require('node:fs');
const { Session } = require('node:inspector/promises');
const { GCProfiler, setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');
const { summary, writeReport } = require('./n8nReport.cjs');

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');
/** Outputs of small executions are wanted too. */
const fewItems = 1000;
const { BENCH_MEMORY: memoryOnly, BENCH_PROFILE: profile } = process.env;
const session = new Session();
let start;

exports.workflow = {
	preExecute: [
		async () => {
			if (profile) await startProfile();
			collectGarbage();
			forgetPeak();
			const collections = new GCProfiler();
			collections.start();
			start = { collections, heapBytes: heapUsed(), at: Date.now() };
			// So that what is measured is in use. It takes time, which is not measured then.
			if (memoryOnly) start.timer = setInterval(collectGarbage, 1000);
		},
	],
	postExecute: [
		async ({ data: { resultData }, stoppedAt }, { nodes }, executionId) => {
			if (!start) return; // an execution that broke off before n8n was started
			clearInterval(start.timer);
			const { statistics } = start.collections.stop();
			const report = {
				nodes: summary(nodes, resultData),
				wallMs: Number(stoppedAt) - start.at,
				peakBytes: peak(),
				error: resultData.error?.message,
			};
			collectGarbage();
			const inUse = statistics.map(({ afterGC }) => afterGC.heapStatistics.usedHeapSize);
			report.usedBytes = Math.max(heapUsed(), ...inUse) - start.heapBytes;
			report.heldBytes = heapUsed() - start.heapBytes;
			if (report.nodes.every(({ items }) => items <= fewItems)) {
				report.outputs = outputs(resultData.runData);
			}
			if (profile) await stopProfile();
			writeReport(executionId, report);
		},
	],
};

const heapUsed = () => process.memoryUsage().heapUsed;

/** What each node put out, by its name. */
function outputs(runData) {
	return Object.fromEntries(
		Object.entries(runData).map(([name, [{ data }]]) => [
			name,
			(data?.main ?? []).flat().map((item) => item?.json),
		]),
	);
}

/** Linux tells the peak since it was last set back; elsewhere it is that of the whole process. */
function peak() {
	try {
		return Number(/VmHWM:\s*(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) * 1024;
	} catch {
		return process.resourceUsage().maxRSS * 1024;
	}
}

function forgetPeak() {
	try {
		writeFileSync('/proc/self/clear_refs', '5');
	} catch {
		// Then the peak holds that of earlier executions, too.
	}
}

async function startProfile() {
	session.connect();
	await session.post('Profiler.enable');
	await session.post('Profiler.start');
}

async function stopProfile() {
	const result = await session.post('Profiler.stop');
	session.disconnect();
	writeFileSync(profile, JSON.stringify(result.profile));
}
