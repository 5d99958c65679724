import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';

/** What a node's description offers in the editor. */

export interface Choice {
	/** As the editor shows it. */
	name: string;
	value: string;
}

export const resourcesOf = (node: INodeTypeDescription): Choice[] =>
	fieldsNamed(node, 'resource').flatMap(choicesOf);

export const operationsOf = (node: INodeTypeDescription, resource: string): Choice[] =>
	fieldsNamed(node, 'operation')
		.filter(({ displayOptions }) => displayOptions?.show?.resource?.includes(resource))
		.flatMap(choicesOf);

export const fieldsNamed = (node: INodeTypeDescription, name: string): INodeProperties[] =>
	node.properties.filter((property) => property.name === name);

export const choicesOf = ({ options = [] }: INodeProperties): Choice[] =>
	options.flatMap((option) =>
		'value' in option ? [{ name: option.name, value: String(option.value) }] : [],
	);
