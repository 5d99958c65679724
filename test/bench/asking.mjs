import { readFile } from 'node:fs/promises';

// n8n as a chat service asks it: workflows that are published, and what their answers cost.

/** Publishes one after the other, and lets it happen while all are. */
export async function published(api, [first, ...others], whilePublished) {
	if (!first) return await whilePublished();
	return await api.publish(first.id, () => published(api, others, whilePublished));
}

/** What the process has used so far, with all its threads; Linux counts it in hundredths of a second. */
export async function cpuMs({ pid }) {
	const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
	const [user, system] = stat.slice(stat.lastIndexOf(')')).split(' ').slice(12, 14);
	return (Number(user) + Number(system)) * 10;
}

/** Where the service sends its callbacks to. */
export function addressOf({ url }, { nodes }) {
	const { webhookId, parameters } = nodes.find((node) => node.webhookId);
	return `${url}/webhook/${parameters.path ?? `${webhookId}/callback`}`;
}

export const quantile = (values, part) =>
	values.toSorted((a, b) => a - b)[Math.ceil(values.length * part) - 1];
