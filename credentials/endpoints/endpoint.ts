import { UserError, type ICredentialDataDecryptedObject } from 'n8n-workflow';

/** What the nodes may know of a credential: nothing in it is secret. */
export interface Endpoint {
	/** Without a trailing slash. */
	baseUrl: string;
	/** The app whose quota the requests count against. */
	app: string;
	/** Allowed calls of one API in any one second. */
	requestsPerSecond: number;
	/**
	 * A reply without the credential's secrets and what its request was signed with: a service may echo what it was sent.
	 * @param data the credential's data, the very object that n8n was given for the request
	 */
	hide(text: string, data: ICredentialDataDecryptedObject): string;
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
