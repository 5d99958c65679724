import { PollContext } from 'n8n-core';
import {
	jsonParse,
	Workflow,
	type IDataObject,
	type INodeExecutionData,
	type INodeParameters,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

import { additionalData, nodeOf, pollTypes, type CredentialData } from './engine';
import { randomUUID } from './node';

/** Our polled triggers in n8n's own contexts. What is around them does as n8n's active-workflow-triggers.js. */

export interface Polled {
	type: keyof typeof pollTypes;
	/** Those that differ from what the editor sets. */
	parameters?: INodeParameters;
	credentials: CredentialData;
	/** How long a poll may take before n8n ends it by force; it does not, unless given. */
	budgetMs?: number;
	/** Each poll has a context of its own, and the workflow's data. */
	ownContexts?: true;
	/** Each poll is of a workflow as it was saved: n8n's durable scheduler without durable cursors. */
	fromSaved?: true;
	/** Of the workflow it is in, and of the node: others, unless given. */
	workflowId?: string;
	nodeName?: string;
	/** In place of n8n's own requests. */
	request?: (options: { url: string; qs?: IDataObject }) => Promise<unknown>;
}

export interface PollError {
	message: string;
	description?: string | null;
	/** As far as it could be logged. */
	text: string;
}

/** A workflow with one of our triggers alone, which n8n publishes, polls, and starts again. */
export class PolledWorkflow {
	/** The items of each execution that was started. */
	readonly executions: IDataObject[][] = [];
	/** What the failed executions say that are saved in place of one. */
	readonly errors: PollError[] = [];
	/** What n8n's database holds of the workflow's static data. */
	saved = '{}';
	private readonly id: string;
	private workflow: Workflow;
	private context: PollContext;

	constructor(private readonly polled: Polled) {
		this.id = polled.workflowId ?? randomUUID();
		[this.workflow, this.context] = this.loaded();
	}

	/** Other parameters or another credential, in a workflow that is published anew. */
	change(polled: Partial<Polled>): void {
		Object.assign(this.polled, polled);
	}

	/** Publishes the workflow, which polls for the first time, or starts n8n anew. Throws what the author would read. */
	async publish(): Promise<void> {
		[this.workflow, this.context] = this.loaded();
		this.emit(await this.run());
		this.save();
	}

	/** What the poll put out. */
	async poll(): Promise<IDataObject[]> {
		if (this.polled.fromSaved) [this.workflow, this.context] = this.loaded();
		if (this.polled.ownContexts) this.context = this.contextOf(this.workflow, 'trigger');
		try {
			const items = await this.run();
			this.emit(items);
			return rowsIn(items);
		} catch (error) {
			this.errors.push(shown(error as Error));
			return [];
		}
	}

	/** Fetch Test Event, in a workflow with this saved state. */
	async test(): Promise<IDataObject[]> {
		const [workflow] = this.loaded();
		const context = this.contextOf(workflow, 'manual');
		return rowsIn(await workflow.expression.withIsolate(async () => await this.pollIn(context)));
	}

	/** What n8n's memory holds: all that was seen, whether or not it was saved. */
	get remembered(): string {
		return JSON.stringify(this.workflow.staticData);
	}

	private async run(): Promise<INodeExecutionData[][] | null> {
		const { workflow, context } = this;
		return await workflow.expression.withIsolate(async () => await this.pollIn(context));
	}

	private async pollIn(context: PollContext): Promise<INodeExecutionData[][] | null> {
		return await pollTypes[this.polled.type].poll.call(context);
	}

	private emit(items: INodeExecutionData[][] | null): void {
		if (items === null) return;
		this.executions.push(rowsIn(items));
		this.save();
	}

	private save(): void {
		this.saved = JSON.stringify(this.workflow.staticData);
	}

	private loaded(): [Workflow, PollContext] {
		const { type, parameters = {}, credentials, nodeName } = this.polled;
		const nodeType = pollTypes[type];
		const typeOf = () => nodeType;
		const workflow = new Workflow({
			id: this.id,
			nodes: [
				nodeOf(nodeType, {
					parameters,
					items: [],
					credentials,
					...(nodeName && { settings: { name: nodeName } }),
				}),
			],
			connections: {},
			active: true,
			nodeTypes: { getByName: typeOf, getByNameAndVersion: typeOf, getKnownTypes: () => ({}) },
			staticData: jsonParse<IDataObject>(this.saved),
			settings: { timezone: 'UTC' },
		});
		return [workflow, this.contextOf(workflow, 'trigger')];
	}

	private contextOf(workflow: Workflow, mode: 'manual' | 'trigger'): PollContext {
		const { credentials, budgetMs, request } = this.polled;
		const [node] = Object.values(workflow.nodes);
		const data: IWorkflowExecuteAdditionalData = additionalData(credentials);
		const isManual = mode === 'manual';
		const context = new PollContext(
			workflow,
			node,
			data,
			mode,
			isManual ? 'manual' : 'activate',
			undefined,
			isManual ? undefined : (error: Error) => this.errors.push(shown(error)),
			undefined,
			undefined,
			undefined,
			budgetMs === undefined ? undefined : () => budgetMs,
		);
		if (request) {
			const send = async (_: string, options: never) => await request(options);
			Object.assign(context.helpers, { httpRequestWithAuthentication: send });
		}
		return context;
	}
}

const rowsIn = (items: INodeExecutionData[][] | null): IDataObject[] =>
	(items ?? []).flat().map(({ json }) => json);

function shown(error: Error): PollError {
	const { message, description }: Pick<PollError, 'message' | 'description'> = error;
	const parts = Object.getOwnPropertyNames(error).map((name) => String(error[name as keyof Error]));
	return { message, description, text: [JSON.stringify(error), ...parts].join('\n') };
}
