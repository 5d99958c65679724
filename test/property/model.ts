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
}

export type Fate = End | 'unmuted' | 'failed';

/** How it ended for a user, or for an item that names none. */
export interface Outcome {
	readonly item: number;
	readonly place: Place;
	readonly userId?: string;
	readonly fate: Fate;
}

/** Applies the items in order, changes the places, and tells the last outcome of each user. */
export function applyOneByOne(steps: readonly Step[], rules: Rules): Outcome[] {
	const users = new Map<string, Outcome>();
	const mistakes: Outcome[] = [];
	for (const { item, place, userIds, end, bad, badUserIds } of steps) {
		if (bad) {
			mistakes.push({ item, place, fate: 'failed' });
			continue;
		}
		mistakes.push(
			...badUserIds.map((userId): Outcome => ({ item, place, userId, fate: 'failed' })),
		);
		for (const userId of userIds.map(rules.userOf)) {
			const fate = apply(place, userId, end, rules);
			users.set(keyOf(place, userId), { item, place, userId, fate });
		}
	}
	return [...mistakes, ...users.values()];
}

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
