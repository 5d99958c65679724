/** The elements by key, in the order in which the keys first came. */
export function groupBy<T, K>(list: Iterable<T>, keyOf: (element: T) => K): Map<K, T[]> {
	const groups = new Map<K, T[]>();
	for (const element of list) {
		const key = keyOf(element);
		const group = groups.get(key);
		if (group) group.push(element);
		else groups.set(key, [element]);
	}
	return groups;
}

/** Parts of at most `size` elements, and, where these have a length, of at most so much of it. */
export function chunks<T>(
	list: readonly T[],
	size: number,
	lengthOf: (element: T) => number = () => 0,
	longest = Infinity,
): T[][] {
	const parts: T[][] = [];
	let length = 0;
	for (const element of list) {
		const part = parts[parts.length - 1];
		length += lengthOf(element);
		if (part && part.length < size && length <= longest) {
			part.push(element);
		} else {
			parts.push([element]);
			length = lengthOf(element);
		}
	}
	return parts;
}
