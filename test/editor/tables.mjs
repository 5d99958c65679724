import { signedIn } from './rest.mjs';

/**
 * Creates the data table that a workflow's first such node writes rows into, as its note asks for, unless it
 * is there.
 * @param {string} url of n8n
 * @param {{ nodes: { type: string, parameters: object }[] }} workflow
 */
export async function createTable(url, { nodes }) {
	const { dataTableId, columns } = nodes.find(
		({ type, parameters }) =>
			type === 'n8n-nodes-base.dataTable' && parameters.operation === 'insert',
	).parameters;
	const name = dataTableId.value;
	const { call } = await signedIn(url);
	const { id } = await call('GET', 'projects/personal');
	const path = `projects/${id}/data-tables`;
	const filter = encodeURIComponent(JSON.stringify({ name }));
	const found = await call('GET', `${path}?filter=${filter}`);
	if (found.data.some((table) => table.name === name)) return;
	await call('POST', path, {
		name,
		columns: columns.schema.map(({ id, type }) => ({ name: id, type })),
	});
}
