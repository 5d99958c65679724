/**
 * What muting means, in plain words and one item at a time: the oracle of the property tests.
 * It knows nothing of requests, batches, retries, or of how the nodes work.
 */

/** When a mute ends: at a moment, after a time (both in milliseconds), or never. */
export type End = { readonly at: number } | { readonly after: number } | 'permanent';

/** A group, a topic or a chat room. */
export interface Place {
	readonly id: string;
	readonly topicId?: string;
	readonly exists: boolean;
	/** Whether the service has muting here. */
	readonly mutable: boolean;
	readonly members: ReadonlySet<string> | 'anyone';
	readonly owner?: string;
	/** Who is muted, before and after. */
	readonly mutes: Map<string, End>;
}

/** What differs between the services, or is not known of them. */
export interface Rules {
	/** The user that an ID means: two spellings may be one user. */
	userOf(userId: string): string;
	/** Whether a service that meets a stranger says so, or says it was done. */
	readonly strangers: 'refused' | 'ignored';
	readonly ownerMutable: boolean;
	/** Users the service refuses for reasons of its own. */
	readonly refused: ReadonlySet<string>;
}

/** What one input item asks for. */
export interface Step {
	readonly item: number;
	readonly place: Place;
	readonly userIds: readonly string[];
	/** `null` unmutes. */
	readonly end: End | null;
	/** Something in the item is wrong, so that nothing can be done for it. */
	readonly bad: boolean;
	/** IDs in the item that no user can have. */
	readonly badUserIds: readonly string[];
	/** What is wrong is the place, so that it may be any. */
	readonly nowhere?: boolean;
}

export type Fate = End | 'unmuted' | 'failed';

/** How it ended for a user, or for an item that names none. */
export interface Outcome {
	readonly item: number;
	readonly place: Place;
	readonly userId?: string;
	readonly fate: Fate;
	/** What was made of a mute list, where items name all of it. */
	readonly change?: 'muted' | 'unmuted' | 'changed' | 'unchanged';
}

/** Applies the items in order, changes the places, and tells the last outcome of each user. */
export function applyOneByOne(steps: readonly Step[], rules: Rules): Outcome[] {
	const users = new Map<string, Outcome>();
	for (const { item, place, userIds, end, bad } of steps) {
		if (bad) continue;
		for (const userId of userIds.map(rules.userOf)) {
			const fate = apply(place, userId, end, rules);
			users.set(keyOf(place, userId), { item, place, userId, fate });
		}
	}
	return [...mistakesIn(steps), ...users.values()];
}

function mistakesIn(steps: readonly Step[]): Outcome[] {
	return steps.flatMap(({ item, place, bad, badUserIds }): Outcome[] => {
		if (bad) return [{ item, place, fate: 'failed' }];
		return badUserIds.map((userId) => ({ item, place, userId, fate: 'failed' }));
	});
}

export interface WholeLists {
	readonly places: readonly Place[];
	readonly steps: readonly Step[];
	/** Whether a place that nobody is named for is meant so. */
	readonly mayBeEmpty: boolean;
}

/**
 * All items of a place are its whole mute list: changes the places, and tells of everybody who is named or was muted.
 * While something that may name anybody could not be read, nobody is unmuted.
 */
export function applyWholeLists(
	{ places, steps, mayBeEmpty }: WholeLists,
	rules: Rules,
	now: number,
): Outcome[] {
	return [
		...mistakesIn(steps),
		...places.flatMap((place) => {
			forgetEnded(place, now);
			const mayName = steps.filter((step) => step.place === place || step.nowhere);
			const good = mayName.filter(
				({ bad, userIds, badUserIds }) => !bad && (userIds.length > 0 || badUserIds.length === 0),
			);
			const isWhole = mayName.every(({ bad, badUserIds }) => !bad && badUserIds.length === 0);
			return good.length === 0
				? []
				: applyWholeList(place, good, { isWhole, mayBeEmpty, rules, now });
		}),
	];
}

interface WholeList {
	readonly isWhole: boolean;
	readonly mayBeEmpty: boolean;
	readonly rules: Rules;
	readonly now: number;
}

function applyWholeList(
	place: Place,
	steps: readonly Step[],
	{ isWhole, mayBeEmpty, rules, now }: WholeList,
): Outcome[] {
	const [{ item }] = steps;
	const named = new Map(
		steps.flatMap((step) => step.userIds.map((userId) => [rules.userOf(userId), step] as const)),
	);
	if (named.size === 0 && !isWhole) return [];
	if (named.size === 0 && !(mayBeEmpty && place.exists)) return [{ item, place, fate: 'failed' }];
	const others = place.exists ? [...place.mutes.keys()].filter((userId) => !named.has(userId)) : [];
	return [
		...[...named].map(([userId, step]): Outcome => {
			const there = place.exists ? place.mutes.get(userId) : undefined;
			const about = { item: step.item, place, userId };
			if (there && isAsGood(there, step.end ?? 'permanent', now)) {
				return { ...about, fate: there, change: 'unchanged' };
			}
			const fate = apply(place, userId, step.end, rules);
			return { ...about, fate, change: there ? 'changed' : 'muted' };
		}),
		...others.map((userId): Outcome => {
			const fate = isWhole ? apply(place, userId, null, rules) : 'failed';
			return { item, place, userId, fate, change: 'unmuted' };
		}),
	];
}

export function forgetEnded({ mutes }: Place, now: number): void {
	for (const [userId, end] of mutes) {
		if (end !== 'permanent' && endMs(end, now) <= now) mutes.delete(userId);
	}
}

/** With no more of a duration left, or an end within a minute of the date. */
function isAsGood(there: End, wanted: End, now: number): boolean {
	if (there === 'permanent' || wanted === 'permanent') return there === wanted;
	return 'after' in wanted
		? endMs(there, now) - now <= wanted.after
		: Math.abs(endMs(there, now) - wanted.at) <= 60_000;
}

const endMs = (end: Exclude<End, 'permanent'>, now: number): number =>
	'at' in end ? end.at : now + end.after;

export const keyOf = ({ id, topicId }: Place, userId?: string): string =>
	JSON.stringify([id, topicId, userId]);

function apply(place: Place, userId: string, end: End | null, rules: Rules): Fate {
	if (!place.exists || !place.mutable || rules.refused.has(userId)) return 'failed';
	if (end !== null && userId === place.owner && !rules.ownerMutable) return 'failed';
	const isMember = place.members === 'anyone' || place.members.has(userId);
	if (!isMember && rules.strangers === 'refused') return 'failed';
	// A service that ignores strangers does nothing for them and says it did: nobody can tell.
	if (isMember && end === null) place.mutes.delete(userId);
	if (isMember && end !== null) place.mutes.set(userId, end);
	return end ?? 'unmuted';
}
