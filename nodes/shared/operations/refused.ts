import type { Failed, Subject } from '../model/batch';
import { failed } from '../model/rows';

/** What a mistake in an item looks like to the user; an expression that can't be evaluated is one, too. */
export function failedInput(error: unknown, subject: Subject): Failed {
	const { message, description } = error as { message?: string; description?: string | null };
	return failed(subject, {
		message: `${message ?? String(error)} [item ${subject.itemIndex}]`,
		advice: description ?? 'Correct the value, or the expression that makes it.',
		retry: 'no',
		scope: 'request',
	});
}
