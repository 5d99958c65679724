import { OperationalError, UserError } from 'n8n-workflow';

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
