import { HookContext, WebhookContext } from 'n8n-core';
import {
	jsonParse,
	Workflow,
	type IDataObject,
	type INode,
	type INodeParameters,
	type IWebhookData,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

import { runChain, type ChainedNode } from './chain';
import { additionalData, nodeOf, triggerTypes, type CredentialData, type NodeRun } from './engine';
import {
	createServer,
	once,
	parseQuery,
	randomUUID,
	type AddressInfo,
	type IncomingMessage,
	type ServerResponse,
} from './node';

/** Our triggers behind a real HTTP server, in n8n's own contexts. What is around them does as n8n's webhook-helpers.js. */

export interface Trigger {
	type: keyof typeof triggerTypes;
	/** Those that differ from what the editor sets. */
	parameters?: INodeParameters;
	credentials: CredentialData;
	/** Of the workflow it is in: another one each time, unless given. */
	workflowId?: string;
	/** The nodes behind it. */
	then?: readonly ChainedNode[];
}

/** What a service, or somebody else, sends to the trigger's address. */
export interface Callback {
	/** As it is written in the address. */
	query: string;
	body: string;
	/** JSON unless given. */
	contentType?: string;
}

export interface Received {
	status: number;
	/** Parsed JSON; the text, where it is none. */
	answer: unknown;
	/** Of the execution that starts; undefined where none does. */
	items: IDataObject[] | undefined;
	/** What the trigger threw: n8n starts an execution of it. */
	thrown: unknown;
	/** What the trigger wrote to n8n's log. */
	log: string;
	/** What ran behind the trigger. */
	run: NodeRun | undefined;
}

type Taken = Omit<Received, 'status' | 'answer'>;

const triggerName = 'Trigger';

export class WebhookServer {
	private readonly triggers = new Map<string, Trigger>();
	private readonly taken = new Map<string, Promise<Taken>>();
	private readonly server = createServer((request, response) => {
		const { pathname, search } = new URL(request.url ?? '', 'http://n8n');
		const trigger = this.triggers.get(pathname);
		if (!trigger) throw new Error(`Nothing is published at ${pathname}`);
		const taken = take(trigger, request, search.slice(1), response);
		this.taken.set(pathname, taken);
		// Who sends it shall not wait for ever; `send` throws the error itself.
		taken.catch(() => response.end());
	});

	async start(): Promise<void> {
		this.server.listen(0, '127.0.0.1');
		await once(this.server, 'listening');
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		this.server.close();
		await once(this.server, 'close');
	}

	/** Sends a callback to a trigger, and waits until all that it starts has ended. */
	async send(trigger: Trigger, callback: Callback): Promise<Received> {
		const path = `/${this.triggers.size}`;
		this.triggers.set(path, trigger);
		const { port } = this.server.address() as AddressInfo;
		const response = await fetch(`http://127.0.0.1:${port}${path}?${callback.query}`, {
			method: 'POST',
			body: callback.body,
			headers: { 'content-type': callback.contentType ?? 'application/json' },
		});
		const text = await response.text();
		const taken = await this.taken.get(path);
		if (!taken) throw new Error('The callback was lost on its way');
		this.taken.delete(path);
		return {
			...taken,
			status: response.status,
			answer: jsonParse<unknown>(text, { fallbackValue: text }),
		};
	}
}

/** Starts the server before the tests of a file. */
export function useWebhooks(): WebhookServer {
	const server = new WebhookServer();
	beforeAll(async () => {
		await server.start();
	});
	afterAll(async () => {
		await server.stop();
	});
	return server;
}

/** As n8n publishes a workflow with the trigger. Gives what its author reads where that fails. */
export async function publish(
	trigger: Trigger,
): Promise<{ message: string; description?: string | null } | undefined> {
	const { workflow, node, webhookData, data } = installed(trigger);
	const { checkExists, create } = triggerTypes[trigger.type].webhookMethods.default;
	const context = new HookContext(workflow, node, data, 'webhook', 'activate', webhookData);
	try {
		if (!(await checkExists.call(context))) await create.call(context);
		return undefined;
	} catch (error) {
		return error as Error;
	}
}

/** As n8n takes a request: it starts an execution, or does not, and answers where the trigger has not. */
async function take(
	trigger: Trigger,
	request: IncomingMessage,
	query: string,
	response: ServerResponse,
): Promise<Taken> {
	const taken: Taken = { items: undefined, thrown: undefined, log: '', run: undefined };
	const res = expressLike(response);
	const req = await parsed(request, query);
	if (!req) {
		res.status(422).json({ code: 422, message: 'Failed to parse request body' });
		return taken;
	}
	const { workflow, node, webhookData, data } = installed(trigger);
	await workflow.expression.acquireIsolate();
	const responseMode = workflow.expression.getSimpleParameterValue(
		node,
		webhookData.webhookDescription.responseMode,
		'webhook',
		{},
		undefined,
		'onReceived',
	);
	Object.assign(data, { httpRequest: req, httpResponse: res });
	const context = new WebhookContext(workflow, node, data, 'webhook', webhookData, [], null);
	Object.defineProperty(context, 'logger', { value: logInto(taken) });
	try {
		const result = await triggerTypes[trigger.type].webhook.call(context);
		taken.items = result.workflowData?.[0].map(({ json }) => json);
		// Where the trigger says that it has answered, n8n never does.
		if (result.noWebhookResponse) return await withRun(taken, trigger, () => {});
	} catch (error) {
		res.status(500).json({ code: 0, message: 'Workflow Webhook Error' });
		return { ...taken, thrown: error, items: [{}] };
	}
	if (!taken.items || responseMode === 'onReceived') {
		res.status(200).json({ message: 'Workflow was started' });
	}
	await withRun(taken, trigger, (body, status) => {
		if (!res.headersSent) res.status(status).json(body);
	});
	// The execution has ended, and nobody has answered.
	if (!res.headersSent) res.status(taken.run?.error ? 500 : 200).end();
	return taken;
}

async function withRun(
	taken: Taken,
	{ type, parameters = {}, credentials, then }: Trigger,
	respond: (body: unknown, status: number) => void,
): Promise<Taken> {
	if (!taken.items || !then) return taken;
	taken.run = await runChain(
		[{ type: triggerTypes[type], name: triggerName, parameters }, ...then],
		{
			items: taken.items,
			credentials,
			onResponse: ({ body, statusCode }) => respond(body, Number(statusCode)),
		},
	);
	return taken;
}

interface Installed {
	workflow: Workflow;
	node: INode;
	webhookData: IWebhookData;
	data: IWorkflowExecuteAdditionalData;
}

function installed(trigger: Trigger): Installed {
	const { type, parameters = {}, credentials, workflowId = randomUUID() } = trigger;
	const nodeType = triggerTypes[type];
	const settings = { id: triggerName, name: triggerName };
	const typeOf = () => nodeType;
	const workflow = new Workflow({
		id: workflowId,
		nodes: [nodeOf(nodeType, { parameters, items: [], credentials, settings })],
		connections: {},
		active: true,
		nodeTypes: { getByName: typeOf, getByNameAndVersion: typeOf, getKnownTypes: () => ({}) },
		settings: { timezone: 'UTC' },
	});
	const data = additionalData(credentials);
	const [webhookDescription] = nodeType.description.webhooks ?? [];
	return {
		workflow,
		node: workflow.getNode(triggerName)!,
		webhookData: {
			httpMethod: 'POST',
			node: triggerName,
			path: 'callback',
			webhookDescription,
			workflowId,
			workflowExecuteAdditionalData: data,
		},
		data,
	};
}

/** With the body as n8n's body-parser.js reads it. Gives nothing where n8n refuses it. */
async function parsed(request: IncomingMessage, query: string): Promise<object | undefined> {
	const [contentType] = (request.headers['content-type'] ?? '').toLowerCase().split(';');
	const chunks: Uint8Array[] = [];
	for await (const chunk of request) chunks.push(chunk as Uint8Array);
	const req = Object.assign(request, { contentType, params: {}, query: nested(parseQuery(query)) });
	// Forms with files go another way, which leaves no raw body.
	if (contentType === 'multipart/form-data') {
		return Object.assign(req, { body: { data: {}, files: {} } });
	}
	const rawBody = Buffer.concat(chunks);
	const text = rawBody.toString('utf8');
	try {
		return Object.assign(req, { rawBody, body: rawBody.length && bodyOf(text, contentType) });
	} catch {
		return undefined;
	}
}

function bodyOf(text: string, contentType: string): unknown {
	const json = text.startsWith('\ufeff') ? text.slice(1) : text;
	switch (contentType) {
		case 'application/json':
			return jsonParse(json);
		case 'application/x-www-form-urlencoded':
			return { ...parseQuery(json) };
		case 'text/plain':
			return text;
		default:
			return undefined;
	}
}

/** As n8n's Express does it: `a=1&a=2` is a list, `a[b]=1` is an object. */
function nested(query: ReturnType<typeof parseQuery>): IDataObject {
	const fields: IDataObject = {};
	for (const [name, value] of Object.entries(query)) {
		const [, outer, inner] = /^([^[]+)\[([^\]]*)\]$/.exec(name) ?? [];
		if (outer === undefined) fields[name] = value;
		else fields[outer] = inner === '' ? [value].flat() : { [inner]: value };
	}
	return fields;
}

type ExpressLike = ServerResponse & {
	status(code: number): ExpressLike;
	json(body: unknown): ExpressLike;
};

/** Express's response, as far as triggers and n8n use it. */
function expressLike(response: ServerResponse): ExpressLike {
	const res = response as ExpressLike;
	return Object.assign(res, {
		status(code: number) {
			res.statusCode = code;
			return res;
		},
		json(body: unknown) {
			res.setHeader('content-type', 'application/json; charset=utf-8');
			res.end(JSON.stringify(body));
			return res;
		},
	});
}

function logInto(taken: Taken): object {
	const write = (...texts: unknown[]) => {
		taken.log += `${JSON.stringify(texts)}\n`;
	};
	return { error: write, warn: write, info: write, debug: write };
}
