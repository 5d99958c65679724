import fc, { type Arbitrary } from 'fast-check';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { startSimulator, type FaultKind, type Simulator } from '../simulator';
import { agoraCredential, tencentCredential } from '../support/credentials';
import { PolledWorkflow } from '../support/polls';
import { runs } from './effort';
import type { Place } from './model';
import { people } from './scenarios';
import { chatService, type ChatService, type Face, type ServiceName } from './services';

/** The changes that are told of a mute list, applied to the first one, give the last one, whatever happens meanwhile. */

const start = Date.parse('2027-01-31T12:00:00Z');
const minuteMs = 60_000;
let simulator: Simulator;
let nowMs = start;
beforeAll(async () => {
	simulator = await startSimulator({ now: () => Date.now() });
});
afterAll(async () => await simulator.stop());
beforeEach(() => {
	jest.spyOn(Date, 'now').mockImplementation(() => nowMs);
	jest.spyOn(Math, 'random').mockReturnValue(0); // nobody waits before a further try
});
afterEach(() => jest.restoreAllMocks());

/** None of them makes anybody wait. */
const faultKinds: readonly FaultKind[] = [
	'resetBefore',
	'badGateway',
	'notJson',
	'internal',
	'wrongShape',
	'truncated',
];

type Event =
	| { kind: 'mute'; place: number; user: number; minutes: number | 'permanent' }
	| { kind: 'unmute'; place: number; user: number }
	| { kind: 'wait'; minutes: number }
	| { kind: 'poll' | 'twoPolls' | 'restart' }
	| { kind: 'faults'; share: number; seed: number }
	| { kind: 'noFaults' };

const place = fc.nat(1);
const user = fc.nat(7);
const event: Arbitrary<Event> = fc.oneof(
	{
		weight: 4,
		arbitrary: fc.record({
			kind: fc.constant('mute' as const),
			place,
			user,
			minutes: fc.oneof(fc.integer({ min: 1, max: 60 }), fc.constant('permanent' as const)),
		}),
	},
	{ weight: 2, arbitrary: fc.record({ kind: fc.constant('unmute' as const), place, user }) },
	{
		weight: 2,
		arbitrary: fc.record({
			kind: fc.constant('wait' as const),
			minutes: fc.integer({ min: 1, max: 30 }),
		}),
	},
	{
		weight: 3,
		arbitrary: fc.record({ kind: fc.constantFrom('poll' as const, 'twoPolls', 'restart') }),
	},
	fc.record({
		kind: fc.constant('faults' as const),
		share: fc.constantFrom(0.2, 0.6, 1),
		seed: fc.integer(),
	}),
	fc.record({ kind: fc.constant('noFaults' as const) }),
);

/** What is watched, and by which parameters. */
const cases: Array<[ServiceName, Face, INodeParameters]> = [
	['Tencent Cloud Chat', 'groups', { placeIds: 'p0, @TGS#_p1@TOPIC#_1' }],
	['Agora Chat', 'chat rooms', { resource: 'chatRoom', placeIds: '10, 11' }],
	['Agora Chat', 'chat rooms', { resource: 'chatRoom', places: 'all' }],
	['Agora Chat', 'chat groups', { resource: 'chatGroup', places: 'all' }],
];

describe.each(cases)('On %s, in %s, watched by %j', (name, face, parameters) => {
	it('the changes lead from the first list to the last one', async () => {
		const service = chatService(name, simulator, face);
		const property = fc.asyncProperty(
			fc.array(event, { maxLength: 12 }),
			fc.array(event, { maxLength: 25 }),
			async (before, after) => {
				nowMs = start;
				const world = new World(service, parameters);
				for (const happens of before) await world.happen(happens);
				const told = await world.publish();
				for (const happens of after) await world.happen(happens);
				await world.settle();

				expect(told.lists()).toEqual(world.lists());
				expect(told.wrong).toEqual([]);
				expect(await world.settle()).toEqual([]);
			},
		);
		await fc.assert(property, { numRuns: runs(25) });
	});
});

/** Lists by place, and in them the ends by user. */
type Lists = Record<string, Record<string, number | 'permanent'>>;

class World {
	private readonly places: Place[];
	private readonly workflow: PolledWorkflow;
	private told: Told | undefined;

	constructor(
		private readonly service: ChatService,
		parameters: INodeParameters,
	) {
		service.reset();
		service.simulator.settings.retryAfterSeconds = 0;
		this.places = placesOf(service);
		this.places.forEach((place) => service.add(place));
		const isTencent = service.name === 'Tencent Cloud Chat';
		this.workflow = new PolledWorkflow({
			type: isTencent ? 'tencent' : 'agora',
			parameters,
			credentials: isTencent
				? tencentCredential(simulator.tencent)
				: agoraCredential(simulator.agora),
		});
	}

	/** Publishes in peace: n8n would refuse otherwise. */
	async publish(): Promise<Told> {
		this.service.simulator.faults.clear();
		await this.workflow.publish();
		this.told = new Told(this.lists());
		return this.told;
	}

	async happen(event: Event): Promise<void> {
		const { faults } = this.service.simulator;
		switch (event.kind) {
			case 'mute':
			case 'unmute':
				return this.mute(event.place, event.user, 'minutes' in event ? event.minutes : 0);
			case 'wait':
				nowMs += event.minutes * minuteMs;
				return;
			case 'faults':
				return faults.random({ share: event.share, kinds: faultKinds, seed: event.seed });
			case 'noFaults':
				return faults.clear();
			default:
				if (this.told) await this.run(event.kind);
		}
	}

	/** Polls until all is told, in peace. Gives what was told. */
	async settle(): Promise<IDataObject[]> {
		this.service.simulator.faults.clear();
		return await this.run('poll');
	}

	/** As the simulator has them. */
	lists(): Lists {
		return Object.fromEntries(
			this.places.map((place) => [idOf(place), Object.fromEntries(this.service.mutes(place))]),
		);
	}

	private async run(kind: 'poll' | 'twoPolls' | 'restart'): Promise<IDataObject[]> {
		const { workflow } = this;
		const known = workflow.executions.length;
		if (kind === 'restart')
			await workflow.publish().catch(() => {}); // n8n tries again later
		else await Promise.all([workflow.poll(), ...(kind === 'twoPolls' ? [workflow.poll()] : [])]);
		const rows = workflow.executions.slice(known).flat();
		this.told?.take(rows);
		return rows;
	}

	private mute(place: number, user: number, minutes: number | 'permanent'): void {
		const { id, topicId } = this.places[place];
		const userId = people[this.service.name][user];
		const end = minutes === 'permanent' ? minutes : minutes && nowMs + minutes * minuteMs;
		if (this.service.name === 'Tencent Cloud Chat') {
			simulator.tencent.mute(id, userId, end, topicId);
		} else {
			simulator.agora.mute(id, userId, end);
		}
	}
}

/** What somebody knows who has seen the first lists, and was told of the changes alone. */
class Told {
	/** Changes that make no sense. */
	readonly wrong: IDataObject[] = [];

	constructor(private readonly first: Lists) {}

	lists(): Lists {
		return this.first;
	}

	take(rows: readonly IDataObject[]): void {
		for (const row of rows) {
			const { topicId, groupId, chatRoomId, chatGroupId, userId, permanent, mutedUntil } = row;
			const list = this.first[String(topicId ?? groupId ?? chatRoomId ?? chatGroupId)];
			const known = list[String(userId)];
			const hasEnded = typeof known === 'number' && known <= nowMs;
			const makesSense: Record<string, boolean> = {
				muted: known === undefined,
				changed: known !== undefined,
				ended: hasEnded,
				unmuted: known !== undefined && !hasEnded,
			};
			if (!makesSense[String(row.change)]) this.wrong.push({ ...row, known: String(known) });
			if (row.muted)
				list[String(userId)] = permanent ? 'permanent' : Date.parse(String(mutedUntil));
			else delete list[String(userId)];
		}
	}
}

const idOf = ({ id, topicId }: Place): string => topicId ?? id;

function placesOf({ name }: ChatService): Place[] {
	const place = { exists: true, mutable: true, members: 'anyone' as const, mutes: new Map() };
	return name === 'Tencent Cloud Chat'
		? [
				{ ...place, id: 'p0' },
				{ ...place, id: '@TGS#_p1', topicId: '@TGS#_p1@TOPIC#_1' },
			]
		: [
				{ ...place, id: '10' },
				{ ...place, id: '11' },
			];
}
