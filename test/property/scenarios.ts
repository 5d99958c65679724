import fc, { type Arbitrary } from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import type { End, Place, Step } from './model';
import type { ServiceName } from './services';

/** Random work for a node: places, people, and items that say the same thing in many ways. */

export interface Scenario {
	readonly operation: 'mute' | 'unmute' | 'syncMuted';
	readonly places: Place[];
	readonly steps: Step[];
	/** The `json` of each item, without its place. */
	readonly items: IDataObject[];
	/** The 'Until' parameter: the text of the item, or a date made of it. */
	readonly until: string;
	readonly ifEmpty: 'error' | 'unmuteAll';
	readonly batchSize: number;
}

export interface Wanted {
	/** Strangers, missing groups, groups without muting. */
	readonly trouble?: boolean;
	/** Items that can't be sent, or not all of them. */
	readonly mistakes?: boolean;
	/** Items with many users. */
	readonly crowds?: boolean;
	/** All is for ever. */
	readonly endless?: boolean;
	/** The items are whole mute lists. */
	readonly whole?: boolean;
}

export const people: Record<ServiceName, readonly string[]> = {
	// IDs are case-sensitive, and may hold what separates them in a list: then only an array names them.
	'Tencent Cloud Chat': ['ann', 'Ann', 'bob smith', '#1!', '4711', 'e,f', ' g ', 'x'.repeat(32)],
	'Agora Chat': ['ann', 'b_o-b', 'c.d', '4711', 'e2', 'f', 'g', 'x'.repeat(64)],
};
export const badPeople: Record<ServiceName, readonly string[]> = {
	'Tencent Cloud Chat': ['jürgen', 'tab\there', 'x'.repeat(33), '李'],
	'Agora Chat': ['a b', 'e/f', '..', 'x'.repeat(65), 'jürgen'],
};

const crowd = Array.from({ length: 140 }, (_, i) => `u${i}`);

const dayMs = 86_400_000;
/** Whole seconds: what the services count in. Far enough away for the longest soak. */
const tomorrow = Math.floor(Date.now() / 1000) * 1000 + dayMs;

/** Durations as somebody may write them, and what they mean. Some mean the same. */
const durations: ReadonlyArray<[duration: unknown, unit: string, ms: number]> = [
	[90, 'seconds', 90_000],
	[1.5, 'minutes', 90_000],
	[10, 'minutes', 600_000],
	['10', 'minutes', 600_000],
	[2, 'hours', 7_200_000],
	[120, 'minutes', 7_200_000],
	[7, 'days', 7 * dayMs],
	[1, 'weeks', 7 * dayMs],
	[52, 'weeks', 364 * dayMs],
];

export interface Spoken<T> {
	readonly json: IDataObject;
	readonly means: T;
}

const forEver: Arbitrary<Spoken<End>> = fc.constant({
	json: { muteFor: 'permanent' },
	means: 'permanent' as const,
});

export const end: Arbitrary<Spoken<End>> = fc.oneof(
	fc.constantFrom(...durations).map(([duration, durationUnit, after]) => ({
		json: { muteFor: 'duration', duration, durationUnit } as IDataObject,
		means: { after },
	})),
	fc.tuple(fc.nat(3), fc.constantFrom(0, 2, -5)).map(([seconds, zone]) => {
		const at = tomorrow + seconds * 1000;
		return { json: { muteFor: 'until', until: isoText(at, zone) }, means: { at } };
	}),
	forEver,
);

/** Mutes that are there: also such as are over, or end about as late as one that may be asked for. */
const listedEnd: Arbitrary<Spoken<End>> = fc.oneof(
	end,
	fc
		.constantFrom(55, 70, 180, -2 * 86_400)
		.map((seconds) => ({ json: {}, means: { at: tomorrow + seconds * 1000 } })),
);

/** The same moment, as clocks in another zone show it. */
function isoText(at: number, zone: number): string {
	const text = new Date(at + zone * 3_600_000).toISOString();
	if (zone === 0) return text;
	return text.replace('Z', `${zone < 0 ? '-' : '+'}0${Math.abs(zone)}:00`);
}

/** One user alone is taken by name; several as text with all kinds of separators, or as an array. */
export function spoken(userIds: readonly string[], name: ServiceName): Arbitrary<unknown> {
	const spelt =
		name === 'Agora Chat'
			? fc.tuple(...userIds.map((userId) => fc.constantFrom(userId, userId.toUpperCase())))
			: fc.constant([...userIds]);
	const array = spelt.map((ids) => ids.map((id) => (id === '4711' ? Number(id) : id)));
	const canBeText =
		userIds.length > 0 && userIds.every((id) => id.trim() === id && !id.includes(','));
	if (!canBeText) return array;
	const separator = fc.constantFrom(',', ', ', '\n', '\r\n', ' ,\n', ',,');
	const text = fc
		.tuple(spelt, separator, fc.constantFrom('', '\n', ' , '))
		.map(([ids, between, after]) => ids.join(between) + after);
	return fc.oneof(array, text);
}

/** Mistakes that spoil a whole item. */
const ofMute: readonly IDataObject[] = [
	{ userIds: '' },
	{ userIds: ' , \n' },
	{ userIds: null },
	{ muteFor: 'forever' },
	{ muteFor: 'duration', duration: 0, durationUnit: 'minutes' },
	{ muteFor: 'duration', duration: 'soon', durationUnit: 'minutes' },
	{ muteFor: 'duration', duration: 1e9, durationUnit: 'weeks' },
	{ muteFor: 'duration', duration: 5, durationUnit: null },
	{ muteFor: 'until', until: '2001-09-09' },
	{ muteFor: 'until', until: null },
];
/** Not even its place can be read. */
const noPlace: IDataObject = { groupId: '', chatRoomId: '', chatGroupId: '' };
const mistakes: Record<Scenario['operation'], readonly IDataObject[]> = {
	mute: ofMute,
	unmute: [{ userIds: '' }, { userIds: null }, { userIds: {} }],
	// Where a list is to be empty, the end of a mute is nothing to be wrong about.
	syncMuted: [...ofMute.map((mistake) => ({ userIds: ['ann'], ...mistake })), noPlace],
};

function placeOf(
	name: ServiceName,
	number: number,
	{ trouble = false, endless = false, whole = false, crowds = false }: Wanted,
): Arbitrary<Place> {
	const isTencent = name === 'Tencent Cloud Chat';
	const id = isTencent ? `@TGS#_@TGS#c${number}` : `10074377561728696${number}`;
	const member = fc.constantFrom(...people[name]);
	return fc
		.record({
			topicId: isTencent
				? fc.option(fc.constant(`${id}@TOPIC#_@TOPIC#c1`), { nil: undefined })
				: fc.constant(undefined),
			exists: often(3, trouble, fc.constant(false)).map((missing) => missing ?? true),
			isPrivate: fc.boolean(),
			members: trouble
				? fc.option(fc.uniqueArray(member), { nil: 'anyone' as const })
				: fc.constant('anyone' as const),
			owner: fc.option(member, { nil: undefined }),
			muted: fc.uniqueArray(fc.tuple(member, endless ? forEver : whole ? listedEnd : end), {
				selector: ([userId]) => userId,
			}),
			mutedCrowd: often(3, whole && crowds, fc.constant(crowd.slice(0, 100))),
		})
		.map(({ topicId, exists, isPrivate, members, owner, muted, mutedCrowd = [] }) => {
			const everyone =
				members === 'anyone' ? members : new Set(owner ? [...members, owner] : members);
			return {
				id,
				topicId,
				exists,
				mutable: !(trouble && isTencent && !topicId && isPrivate),
				members: everyone,
				owner: trouble ? owner : undefined,
				mutes: new Map(
					[
						...muted.map(([userId, { means }]) => [userId, means] as const),
						...mutedCrowd.map((userId) => [userId, 'permanent'] as const),
					].filter(([userId]) => everyone === 'anyone' || everyone.has(userId)),
				),
			};
		});
}

/** @param name whose users and places they are */
export function scenarios(name: ServiceName, wanted: Wanted): Arbitrary<Scenario> {
	const { mistakes: mistaken = false, crowds = false, endless = false, whole = false } = wanted;
	const step = (operation: Scenario['operation'], places: readonly Place[]) =>
		fc
			.record({
				place: fc.constantFrom(...places),
				userIds: fc.oneof(
					{ weight: 9, arbitrary: fc.array(fc.constantFrom(...people[name]), { maxLength: 5 }) },
					{ weight: crowds ? 1 : 0, arbitrary: fc.constant(crowd) },
					{ weight: whole ? 3 : 0, arbitrary: fc.constant([]) },
				),
				end: endless ? forEver : end,
				badUserId: often(8, mistaken, fc.constantFrom(...badPeople[name])),
				mistake: often(8, mistaken, fc.constantFrom(...mistakes[endless ? 'unmute' : operation])),
			})
			.chain(({ place, userIds, end: { json, means }, badUserId, mistake }) =>
				fc.record({
					place: fc.constant(place),
					userIds: fc.constant(userIds),
					badUserIds: fc.constant(badUserId === undefined ? [] : [badUserId]),
					bad: fc.constant(mistake !== undefined),
					nowhere: fc.constant(mistake === noPlace),
					end: fc.constant(operation === 'unmute' ? null : means),
					json: (badUserId === undefined
						? spoken(userIds, name)
						: fc.constant([...userIds, badUserId])
					).map(
						(ids): IDataObject => ({ ...json, userIds: ids as IDataObject[string], ...mistake }),
					),
				}),
			);
	return fc
		.tuple(
			whole
				? fc.constant('syncMuted' as const)
				: fc.constantFrom('mute' as const, 'unmute' as const),
			fc.tuple(placeOf(name, 1, wanted), placeOf(name, 2, wanted), placeOf(name, 3, wanted)),
			fc.constantFrom('={{ $json.until }}', '={{ DateTime.fromISO($json.until) }}'),
			fc.constantFrom('error' as const, 'unmuteAll' as const),
			fc.oneof(fc.integer({ min: 1, max: 4 }), fc.constant(name === 'Agora Chat' ? 60 : 500)),
		)
		.chain(([operation, places, until, ifEmpty, batchSize]) =>
			fc.array(step(operation, places), { minLength: 1, maxLength: 12 }).map((drawn) => ({
				operation,
				places,
				until,
				ifEmpty,
				batchSize,
				steps: drawn.map(({ place, userIds, badUserIds, bad, nowhere, end: last }, item) => ({
					item,
					place,
					userIds,
					badUserIds,
					bad,
					nowhere,
					end: last,
				})),
				items: drawn.map(({ json }) => json),
			})),
		);
}

/** A value now and then: one time for `odds` times without, where it may be at all. */
export const often = <T>(
	odds: number,
	allowed: boolean,
	value: Arbitrary<T>,
): Arbitrary<T | undefined> =>
	fc.oneof(
		{ weight: odds, arbitrary: fc.constant(undefined) },
		{ weight: allowed ? 1 : 0, arbitrary: value },
	);
