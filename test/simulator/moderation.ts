/** When a mute ends: milliseconds since 1970 (UTC), or never. */
export type MuteEnd = number | 'permanent';

/** One member's mute. `since` in milliseconds since 1970. */
export interface Mute {
	readonly since: number;
	readonly end: MuteEnd;
}

/** Who may not speak, and until when. A mute ends by the clock; its row stays until it is lifted. */
export class MuteList {
	private readonly rows = new Map<string, Mute>();

	constructor(private readonly now: () => number) {}

	/** Mutes, or changes the end of a mute. */
	set(userId: string, end: MuteEnd): void {
		this.rows.set(userId, { since: this.now(), end });
	}

	lift(userId: string): void {
		this.rows.delete(userId);
	}

	/** The mute in force, if there is one. */
	current(userId: string): Mute | undefined {
		const mute = this.rows.get(userId);
		return mute !== undefined && this.lasts(mute) ? mute : undefined;
	}

	/** The rows that are in force; with `expired`, also those whose time has run out. */
	entries(expired = false): Array<[userId: string, mute: Mute]> {
		return [...this.rows].filter(([, mute]) => expired || this.lasts(mute));
	}

	private lasts({ end }: Mute): boolean {
		return end === 'permanent' || end > this.now();
	}
}

/** A closed list of accounts, or every account there could be. */
export type Members = Set<string> | 'anyone';

/** Where people talk: a group, a topic, a chat room. */
export interface Place {
	readonly id: string;
	name: string;
	readonly owner?: string;
	readonly members: Members;
	readonly mutes: MuteList;
	allMuted: boolean;
}

/** What is asked for when a place is set up. */
export interface NewPlace {
	readonly id: string;
	readonly name?: string;
	readonly owner?: string;
	/** Default: the owner alone. */
	readonly members?: readonly string[] | 'anyone';
}

/** A place in its first state: nobody muted. The owner is a member. */
export function newPlace({ id, name, owner, members = [] }: NewPlace, now: () => number): Place {
	return {
		id,
		name: name ?? id,
		owner,
		members:
			members === 'anyone' ? members : new Set(owner === undefined ? members : [owner, ...members]),
		mutes: new MuteList(now),
		allMuted: false,
	};
}

/** Those of `userIds` who are not members. */
export function strangersIn({ members }: Place, userIds: readonly string[]): string[] {
	return members === 'anyone' ? [] : userIds.filter((userId) => !members.has(userId));
}

export function join({ members }: Place, userIds: readonly string[]): void {
	if (members !== 'anyone') userIds.forEach((userId) => members.add(userId));
}

export function leave({ members }: Place, userIds: readonly string[]): void {
	if (members !== 'anyone') userIds.forEach((userId) => members.delete(userId));
}

/** How many members a place shows. Where anyone is a member, a crowd. */
export const memberCount = ({ members }: Pick<Place, 'members'>): number =>
	members === 'anyone' ? 10_000 : members.size;
