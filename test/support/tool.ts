import { WorkflowExecute } from 'n8n-core';
import {
	NodeConnectionTypes,
	Workflow,
	type IDataObject,
	type IExecuteFunctions,
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

/** One of our nodes as the tool of an agent: n8n's own code makes the tool, and runs it when the model calls. */

export interface ToolOptions {
	parameters: INodeParameters;
	/** The `json` of the items that reach the agent. */
	items: IDataObject[];
	credentials: CredentialData;
	settings?: Partial<INode>;
}

/** Gives what the agent put out: an item for each call, with the tool's `answer` or `refusal`. */
export async function callTool(
	type: keyof typeof nodeTypes,
	options: ToolOptions,
	calls: readonly IDataObject[],
): Promise<NodeRun> {
	const toolType = asTool(nodeTypes[type]);
	const agentType = agentCalling(calls);
	const tool = nodeOf(toolType, options);
	const agent = nodeOf(agentType, { ...options, parameters: {}, credentials: {}, settings: {} });
	const typeOf = (name: string) => (name === agent.type ? agentType : toolType);
	const { AiTool } = NodeConnectionTypes;
	const workflow = new Workflow({
		id: 'workflow',
		nodes: [agent, tool],
		connections: { [tool.name]: { [AiTool]: [[{ node: agent.name, type: AiTool, index: 0 }]] } },
		active: false,
		nodeTypes: { getByName: typeOf, getByNameAndVersion: typeOf, getKnownTypes: () => ({}) },
		settings: { executionOrder: 'v1', timezone: 'UTC' },
	});
	const items = options.items.map((json, item) => ({ json, pairedItem: { item } }));
	const run = await new WorkflowExecute(
		additionalData(options.credentials),
		'manual',
		startingAt(agent, items),
	).processRunExecutionData(workflow);
	return describe(run, agent.name);
}

/** The twin that n8n makes of a node that is usable as a tool. */
function asTool(nodeType: INodeType): INodeType {
	const { description } = nodeType;
	return Object.assign(Object.create(nodeType) as INodeType, {
		description: {
			...description,
			name: `${description.name}Tool`,
			displayName: `${description.displayName} Tool`,
			inputs: [],
			outputs: [NodeConnectionTypes.AiTool],
		},
	});
}

interface Tool {
	invoke(args: IDataObject): Promise<string>;
}

/** Does as agents before version 3 do, with calls that are known beforehand in place of a model. */
function agentCalling(calls: readonly IDataObject[]): INodeType {
	return {
		description: {
			displayName: 'Agent',
			name: 'agent',
			group: ['transform'],
			version: 1,
			description: 'Calls its tool',
			defaults: { name: 'Agent' },
			inputs: [NodeConnectionTypes.Main, { type: NodeConnectionTypes.AiTool }],
			outputs: [NodeConnectionTypes.Main],
			usableAsTool: undefined,
			properties: [],
		},
		async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
			const [tool] = (await this.getInputConnectionData(NodeConnectionTypes.AiTool, 0)) as Tool[];
			const answers: INodeExecutionData[] = [];
			for (const args of calls) {
				answers.push({ json: await answerTo(tool, args), pairedItem: { item: 0 } });
			}
			return [answers];
		},
	};
}

async function answerTo(tool: Tool, args: IDataObject): Promise<IDataObject> {
	try {
		return { answer: JSON.parse(await tool.invoke(args)) as IDataObject[] };
	} catch (error) {
		return { refusal: (error as Error).message };
	}
}
