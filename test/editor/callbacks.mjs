import { signedIn } from './rest.mjs';

/** The simulator's services, by the trigger that takes their callbacks. */
const triggers = {
	'n8n-nodes-chat-mute.tencentCloudChatTrigger': 'tencent',
	'n8n-nodes-chat-mute.agoraChatTrigger': 'agora',
};

/**
 * Has each simulated service call the first of these workflows that begins with its trigger, at its
 * production address: it answers once the workflow is published.
 * @param {string} pageUrl
 * @param {string} n8nUrl
 * @param {{ nodes: { type: string, webhookId?: string }[] }[]} workflows
 */
export async function callTriggers(pageUrl, n8nUrl, workflows) {
	const nodes = workflows.flatMap((workflow) => workflow.nodes);
	for (const [type, service] of Object.entries(triggers)) {
		const webhookId = nodes.find((node) => node.type === type && node.webhookId)?.webhookId;
		if (webhookId === undefined) continue;
		await fetch(`${pageUrl}/callbacks`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ service, url: `${n8nUrl}/webhook/${webhookId}/callback` }),
		});
	}
}

/** Publishes stored workflows: n8n does it in the background. */
export async function publish(n8nUrl, workflows) {
	const { call } = await signedIn(n8nUrl);
	for (const { id } of workflows) {
		const { versionId } = await call('GET', `workflows/${id}`);
		await call('POST', `workflows/${id}/activate`, { versionId });
	}
}
