import { createRequire } from 'node:module';
import { setTimeout as delay } from 'node:timers/promises';
import { installN8n } from '../editor/install.mjs';
import { signedIn } from '../editor/rest.mjs';
import { patienceMs } from './patience.mjs';

// n8n packs an execution's data in its own way, and brings what unpacks it.
const bundled = createRequire((await installN8n()).cli);
const { parse } = bundled('flatted');

/** Whether a credential test knows what an error comes of, such as the reply's status: before 2.34 it does not. */
const { NodeApiError } = bundled('n8n-workflow');
export const knowsCauses = new NodeApiError({}, new Error('a cause')).cause !== undefined;

/** What tests do with n8n through the editor's API. */
export async function signIn(url) {
	const { text, call } = await signedIn(url);

	/** The execution, once it has ended; `nodes` is what each node put out, by its name. */
	async function execution(id) {
		for (;;) {
			const { data, ...found } = await call('GET', `executions/${id}`);
			const stored = parse(data);
			// The older n8n stores that it has ended before it stores what came of it.
			if (found.stoppedAt && stored?.resultData)
				return { ...found, ...readable(stored.resultData) };
			await delay(50);
		}
	}

	async function activate(id) {
		const { versionId } = await call('GET', `workflows/${id}`);
		await call('POST', `workflows/${id}/activate`, { versionId });
	}

	/** Waits until it is so: n8n publishes and unpublishes in the background, where it tells its status. */
	async function isPublished(id, status) {
		const answer = await call('GET', `workflows/${id}/publication-status`).catch(unlessMissing);
		if (!answer || answer.status === status) return answer;
		await delay(50);
		return await isPublished(id, status);
	}

	/** The ids of up to 100 executions of a workflow, the newest first. */
	async function executionsOf(workflowId) {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const { results } = await call('GET', `executions?filter=${filter}&limit=100`);
		return results.map(({ id }) => id);
	}

	return {
		call,
		execution,

		/** A file that a node put out: in the execution itself, or stored beside it. */
		async content({ id, data }) {
			if (!id) return Buffer.from(data, 'base64').toString();
			return await text('GET', `binary-data?action=view&id=${encodeURIComponent(id)}`);
		},

		/** Imports a workflow and runs it from the trigger that it starts with. */
		async run(workflow) {
			const { id } = await call('POST', 'workflows', workflow);
			return await this.runStored(id, workflow.nodes[0].name);
		},

		async runStored(id, trigger) {
			const started = await call('POST', `workflows/${id}/run`, {
				workflowData: await call('GET', `workflows/${id}`), // the older n8n runs what it is given
				triggerToStartFrom: { name: trigger },
			});
			return await execution(started.executionId);
		},

		/** Publishes a stored workflow for as long as `whilePublished` takes. */
		async publish(id, whilePublished) {
			await activate(id);
			await isPublished(id, 'published');
			try {
				return await whilePublished();
			} finally {
				await call('POST', `workflows/${id}/deactivate`, {});
				await isPublished(id, 'not_published');
			}
		},

		/** The last execution of a workflow, waited for: its trigger starts it when it likes, here the `nth` time. */
		async lastExecution(workflowId, nth = 1) {
			for (const late = Date.now() + patienceMs; Date.now() < late; await delay(100)) {
				const ids = await executionsOf(workflowId);
				if (ids.length >= nth) return await execution(ids[0]);
			}
			throw new Error(`The workflow ${workflowId} did not run ${nth} times`);
		},

		/** How often a workflow has been started. */
		async countExecutions(workflowId) {
			const filter = encodeURIComponent(JSON.stringify({ workflowId }));
			return (await call('GET', `executions?filter=${filter}&limit=1`)).count;
		},

		/** Why n8n could not publish a stored workflow: the older say so at once, others try for some 15 seconds. */
		async refusal(id) {
			try {
				await activate(id);
			} catch ({ message }) {
				return message;
			}
			const { triggers } = await isPublished(id, 'failed');
			return triggers.map(({ errorMessage }) => errorMessage).join();
		},

		/** All executions there are, the newest first. */
		async executions() {
			const ids = [];
			for (let page = ''; page !== undefined; ) {
				const { results, nextCursor } = await call('GET', `executions?limit=100${page}`);
				ids.push(...results.map(({ id }) => id));
				page = nextCursor ? `&cursor=${encodeURIComponent(nextCursor)}` : undefined;
			}
			return await Promise.all(ids.map((id) => call('GET', `executions/${id}`)));
		},
	};
}

function unlessMissing(error) {
	if (error.status !== 404) throw error;
}

const readable = ({ runData, error }) => ({
	error,
	nodes: Object.fromEntries(
		Object.entries(runData).map(([node, [{ data, error }]]) => [
			node,
			{ error, outputs: data?.main?.map((items) => items ?? []) ?? [] },
		]),
	),
});
