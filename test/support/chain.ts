import { WorkflowExecute } from 'n8n-core';
import {
	NodeConnectionTypes,
	Workflow,
	type IConnections,
	type IDataObject,
	type IExecuteResponsePromiseData,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
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

/** Runs several nodes in n8n's own engine, as one workflow: each feeds the next. */

export interface ChainedNode {
	/** One of ours by its name, or any other. */
	type: keyof typeof nodeTypes | INodeType;
	/** As it stands in the workflow; each has its own. */
	name: string;
	parameters: INodeParameters;
	/** Settings of the node, such as `onError`. */
	settings?: Partial<INode>;
}

interface ChainOptions {
	/** The `json` of the items that reach the first node. */
	items: readonly IDataObject[];
	credentials: CredentialData;
	/** Called with what a node answers to whom started the workflow. */
	onResponse?: (response: IExecuteResponsePromiseData) => void;
}

/** Gives what the last node put out. */
export async function runChain(
	chain: readonly ChainedNode[],
	{ items, credentials, onResponse }: ChainOptions,
): Promise<NodeRun> {
	const types = chain.map(({ type }) => (typeof type === 'string' ? nodeTypes[type] : type));
	const nodes = chain.map(({ name, parameters, settings }, i) =>
		nodeOf(types[i], {
			parameters,
			items: [],
			credentials,
			settings: { id: name, name, ...settings },
		}),
	);
	const typeOf = (name: string) => {
		const type = types.find(({ description }) => description.name === name);
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
	const data = additionalData(credentials);
	if (onResponse) data.hooks?.addHandler('sendResponse', async (response) => onResponse(response));
	const start: INodeExecutionData[] = items.map((json, item) => ({ json, pairedItem: { item } }));
	const run = await new WorkflowExecute(
		data,
		'manual',
		startingAt(nodes[0], start),
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
