import { UserError } from 'n8n-workflow';

import { choice } from '../input/choices';
import { shown } from '../input/ids';
import { groupBy } from '../model/lists';
import { targetKey, type Failed, type Reading, type Subject } from '../model/batch';
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
		const named = [...lastNamed(same.filter(({ userId }) => userId !== undefined))];
		const isComplete = !unread.has(key) && !unread.has(SOMEWHERE);
		// Nobody is to be muted, and nobody may be unmuted.
		if (named.length === 0 && !isComplete) continue;
		const mistake = named.length === 0 ? emptyByMistake(same, ifEmpty) : undefined;
		const [{ itemIndex, target }] = same;
		if (mistake) whole.refused.push(mistake);
		else whole.subjects.push({ itemIndex, target, muteList: { named, isComplete } });
	}
	return whole;
}

/** The first of these items, none of which names anybody, that does not say it is meant so. */
function emptyByMistake(
	same: readonly Subject[],
	ifEmpty: (itemIndex: number) => unknown,
): Failed | undefined {
	for (const subject of same) {
		try {
			assertMayBeEmpty(ifEmpty(subject.itemIndex), subject);
		} catch (error) {
			return failedInput(error, subject);
		}
	}
	return undefined;
}

function assertMayBeEmpty(ifEmpty: unknown, { target }: Subject): void {
	if (choice(ifEmpty, 'If Empty', ['error', 'unmuteAll']) === 'unmuteAll') return;
	const place = shown(String(Object.values(target).pop()));
	throw new UserError(`The 'User IDs' parameter names nobody who is to be muted in ${place}`, {
		description: "To unmute everybody there, set 'If Empty' to 'Unmute Everybody'.",
	});
}
