// What both kinds of hooks report of an execution, and how.
const { renameSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

/** Each node by itself, and all its runs: in a loop it has many. */
exports.summary = (nodes, { runData }) =>
	nodes.map(({ name }) => {
		const runs = runData[name] ?? [];
		return {
			name,
			startedAt: runs[0]?.startTime,
			ms: runs.reduce((sum, { executionTime }) => sum + executionTime, 0),
			items: runs.reduce((sum, { data }) => sum + (data?.main?.flat().length ?? 0), 0),
		};
	});

exports.writeReport = (executionId, report) => {
	const file = join(process.env.BENCH_REPORTS, String(executionId));
	writeFileSync(`${file}.part`, JSON.stringify(report));
	renameSync(`${file}.part`, `${file}.json`); // whoever waits for it finds it whole
};
