import { UserError, type IDataObject } from 'n8n-workflow';

import type { CallbackEvent } from './callbackService';
import { listed } from './values';

/** Filters as the node's collection holds them: only those that were added are in it. */
export type FilterValues = Readonly<Record<string, unknown>>;

/**
 * The items that pass. All filters that are given must hold; one that was added and is empty lets nothing through:
 * an expression that yields nothing must not silence an app. Of users to ignore, none are ignored then.
 * @param foldId makes one of IDs that the service takes for the same
 */
export function passing(
	{ items, places, messageTypes }: CallbackEvent,
	filters: FilterValues,
	foldId: (id: string) => string = (id) => id,
): IDataObject[] {
	const ids = (value: unknown) => new Set(listed(value).map(foldId));
	const tests: Record<string, (item: IDataObject, value: unknown) => boolean> = {
		places: (_, value) => {
			const wanted = ids(value);
			return places.some((id) => wanted.has(foldId(id)));
		},
		messageTypes: (_, value) => listed(value).some((type) => messageTypes.includes(type)),
		ignoreUsers: (item, value) => !ids(value).has(foldId(String(item.userId))),
	};
	return items.filter((item) =>
		Object.entries(filters).every(([name, value]) => tests[name]?.(item, value)),
	);
}

/** Throws a UserError where a verdict would fall on every message. @param hasRules those that are caught are chosen by them */
export function checkFiltered(filters: FilterValues, hasRules: boolean): void {
	if (hasRules || 'places' in filters || 'messageTypes' in filters) return;
	throw new UserError(
		"The 'Rules' parameter is empty, and 'Filters' chooses neither places nor types: every message would be held back",
		{ description: "Add a rule or such a filter, or set 'Answer' to 'Pass'." },
	);
}
