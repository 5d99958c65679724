import { UserError, type IDataObject } from 'n8n-workflow';

import type { ListOptions } from '../model/rows';

/** How requests are made; holds for the whole run. Expressions in options see the first item. */
export interface SendOptions {
	maxRetries: number;
	timeoutMs: number;
	dryRun: boolean;
}

const DEFAULT_RETRIES = 4;
const MAX_RETRIES = 10;
const DEFAULT_TIMEOUT_MS = 10_000;
const MAX_TIMEOUT_MS = 300_000;

/** Only options that were added to the node are in `options`. Throws a UserError that names the option. */
export function sendOptions(options: IDataObject): SendOptions {
	return {
		maxRetries: integer(options.maxRetries ?? DEFAULT_RETRIES, 'Max Retries', 0, MAX_RETRIES),
		timeoutMs: integer(options.timeout ?? DEFAULT_TIMEOUT_MS, 'Timeout', 1, MAX_TIMEOUT_MS),
		dryRun: flag(options.dryRun ?? false, 'Dry Run'),
	};
}

/** As {@link sendOptions}: how many users to put into one request. */
export function batchSize(options: IDataObject, most: number): number {
	return integer(options.batchSize ?? most, 'Batch Size', 1, most);
}

/** As {@link sendOptions}, for operations that list. */
export function listOptions(options: IDataObject): ListOptions {
	return {
		includeExpired: flag(options.includeExpired ?? false, 'Include Expired'),
		simplify: flag(options.simplify ?? true, 'Simplify'),
	};
}

function integer(value: unknown, option: string, least: number, most: number): number {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	if (typeof number === 'number' && Number.isInteger(number) && number >= least && number <= most)
		return number;
	throw new UserError(`The '${option}' option is not a whole number from ${least} to ${most}`);
}

export function flag(value: unknown, option: string): boolean {
	if (value === true || value === 'true') return true;
	if (value === false || value === 'false') return false;
	throw new UserError(`The '${option}' option is neither true nor false`);
}
