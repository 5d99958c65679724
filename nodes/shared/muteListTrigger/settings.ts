import {
	UserError,
	type IDataObject,
	type IPollFunctions,
	type NodeParameterValueType,
} from 'n8n-workflow';

import { listIds, requiredId, splitIds } from '../input/ids';
import { CHANGES, type Change } from './diff';
import type { WatchedService } from './watchedService';

/** What the workflow's author chose. */
export interface Settings {
	resource: string;
	/** `all`, or the IDs of those that are named. */
	placeIds: readonly string[] | 'all';
	changes: ReadonlySet<unknown>;
	options: IDataObject;
}

/** Throws a UserError that names the parameter. */
export function readSettings(
	context: IPollFunctions,
	{ resource, placesName }: Pick<WatchedService, 'resource' | 'placesName'>,
): Settings {
	const read = (name: string, fallback: NodeParameterValueType): unknown =>
		context.getNodeParameter(name, fallback);
	return {
		resource: String(read('resource', resource)),
		placeIds: placeIdsIn(read('places', 'named'), () => read('placeIds', ''), placesName),
		changes: chosen(read('changes', [...CHANGES])),
		options: read('options', {}) as IDataObject,
	};
}

/** An expression in Places may give the IDs themselves. */
function placeIdsIn(
	places: unknown,
	readIds: () => unknown,
	placesName: string,
): Settings['placeIds'] {
	if (places === 'all') return 'all';
	return places === 'named' ? named(readIds(), placesName) : named(places, 'Places');
}

function named(value: unknown, placesName: string): string[] {
	return [...new Set(listIds(value, placesName).map((id) => requiredId(id, placesName)))];
}

function chosen(value: unknown): ReadonlySet<unknown> {
	const changes: unknown[] = typeof value === 'string' ? splitIds(value) : [value].flat();
	const isStrange = changes.some((change) => !CHANGES.includes(change as Change));
	if (changes.length > 0 && !isStrange) return new Set(changes);
	throw new UserError(`The 'Changes' parameter has to be one or more of ${CHANGES.join(', ')}`);
}
