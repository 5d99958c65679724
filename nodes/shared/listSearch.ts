import {
	NodeApiError,
	NodeOperationError,
	type ILoadOptionsFunctions,
	type INodeListSearchItems,
	type INodeListSearchResult,
} from 'n8n-workflow';

import { limiterFor } from './http/limiter';
import { connect, type Connection } from './http/transport';
import type { Failure } from './model/failure';
import type { HttpReply, Service, ServiceRequest } from './model/service';

/** A drop-down can't wait longer. */
const TIMEOUT_MS = 10_000;
/** How many pages are looked through for one that has a match. */
const MAX_PAGES = 20;

export interface Page {
	results: INodeListSearchItems[];
	/** What to ask for the next page with, if there is one. */
	next?: string;
}

/** Whether a name or an ID holds what was typed, whatever the case. */
export function matches(filter: string | undefined, ...texts: string[]): boolean {
	if (!filter) return true;
	const sought = filter.toLowerCase();
	return texts.some((text) => text.toLowerCase().includes(sought));
}

/** One page of a drop-down. The services can't search, so pages without a match are passed over. */
export async function searchPages(
	firstToken: string | undefined,
	loadPage: (token: string | undefined) => Promise<Page>,
): Promise<INodeListSearchResult> {
	let page = await loadPage(firstToken);
	for (let pages = 1; page.results.length === 0 && page.next && pages < MAX_PAGES; pages++) {
		page = await loadPage(page.next);
	}
	return { results: page.results, paginationToken: page.next };
}

/** Asks the service, within the rate of the API. */
export type Ask = (request: ServiceRequest) => Promise<HttpReply | { failure: Failure }>;

/** Reads the credential, once for all that a drop-down asks. */
export async function asking(context: ILoadOptionsFunctions, service: Service): Promise<Ask> {
	const { endpoint, exchange } = await connected(context, service);
	const { app, requestsPerSecond } = endpoint;
	return async (request) => {
		const limiter = limiterFor(app, request.api, requestsPerSecond);
		const reply = await limiter.run(
			async () => await exchange(request),
			(sent) => ({ end: 'failure' in sent ? 'lost' : 'replied' }),
		);
		if ('failure' in reply) return reply;
		const read = service.readReply(reply);
		return 'failure' in read ? read : reply;
	};
}

/** The text of an answer. Throws a NodeApiError that says why the service gave none. */
export function textOf(
	context: ILoadOptionsFunctions,
	answer: HttpReply | { failure: Failure },
): string {
	if ('text' in answer) return answer.text;
	const { message, advice, code, httpStatus } = answer.failure;
	const text = { message: `${message}. ${advice}`, httpCode: String(httpStatus ?? code ?? '') };
	throw new NodeApiError(context.getNode(), {}, text);
}

async function connected(context: ILoadOptionsFunctions, service: Service): Promise<Connection> {
	try {
		return await connect(context, service, TIMEOUT_MS);
	} catch (error) {
		throw new NodeOperationError(context.getNode(), error as Error);
	}
}
