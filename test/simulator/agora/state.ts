import { MuteList, newPlace, type NewPlace, type Place } from '../moderation';
import { SpanLimit } from '../rateLimit';
import { Transcripts } from '../transcript';

/** Rooms and groups run on one engine and share one space of ids, agora-chat.md §9. */
export const kinds = ['chatrooms', 'chatgroups'] as const;

export type Kind = (typeof kinds)[number];

/** The kinds of message an app-wide mute tells apart, §4. */
export const scopes = ['chat', 'groupchat', 'chatroom'] as const;

export type Scope = (typeof scopes)[number];

/** A chat room or a chat group. */
export interface Room extends Place {
	readonly kind: Kind;
	/** Rises with each room: lists show the newest first. */
	readonly serial: number;
	/** Milliseconds since 1970. */
	readonly createdAt: number;
	/** Who may speak while everyone is muted. */
	readonly allowed: Set<string>;
	/** Who may not come back. */
	readonly blocked: Set<string>;
}

/** The rooms and groups of one app, and its app-wide mutes. Usernames are kept in lower case. */
export class AgoraState {
	readonly userMutes: Readonly<Record<Scope, MuteList>>;
	readonly transcripts = new Transcripts();
	readonly limits = new SpanLimit();
	/** Users whom no message reaches at the moment. */
	readonly offline = new Set<string>();
	private readonly rooms = new Map<string, Room>();
	/** Newest first; made when it is asked for, and forgotten with each change. */
	private readonly lists = new Map<Kind, Room[]>();
	private serial = 0;
	private messages = 0;

	constructor(readonly now: () => number) {
		const list = () => new MuteList(now);
		this.userMutes = { chat: list(), groupchat: list(), chatroom: list() };
	}

	nextMessageId(): string {
		this.messages += 1;
		return String(966475220900644860n + BigInt(this.messages));
	}

	add(kind: Kind, { owner, members, ...place }: NewPlace): void {
		this.serial += 1;
		this.lists.clear();
		this.rooms.set(place.id, {
			...newPlace(
				{
					...place,
					owner: owner?.toLowerCase(),
					members:
						members === 'anyone' ? members : members?.map((username) => username.toLowerCase()),
				},
				this.now,
			),
			kind,
			serial: this.serial,
			createdAt: this.now(),
			allowed: new Set(),
			blocked: new Set(),
		});
	}

	remove(id: string): void {
		this.lists.clear();
		this.rooms.delete(id);
	}

	find(kind: Kind, id: string): Room | undefined {
		const room = this.rooms.get(id);
		return room?.kind === kind ? room : undefined;
	}

	/** Whether there is a room or group of this id. */
	has(id: string): boolean {
		return this.rooms.has(id);
	}

	/** A room or group that a test or the seed knows is there. */
	get(id: string): Room {
		const room = this.rooms.get(id);
		if (!room) throw new Error(`There is no chat room or group "${id}"`);
		return room;
	}

	/** Newest first. */
	list(kind: Kind): readonly Room[] {
		const list =
			this.lists.get(kind) ??
			[...this.rooms.values()].filter((room) => room.kind === kind).reverse();
		this.lists.set(kind, list);
		return list;
	}
}
