/** A workflow that starts by hand and goes through these nodes one by one. */
export const workflow = (name, ...nodes) =>
	chained(name, { name: 'Start', type: 'n8n-nodes-base.manualTrigger' }, ...nodes);

/** A workflow that starts with the first of these nodes, and goes through the others one by one. */
export function chained(name, ...chain) {
	const nodes = chain.map((node, i) => ({
		id: String(i),
		typeVersion: 1,
		parameters: {},
		position: [i * 224, 0],
		...node,
	}));
	const connections = {};
	for (const [i, node] of nodes.slice(1).entries()) {
		const target = [{ node: node.name, type: 'main', index: 0 }];
		connections[nodes[i].name] = { main: [target] };
	}
	return { name, active: false, nodes, connections, settings: { executionOrder: 'v1' } };
}

/**
 * The trigger of a service, from what makes its node.
 * @param {(more: object) => object} node
 */
export const trigger = (node, parameters, more) => {
	const { type, ...own } = node({ name: 'Message', webhookId: crypto.randomUUID(), parameters });
	return { ...own, type: `${type}Trigger`, ...more };
};

/** As {@link workflow}, with these items coming in. */
export const withItems = (name, items, ...nodes) => ({
	...workflow(name, ...nodes),
	pinData: { Start: items.map((json) => ({ json })) },
});
