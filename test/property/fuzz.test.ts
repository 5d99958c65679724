import fc from 'fast-check';
import type { GenericValue, IDataObject, INodeParameters } from 'n8n-workflow';

import { startSimulator, type Simulator } from '../simulator';
import type { NodeRun } from '../support/engine';
import { process } from '../support/node';
import { runs } from './effort';
import type { Place } from './model';
import {
	chatService,
	serviceNames,
	type ChatService,
	type OnError,
	type RunOptions,
	type ServiceName,
} from './services';
import { pairOf } from './verdict';

let simulator: Simulator;
const unhandled: unknown[] = [];
const onUnhandled = (reason: unknown) => unhandled.push(reason);
beforeAll(async () => {
	simulator = await startSimulator();
	process.on('unhandledRejection', onUnhandled);
});
afterAll(async () => {
	process.off('unhandledRejection', onUnhandled);
	await simulator.stop();
});

describe.each(serviceNames)('%s takes any value for any parameter', (name) => {
	it.each(['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const)(
		'without losing an item or sending nonsense: %s',
		async (onError) => {
			const property = fc.asyncProperty(
				fc.constantFrom(...subjects(name)),
				value,
				async (subject, fuzz) => {
					const attempt = await tryOut(name, subject, fuzz, onError);
					expectNoNonsense(attempt);
					if (onError === 'stopWorkflow') expectAllOrNothing(attempt);
					else expectNothingLost(attempt);
				},
			);
			await fc.assert(property, { numRuns: runs(400) });
		},
	);
});

/** A parameter, its name in the editor, and the operations that read it. */
interface Subject {
	readonly parameter: string;
	readonly displayName: string;
	readonly operation: string;
	/** Whether each item has its own, or all share one: as an option, or as a value that is no expression. */
	readonly where: 'item' | 'node' | 'option';
}

const everything = ['mute', 'unmute', 'getMuted', 'syncMuted', 'muteAll', 'unmuteAll'];
const lists = ['getMuted'];
const users = ['mute', 'unmute', 'syncMuted'];
const mutes = ['mute', 'syncMuted'];
type Parameters = Readonly<Record<string, readonly [displayName: string, operations: string[]]>>;

const parameters: Parameters = {
	userIds: ['User IDs', users],
	muteFor: ['Mute For', mutes],
	duration: ['Duration', mutes],
	durationUnit: ['Duration Unit', mutes],
	until: ['Until', mutes],
	ifEmpty: ['If Empty', ['syncMuted']],
};
const placeParameters: Record<ServiceName, Parameters> = {
	'Tencent Cloud Chat': { groupId: ['Group', everything], topicId: ['Topic', everything] },
	'Agora Chat': { chatRoomId: ['Chat Room', everything] },
};
const options: Parameters = {
	batchSize: ['Batch Size', users],
	dryRun: ['Dry Run', everything],
	includeExpired: ['Include Expired', lists],
	maxRetries: ['Max Retries', everything],
	simplify: ['Simplify', lists],
	timeout: ['Timeout', everything],
};

function subjects(name: ServiceName): Subject[] {
	const own: Parameters = name === 'Agora Chat' ? {} : { apiNaming: ['API Naming', everything] };
	const at = (where: Subject['where'], list: Parameters) =>
		Object.entries(list).flatMap(([parameter, [displayName, operations]]) =>
			operations.map((operation) => ({ parameter, displayName, operation, where })),
		);
	const perItem = { ...parameters, ...placeParameters[name] };
	return [...at('item', perItem), ...at('node', perItem), ...at('option', { ...options, ...own })];
}

/** Words that mean something to JavaScript, to a path, to a terminal or to n8n. */
const loaded = [
	...[
		'..',
		'.',
		'../x',
		'%2e%2e',
		'/',
		'?',
		'#',
		'\\',
		'\0',
		'\x1b[31m',
		'\r\n',
		'\u202e',
		'\ud800',
		'🙈',
	],
	...[
		'__proto__',
		'constructor',
		'toString',
		'valueOf',
		'null',
		'undefined',
		'NaN',
		'Infinity',
		'[object Object]',
	],
	...[
		'1e999',
		'0x10',
		'-1',
		'4294967295',
		'9007199254740993',
		'permanent',
		'until',
		'weeks',
		'a,b',
		',',
		'{{ 1 }}',
	],
	...[
		'275760-09-14',
		'+275760-09-13T00:00:00Z',
		'0000-01-01',
		'2027-02-30',
		'2027-W01',
		'a'.repeat(10_000),
	],
];
const numbers = [
	0,
	-0,
	-1,
	0.5,
	1,
	1e-9,
	2 ** 31,
	2 ** 32,
	2 ** 53,
	1e300,
	-1e300,
	4_294_967_295,
	5e-324,
];
/** What JSON can't hold, an expression can. */
const expressions = [
	...[
		'undefined',
		'NaN',
		'Infinity',
		'10n',
		'Symbol("x")',
		'() => 1',
		'$now',
		'$now.plus({ years: 5000 })',
	],
	...[
		'new Date(NaN)',
		'new Date(8.64e15)',
		'new Map()',
		'[undefined, null]',
		'[,1]',
		'$json',
		'[$json]',
	],
	...[
		'$json.a.b.c',
		'nobody()',
		'$json.',
		'"x".repeat(1e4)',
		'DateTime.invalid("no")',
		'/x/',
		'[[["x"]]]',
	],
].map((code) => `={{ ${code} }}`);

const value: fc.Arbitrary<unknown> = fc.oneof(
	fc.jsonValue({ maxDepth: 2 }),
	fc.object({
		key: fc.constantFrom(...loaded.slice(14, 20), '__rl', 'value', 'length', '0'),
		maxDepth: 2,
	}),
	fc.string({ unit: 'binary', maxLength: 70 }),
	fc.string({ unit: 'grapheme', maxLength: 70 }),
	fc.double(),
	fc.constantFrom<unknown>(...loaded, ...numbers),
	fc.array(
		fc.oneof(fc.constantFrom<unknown>(...loaded, ...numbers), fc.jsonValue({ maxDepth: 1 })),
		{ maxLength: 4 },
	),
	fc.constantFrom(...expressions),
);

interface Attempt {
	readonly subject: Subject;
	readonly places: readonly Place[];
	readonly run: NodeRun;
	readonly service: ChatService;
}

/** Three items, each for a place of its own. The second, the node or an option has the value. */
async function tryOut(
	name: ServiceName,
	subject: Subject,
	fuzz: unknown,
	onError: OnError,
): Promise<Attempt> {
	const { parameter, operation, where } = subject;
	const service = chatService(name, simulator);
	service.reset();
	unhandled.length = 0;
	const places = [0, 1, 2].map(
		(number): Place => ({
			id: name === 'Agora Chat' ? `26224696813158${number}` : `@TGS#_@TGS#cFUZZ${number}`,
			topicId: parameter === 'topicId' ? `@TGS#_@TGS#cFUZZ${number}@TOPIC#_@TOPIC#c1` : undefined,
			exists: true,
			mutable: true,
			members: 'anyone',
			mutes: new Map([['before', 'permanent']]),
		}),
	);
	places.forEach((place) => service.add(place));
	const items = places.map(
		(place): IDataObject => ({
			...service.target(place),
			userIds: parameter === 'ifEmpty' ? [] : ['during'],
			ifEmpty: 'unmuteAll',
			muteFor: parameter === 'until' ? 'until' : 'duration',
			duration: 1,
			durationUnit: 'hours',
			until: '2100-01-01',
		}),
	);
	const given = fuzz as GenericValue as INodeParameters[string];
	// An expression is one only in the node: in an item it is text like any other.
	if (where === 'item')
		Object.defineProperty(items[1], parameter, { value: fuzz, enumerable: true });
	const run = await runUnlessRefused(service, {
		operation,
		items,
		onError,
		parameters: {
			ifEmpty: '={{ $json.ifEmpty }}',
			...(where === 'node' && { [parameter]: given }),
		},
		options: {
			...(parameter === 'timeout' && { maxRetries: 0 }),
			...(where === 'option' && { [parameter]: given }),
		},
	});
	return { subject, places, run, service };
}

/** What a node throws is in the run. What is thrown here is n8n's own, which refuses some values before any node runs. */
async function runUnlessRefused(service: ChatService, options: RunOptions): Promise<NodeRun> {
	try {
		return await service.run(options);
	} catch {
		return fc.pre(false) as never;
	}
}

function expectNoNonsense({ run, service, subject }: Attempt): void {
	expect(unhandled).toEqual([]);
	expect(service.simulator.malformed).toEqual([]);
	if (run.error) expect(run.error.name).toMatch(/^Node(Operation|Api)Error$/);
	for (const item of [...run.items, ...run.errorItems]) {
		if (!('error' in item.json)) continue;
		expect(Object.keys(item.json.details as IDataObject)).toContain('advice');
		expectClear(String(item.json.error), subject);
	}
	if (run.error) expectClear(run.error.message, subject);
}

/** A mistake is told with the parameter's name and the item; what the service or the network says, as it is. */
function expectClear(message: string, { displayName, where }: Subject): void {
	if (fromOutside.test(message) || because.test(message)) return;
	expect(message).toMatch(new RegExp(`'(${displayName}${where === 'option' ? '|Options' : ''})'`));
	if (where === 'item') expect(message).toContain('[item 1]');
}

/** A place that is not there, and a timeout of 1 ms. */
const fromOutside = /does not exist|did not find|not valid|answer in time|code 10010|was cut/;

/** What follows from a mistake: a list is not shortened; nobody is named, and nothing says that it is meant so. */
const because = /an item that could not be read|names nobody/;

function expectAllOrNothing({ run, service }: Attempt): void {
	if (run.error === undefined || fromOutside.test(run.error.message)) return;
	expect(service.simulator.requests).toEqual([]);
}

function expectNothingLost({ run, service, subject, places }: Attempt): void {
	expect(run.error).toBeUndefined();
	const paired = new Set([...run.items, ...run.errorItems].map(pairOf));
	for (const item of mustBeTold(subject)) expect(paired).toContain(item);
	const isMuted = mutes.includes(subject.operation) && subject.parameter !== 'ifEmpty';
	if (!isMuted || subject.where !== 'item') return;
	for (const place of [places[0], places[2]]) {
		expect(service.mutes(place).has('during')).toBe(true);
	}
}

/** The items that must have an outcome. */
function mustBeTold({ parameter, operation, where }: Subject): number[] {
	// An empty list of users is nobody, and without a topic it is the group, where nobody is muted.
	const canBeNone =
		parameter === 'userIds' || (parameter === 'topicId' && operation === 'getMuted');
	if (canBeNone) return where === 'item' ? [0, 2] : [];
	const isPlace = parameter.endsWith('Id');
	return where === 'node' && isPlace ? [2] : [0, 1, 2]; // one place for all is told of once, for the last
}
