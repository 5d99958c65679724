import { WorkflowExecute } from 'n8n-core';
import {
	NodeConnectionTypes,
	Workflow,
	type IConnections,
	type IDataObject,
	type INodeParameters,
} from 'n8n-workflow';

import {
	additionalData,
	describe,
	nodeOf,
	nodeTypes,
	startingAt,
	type CredentialData,
	type NodeRun,
} from './engine';

/** Runs several of our nodes in n8n's own engine, as one workflow: each feeds the next. */

export interface ChainedNode {
	type: keyof typeof nodeTypes;
	/** As it stands in the workflow; each has its own. */
	name: string;
	parameters: INodeParameters;
}

/** Gives what the last node put out. */
export async function runChain(
	chain: readonly ChainedNode[],
	{ items, credentials }: { items: readonly IDataObject[]; credentials: CredentialData },
): Promise<NodeRun> {
	const nodes = chain.map(({ type, name, parameters }) =>
		nodeOf(nodeTypes[type], { parameters, items: [], credentials, settings: { id: name, name } }),
	);
	const typeOf = (name: string) => {
		const type = Object.values(nodeTypes).find(({ description }) => description.name === name);
		if (!type) throw new Error(`There is no node type "${name}"`);
		return type;
	};
	const workflow = new Workflow({
		id: 'workflow',
		nodes,
		connections: inLine(chain.map(({ name }) => name)),
		active: false,
		nodeTypes: { getByName: typeOf, getByNameAndVersion: typeOf, getKnownTypes: () => ({}) },
		settings: { executionOrder: 'v1', timezone: 'UTC' },
	});
	const run = await new WorkflowExecute(
		additionalData(credentials),
		'manual',
		startingAt(
			nodes[0],
			items.map((json, item) => ({ json, pairedItem: { item } })),
		),
	).processRunExecutionData(workflow);
	return describe(run, nodes[nodes.length - 1].name);
}

function inLine(names: readonly string[]): IConnections {
	const { Main } = NodeConnectionTypes;
	const pairs = names
		.slice(1)
		.map((next, i) => [names[i], { [Main]: [[{ node: next, type: Main, index: 0 }]] }]);
	return Object.fromEntries(pairs) as IConnections;
}
