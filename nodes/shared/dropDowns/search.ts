import {
	NodeApiError,
	NodeOperationError,
	type ILoadOptionsFunctions,
	type INodeListSearchItems,
	type INodeListSearchResult,
} from 'n8n-workflow';

import type { Endpoint } from '../../../credentials/endpoints/endpoint';
import type { Result } from '../http/dispatcher';
import { textOf } from '../model/json';
import { openClient, type Client } from '../http/client';
import type { Failure } from '../model/failure';
import type { Answer, ServiceRequest } from '../model/requests';
import type { Service } from '../model/service';
import { PageReader } from '../operations/pages';

/** A drop-down can't wait longer: for one answer, and in all. */
const TIMEOUT_MS = 10_000;
const PATIENCE_MS = 30_000;
const MAX_RETRIES = 2;
const TOO_BUSY: Failure = {
	message: 'The list is not there yet: it is long, or many other requests are under way',
	advice: 'Try again later, or give the ID.',
	retry: 'no',
	scope: 'app',
};

export interface Page {
	items: INodeListSearchItems[];
	/** What to ask for the next page with, if there is one. */
	next?: string;
}

/** What a service can be asked for a drop-down; none can search. */
export interface Source {
	/** @param text what is sought, if anything: then the largest pages are the fastest */
	loadPage(token: string | undefined, text: string): Promise<Page>;
	/** The item of this ID, or none. */
	lookUp(id: string): Promise<INodeListSearchItems[]>;
}

/** What was typed into a drop-down; an ID that was pasted may bring blanks along. */
export function soughtText(filter = ''): string {
	return filter.trim();
}

/** Whether a name or an ID holds what is sought, whatever the case. */
export function matches(text: string, { name, value }: INodeListSearchItems): boolean {
	const sought = text.toLowerCase();
	return [name, String(value)].some((shown) => shown.toLowerCase().includes(sought));
}

/** The items of one place: its name with its ID (or what of it tells places apart). None if it has no ID. */
export function itemsOf(id: unknown, name: unknown, shownId = id): INodeListSearchItems[] {
	const value = textOf(id);
	if (value === '') return [];
	const [nameText, idText] = [name, shownId].map(textOf);
	const title = nameText.trim() === '' ? idText : `${nameText} (${idText})`;
	return [{ name: isExpression(title) ? `${ZERO_WIDTH_SPACE}${title}` : title, value }];
}

const ZERO_WIDTH_SPACE = '\u200b';
const LEFT_OUT = remark(
	"Left out: an ID that begins with '='. Give it by an expression: {{ '=…' }}",
);

/** A word in place of an item. Whoever picks it has picked none. */
export function remark(name: string): INodeListSearchItems {
	return { name, value: '' };
}

/** n8n evaluates what is picked, the name and the ID: and a member may have named it. */
function isExpression(text: string): boolean {
	return text.startsWith('=');
}

/** The items that can be picked, and a word about those that can't. */
export function pickable(items: readonly INodeListSearchItems[]): INodeListSearchItems[] {
	const good = items.filter(({ value }) => !isExpression(String(value)));
	return good.length < items.length ? [...good, LEFT_OUT] : good;
}

/**
 * One page of a drop-down. Pages without a match are passed over, however many: the editor shows nothing to scroll
 * for more in an empty list. What may be an ID is looked up at the same time, and comes first.
 */
export async function searchPages(
	filter: string | undefined,
	token: string | undefined,
	{ loadPage, lookUp }: Source,
): Promise<INodeListSearchResult> {
	const text = soughtText(filter);
	const [found, firstPage] = await Promise.all([text ? lookUp(text) : [], loadPage(token, text)]);
	const isFound = ({ value }: INodeListSearchItems) => found.some((item) => item.value === value);
	const matchesOf = (items: INodeListSearchItems[]) =>
		items.filter((item) => matches(text, item) && !isFound(item));

	const reader = new PageReader();
	// On later pages it is only left out: it stands on the first.
	const results = token === undefined ? [...found] : [];
	let askedWith = token;
	let page = firstPage;
	for (;;) {
		results.push(...matchesOf(reader.take(byValue(page), askedWith)));
		const goesOn = reader.goesOn(page.next) && !reader.isEndless;
		if (results.length > 0 || !goesOn)
			return { results: pickable(results), paginationToken: goesOn ? page.next : undefined };
		askedWith = page.next;
		page = await loadPage(askedWith, text);
	}
}

function byValue({ items }: Page): Array<[string, INodeListSearchItems]> {
	return items.map((item) => [String(item.value), item]);
}

/** Asks the service, within the rate of the API. */
export type Ask = (request: ServiceRequest) => Promise<Result<Answer>>;

/** Reads the credential, once for all that a drop-down asks. A newer search overtakes an older one. */
export async function asking<E extends Endpoint>(
	context: ILoadOptionsFunctions,
	service: Service<E>,
): Promise<{ endpoint: E; ask: Ask }> {
	const { endpoint, dispatcher } = await opened(context, service);
	const givenUpAt = performance.now() + PATIENCE_MS;
	const turn = { owner: dispatcher, ahead: true, isOver: () => performance.now() > givenUpAt };
	const ask: Ask = async (request) => {
		const answer = await dispatcher.deliver(
			turn,
			() => request,
			(reply) => reply,
		);
		return answer ?? { failure: TOO_BUSY };
	};
	return { endpoint, ask };
}

/** Whether the service has, or takes, no such ID: no error for what may not have been meant as one. */
export function isUnknown(answer: Result<Answer>): boolean {
	return 'failure' in answer && answer.failure.retry === 'no' && answer.failure.scope !== 'app';
}

/** The answer itself. Throws a NodeApiError that says why the service gave none. */
export function valueOf(context: ILoadOptionsFunctions, answer: Result<Answer>): Answer {
	if ('value' in answer) return answer.value;
	const { message, advice, code, httpStatus } = answer.failure;
	const text = { message: `${message}. ${advice}`, httpCode: String(httpStatus ?? code ?? '') };
	throw new NodeApiError(context.getNode(), {}, text);
}

async function opened<E extends Endpoint>(
	context: ILoadOptionsFunctions,
	service: Service<E>,
): Promise<Client<E>> {
	try {
		return await openClient(context, service, { timeoutMs: TIMEOUT_MS, maxRetries: MAX_RETRIES });
	} catch (error) {
		throw new NodeOperationError(context.getNode(), error as Error);
	}
}
