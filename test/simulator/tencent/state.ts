import { MuteList, newPlace, type MuteEnd, type Place } from '../moderation';
import { SpanLimit } from '../rateLimit';
import { Transcripts } from '../transcript';

/** The REST names. `Private` and `ChatRoom` are the SDKs' Work and Meeting. */
export const groupTypes = ['Public', 'Private', 'ChatRoom', 'AVChatRoom', 'Community'] as const;

export type GroupType = (typeof groupTypes)[number];

export interface Group extends Place {
	readonly type: GroupType;
	/** Rises with each group: where it stands in the list, whichever others are dismissed. */
	readonly serial: number;
	/** Unix seconds. */
	readonly createdAt: number;
	readonly admins: ReadonlySet<string>;
	/** Who may not come back, and until when. */
	readonly bans: MuteList;
	readonly topics: Map<string, Place>;
	/** Ids of topics that were there once. */
	readonly removedTopics: Set<string>;
}

export interface NewGroup {
	readonly groupId: string;
	/** Default: Public. */
	readonly type?: GroupType;
	/** Default: the id. */
	readonly name?: string;
	readonly owner?: string;
	/** Default: the owner alone; in an AVChatRoom, which stores no members, anyone. */
	readonly members?: readonly string[] | 'anyone';
	/** Who may speak while everyone is muted, besides the owner. */
	readonly admins?: readonly string[];
}

export interface NewTopic {
	readonly groupId: string;
	readonly topicId: string;
	readonly name?: string;
}

/** `0xFFFFFFFF` seconds: for ever. tencent-chat.md §1.1. */
export const permanentSeconds = 0xffffffff;

/** The groups of one app and the topics in them. */
export class TencentState {
	readonly groups = new Map<string, Group>();
	/** App-wide, by kind of message. */
	readonly accountMutes: { readonly c2c: MuteList; readonly group: MuteList };

	readonly transcripts = new Transcripts();
	readonly limits = new SpanLimit();
	/** What was sent into a group, by group, `Random` and content: the same again is dropped. */
	readonly sentInto = new Map<string, number>();

	private serial = 0;

	constructor(readonly now: () => number) {
		this.accountMutes = { c2c: new MuteList(now), group: new MuteList(now) };
	}

	addGroup({ groupId, type = 'Public', name, owner, members, admins }: NewGroup): void {
		const everyone = type === 'AVChatRoom' ? 'anyone' : undefined;
		if (type === 'Community' && !groupId.startsWith('@TGS#_')) {
			throw new Error(`The id of a Community group begins with @TGS#_, not "${groupId}"`);
		}
		this.serial += 1;
		this.groups.set(groupId, {
			...newPlace({ id: groupId, name, owner, members: members ?? everyone }, this.now),
			type,
			serial: this.serial,
			createdAt: this.seconds(),
			admins: new Set(admins),
			bans: new MuteList(this.now),
			topics: new Map(),
			removedTopics: new Set(),
		});
	}

	addTopic({ groupId, topicId, name }: NewTopic): void {
		const group = this.group(groupId);
		if (group.type !== 'Community') throw new Error(`"${groupId}" is ${group.type}: no topics`);
		if (!topicId.startsWith(`${groupId}@TOPIC#_`)) {
			throw new Error(`The id of a topic begins with "${groupId}@TOPIC#_", not "${topicId}"`);
		}
		const { owner, members } = group;
		const place = newPlace({ id: topicId, name, owner }, this.now);
		group.topics.set(topicId, { ...place, members });
		group.removedTopics.delete(topicId);
	}

	removeTopic(groupId: string, topicId: string): void {
		const { topics, removedTopics } = this.group(groupId);
		if (topics.delete(topicId)) removedTopics.add(topicId);
	}

	/** A group or topic that a test or the seed knows is there. */
	place(groupId: string, topicId?: string): Place {
		const group = this.group(groupId);
		if (topicId === undefined) return group;
		const topic = group.topics.get(topicId);
		if (!topic) throw new Error(`There is no topic "${topicId}"`);
		return topic;
	}

	/** The clock in whole Unix seconds. */
	seconds(): number {
		return Math.floor(this.now() / 1000);
	}

	/** When a mute of `muteTime` seconds ends. The service counts in whole seconds. */
	muteEnd(muteTime: number): MuteEnd {
		return muteTime === permanentSeconds ? 'permanent' : (this.seconds() + muteTime) * 1000;
	}

	/** A group that a test or the seed knows is there. */
	group(groupId: string): Group {
		const group = this.groups.get(groupId);
		if (!group) throw new Error(`There is no group "${groupId}"`);
		return group;
	}
}
