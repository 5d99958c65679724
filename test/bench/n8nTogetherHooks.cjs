// In place of n8nHooks.cjs where several executions run at the same time: whose memory it is can't be told
// then, and collecting garbage for one would hold up the others. So there are times alone.
const { summary, writeReport } = require('./n8nReport.cjs');

/** When our node has ended, by execution: n8n itself takes a cancelled one for ended at once. */
const endings = new Map();
const watched = new Set();

exports.workflow = {
	preExecute: [
		async ({ nodes, nodeTypes }) => {
			for (const { type, typeVersion } of Object.values(nodes)) {
				if (type.startsWith('n8n-nodes-chat-mute.')) {
					watch(nodeTypes.getByNameAndVersion(type, typeVersion));
				}
			}
		},
	],
	postExecute: [
		async ({ data: { resultData }, stoppedAt, status }, { nodes }, executionId) => {
			writeReport(executionId, {
				nodes: summary(nodes, resultData),
				stoppedAt: Number(stoppedAt),
				nodeEndedAt: await endings.get(executionId),
				error: status === 'canceled' ? undefined : resultData.error?.message,
			});
		},
	],
};

function watch(nodeType) {
	if (watched.has(nodeType)) return;
	watched.add(nodeType);
	const { execute } = nodeType;
	nodeType.execute = async function (...parameters) {
		const run = execute.apply(this, parameters);
		endings.set(this.getExecutionId(), endOf(run));
		return await run;
	};
}

async function endOf(run) {
	await run.catch(() => {});
	return Date.now();
}
