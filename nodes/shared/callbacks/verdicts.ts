import { UserError } from 'n8n-workflow';

import { isMissing } from '../input/ids';

/** Throws a UserError for what is no text, or none. @param field display name of the parameter */
export function requiredText(value: unknown, field: string): string {
	if (typeof value === 'string' && !isMissing(value)) return value;
	throw new UserError(`The '${field}' parameter is empty`, {
		description: "To let nothing through, set the verdict to 'Block'.",
	});
}
