import { callTriggers } from '../editor/callbacks.mjs';
import { api, n8n, page } from './stage.mjs';

/**
 * Publishes a stored workflow for as long as `whileCalled` takes, and has the simulated service call its
 * trigger at the production address.
 */
export async function called(workflow, whileCalled) {
	return await api.publish(workflow.id, async () => {
		await callTriggers(page.url, n8n.url, [workflow]);
		return await whileCalled();
	});
}
