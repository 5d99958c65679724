import type { Members, MuteEnd } from '../moderation';
import type { CallbackRecord } from '../outbox';
import { people, spammer } from '../seed';
import type { SentMessage } from '../transcript';

/** What the page can do with either service. */
export interface PageService {
	readonly title: string;
	/** What signs the callbacks, each with what it is for. */
	readonly secrets: ReadonlyArray<{ readonly label: string; readonly value: string }>;
	places(): PagePlace[];
	/** What a text can be sent as: a text, a file of that name, … */
	readonly kinds: readonly string[];
	/** What somebody sees who looks into a place. */
	look(placeId: string, user: string): View;
	send(placeId: string, from: string, text: string, kind: string): Promise<SentMessage>;
	/** Users who have never been there come in, where members alone can write. */
	enter(placeId: string, users: readonly string[]): void;
	/** Every attempt to tell the app, oldest first. */
	callbacks(): readonly CallbackRecord[];
	/** Where the app is told of everything; `undefined` for nowhere. */
	callbackUrl: string | undefined;
}

export interface PagePlace {
	readonly id: string;
	readonly name: string;
	/** Heading in the list. */
	readonly kind: string;
	/** Who may be tried as a sender. */
	readonly senders: readonly string[];
}

export interface View {
	readonly messages: readonly SentMessage[];
	readonly mutes: readonly PageMute[];
	readonly allMuted: boolean;
}

export interface PageMute {
	readonly userId: string;
	readonly where: 'here' | 'whole app';
	/** Milliseconds since 1970, or never. */
	readonly end: MuteEnd;
}

/** An edit of what was sent last. */
export const EDIT = 'Edit of your last message';

/** A reply that repeats the text of another message. */
export const QUOTE = 'Reply that quotes it';

/** JSON as PHP writes it: all but ASCII is escaped, and so is a solidus. */
export const jsonOfPhp = (value: unknown): string =>
	JSON.stringify(value)
		.replaceAll('/', '\\/')
		.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Where anyone is a member, the people of the seed write. */
export const sendersOf = (members: Members): string[] =>
	members === 'anyone' ? [...people, spammer] : [...members];

const crowd = 12;

/** One user writes again and again, or many write the same, in a moment. Gives what became of each message. */
export async function sendMany(
	service: PageService,
	placeId: string,
	from: string,
	text: string,
	isRaid: boolean,
): Promise<SentMessage[]> {
	const senders = Array.from({ length: crowd }, (_, i) => (isRaid ? `raider_${i + 1}` : from));
	if (isRaid) service.enter(placeId, senders);
	const sent: SentMessage[] = [];
	for (const sender of senders) sent.push(await service.send(placeId, sender, text, 'Text'));
	return sent;
}

/** The prefix of a private chat's id, before the one it is with. */
const withSomebody = 'private:';

/** A private chat with each of the people. @param admin in whose name the app itself writes */
export const privatePlaces = (admin: string): PagePlace[] =>
	people.map((person) => ({
		id: `${withSomebody}${person}`,
		name: `Private, to ${person}`,
		kind: 'Private messages',
		senders: [...people, spammer, admin].filter((sender) => sender !== person),
	}));

/** Whom a private chat is with; `undefined` for any other place. */
export const recipientOf = (placeId: string): string | undefined =>
	placeId.startsWith(withSomebody) ? placeId.slice(withSomebody.length) : undefined;

/** The app-wide mutes among the people. */
export const appWideMutes = (endOf: (user: string) => MuteEnd | undefined): PageMute[] =>
	[...people, spammer].flatMap((userId) => {
		const end = endOf(userId);
		return end === undefined ? [] : [{ userId, where: 'whole app' as const, end }];
	});
