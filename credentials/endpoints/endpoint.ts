import { OperationalError, UserError, type ICredentialDataDecryptedObject } from 'n8n-workflow';

/** What the nodes may know of a credential: nothing in it is secret. */
export interface Endpoint {
	/** Without a trailing slash. */
	baseUrl: string;
	/** The app whose quota the requests count against. */
	app: string;
	/** Allowed calls of one API in any one second. */
	requestsPerSecond: number;
	/**
	 * A reply without what requests were signed with: a service may echo what it was sent. Nothing else is hidden: what
	 * looks like a secret that no request carries is the name of somebody.
	 * @param data the credential's data, the very object that n8n was given for the request
	 */
	hide(text: string, data: ICredentialDataDecryptedObject): string;
	/** Where requests carry a token that is fetched, and runs out. */
	upkeep?: Upkeep;
}

/** Keeps the token in the data of each request good. n8n fetches and stores one, whenever it is given data without. */
export interface Upkeep {
	/** The end of a fetch that requests have to wait for, however it goes. */
	fetching(): Promise<void> | undefined;
	/** Puts the newest good token into the data, or none; gives a promise where it is on its way. */
	prepare(data: ICredentialDataDecryptedObject): Promise<void> | undefined;
	/** Whether the service refused the token in the data, and there is another, or can be. */
	isOutdated(data: ICredentialDataDecryptedObject, status: number, text: string): boolean;
}

/** Why a request can't be signed at the moment. That may pass; what can't is a UserError. */
export class Unavailable extends OperationalError {}

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
