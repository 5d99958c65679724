import { UserError } from 'n8n-workflow';

import { isMissing } from '../input/ids';
import type { VerdictKind } from './callbackService';

/** Throws a UserError for what is none of the service's verdicts. @param field display name of the parameter */
export function verdictKind(
	value: unknown,
	verdicts: readonly VerdictKind[],
	field: string,
): VerdictKind {
	const kind = verdicts.find((known) => known === value);
	if (kind !== undefined) return kind;
	throw new UserError(`The '${field}' parameter is not one of ${verdicts.join(', ')}`);
}

/** Throws a UserError for what is no text, or none. @param field display name of the parameter */
export function requiredText(value: unknown, field: string): string {
	if (typeof value === 'string' && !isMissing(value)) return value;
	throw new UserError(`The '${field}' parameter is empty`, {
		description: "To let nothing through, set the verdict to 'Block'.",
	});
}
