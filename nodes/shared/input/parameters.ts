import {
	UserError,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
} from 'n8n-workflow';

import { ASK_N8N, followReference, parseReference } from './references';

type Reader = (itemIndex: number) => unknown;

interface Parameter {
	isExpression: boolean;
	read: Reader;
}

/**
 * The node's parameters, item by item. Evaluating an expression is what n8n takes longest for, so a parameter
 * without one is read once, and one that is a plain reference is read from the item.
 */
export class Parameters {
	private readonly parameters = new Map<string, Parameter>();
	private readonly items: readonly INodeExecutionData[];

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly properties: readonly INodeProperties[],
	) {
		this.items = context.getInputData();
	}

	/** The value for an item, null where the parameter is not set; a resource locator gives the value within. */
	value(name: string, itemIndex: number): unknown {
		return this.parameter(name).read(itemIndex);
	}

	/** Whether the value is an expression's: where that gives nothing, nobody left the parameter empty. */
	isExpression(name: string): boolean {
		return this.parameter(name).isExpression;
	}

	private parameter(name: string): Parameter {
		let parameter = this.parameters.get(name);
		if (!parameter) {
			const raw: unknown = this.context.getNodeParameter(name, 0, null, { rawExpressions: true });
			const isExpression = hasExpression(raw);
			parameter = {
				isExpression,
				read: isExpression ? this.expressionReader(name, raw) : this.constantReader(name),
			};
			this.parameters.set(name, parameter);
		}
		return parameter;
	}

	private constantReader(name: string): Reader {
		const constant = this.evaluate(name, 0);
		return () => constant;
	}

	private expressionReader(name: string, raw: unknown): Reader {
		const evaluate: Reader = (itemIndex) => this.evaluate(name, itemIndex);
		const expression = isLocator(raw) ? raw.value : raw;
		const path = typeof expression === 'string' ? parseReference(expression) : undefined;
		if (!path || !this.hasN8nsItems()) return evaluate;
		return (itemIndex) => {
			const value = followReference(this.items[itemIndex].json, path);
			return value === ASK_N8N ? evaluate(itemIndex) : value;
		};
	}

	/** In an AI tool the input is what the model gave, while `$json` is the workflow's: there n8n is asked each time. */
	private hasN8nsItems(): boolean {
		try {
			return this.context.getWorkflowDataProxy(0).$json === this.items[0].json;
		} catch {
			return false; // n8n has no item at all
		}
	}

	private evaluate(name: string, itemIndex: number): unknown {
		try {
			return this.context.getNodeParameter(name, itemIndex, null, { extractValue: true });
		} catch (error) {
			throw this.named(name, error as Error);
		}
	}

	/** n8n's own errors do not say which parameter the expression is in. */
	private named(name: string, { message }: Error): UserError {
		const displayName = this.properties.find((property) => property.name === name)?.displayName;
		return new UserError(`The '${displayName ?? name}' parameter can't be evaluated: ${message}`);
	}
}

function hasExpression(raw: unknown): boolean {
	if (typeof raw === 'string') return raw.startsWith('=');
	return typeof raw === 'object' && raw !== null && Object.values(raw).some(hasExpression);
}

function isLocator(value: unknown): value is { value: unknown } {
	return typeof value === 'object' && value !== null && '__rl' in value && 'value' in value;
}
