import type { Failure } from '../model/failure';

/** So many pages in a row without anything new are the end, whatever the service says. */
const MOST_IDLE_PAGES = 5;
/** A list that goes on beyond these has no end. */
const MOST_PAGES = 10_000;
const MOST_ROWS = 1_000_000;

export const ENDLESS: Failure = {
	message: `The list of the service does not end: it was given up after ${MOST_ROWS.toLocaleString('en')} rows or ${MOST_PAGES.toLocaleString('en')} pages`,
	advice: "Set a 'Limit' if there really are so many. Otherwise report it to the service.",
	code: 'ENDLESS_LIST',
	retry: 'no',
	scope: 'request',
};

/** What was read of a list that comes in pages. Each row counts once, and whatever the service answers, the list ends. */
export class PageReader {
	pageCount = 0;
	private rowCount = 0;
	private idlePages = 0;
	private readonly keys = new Set<string>();
	private readonly asked = new Set<string | undefined>();

	/**
	 * The rows of a page that were on none before.
	 * @param rows by what tells them apart
	 * @param askedWith what the page was asked for with, if it is not the first
	 */
	take<T>(rows: Iterable<readonly [key: string, row: T]>, askedWith?: string): T[] {
		const fresh: T[] = [];
		for (const [key, row] of rows) {
			this.rowCount++;
			if (this.keys.has(key)) continue;
			this.keys.add(key);
			fresh.push(row);
		}
		this.pageCount++;
		this.idlePages = fresh.length > 0 ? 0 : this.idlePages + 1;
		this.asked.add(askedWith);
		return fresh;
	}

	/** Whether to ask for the next page with this: what was asked with before would go round in circles. */
	goesOn(next: string | undefined): next is string {
		return next !== undefined && !this.asked.has(next) && this.idlePages < MOST_IDLE_PAGES;
	}

	/** More would be more than memory holds, or anybody waits for. */
	get isEndless(): boolean {
		return this.pageCount >= MOST_PAGES || this.rowCount >= MOST_ROWS;
	}
}
