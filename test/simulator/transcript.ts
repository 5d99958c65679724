/**
 * What becomes of a message. `refused`: the service itself says no; `blocked`: the callback does, and
 * the sender is told; `dropped`: the sender is not; `replaced`: the others get another text.
 */
export type Fate = 'delivered' | 'replaced' | 'blocked' | 'dropped' | 'refused';

/** A message that somebody tried to send. */
export interface SentMessage {
	readonly id: string;
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

	add(place: string, message: SentMessage): SentMessage {
		const messages = this.places.get(place) ?? [];
		this.places.set(place, messages);
		messages.push(message);
		return message;
	}

	of(place: string): readonly SentMessage[] {
		return this.places.get(place) ?? [];
	}

	/** Takes back what somebody has said, among the last messages of a place. */
	deleteOf(place: string, from: string, last: number): void {
		const messages = this.places.get(place) ?? [];
		const first = messages.length - last;
		for (const [i, message] of messages.entries()) {
			if (i >= first && message.from === from) messages[i] = { ...message, shown: undefined };
		}
	}

	/** How many messages the others have got. */
	deliveredIn(place: string): number {
		return this.of(place).filter(({ shown }) => shown !== undefined).length;
	}
}

/** The place of a private chat: the same for both ends. */
export const privateChat = (one: string, other: string): string =>
	`private: ${[one, other].sort().join(' ')}`;
