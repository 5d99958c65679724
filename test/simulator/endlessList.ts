/** The ways in which the list of a service gone wrong never ends. */
export const endlessLists = [
	'samePosition', // the next page is said to begin where the one asked for did
	'samePage', // the last page again and again, each time from another position
	'emptyPages', // behind the last page empty ones, each with another position
	'circle', // behind the last page comes the first one
	'newRows', // behind the last page ever new rows
] as const;

export type EndlessList = (typeof endlessLists)[number];

/** Where a page begins: behind a row, or in its `lap`-th page behind the end. */
export interface Position {
	readonly serial: number;
	readonly lap: number;
}

interface List<Row> {
	/** All of it, in its order. */
	readonly rows: readonly Row[];
	readonly start: Position;
	readonly limit: number;
	isBehind(row: Row, serial: number): boolean;
	/** A row that is nowhere else. */
	invent(number: number): Row;
}

/** A page of a list, and where the next one begins, if there is one. */
export function pageOf<Row extends { readonly serial: number }>(
	{ rows, start, limit, isBehind, invent }: List<Row>,
	asked: Position | undefined,
	endless: EndlessList | undefined,
): { page: readonly Row[]; next?: Position } {
	const { serial, lap } = asked ?? start;
	if (lap > 0) {
		const page = endless === 'samePage' ? rows.slice(-limit) : [];
		const news = Array.from({ length: limit }, (_, i) => invent(lap * limit + i));
		return { page: endless === 'newRows' ? news : page, next: { serial, lap: lap + 1 } };
	}
	const rest = rows.filter((row) => isBehind(row, serial));
	const page = rest.slice(0, limit);
	const last = page.at(-1);
	if (endless === 'samePosition' && asked) return { page, next: asked };
	if (last && page.length < rest.length) return { page, next: { serial: last.serial, lap: 0 } };
	if (endless === 'circle') return { page, next: start };
	return { page, ...(endless && { next: { serial: last?.serial ?? serial, lap: 1 } }) };
}
