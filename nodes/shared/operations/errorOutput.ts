import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

/**
 * Sees to it that failures leave by the error output, where the node has one. n8n before 2.35 takes what has
 * `details` for done, but heeds an error of the item itself. It is hidden, as n8n keeps no JSON beside one it sees.
 */
export function markFailures(
	context: IExecuteFunctions,
	items: INodeExecutionData[],
): INodeExecutionData[] {
	const node = context.getNode();
	// With no node before it, n8n sees the hidden one, too.
	const isHeeded = node.onError === 'continueErrorOutput' && context.getExecuteData().source;
	for (const item of isHeeded ? items.filter(isFailure) : []) {
		Object.defineProperty(item, 'error', {
			value: new NodeOperationError(node, String(item.json.error)),
		});
	}
	return items;
}

function isFailure({ json }: INodeExecutionData): boolean {
	return Object.keys(json).sort().join() === 'details,error';
}
