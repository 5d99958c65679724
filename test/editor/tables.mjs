import { login } from './owner.mjs';

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
	const table = {
		name: dataTableId.value,
		columns: columns.schema.map(({ id, type }) => ({ name: id, type })),
	};
	const headers = { cookie: await login(url), 'content-type': 'application/json' };
	const project = await (await fetch(`${url}/rest/projects/personal`, { headers })).json();
	const path = `${url}/rest/projects/${project.data.id}/data-tables`;
	const filter = encodeURIComponent(JSON.stringify({ name: table.name }));
	const found = await (await fetch(`${path}?filter=${filter}`, { headers })).json();
	if (found.data.data.some(({ name }) => name === table.name)) return;
	const created = await fetch(path, { method: 'POST', headers, body: JSON.stringify(table) });
	if (!created.ok) throw new Error(`${path} answered ${created.status}: ${await created.text()}`);
}
