import { LoadOptionsContext } from 'n8n-core';
import {
	Workflow,
	type ILoadOptionsFunctions,
	type INodeListSearchResult,
	type INodeParameters,
	type INodeType,
} from 'n8n-workflow';

import { additionalData, nodeOf, type CredentialData } from './engine';

export type Search = (filter?: string, paginationToken?: string) => Promise<INodeListSearchResult>;

/** A drop-down of a node, through the context that n8n's editor gives it. */
export function dropDown(
	nodeType: INodeType,
	method: string,
	credentials: CredentialData,
	currentNodeParameters: INodeParameters = {},
): Search {
	const node = nodeOf(nodeType, { parameters: currentNodeParameters, items: [], credentials });
	const workflow = new Workflow({
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: {
			getByName: () => nodeType,
			getByNameAndVersion: () => nodeType,
			getKnownTypes: () => ({}),
		},
	});
	const context = new LoadOptionsContext(
		workflow,
		node,
		{ ...additionalData(credentials), currentNodeParameters },
		`parameters.${method}`,
	) as unknown as ILoadOptionsFunctions;
	const search = nodeType.methods?.listSearch?.[method];
	if (!search) throw new Error(`The node has no method ${method}`);
	return async (filter, paginationToken) => await search.call(context, filter, paginationToken);
}
