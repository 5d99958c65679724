import type { IDataObject } from 'n8n-workflow';

import { Dispatcher } from '../../nodes/shared/http/dispatcher';
import { UnexpectedReply } from '../../nodes/shared/model/json';
import type { Subject } from '../../nodes/shared/model/batch';
import type { Failure } from '../../nodes/shared/model/failure';
import { done, failed } from '../../nodes/shared/model/rows';
import type { Operation } from '../../nodes/shared/model/operation';
import type { HttpReply, ServiceRequest } from '../../nodes/shared/model/requests';
import { plan } from '../../nodes/shared/operations/plan';
import { Progress } from '../../nodes/shared/operations/progress';
import { sendBatches } from '../../nodes/shared/operations/send';
import { plainRun } from '../support/resources';
import { VirtualTime } from '../support/virtualTime';

/** Operations of more than one request: lists of many pages, what is left open, and many places at once. */

let time: VirtualTime;

let app = 0;
let asked: string[];
beforeEach(() => {
	time = new VirtualTime();
	time.install();
	jest.spyOn(Math, 'random').mockReturnValue(0.5);
	asked = [];
	app++; // with a limiter that nobody has used
});
afterEach(() => time.uninstall());

const failure = (changes: Partial<Failure>): Failure => ({
	message: 'It failed',
	advice: 'Wait.',
	retry: 'no',
	scope: 'request',
	...changes,
});
const get = (path: string): ServiceRequest => ({ api: { name: 'get' }, method: 'GET', path });

/** What comes out, in short, when the service answers a path with that: an object, or why not. */
async function run(
	subjects: Subject[],
	operation: Operation,
	answers: (path: string) => object | { failure: Failure },
	runsAgain = false,
): Promise<string[]> {
	const exchange = async ({ path }: ServiceRequest): Promise<HttpReply> => {
		asked.push(path);
		await time.sleep(10);
		return { status: 200, headers: {}, text: JSON.stringify(answers(path)) };
	};
	const service = {
		readReply: ({ text }: HttpReply) => {
			const body = JSON.parse(text) as { failure?: Failure };
			return body.failure ? { failure: body.failure } : { body: body as IDataObject };
		},
	};
	const endpoint = { app: `app ${app}`, baseUrl: '', requestsPerSecond: 1000, hide: String };
	const dispatcher = new Dispatcher(service, { endpoint, exchange }, 1);
	const progress = new Progress('', subjects.length, () => {});
	const context = plainRun(endpoint);
	const batches = plan(subjects, operation, context);
	const sending = { run: context, dispatcher, signal: undefined, progress, runsAgain };
	const outcomes = await time.pass(sendBatches(batches, operation, sending));
	return outcomes.map((outcome) => {
		const who = outcome.userId ?? outcome.target.groupId ?? 'list';
		const what = 'failure' in outcome ? outcome.failure.message : JSON.stringify(outcome.rows);
		return `${who}: ${what}`;
	});
}

describe('A list', () => {
	const list: Subject = { itemIndex: 0, target: {}, list: { limit: Infinity } };
	/** Pages `{ rows, next }`, asked for by their names. */
	const pages: Operation = {
		input: 'list',
		most: 1,
		request: () => get('first'),
		listing: {
			readPage: ({ body }) => ({
				rows: (body.rows as string[]).map((name) => [name, { name }]),
				next: body.next as string | undefined,
			}),
			nextPage: (next) => get(next),
		},
		outcomes: (_, { subjects: [subject] }, __, rows) => [
			done(subject, [{ rows: rows.map(({ name }) => name) }]),
		],
	};
	const of = async (book: Record<string, object>) => await run([list], pages, (path) => book[path]);

	it('is read page by page, in order, to its end', async () => {
		const told = await of({
			first: { rows: ['a', 'b'], next: 'second' },
			second: { rows: ['c'], next: 'third' },
			third: { rows: ['d'] },
		});
		expect(told).toEqual(['list: [{"rows":["a","b","c","d"]}]']);
		expect(asked).toEqual(['first', 'second', 'third']);
	});

	it('ends where the pages go round in circles', async () => {
		const told = await of({
			first: { rows: ['a'], next: 'second' },
			second: { rows: ['b'], next: 'second' },
		});
		expect(told).toEqual(['list: [{"rows":["a","b"]}]']);
		expect(asked).toEqual(['first', 'second']);
	});

	it('fails as a whole where a page does: a part is not taken for all', async () => {
		const told = await of({
			first: { rows: ['a'], next: 'second' },
			second: { failure: failure({ message: 'Gone' }) },
		});
		expect(told).toEqual(['list: Gone']);
	});

	it('asks for a page again that may pass, and not for those before it', async () => {
		let isFirst = true;
		const told = await run([list], pages, (path) => {
			if (path === 'first') return { rows: ['a'], next: 'second' };
			const answer = isFirst ? { failure: failure({ retry: 'yes' }) } : { rows: ['b'] };
			isFirst = false;
			return answer;
		});
		expect(told).toEqual(['list: [{"rows":["a","b"]}]']);
		expect(asked).toEqual(['first', 'second', 'second']);
	});

	it('fails where a page can never be read', async () => {
		const strict: Operation = {
			...pages,
			listing: {
				...pages.listing!,
				readPage: () => {
					throw new UnexpectedReply('no rows');
				},
			},
		};
		const [told] = await run([list], strict, () => ({}));
		expect(told).toContain('no rows');
	});
});

describe('What a request leaves open', () => {
	const user = (userId: string, itemIndex: number): Subject => ({ itemIndex, target: {}, userId });
	const check: Operation = {
		input: 'users',
		most: 9,
		request: ({ subjects }) => get(`check ${subjects.map(({ userId }) => userId).join(' ')}`),
		outcomes: (_, { subjects }) => subjects.map((each) => done(each, [{ checked: true }])),
	};
	const look: Operation = {
		input: 'users',
		most: 1,
		request: ({ subjects: [{ userId }] }) => get(`look ${userId}`),
		outcomes: ({ body }, { subjects: [subject] }) => [
			body.isClear ? done(subject, [{ checked: false }]) : { open: subject, next: check },
		],
	};

	it('is settled by the next, all of it in as few requests as can be', async () => {
		const told = await run(['ann', 'bob', 'cy'].map(user), look, (path) => ({
			isClear: path === 'look bob',
		}));
		expect(told.sort()).toEqual([
			'ann: [{"checked":true}]',
			'bob: [{"checked":false}]',
			'cy: [{"checked":true}]',
		]);
		expect(asked.slice(3)).toEqual(['check ann cy']);
	});

	it('is nothing where all is clear', async () => {
		await run([user('ann', 0)], look, () => ({ isClear: true }));
		expect(asked).toEqual(['look ann']);
	});

	it('fails where the next does', async () => {
		const told = await run([user('ann', 0)], look, (path) =>
			path.startsWith('check') ? { failure: failure({ message: 'No checks' }) } : {},
		);
		expect(told).toEqual(['ann: No checks']);
	});
});

describe('Many places in one request', () => {
	const places = (...ids: string[]): Subject[] =>
		ids.map((groupId, itemIndex) => ({ itemIndex, target: { groupId } }));
	const details: Operation = {
		input: 'target',
		most: 9,
		mixing: () => '',
		request: ({ subjects }) => get(subjects.map(({ target }) => target.groupId).join(' ')),
		outcomes: (_, { subjects }) => subjects.map((each) => done(each, [{ is: 'there' }])),
	};
	const missing = (named?: string[]) => ({
		failure: failure({ message: 'Not there', scope: 'target', named }),
	});

	it('are all told of by one answer', async () => {
		const told = await run(places('a', 'b'), details, () => ({}));
		expect(told).toEqual(['a: [{"is":"there"}]', 'b: [{"is":"there"}]']);
		expect(asked).toEqual(['a b']);
	});

	it('are told of but the one that the service names as missing', async () => {
		const told = await run(places('a', 'x', 'b'), details, (path) =>
			path.includes('x') ? missing(['x']) : {},
		);
		expect(told.sort()).toEqual(['a: [{"is":"there"}]', 'b: [{"is":"there"}]', 'x: Not there']);
		expect(asked).toEqual(['a x b', 'a b']);
	});

	it('are told of but the missing one, which is found where the service names none', async () => {
		const told = await run(places('a', 'b', 'x', 'c'), details, (path) =>
			path.includes('x') ? missing() : {},
		);
		expect(told.filter((each) => each.endsWith('Not there'))).toEqual(['x: Not there']);
		expect(told).toHaveLength(4);
		expect(asked).toEqual(['a b x c', 'a b', 'x c', 'x', 'c']);
	});

	it('are looked for one by one where it is not told which of them is wrong', async () => {
		const told = await run(places('a', 'b'), details, (path) =>
			path.includes('b') ? { failure: failure({ message: 'Bad request' }) } : {},
		);
		expect(told).toEqual(['a: [{"is":"there"}]', 'b: Bad request']);
		expect(asked).toEqual(['a b', 'a', 'b']);
	});

	it('are not looked for one by one where the failure is of all that are asked for', async () => {
		const told = await run(places('a', 'b'), details, () => ({
			failure: failure({ message: 'No such app', scope: 'app' }),
		}));
		expect(told).toEqual(['a: No such app', 'b: No such app']);
		expect(asked).toEqual(['a b']);
	});

	it('are one place after all where the operation takes one at a time', async () => {
		const single: Operation = { ...details, mixing: undefined, most: 1 };
		const told = await run(places('x', 'a'), single, (path) => (path === 'x' ? missing() : {}));
		expect(told.sort()).toEqual(['a: [{"is":"there"}]', 'x: Not there']);
		expect(asked.sort()).toEqual(['a', 'x']);
	});
});

describe('What is said of one user', () => {
	const words = ['one', 'two'];
	/** Each user's text goes to each user alone; the answer names who did not get it. */
	const sending: Operation = {
		input: 'users',
		most: 500,
		once: { knownForMs: 0 },
		request: ({ subjects, texts: { text } }) =>
			get([text, ...subjects.map(({ userId }) => userId)].join(' ')),
		outcomes: ({ body }, { subjects }) =>
			subjects.map((subject) => {
				const reason = (body as Record<string, Failure | undefined>)[String(subject.userId)];
				return reason ? failed(subject, reason) : done(subject, [{ sent: true }]);
			}),
	};
	const texts = (...users: string[]): Subject[] =>
		users.flatMap((userId) =>
			words.map((text, itemIndex) => ({
				itemIndex,
				target: {},
				userId,
				texts: { text },
				distinct: text,
			})),
		);

	it.each(['app', 'target', 'users', 'request'] as const)(
		'is of nobody else, be its scope %s',
		async (scope) => {
			const told = await run(texts('ann', 'bob', 'cy'), sending, () => ({
				ann: failure({ scope }),
			}));
			expect(told.filter((line) => line.endsWith('It failed'))).toEqual([
				'ann: It failed',
				'ann: It failed',
			]);
			expect(asked).toHaveLength(2);
		},
	);

	it('holds back what comes later, where the node runs again', async () => {
		const busy = (path: string) =>
			path.startsWith('one') ? { ann: failure({ retry: 'yes' }) } : {};
		const told = await run(texts('ann', 'bob'), sending, busy, true);

		expect(told.sort()).toEqual([
			'ann: It failed',
			'ann: What comes before it was not sent. It failed',
			'bob: [{"sent":true}]',
			'bob: [{"sent":true}]',
		]);
		expect(asked).toEqual(['one ann bob', 'two bob']);
	});

	it.each([
		['where it failed for good', 'no', true],
		['where the node runs once', 'yes', false],
	] as const)('holds nothing back %s', async (_, retry, runsAgain) => {
		const busy = (path: string) => (path.startsWith('one') ? { ann: failure({ retry }) } : {});
		await run(texts('ann', 'bob'), sending, busy, runsAgain);

		expect(asked).toEqual(['one ann bob', 'two ann bob']);
	});
});
