import { readFile } from 'node:fs/promises';

/** Moderation in two nodes: the example, without the row it writes. */
export async function triggerAndMute() {
	const { nodes, ...workflow } = await read('../../examples/webhook-moderation.json');
	const [note, trigger, mute] = nodes;
	const connections = { [trigger.name]: workflow.connections[trigger.name] };
	return ready('trigger', { ...workflow, nodes: [note, trigger, mute], connections });
}

/** The trigger of that workflow, with other parameters where they are given. */
export async function triggerAlone(id, parameters) {
	const { nodes, settings } = await read('../../examples/webhook-moderation.json');
	const trigger = nodes.find(({ webhookId }) => webhookId);
	const node = {
		...trigger,
		webhookId: crypto.randomUUID(),
		parameters: { ...trigger.parameters, ...parameters },
	};
	return ready(id, { nodes: [node], connections: {}, settings });
}

/** The same as one made it before there was a trigger. */
export const handMade = async () => ready('handMade', await read('handMadeModeration.json'));

/** n8n's own Webhook node and nothing else: it answers at once, and starts its workflow. */
export const webhookAlone = () =>
	ready('webhook', {
		nodes: [
			{
				id: 'webhook',
				name: 'Webhook',
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2.1,
				position: [0, 0],
				webhookId: '7c1c1b9e-4d5b-4b0e-9a86-2f3d9d1c7d11',
				parameters: {
					httpMethod: 'POST',
					path: 'webhook-alone',
					responseMode: 'onReceived',
					options: {},
				},
			},
		],
		connections: {},
		settings: { executionOrder: 'v1' },
	});

const read = async (file) => JSON.parse(await readFile(new URL(file, import.meta.url), 'utf8'));

/** Ready to import, with the stored credential and the token of the simulator. */
function ready(id, workflow) {
	const nodes = JSON.parse(
		JSON.stringify(workflow.nodes).replaceAll('"change-me"', '"simulated-callback-token"'),
	);
	for (const { credentials } of nodes) {
		if (credentials) credentials.tencentCloudChatApi.id = 'tencentCloudChatApi';
	}
	return { ...workflow, id, name: id, active: false, nodes };
}
