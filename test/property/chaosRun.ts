import type { IDataObject } from 'n8n-workflow';

import { faultKinds, type FaultKind } from '../simulator';
import { print } from '../support/node';
import { applyOneByOne, type End, type Place, type Step } from './model';
import type { ChatService } from './services';
import { judge, type Verdict } from './verdict';

/** A moderation run of thousands while everything that can go wrong does, now and then. */
export interface Chaos {
	readonly users: number;
	/** The share of all requests that fail. */
	readonly share: number;
	readonly seed: number;
	readonly batchSize: number;
}

export interface ChaosResult extends Verdict {
	readonly users: number;
	readonly requests: number;
	readonly faults: Readonly<Record<FaultKind, number>>;
	readonly turnedAway: number;
}

/** All but the quota, after which an app can do nothing more. */
const kinds = faultKinds.filter((kind) => kind !== 'quota');

const USERS_PER_ITEM = 25;
const PLACES = 20;
const MISSING = 2;
const WITH_STRANGERS = 3;

const ends: ReadonlyArray<[IDataObject, End]> = [
	[{ muteFor: 'duration', duration: 2, durationUnit: 'hours' }, { after: 7_200_000 }],
	[{ muteFor: 'until', until: '2100-01-01T00:00:00Z' }, { at: Date.UTC(2100, 0, 1) }],
	[{ muteFor: 'permanent' }, 'permanent'],
];

export async function chaos(
	service: ChatService,
	{ users, share, seed, batchSize }: Chaos,
): Promise<ChaosResult> {
	const { simulator, name } = service;
	const requestsPerSecond = name === 'Agora Chat' ? 100 : 200;
	service.reset();
	Object.assign(simulator.settings, { requestsPerSecond, retryAfterSeconds: 1, slowMs: 500 });
	simulator.faults.random({ share, kinds, seed });
	const places = Array.from({ length: PLACES }, (_, number) => placeOf(name, number, users));
	const { steps, items } = workFor(service, places, users);

	const from = Date.now();
	places.forEach((place) => service.add(place));
	const run = await service.run({
		operation: 'mute',
		items,
		onError: 'continueErrorOutput',
		options: { batchSize, maxRetries: 10 },
		credential: { requestsPerSecond },
	});
	const to = Date.now();
	const rules = {
		userOf: (userId: string) => userId,
		strangers: 'refused',
		ownerMutable: true,
		refused: new Set<string>(),
	} as const;
	const expected = applyOneByOne(steps, rules);
	const { requests, turnedAway, faults } = simulator;
	return {
		...judge({ service, places, expected, run, from, to }),
		users: expected.length,
		requests: requests.length,
		faults: { ...faults.injected },
		turnedAway,
	};
}

/** One line of figures. */
export function report(title: string, { faults, ...result }: ChaosResult): void {
	const { users, requests, turnedAway, lost, wrong } = result;
	const injected = Object.values(faults).reduce((sum, count) => sum + count, 0);
	const kinds = Object.values(faults).filter((count) => count > 0).length;
	print(
		`${title}: ${users} users, ${requests} requests, ${injected} faults injected (${kinds} kinds), ` +
			`${lost.length} lost, ${wrong.length} wrong, ${turnedAway} turned away by the rate limit`,
	);
}

function placeOf(name: ChatService['name'], number: number, users: number): Place {
	const isTencent = name === 'Tencent Cloud Chat';
	const id = isTencent ? `@TGS#_@TGS#cCHAOS${number}` : `1007743756172${number}`;
	const crowd = Array.from({ length: users }, (_, i) => userId(i));
	return {
		id,
		topicId: isTencent && number === 1 ? `${id}@TOPIC#_@TOPIC#c1` : undefined,
		exists: number !== MISSING,
		mutable: true,
		members: number === WITH_STRANGERS ? new Set(crowd.filter((_user, i) => i % 10 > 0)) : 'anyone',
		mutes: new Map(),
	};
}

const userId = (number: number): string => `user-${number}`;

/** Users go round the places, item by item; the ends go round more slowly. */
function workFor(service: ChatService, places: readonly Place[], users: number) {
	const turns = service.face === 'allow lists' ? ends.slice(-1) : ends;
	const steps = Array.from({ length: Math.ceil(users / USERS_PER_ITEM) }, (_, item): Step => {
		const first = item * USERS_PER_ITEM;
		const count = Math.min(USERS_PER_ITEM, users - first);
		return {
			item,
			place: places[item % PLACES],
			userIds: Array.from({ length: count }, (_user, i) => userId(first + i)),
			end: turns[Math.floor(item / PLACES) % turns.length][1],
			bad: false,
			badUserIds: [],
		};
	});
	const items = steps.map(({ item, place, userIds }) => ({
		...service.target(place),
		...turns[Math.floor(item / PLACES) % turns.length][0],
		userIds: [...userIds],
	}));
	return { steps, items };
}
