/**
 * What becomes of a message. `refused`: the service itself says no; `blocked`: the callback does, and
 * the sender is told; `dropped`: the sender is not; `replaced`: the others get another text; `recalled`: they had got it.
 */
export type Fate = 'delivered' | 'replaced' | 'blocked' | 'dropped' | 'refused' | 'recalled';

/** A message that somebody tried to send. */
export interface SentMessage {
	readonly id: string;
	/** Its number among those that the others of the place have got, from 1. */
	readonly seq?: number;
	readonly from: string;
	/** As it was typed. */
	readonly text: string;
	/** Milliseconds since 1970. */
	readonly at: number;
	readonly fate: Fate;
	/** What the others get; `undefined` for nothing. */
	readonly shown?: string;
	/** What the sender's app is told; `undefined` where all looks well to it. */
	readonly error?: SendError;
}

export interface SendError {
	readonly code: number;
	readonly info: string;
}

/** What was said, or tried to be, in each place, oldest first. */
export class Transcripts {
	private readonly places = new Map<string, SentMessage[]>();
	private readonly lastSeqs = new Map<string, number>();

	add(place: string, message: SentMessage): SentMessage {
		const messages = this.places.get(place) ?? [];
		this.places.set(place, messages);
		const isSeen = message.shown !== undefined;
		if (isSeen) this.lastSeqs.set(place, this.lastSeq(place) + 1);
		const added = isSeen ? { ...message, seq: this.lastSeq(place) } : message;
		messages.push(added);
		return added;
	}

	/** Takes a message back that the others have got. Tells whether there was one. */
	recall(place: string, isMeant: (message: SentMessage) => boolean): boolean {
		const messages = this.places.get(place) ?? [];
		const i = messages.findIndex((message) => isMeant(message) && message.shown !== undefined);
		if (i >= 0) messages[i] = recalled(messages[i]);
		return i >= 0;
	}

	/** The place that a message was written in. */
	placeOf(id: string): string | undefined {
		return [...this.places].find(([, messages]) => messages.some((each) => each.id === id))?.[0];
	}

	of(place: string): readonly SentMessage[] {
		return this.places.get(place) ?? [];
	}

	/** Takes back what somebody has said, among the last messages of a place. */
	deleteOf(place: string, from: string, last: number): void {
		const messages = this.places.get(place) ?? [];
		const first = messages.length - last;
		for (const [i, message] of messages.entries()) {
			if (i >= first && message.from === from) messages[i] = recalled(message);
		}
	}

	/** The number of the last message that the others have got. */
	lastSeq(place: string): number {
		return this.lastSeqs.get(place) ?? 0;
	}
}

const recalled = (message: SentMessage): SentMessage => ({
	...message,
	fate: message.shown === undefined ? message.fate : 'recalled',
	shown: undefined,
});

/** The place of a private chat: the same for both ends. */
export const privateChat = (one: string, other: string): string =>
	`private: ${[one, other].sort().join(' ')}`;
