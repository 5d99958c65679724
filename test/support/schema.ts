import type { INodeType } from 'n8n-workflow';

import { join, readFileSync, repositoryRoot } from './node';

/** The part of JSON Schema that the schemas under `nodes` are written in. */

export interface Schema {
	type: string | string[];
	properties?: Record<string, Schema>;
}

/** Where n8n looks for the schema of `resource/operation`; of a node that has neither, beside those. */
export function schemaPath(node: INodeType, name = ''): string {
	const folder = node.constructor.name.replace(/Trigger$/, '');
	return join(repositoryRoot, `nodes/${folder}/__schema__/v1.0.0${name && `/${name}`}.json`);
}

export const readSchema = (node: INodeType, name?: string): Schema =>
	JSON.parse(readFileSync(schemaPath(node, name), 'utf8')) as Schema;

/** Where a value is not what its schema says, `scopes.c2c.muted: string`; a field that the schema has not is not, either. */
export function misfits(value: unknown, { type, properties = {} }: Schema, path = ''): string[] {
	if (![type].flat().includes(typeOf(value))) return [`${path}: ${typeOf(value)}`];
	return fieldsOf(value).flatMap(([name, field]) => {
		const at = below(path, name);
		return name in properties ? misfits(field, properties[name], at) : [`${at}: unknown`];
	});
}

/** The fields that a value has, `scopes.c2c.muted`. */
export function fieldPaths(value: unknown, path = ''): string[] {
	const fields = fieldsOf(value);
	if (fields.length === 0) return [path];
	return fields.flatMap(([name, field]) => fieldPaths(field, below(path, name)));
}

/** As {@link fieldPaths}, of what a schema promises. */
export function schemaPaths({ properties }: Schema, path = ''): string[] {
	if (!properties) return [path];
	return Object.entries(properties).flatMap(([name, schema]) =>
		schemaPaths(schema, below(path, name)),
	);
}

function fieldsOf(value: unknown): Array<[string, unknown]> {
	return typeOf(value) === 'object' ? Object.entries(value as object) : [];
}

function typeOf(value: unknown): string {
	if (value === null) return 'null';
	return Array.isArray(value) ? 'array' : typeof value;
}

const below = (path: string, name: string) => (path === '' ? name : `${path}.${name}`);
