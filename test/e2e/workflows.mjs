/** A workflow that starts by hand and goes through these nodes one by one. */
export function workflow(name, ...chain) {
	const nodes = [{ name: 'Start', type: 'n8n-nodes-base.manualTrigger' }, ...chain].map(
		(node, i) => ({
			id: String(i),
			typeVersion: 1,
			parameters: {},
			position: [i * 224, 0],
			...node,
		}),
	);
	const connections = {};
	for (const [i, node] of nodes.slice(1).entries()) {
		const target = [{ node: node.name, type: 'main', index: 0 }];
		connections[nodes[i].name] = { main: [target] };
	}
	return { name, nodes, connections, settings: { executionOrder: 'v1' } };
}
