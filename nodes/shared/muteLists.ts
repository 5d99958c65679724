import { UserError } from 'n8n-workflow';

import { choice } from './input/choices';
import { shown } from './input/ids';
import { groupBy } from './lists';
import { targetKey, type Reading, type Subject } from './model/batch';
import { lastNamed } from './plan';
import { failedInput } from './refused';

/** Of an item whose target could not be read, which may be any. */
const SOMEWHERE = targetKey({});

/**
 * All items of a target together name its whole mute list: one subject for each target, in place of one for each user.
 * @param ifEmpty what the item wants where nobody is named for its target
 */
export function wholeMuteLists(
	{ subjects, refused }: Reading,
	ifEmpty: (itemIndex: number) => unknown,
): Reading {
	const unread = new Set(refused.map(({ target }) => targetKey(target)));
	const whole: Reading = { subjects: [], refused: [...refused] };
	for (const [key, same] of groupBy(subjects, ({ target }) => targetKey(target))) {
		const [{ itemIndex, target }] = same;
		const named = [...lastNamed(same.filter(({ userId }) => userId !== undefined))];
		const isComplete = !unread.has(key) && !unread.has(SOMEWHERE);
		const subject: Subject = { itemIndex, target, muteList: { named, isComplete } };
		try {
			if (named.length === 0 && isComplete) assertMayBeEmpty(ifEmpty(itemIndex), subject);
			whole.subjects.push(subject);
		} catch (error) {
			whole.refused.push(failedInput(error, subject));
		}
	}
	return whole;
}

function assertMayBeEmpty(ifEmpty: unknown, { target }: Subject): void {
	if (choice(ifEmpty, 'If Empty', ['error', 'unmuteAll']) === 'unmuteAll') return;
	const place = shown(String(Object.values(target).pop()));
	throw new UserError(`The 'User IDs' parameter names nobody who is to be muted in ${place}`, {
		description: "To unmute everybody there, set 'If Empty' to 'Unmute Everybody'.",
	});
}
