import { UserError, type IHttpRequestOptions } from 'n8n-workflow';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * The base address of a service, without a trailing slash; `https://` is put before a bare host name.
 * @param field display name of the credential's field it was typed into, for the message
 */
export function baseUrlOf(address: unknown, field: string): string {
	const text = typeof address === 'string' ? address.trim() : '';
	if (text === '') throw new UserError(`The '${field}' field of the credential is empty`);
	const url = parseUrl(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`);
	if (!url || url.search || url.hash || url.username || url.password) {
		throw new UserError(
			`The '${field}' field of the credential is not a host name or a plain URL such as https://chat.example.com`,
		);
	}
	assertSecure(url, `The '${field}' field of the credential`);
	return url.href.replace(/\/+$/, '');
}

/**
 * The request with its whole URL: a path is put behind the base.
 * A whole URL, which HTTP Request gives as `uri`, is kept, if a signature may travel to it.
 */
export function addressed(
	request: IHttpRequestOptions & { uri?: string },
	baseUrl: string,
): IHttpRequestOptions {
	const address = request.url ?? request.uri ?? '';
	if (address.startsWith('/')) return { ...request, url: baseUrl + address };
	const url = parseUrl(address);
	if (url) assertSecure(url, 'The URL');
	return { ...request };
}

/** A signature travels with each request, so only loopback may do without TLS. */
function assertSecure(url: URL, what: string): void {
	if (url.protocol === 'https:') return;
	if (url.protocol === 'http:' && LOOPBACK.test(url.hostname)) return;
	throw new UserError(
		`${what} has to start with https://, because a signature travels with each request. http:// works for loopback addresses only.`,
	);
}

function parseUrl(text: string): URL | undefined {
	try {
		return new URL(text);
	} catch {
		return undefined;
	}
}
