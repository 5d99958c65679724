import type { MuteEnd } from '../simulator';
import type { Place } from './services';

/** How long somebody is to be muted. `until` in milliseconds since 1970. */
export type End = 'permanent' | { readonly minutes: number } | { readonly until: number };

export interface Mute {
	readonly place: Place;
	readonly userId: string;
	readonly end: End;
}

/** When the requests of a step were under way: milliseconds since 1970. */
export interface Span {
	readonly started: number;
	readonly finished: number;
}

/** The services count in whole seconds, and from when a request reaches them. */
const grainMs = 1000;

/** `permanent`, or when a mute ends at the earliest and at the latest. */
type ExpectedEnd = 'permanent' | { readonly earliest: number; readonly latest: number };

interface Expected {
	readonly mutes: Map<string, ExpectedEnd>;
	allMuted: boolean;
}

/** What has been asked for so far, to be compared with what the simulators hold. */
export class Ledger {
	private readonly places = new Map<Place, Expected>();

	/** What is muted in these places already is to stay so. */
	constructor(places: readonly Place[]) {
		const now = Date.now();
		for (const place of places) {
			for (const [userId, end] of place.mutes()) {
				const mute = { place, userId, end: end === 'permanent' ? end : { until: end } };
				this.mute(mute, { started: now, finished: now });
			}
		}
	}

	mute({ place, userId, end }: Mute, span: Span): void {
		this.of(place).mutes.set(userId, expectedEnd(end, span));
	}

	unmute(place: Place, userId: string): void {
		this.of(place).mutes.delete(userId);
	}

	muteAll(place: Place, allMuted: boolean): void {
		this.of(place).allMuted = allMuted;
	}

	mutedIn(place: Place): string[] {
		return [...this.of(place).mutes.keys()];
	}

	countMuted(places: readonly Place[]): number {
		return places.reduce((sum, place) => sum + this.mutedIn(place).length, 0);
	}

	/** Each difference between the ledger and the service's own state of these places, in words. */
	differences(places: readonly Place[]): string[] {
		return places.flatMap((place) => {
			const { mutes: expected, allMuted } = this.of(place);
			const found = place.mutes();
			const userIds = [...new Set([...expected.keys(), ...found.keys()])];
			return [
				...userIds.flatMap((userId) => difference(expected.get(userId), found.get(userId), userId)),
				...(place.isAllMuted() === allMuted ? [] : [allMuted ? 'still open' : 'still closed']),
			].map((what) => `${place.name}: ${what}`);
		});
	}

	private of(place: Place): Expected {
		const expected = this.places.get(place) ?? { mutes: new Map(), allMuted: false };
		this.places.set(place, expected);
		return expected;
	}
}

function expectedEnd(end: End, { started, finished }: Span): ExpectedEnd {
	if (end === 'permanent') return end;
	const first = 'until' in end ? end.until : started + end.minutes * 60_000;
	return { earliest: first - grainMs, latest: first + (finished - started) + grainMs };
}

function difference(
	expected: ExpectedEnd | undefined,
	found: MuteEnd | undefined,
	userId: string,
): string[] {
	if (found === undefined) return expected === undefined ? [] : [`${userId} is not muted`];
	if (expected === undefined) return [`${userId} is muted, which nobody asked for`];
	const fits =
		expected === 'permanent' || found === 'permanent'
			? found === expected
			: found >= expected.earliest && found <= expected.latest;
	return fits ? [] : [`${userId} is muted ${inWords(found)}, which is not what was asked`];
}

const inWords = (end: MuteEnd): string =>
	end === 'permanent' ? 'for ever' : `until ${new Date(end).toISOString()}`;
