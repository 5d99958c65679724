import { UserError } from 'n8n-workflow';

/** What the nodes may know of a credential: nothing in it is secret. */
export interface Endpoint {
	/** Without a trailing slash. */
	baseUrl: string;
	/** The app whose quota the requests count against. */
	app: string;
	/** Allowed calls of one API in any one second. */
	requestsPerSecond: number;
	/** A text that came from outside, without the credential's secrets: a service may echo what it was sent. */
	hide(text: string): string;
}

const SHORTEST_SECRET = 8;

/** See {@link Endpoint.hide}. Secrets are looked for as they are, and as they stand in a URL. */
export function hiding(secrets: readonly unknown[]): Endpoint['hide'] {
	const forms = secrets
		.filter((secret): secret is string => typeof secret === 'string')
		.map((secret) => secret.trim())
		.filter((secret) => secret.length >= SHORTEST_SECRET)
		.flatMap((secret) => [secret, encodeURIComponent(secret)]);
	return (text) => forms.reduce((rest, secret) => rest.split(secret).join('[hidden]'), text);
}

/** @param field display name of the credential's field, for the message */
export function requiredText(value: unknown, field: string): string {
	if (typeof value !== 'string' || value.trim() === '') {
		throw new UserError(`The '${field}' field of the credential is empty`);
	}
	return value.trim();
}

/** @param field display name of the credential's field, for the message */
export function positiveInteger(value: unknown, field: string): number {
	const number = Number(value);
	if (!Number.isSafeInteger(number) || number < 1) {
		throw new UserError(`The '${field}' field of the credential is not a whole number above 0`);
	}
	return number;
}
