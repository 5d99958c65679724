import fc, { type Arbitrary } from 'fast-check';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Simulator } from '../simulator';
import { agoraDefaults } from '../simulator/agora/settings';
import { tencentDefaults } from '../simulator/tencent/settings';
import { agoraCredential, tencentCredential } from '../support/credentials';
import { runAgora, runTencent, type NodeRun } from '../support/engine';
import type { End, Fate } from './model';
import { badPeople, end, often, people, spoken } from './scenarios';
import type { RunOptions, ServiceName } from './services';
import { agrees, fateOf, pairOf, show, type Verdict } from './verdict';

/** Users muted in a whole app, scope by scope: random work, the oracle, and the verdict. */

/** The mutes of one user by scope: milliseconds since 1970, or `permanent`. */
type Mutes = Readonly<Record<string, number | 'permanent' | undefined>>;

/** A whole app behind one face: the node that talks to it, and the simulator it talks to. */
export interface App {
	readonly name: ServiceName;
	readonly scopes: readonly string[];
	readonly simulator: Simulator['tencent' | 'agora'];
	/** The user that an ID means. */
	userOf(userId: string): string;
	mute(user: string, scope: string, end: number | 'permanent'): void;
	mutes(user: string): Mutes;
	/** Nobody muted, no faults, settings as at the start; these users exist, and no other can be muted. */
	reset(users: ReadonlySet<string> | 'anyone'): void;
	run(options: RunOptions): Promise<NodeRun>;
}

export const appOf = (name: ServiceName, simulator: Simulator): App =>
	name === 'Agora Chat' ? agoraApp(simulator) : tencentApp(simulator);

function tencentApp({ tencent }: Simulator): App {
	return {
		name: 'Tencent Cloud Chat',
		scopes: ['c2c', 'group'],
		simulator: tencent,
		userOf: (userId) => userId,
		mute: (user, scope, muteEnd) => tencent.muteAccount(user, scope as 'c2c', muteEnd),
		mutes: (user) => {
			const { c2c, group } = tencent.accountMutes(user);
			return { c2c: inMs(c2c), group: inMs(group) };
		},
		reset: (knownAccounts) => {
			tencent.reset();
			Object.assign(tencent.settings, tencentDefaults, {
				requestsPerSecond: Infinity,
				unknownAccountMute: 'refused',
				knownAccounts,
			});
		},
		run: async (options) =>
			await runTencent({
				...common('account', options),
				credentials: tencentCredential(tencent, options.credential),
			}),
	};
}

function agoraApp({ agora }: Simulator): App {
	return {
		name: 'Agora Chat',
		scopes: ['chat', 'groupchat', 'chatroom'],
		simulator: agora,
		userOf: (userId) => userId.toLowerCase(),
		mute: (user, scope, muteEnd) => agora.muteUser(user, scope as 'chat', muteEnd),
		mutes: (user) => ({ ...agora.userMutes(user) }),
		reset: (knownUsers) => {
			agora.reset();
			Object.assign(agora.settings, agoraDefaults(), { requestsPerSecond: Infinity, knownUsers });
		},
		run: async (options) =>
			await runAgora({
				...common('user', options),
				credentials: agoraCredential(agora, options.credential),
			}),
	};
}

const inMs = (seconds: number | 'permanent' | undefined) =>
	typeof seconds === 'number' ? seconds * 1000 : seconds;

/** Every parameter is a reference to the item, so that each item says what it wants. */
const common = (
	resource: string,
	{ operation, items, onError, parameters, options = {} }: RunOptions,
) => ({
	items,
	settings: onError && { onError },
	parameters: {
		resource,
		operation,
		userIds: '={{ $json.userIds }}',
		scopes: '={{ $json.scopes }}',
		muteFor: '={{ $json.muteFor }}',
		duration: '={{ $json.duration }}',
		durationUnit: '={{ $json.durationUnit }}',
		until: '={{ $json.until }}',
		...parameters,
		options,
	} as INodeParameters,
});

/** What one input item asks for. */
export interface AppStep {
	readonly userIds: readonly string[];
	readonly scopes: readonly string[];
	/** `null` unmutes. */
	readonly end: End | null;
	/** Something in the item is wrong, so that nothing can be done for it. */
	readonly bad: boolean;
	readonly badUserIds: readonly string[];
}

export interface AppScenario {
	readonly operation: 'mute' | 'unmute';
	readonly steps: AppStep[];
	readonly items: IDataObject[];
	/** Who exists. */
	readonly known: ReadonlySet<string>;
	/** Who is muted before. */
	readonly muted: ReadonlyArray<readonly [user: string, scope: string, end: End]>;
}

/** Mistakes that spoil a whole item. */
const mistakes: readonly IDataObject[] = [
	{ userIds: '' },
	{ userIds: null },
	{ scopes: [] },
	{ scopes: ['radio'] },
	{ scopes: null },
];

/** @param mistaken whether there may be items that can't be sent, or not all of them */
export function appScenarios(
	{ name, scopes, userOf }: App,
	mistaken: boolean,
): Arbitrary<AppScenario> {
	const user = fc.constantFrom(...people[name]);
	const step = (operation: AppScenario['operation']) =>
		fc
			.record({
				userIds: fc.array(user, { maxLength: 5 }),
				chosen: fc.subarray([...scopes], { minLength: 1 }),
				end,
				badUserId: often(8, mistaken, fc.constantFrom(...badPeople[name])),
				mistake: often(8, mistaken, fc.constantFrom(...mistakes)),
			})
			.chain(({ userIds, chosen, end: { json, means }, badUserId, mistake }) => {
				const asked = badUserId === undefined ? spoken(userIds, name) : undefined;
				return (asked ?? fc.constant([...userIds, badUserId])).map((ids) => ({
					step: {
						userIds: userIds.map(userOf),
						scopes: chosen,
						end: operation === 'mute' ? means : null,
						bad: mistake !== undefined,
						badUserIds: badUserId === undefined ? [] : [badUserId],
					},
					json: { ...json, scopes: chosen, userIds: ids, ...mistake } as IDataObject,
				}));
			});
	return fc
		.record({
			operation: fc.constantFrom('mute' as const, 'unmute' as const),
			known: fc
				.subarray([...people[name]], { minLength: 2 })
				.map((users) => new Set(users.map(userOf))),
			muted: fc.array(fc.tuple(user.map(userOf), fc.constantFrom(...scopes), end)),
		})
		.chain(({ operation, known, muted }) =>
			fc.array(step(operation), { minLength: 1, maxLength: 12 }).map((drawn) => ({
				operation,
				known,
				steps: drawn.map((one) => one.step),
				items: drawn.map(({ json }) => json),
				muted: muted
					.filter(([who]) => known.has(who))
					.map(([who, scope, { means }]) => [who, scope, means] as const),
			})),
		);
}

/** What is to become of a user: for each scope named, how it ends; or `failed`. */
interface Wanted {
	/** The item that named the user last. */
	readonly item: number;
	readonly fates: ReadonlyMap<string, Fate> | 'failed';
}

/** Applies the items in order, one by one. The oracle: it knows nothing of requests. */
export function applyInApp(
	steps: readonly AppStep[],
	known: ReadonlySet<string>,
): Map<string, Wanted> {
	const users = new Map<string, Wanted>();
	steps.forEach(({ userIds, scopes, end: muteEnd, bad }, item) => {
		if (bad) return;
		for (const user of userIds) {
			const before = users.get(user)?.fates ?? new Map<string, Fate>();
			const now = scopes.map((scope) => [scope, muteEnd ?? 'unmuted'] as const);
			const exists = known.has(user) && before !== 'failed';
			users.set(user, { item, fates: exists ? new Map([...before, ...now]) : 'failed' });
		}
	});
	return users;
}

export interface AppTrial {
	readonly app: App;
	readonly steps: readonly AppStep[];
	readonly wanted: ReadonlyMap<string, Wanted>;
	/** The mutes before the run. */
	readonly before: ReadonlyMap<string, Mutes>;
	readonly run: NodeRun;
	readonly from: number;
	readonly to: number;
}

/** Compares what a run reported with the oracle, and both with the simulator's state. */
export function judgeApp(trial: AppTrial, believed = new Set<string>()): Verdict {
	const lost: string[] = [];
	const wrong: string[] = [];
	const reported = new Map(reportedUsers(trial).map((entry) => [entry.user, entry]));
	for (const [user, { item, fates }] of trial.wanted) {
		const found = reported.get(user);
		if (!found) {
			lost.push(`${user}: no outcome`);
			continue;
		}
		if (found.item !== item) wrong.push(`${user}: paired with ${found.item}, not ${item}`);
		const wanted = believed.has(user) ? 'failed' : fates;
		if (wanted === 'failed' || found.fates === 'failed') {
			if (found.fates !== wanted) wrong.push(`${user}: not as wanted about failing`);
		} else {
			wrong.push(...differences(user, found.fates, wanted, trial));
		}
	}
	const rows = [...trial.run.items, ...trial.run.errorItems].length;
	const badItems = trial.steps.filter(({ bad }) => bad).length;
	const badUsers = trial.steps.flatMap(({ bad, badUserIds }) => (bad ? [] : badUserIds)).length;
	const due = trial.wanted.size + badItems + badUsers;
	if (rows !== due) wrong.push(`${rows} items came out, not ${due}`);
	wrong.push(...wrongMutes(trial, believed));
	return { lost, wrong };
}

/** The users that the run reports as failed. */
export const failedUsers = (trial: AppTrial): Set<string> =>
	new Set(
		reportedUsers(trial)
			.filter(({ user, fates }) => fates === 'failed' && trial.wanted.has(user))
			.map(({ user }) => user),
	);

function wrongMutes({ app, wanted, before, ...span }: AppTrial, believed: ReadonlySet<string>) {
	const users = new Set([...wanted.keys(), ...before.keys()]);
	return [...users].flatMap((user) => {
		const fates = wanted.get(user)?.fates;
		const done = fates === undefined || fates === 'failed' || believed.has(user) ? [] : [...fates];
		const all = new Map<string, Fate>([...stateOf(before.get(user) ?? {}, app), ...done]);
		return differences(user, stateOf(app.mutes(user), app), all, span).map(
			(line) => `in the service, ${line}`,
		);
	});
}

const stateOf = (mutes: Mutes, { scopes }: App): Map<string, Fate> =>
	new Map(
		scopes.map((scope): [string, Fate] => {
			const muteEnd = mutes[scope];
			return [scope, typeof muteEnd === 'number' ? { at: muteEnd } : (muteEnd ?? 'unmuted')];
		}),
	);

function differences(
	user: string,
	actual: ReadonlyMap<string, Fate>,
	wanted: ReadonlyMap<string, Fate>,
	span: Pick<AppTrial, 'from' | 'to'>,
): string[] {
	return [...new Set([...actual.keys(), ...wanted.keys()])].flatMap((scope) => {
		const [is, due] = [actual.get(scope), wanted.get(scope)];
		if (is !== undefined && due !== undefined && agrees(is, due, span)) return [];
		return [`${user}, ${scope}: is ${is && show(is)}, not ${due && show(due)}`];
	});
}

interface Reported {
	readonly user: string;
	readonly item: number | undefined;
	readonly fates: ReadonlyMap<string, Fate> | 'failed';
}

function reportedUsers({ run }: AppTrial): Reported[] {
	return [...run.items, ...run.errorItems].map((output): Reported => {
		const { error, details, userId, scopes } = output.json as IDataObject & {
			details?: IDataObject;
			scopes?: Record<string, IDataObject>;
		};
		const user = String(error === undefined ? userId : details?.userId);
		const item = pairOf(output);
		if (error !== undefined) return { user, item, fates: 'failed' };
		const fates = Object.entries(scopes ?? {}).map(([scope, state]): [string, Fate] => [
			scope,
			fateOf(state),
		]);
		return { user, item, fates: new Map(fates) };
	});
}

/** Runs a scenario in the node and in the oracle. Faults are set by `before`, once the app is as it should be. */
export async function tryInApp(
	app: App,
	{ operation, steps, items, known, muted }: AppScenario,
	{ onError, options, credential }: Pick<RunOptions, 'onError' | 'options' | 'credential'>,
	disturb: () => void = () => {},
): Promise<AppTrial> {
	app.reset(known);
	disturb();
	const from = Date.now();
	for (const [user, scope, muteEnd] of muted) {
		app.mute(user, scope, muteEnd === 'permanent' ? muteEnd : endMs(muteEnd, from));
	}
	const before = new Map([...known].map((user) => [user, app.mutes(user)]));
	const run = await app.run({ operation, items, onError, options, credential });
	const wanted = applyInApp(steps, known);
	return { app, steps, wanted, before, run, from, to: Date.now() };
}

const endMs = (muteEnd: Exclude<End, 'permanent'>, from: number): number =>
	'at' in muteEnd ? muteEnd.at : Math.floor((from + muteEnd.after) / 1000) * 1000;
