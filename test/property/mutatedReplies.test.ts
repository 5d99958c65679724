import fc from 'fast-check';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import {
	inChatGroup,
	inChatRoom,
	inGroup,
	ofAccounts,
	ofUsers,
	people,
	useServices,
	withoutBackOff,
	type Step,
} from '../engine/services';
import { createServer, type AddressInfo, type IncomingMessage } from '../support/node';
import type { NodeRun } from '../support/engine';
import { runs } from './effort';

/**
 * A service whose answers have a field of another type, none, or another value: whatever it says, the run ends, every user
 * or place has an outcome, and nothing of ours breaks.
 */

const services = useServices();
beforeEach(withoutBackOff);

/** Where the field is, by numbers that find their way in any answer; and what becomes of it. */
interface Mutation {
	way: readonly number[];
	value: unknown;
	isGone: boolean;
	/** Which answers: the first, the second, … or all. */
	nth: number | undefined;
}

let upstream = '';
let mutation: Mutation | undefined;
let answered = 0;
const server = createServer((incoming, outgoing) => {
	void forward(incoming).then(({ status, text }) => {
		outgoing.writeHead(status, { 'content-type': 'application/json' });
		outgoing.end(text);
	});
});
let url = '';
beforeAll(async () => {
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
	server.closeAllConnections();
	server.close();
});

async function forward(incoming: IncomingMessage): Promise<{ status: number; text: string }> {
	const chunks: Buffer[] = [];
	for await (const chunk of incoming) chunks.push(chunk as Buffer);
	const { authorization } = incoming.headers;
	const response = await fetch(upstream + incoming.url, {
		method: incoming.method,
		headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
		...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
	});
	const text = await response.text();
	const isMutated = mutation && (mutation.nth === undefined || mutation.nth === answered);
	answered++;
	return { status: response.status, text: isMutated ? mutated(text, mutation!) : text };
}

function mutated(text: string, { way, value, isGone }: Mutation): string {
	const root = { answer: JSON.parse(text) as unknown };
	let holder: Record<string, unknown> = root;
	let name = 'answer';
	for (const step of way) {
		const inner = holder[name];
		if (typeof inner !== 'object' || inner === null || Object.keys(inner).length === 0) break;
		holder = inner as Record<string, unknown>;
		const names = Object.keys(holder);
		name = names[step % names.length];
	}
	if (isGone && name !== 'answer') delete holder[name];
	else holder[name] = value;
	return JSON.stringify(root.answer);
}

const values = fc.constantFrom<unknown>(
	...[null, true, false, 0, -1, 1.5, 4711, 10010, 1e300, 8.64e15 + 1, 2 ** 53],
	...['', 'x', '10010', 'ann', '__proto__', '\u0000', '9'.repeat(400)],
	...[[], {}, [[]], [null], ['x'], [{}], { toString: 1 }, { constructor: { name: 'x' } }],
);
const mutations: fc.Arbitrary<Mutation> = fc.record({
	way: fc.array(fc.nat(20), { minLength: 1, maxLength: 6 }),
	value: values,
	isGone: fc.boolean(),
	nth: fc.constantFrom(undefined, undefined, 0, 1, 2),
});

const userItems = people.map((userId) => ({ userId }));
const end: INodeParameters = { muteFor: 'duration', duration: 1, durationUnit: 'hours' };

const ofUsersNamed: Record<string, Step> = {
	mute: { operation: 'mute', items: userItems, parameters: end },
	unmute: { operation: 'unmute', items: userItems },
};
const all: INodeParameters = { returnAll: true };
const everywhere: Record<string, Step> = {
	...ofUsersNamed,
	syncMuted: { operation: 'syncMuted', items: userItems, parameters: end },
	getMuted: { operation: 'getMuted' },
	muteAll: { operation: 'muteAll' },
	get: { operation: 'get' },
	getAll: { operation: 'getAll', parameters: all },
};
const onAgora: Record<string, Step> = {
	...everywhere,
	allow: { operation: 'allow', items: userItems },
	getAllowed: { operation: 'getAllowed' },
};
const inApp = { ...ofUsersNamed, get: { operation: 'get', items: userItems } };

const places = [
	{ place: 'group', app: 'tencent', inPlace: inGroup, steps: everywhere },
	{ place: 'account', app: 'tencent', inPlace: ofAccounts, steps: inApp },
	{ place: 'chatRoom', app: 'agora', inPlace: inChatRoom, steps: onAgora },
	{ place: 'chatGroup', app: 'agora', inPlace: inChatGroup, steps: onAgora },
	{
		place: 'user',
		app: 'agora',
		inPlace: ofUsers,
		steps: { ...inApp, getAll: { operation: 'getAll', parameters: all } } as Record<string, Step>,
	},
] as const;
const cases = places.flatMap(({ steps, ...place }) =>
	Object.entries(steps).map(([operation, step]) => ({ ...place, operation, step })),
);

/** The users with an outcome, each once. */
const outcomesOf = ({ items, errorItems }: NodeRun): unknown[] => [
	...items.map(({ json }) => json.userId),
	...errorItems.map(({ json }) => (json.details as IDataObject).userId),
];

it.each(cases)('$place: $operation', async ({ app, inPlace, step }) => {
	upstream = services[app].url;
	const behindServer = Object.create(services[app], { url: { value: url } }) as never;
	const property = fc.asyncProperty(mutations, fc.boolean(), async (change, simplify) => {
		mutation = change;
		answered = 0;
		const run = await inPlace(behindServer, {
			...step,
			options: { maxRetries: 1, ...(isRead(step) && { simplify }) },
			settings: { onError: 'continueErrorOutput' },
		});

		expect(answered).toBeGreaterThan(0);
		expect(run.status).toBe('success');
		expect(JSON.stringify([run.items, run.errorItems])).not.toContain('NODE_DEFECT');
		if (!step.items) return;
		const named = outcomesOf(run).filter((user) => people.includes(String(user)));
		expect(named.sort()).toEqual(people);
	});
	await fc.assert(property, { numRuns: runs(50) });
});

const isRead = ({ operation }: Step): boolean => operation.startsWith('get');
