import type { MuteList } from './diff';

/**
 * What is kept of a place: one compact string, since n8n stores it with each saved execution. It costs the IDs' own
 * length and 9 bytes a user, 10 where an ID is longer than 35. IDs may hold any character, so each follows its length.
 *
 *     = c:@TGS#1LOBBY7    0vh6o4w 3:ann    ------- 3:bob        (without the blanks)
 */
export interface Snapshot {
	placeId: string;
	/** Undefined, if it could never be read. */
	list: MuteList | undefined;
	/** It could not be read the last time, and that was told. */
	isFailing: boolean;
}

const READ = '=';
const FAILING = '!';
const NEVER_READ = '?';
const FOR_EVER = '-------';
const END_LENGTH = FOR_EVER.length;
const RADIX = 36;
/** The latest end that has a place: in the year 4453. */
const LATEST = RADIX ** END_LENGTH - 1;

export function encodeSnapshot({ placeId, list, isFailing }: Snapshot): string {
	const mark = !list ? NEVER_READ : isFailing ? FAILING : READ;
	const users = [...(list ?? [])].map(([userId, end]) => encodeEnd(end) + encodeId(userId));
	return [mark, encodeId(placeId), ...users].join('');
}

export function decodeSnapshot(text: string): Snapshot {
	const place = decodeId(text, 1);
	const list = new Map<string, number | 'permanent'>();
	for (let at = place.next; at < text.length; ) {
		const end = text.slice(at, at + END_LENGTH);
		const { id, next } = decodeId(text, at + END_LENGTH);
		list.set(id, end === FOR_EVER ? 'permanent' : parseInt(end, RADIX));
		at = next;
	}
	return {
		placeId: place.id,
		list: text.startsWith(NEVER_READ) ? undefined : list,
		isFailing: !text.startsWith(READ),
	};
}

/** As {@link decodeSnapshot}, without reading the list. */
export function placeIdIn(text: string): string {
	return decodeId(text, 1).id;
}

function encodeEnd(end: number | 'permanent'): string {
	if (end === 'permanent') return FOR_EVER;
	return Math.min(end, LATEST).toString(RADIX).padStart(END_LENGTH, '0');
}

function encodeId(id: string): string {
	return `${id.length.toString(RADIX)}:${id}`;
}

function decodeId(text: string, at: number): { id: string; next: number } {
	const start = text.indexOf(':', at) + 1;
	const next = start + parseInt(text.slice(at, start - 1), RADIX);
	return { id: text.slice(start, next), next };
}
