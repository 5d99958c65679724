import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { flag, integer } from '../input/choices';
import type { Operation, Option } from '../model/operation';

const MAX_RETRIES = 10;
const MAX_TIMEOUT_MS = 300_000;

const dryRunField: INodeProperties = {
	displayName: 'Dry Run',
	name: 'dryRun',
	type: 'boolean',
	default: false,
	description:
		'Whether to only plan the requests and put them out, and send none. Sync Muted reads the lists, and puts out what it would do to whom.',
};

const maxRetriesField: INodeProperties = {
	displayName: 'Max Retries',
	name: 'maxRetries',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: MAX_RETRIES },
	default: 4,
	description:
		'How often a request is sent again when the service or the network fails for a moment',
};

const timeoutField: INodeProperties = {
	displayName: 'Timeout',
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 10000,
	description: 'How long to wait for the answer to one request, in milliseconds',
};

/** Those that every operation has. */
export const sendFields: readonly INodeProperties[] = [dryRunField, maxRetriesField, timeoutField];

/** How requests are made; holds for the whole run. Expressions in options see the first item. */
export interface SendOptions {
	maxRetries: number;
	timeoutMs: number;
	dryRun: boolean;
}

/** Only options that were added to the node are in `options`. Throws a UserError that names the option. */
export function readSendOptions(options: IDataObject): SendOptions {
	const maxRetries = options.maxRetries ?? maxRetriesField.default;
	const timeout = options.timeout ?? timeoutField.default;
	return {
		maxRetries: integer(maxRetries, 'Max Retries', 0, MAX_RETRIES),
		timeoutMs: integer(timeout, 'Timeout', 1, MAX_TIMEOUT_MS),
		dryRun: flag(options.dryRun ?? false, 'Dry Run'),
	};
}

/** As {@link readSendOptions}: those that the operation has of its own. */
export function readOptions(
	{ options = {} }: Pick<Operation, 'options'>,
	given: IDataObject,
): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries<Option>(options).map(([name, option]) => [name, option.read(given[name])]),
	);
}

/** How many users to put into one request. @param most as many as the service takes */
export const batchSize = (most: number): Option<number> => ({
	field: {
		displayName: 'Batch Size',
		name: 'batchSize',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: most },
		default: most,
		description: `How many users to put into one request, ${most} at the most`,
	},
	read: (value) => integer(value ?? most, 'Batch Size', 1, most),
});

export const includeExpired: Option<boolean> = {
	field: {
		displayName: 'Include Expired',
		name: 'includeExpired',
		type: 'boolean',
		default: false,
		description: 'Whether to also list mutes that have ended, should the service still report them',
	},
	read: (value) => flag(value ?? false, 'Include Expired'),
};

export const simplify: Option<boolean> = {
	field: {
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		description: 'Whether to return a simplified version of the response instead of the raw data',
	},
	read: (value) => flag(value ?? true, 'Simplify'),
};
