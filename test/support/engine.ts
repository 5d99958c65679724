import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import {
	ICredentialsHelper,
	isExpression,
	NodeHelpers,
	Workflow,
	type ICredentialDataDecryptedObject,
	type ICredentialType,
	type IDataObject,
	type IHttpRequestHelper,
	type IHttpRequestOptions,
	type INode,
	type INodeExecutionData,
	type INodeProperties,
	type INodeParameters,
	type INodeType,
	type IRun,
	type IRunExecutionData,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

import { AgoraChatApi } from '../../credentials/AgoraChatApi.credentials';
import { TencentCloudChatApi } from '../../credentials/TencentCloudChatApi.credentials';
// With `.ts`, because tsx finds the codex files AgoraChat.node.json and TencentCloudChat.node.json otherwise.
import { AgoraChat } from '../../nodes/AgoraChat/AgoraChat.node.ts';
import { AgoraChatMuteListTrigger } from '../../nodes/AgoraChat/AgoraChatMuteListTrigger.node.ts';
import { AgoraChatTrigger } from '../../nodes/AgoraChat/AgoraChatTrigger.node.ts';
import { TencentCloudChat } from '../../nodes/TencentCloudChat/TencentCloudChat.node.ts';
import { TencentCloudChatMuteListTrigger } from '../../nodes/TencentCloudChat/TencentCloudChatMuteListTrigger.node.ts';
import { TencentCloudChatTrigger } from '../../nodes/TencentCloudChat/TencentCloudChatTrigger.node.ts';

/** Runs one of our nodes in n8n's own engine, as a workflow of that node alone. */

export type CredentialData = Record<string, ICredentialDataDecryptedObject>;

export interface NodeRunOptions {
	parameters: INodeParameters;
	/** The `json` of the input items. */
	items: IDataObject[];
	credentials: CredentialData;
	/** Settings of the node, such as `onError` or `retryOnFail`. */
	settings?: Partial<INode>;
	/** How often the same items reach the node, as in a loop; once unless set. */
	runs?: number;
	/** Called once the run has begun, with a function that cancels it. */
	onStart?: (cancel: () => void) => void;
}

export interface NodeRun {
	status: IRun['status'];
	/** The items of the first output, or of the success branch. */
	items: INodeExecutionData[];
	/** The items of the error branch, where the node has one. */
	errorItems: INodeExecutionData[];
	error:
		| { message: string; description?: string | null; name: string; context?: IDataObject }
		| undefined;
	/** What n8n shows above the output. */
	hints: string[];
	/** All that n8n would save of the execution, as text, and the error with what hangs on it. */
	saved: string;
}

export const nodeTypes = { tencent: new TencentCloudChat(), agora: new AgoraChat() };
export const triggerTypes = {
	tencent: new TencentCloudChatTrigger(),
	agora: new AgoraChatTrigger(),
};
export const pollTypes = {
	tencent: new TencentCloudChatMuteListTrigger(),
	agora: new AgoraChatMuteListTrigger(),
};
const credentialTypes: Record<string, ICredentialType> = {
	tencentCloudChatApi: new TencentCloudChatApi(),
	agoraChatApi: new AgoraChatApi(),
};

export async function runTencent(options: NodeRunOptions): Promise<NodeRun> {
	return await runNode(nodeTypes.tencent, options);
}

export async function runAgora(options: NodeRunOptions): Promise<NodeRun> {
	return await runNode(nodeTypes.agora, options);
}

export async function runNode(nodeType: INodeType, options: NodeRunOptions): Promise<NodeRun> {
	const node = nodeOf(nodeType, options);
	const workflow = new Workflow({
		id: 'workflow',
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: {
			getByName: () => nodeType,
			getByNameAndVersion: () => nodeType,
			getKnownTypes: () => ({}),
		},
		settings: { executionOrder: 'v1', timezone: 'UTC' },
	});
	const items = options.items.map((json, item) => ({ json, pairedItem: { item } }));
	const execution = new WorkflowExecute(
		additionalData(options.credentials),
		'manual',
		startingAt(node, items, options.runs),
	).processRunExecutionData(workflow);
	options.onStart?.(() => execution.cancel());
	return describe(await execution, node.name);
}

export function nodeOf(
	nodeType: INodeType,
	{ parameters, credentials, settings }: NodeRunOptions,
): INode {
	const ids = Object.keys(credentials).map((name) => [name, { id: name, name }]);
	return {
		id: 'node',
		name: nodeType.description.displayName,
		type: nodeType.description.name,
		typeVersion: 1,
		position: [0, 0],
		parameters,
		credentials: Object.fromEntries(ids),
		...settings,
	};
}

export function additionalData(credentials: CredentialData): IWorkflowExecuteAdditionalData {
	const data: Partial<IWorkflowExecuteAdditionalData> = {
		credentialsHelper: new TestCredentials(credentials),
		executionId: 'execution',
		variables: {},
	};
	return Object.assign(data, {
		hooks: new ExecutionLifecycleHooks('manual', 'execution', {} as never),
	}) as IWorkflowExecuteAdditionalData;
}

export function startingAt(node: INode, items: INodeExecutionData[], runs = 1): IRunExecutionData {
	return {
		version: 1,
		startData: {},
		resultData: { runData: {}, pinData: {} },
		executionData: {
			contextData: {},
			metadata: {},
			waitingExecution: {},
			waitingExecutionSource: {},
			nodeExecutionStack: Array.from({ length: runs }, () => ({
				node,
				data: { main: [items] },
				source: null,
			})),
			runtimeData: undefined,
		},
	} as unknown as IRunExecutionData;
}

export function describe(run: IRun, nodeName: string): NodeRun {
	const { resultData } = run.data;
	const outputs = resultData.runData[nodeName]?.[0]?.data?.main ?? [];
	const hints = resultData.runData[nodeName]?.[0]?.hints ?? [];
	const error = (resultData.error ?? resultData.runData[nodeName]?.[0]?.error) as NodeRun['error'];
	return {
		status: run.status,
		items: outputs[0] ?? [],
		errorItems: outputs[1] ?? [],
		error,
		hints: hints.map(({ message }) => message),
		saved: JSON.stringify(run) + everythingIn(error),
	};
}

/** What a log or a debugger could print of an error: JSON leaves out its stack and its cause. */
function everythingIn(value: unknown, seen = new Set<unknown>()): string {
	if (typeof value !== 'object' || value === null) return String(value);
	if (seen.has(value)) return '';
	seen.add(value);
	return Object.getOwnPropertyNames(value)
		.map((name) => `${name}: ${everythingIn((value as IDataObject)[name], seen)}`)
		.join('\n');
}

/** Credentials as n8n's own helper gives them, pre-authenticates and stores: what is stored is found in the test's data. */
class TestCredentials extends ICredentialsHelper {
	constructor(private readonly credentials: CredentialData) {
		super();
	}

	getParentTypes(): string[] {
		return [];
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	getCredentialsProperties(): INodeProperties[] {
		return [];
	}

	async getDecrypted(
		_additionalData: unknown,
		_nodeCredentials: unknown,
		type: string,
	): Promise<ICredentialDataDecryptedObject> {
		const stored = this.credentials[type];
		if (!stored) return {};
		const { properties } = credentialTypes[type];
		return structuredClone(
			NodeHelpers.getNodeParameters(properties, stored as INodeParameters, true, false, null, null),
		) as ICredentialDataDecryptedObject;
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		type: string,
		options: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const { authenticate } = credentialTypes[type];
		if (typeof authenticate !== 'function') throw new Error(`${type} has no authenticate function`);
		return await authenticate(credentials, options);
	}

	async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		type: string,
		node: INode,
		credentialsExpired: boolean,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const { properties, preAuthentication } = credentialTypes[type];
		const expirable = properties.find(
			({ type, typeOptions }) => type === 'hidden' && typeOptions?.expirable === true,
		);
		if (!expirable || !preAuthentication) return undefined;
		const isTest = node.parameters.temp === '' && node.type === 'n8n-nodes-base.noOp';
		if (credentials[expirable.name] !== '' && !credentialsExpired && !isTest) return undefined;
		const output = await preAuthentication.call(helpers, credentials);
		if (output[expirable.name] === undefined || !node.credentials) return undefined;
		const stored = this.credentials[type];
		const kept = Object.entries(output).filter(
			([name]) => name === expirable.name || !isExpression(stored[name]),
		);
		await this.updateCredentials(node.credentials[type], type, {
			...stored,
			...Object.fromEntries(kept),
		} as ICredentialDataDecryptedObject);
		return Object.assign(credentials, output);
	}

	async runPreAuthentication(): Promise<undefined> {
		return undefined;
	}

	async getCredentials(): Promise<never> {
		throw new Error('Credentials are not stored in this test');
	}

	async updateCredentials(
		_nodeCredentials: unknown,
		type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		this.credentials[type] = data;
	}

	async updateCredentialsOauthTokenData(): Promise<void> {}
}
