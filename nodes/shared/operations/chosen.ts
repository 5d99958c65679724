import { UserError } from 'n8n-workflow';

import { choice } from '../input/choices';
import type { Parameters } from '../input/parameters';
import type { Operation, Resource } from '../model/operation';
import type { Service } from '../model/service';

/** What the node is set to do. */
export interface Chosen {
	resource: Resource;
	/** The same for all items, unless it is another one in each kind of place. Throws a UserError that names the parameter. */
	operationOf(itemIndex: number): Operation;
}

export function readChosen(
	parameters: Parameters,
	{ resources }: Pick<Service, 'resources'>,
): Chosen {
	const resource = known(resources, parameters.value('resource', 0), 'Resource');
	const { operations, byWhere } = resource;
	const name = parameters.value('operation', 0);
	const places = Object.entries(byWhere?.operations ?? {}).find(([key]) => key === name)?.[1];
	if (!byWhere || !places) {
		const operation = known(operations, name, 'Operation');
		return { resource, operationOf: () => operation };
	}
	const { field } = byWhere;
	return {
		resource,
		operationOf: (itemIndex) => {
			const where = parameters.value(field.name, itemIndex);
			return places[choice(where, field.displayName, Object.keys(places))];
		},
	};
}

function known<T>(choices: Readonly<Record<string, T>>, name: unknown, displayName: string): T {
	const one = new Map(Object.entries(choices)).get(String(name));
	if (one) return one;
	throw new UserError(`The '${displayName}' parameter is not known: ${String(name)}`);
}
