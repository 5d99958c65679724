import { UserError, type IDataObject } from 'n8n-workflow';

import { isMissing, splitIds } from '../input/ids';
import type { Happening } from './model';
import { wordListOf } from './words';

/** Filters as the node's collection holds them: only those that were added are in it. */
export type FilterValues = Readonly<Record<string, unknown>>;

/**
 * The items that pass. All filters that are given must hold; one that was added and is empty lets nothing through:
 * an expression that yields nothing must not silence an app.
 */
export function passing(happening: Happening, filters: FilterValues): IDataObject[] {
	const { items, places, messageTypes, text } = happening;
	const tests: Record<string, (item: IDataObject, value: unknown) => boolean> = {
		places: (_, value) => listed(value).some((id) => places.includes(id)),
		messageTypes: (_, value) => listed(value).some((type) => messageTypes.includes(type)),
		ignoreUsers: (item, value) => {
			const ignored = listed(value);
			return ignored.length > 0 && !ignored.includes(String(item.userId));
		},
		words: (item, value) => {
			const found = wordListOf(wordsText(value)).find(text);
			if (found !== undefined) item.matchedWord = found;
			return found !== undefined;
		},
	};
	return items
		.map((item) => ({ ...item }))
		.filter((item) => Object.entries(filters).every(([name, value]) => tests[name]?.(item, value)));
}

/** Text is split at commas and line ends, an array is taken exactly. */
function listed(value: unknown): string[] {
	if (Array.isArray(value)) return value.filter((id) => !isMissing(id)).map(String);
	return isMissing(value) ? [] : splitIds(String(value));
}

function wordsText(value: unknown): string {
	if (Array.isArray(value)) return value.map(String).join('\n');
	return isMissing(value) ? '' : String(value);
}

/** Throws a UserError where a verdict would fall on every message. */
export function checkFiltered(filters: FilterValues): void {
	if (Object.keys(filters).length > 0) return;
	throw new UserError(
		"The 'Filters' parameter is empty, so that every message would be held back",
		{
			description: "Add a filter, or set 'Answer' to 'Pass'.",
		},
	);
}
