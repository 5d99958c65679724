import {
	UserError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
} from 'n8n-workflow';

import { isObject } from '../model/json';
import { Parameters } from '../input/parameters';
import type { Failed } from '../model/batch';
import { failedInput } from '../operations/refused';
import { refusal, stopped, toItems } from '../operations/report';
import type { CallbackService } from './callbackService';
import { verdictKind } from './verdicts';

/** Answers the callback that started the workflow, and puts the input out as it came. */
export async function answerCallback(
	context: IExecuteFunctions,
	service: CallbackService,
	properties: readonly INodeProperties[],
): Promise<INodeExecutionData[]> {
	const parameters = new Parameters(context, properties);
	const items = context.getInputData();
	const answers = new Map<string, IDataObject>();
	const failures = new Map<number, Failed>();
	const refuse = (itemIndex: number, error: unknown) =>
		failures.set(itemIndex, failedInput(error, { itemIndex, target: {} }));
	for (const itemIndex of items.keys()) {
		try {
			const answer = answerOf(context, service, parameters, itemIndex);
			answers.set(JSON.stringify(answer), answer);
		} catch (error) {
			refuse(itemIndex, error);
		}
	}
	if (answers.size > 1) for (const itemIndex of items.keys()) refuse(itemIndex, disagreement());
	const refused = [...failures.values()];
	if (refused.length > 0 && !context.continueOnFail()) throw stopped(context, refusal(refused));
	if (answers.size === 1) {
		const [body] = answers.values();
		context.sendResponse({ body, headers: {}, statusCode: 200 });
	}
	return items.flatMap((item, i) => {
		const failure = failures.get(i);
		return failure ? toItems([failure]) : { ...item, pairedItem: { item: i } };
	});
}

const disagreement = () =>
	new UserError('The items do not agree on one answer', {
		description:
			'A message is about to be sent once, so there is one answer to it. Put the items together before this node.',
	});

function answerOf(
	context: IExecuteFunctions,
	service: CallbackService,
	parameters: Parameters,
	itemIndex: number,
): IDataObject {
	const reply = replyOf(context, service, itemIndex);
	const kind = verdictKind(parameters.value('verdict', itemIndex), service.verdicts, 'Verdict');
	const verdict = service.readVerdict(kind, (name) => parameters.value(name, itemIndex));
	service.checkVerdict(verdict, String(reply.event));
	return service.answer(verdict, reply);
}

/** What the trigger noted of the message. It is part of its item, so that any worker finds it. */
function replyOf(
	context: IExecuteFunctions,
	{ triggerType, triggerName }: CallbackService,
	itemIndex: number,
): IDataObject {
	const triggers = context
		.getParentNodes(context.getNode().name)
		.filter(({ type }) => type.split('.').pop() === triggerType);
	for (const { name } of triggers) {
		const json = firstItem(context, name, itemIndex);
		if (isObject(json?.reply)) return json.reply;
		if (json) {
			throw new UserError(`The '${name}' node has answered already`, {
				description: `Set its 'Answer' parameter to 'Let the Workflow Decide', and choose an event that is sent before a message is.`,
			});
		}
	}
	throw new UserError(`No '${triggerName}' node has started this workflow`, {
		description: 'There is nobody to answer: put this node behind that trigger.',
	});
}

function firstItem(
	context: IExecuteFunctions,
	name: string,
	itemIndex: number,
): IDataObject | undefined {
	try {
		const node = context.getWorkflowDataProxy(itemIndex).$(name) as {
			first(): INodeExecutionData | undefined;
		};
		return node.first()?.json;
	} catch {
		return undefined; // another trigger has started this execution
	}
}
