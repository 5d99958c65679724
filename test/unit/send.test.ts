import { Dispatcher } from '../../nodes/shared/http/dispatcher';
import { sendBatches } from '../../nodes/shared/operations/send';
import type { Failure } from '../../nodes/shared/model/failure';
import { failedOutcomes, userOutcomes } from '../../nodes/shared/model/rows';
import { batchOf, userIdsOf, type Batch, type Outcome } from '../../nodes/shared/model/batch';
import type { Operation } from '../../nodes/shared/model/operation';
import type { HttpReply, ServiceRequest } from '../../nodes/shared/model/requests';
import { Progress } from '../../nodes/shared/operations/progress';
import { plainRun } from '../support/resources';
import { VirtualTime } from '../support/virtualTime';

/** What becomes of batches when some of them fail, in virtual time. */

let time: VirtualTime;

/** What the service answers to a group's users: done, or why not; after a round trip. */
type Answer = (users: string[], attempt: number) => Partial<Failure> | 'done' | 'hangs';

let app = 0;
let sent: Array<{ at: number; group: string; users: string[] }>;
beforeEach(() => {
	time = new VirtualTime();
	time.install();
	jest.spyOn(Math, 'random').mockReturnValue(0.5);
	sent = [];
	app++; // with a limiter that nobody has used
});
afterEach(() => time.uninstall());

interface World {
	groups: Record<string, Answer>;
	roundTripMs?: number;
	maxRetries?: number;
	requestsPerSecond?: number;
	diagnosis?: Operation['diagnosis'];
	signal?: AbortSignal;
}

const failure = (changes: Partial<Failure>): Failure => ({
	message: 'It failed',
	advice: 'Wait.',
	retry: 'no',
	scope: 'request',
	...changes,
});

const operation: Operation = {
	input: 'users',
	most: 60,
	request: (batch) => ({
		api: { name: 'mute' },
		method: 'POST',
		path: `/${batch.target.groupId}`,
		body: { users: userIdsOf(batch) },
	}),
	outcomes: (_, batch) => userOutcomes(batch, { muted: true }),
};

/** Batches such as `a: ann bob`. */
const batchesOf = (...texts: string[]): Batch[] =>
	texts.map((text, itemIndex) => {
		const [groupId, users] = text.split(': ');
		const target = { groupId };
		return batchOf(users.split(' ').map((userId) => ({ userId, itemIndex, target })));
	});

async function run(batches: Batch[], world: World): Promise<string[]> {
	const { groups, roundTripMs = 10, maxRetries = 0, requestsPerSecond = 1000 } = world;
	const { diagnosis, signal } = world;
	const exchange = async ({
		path,
		body,
	}: ServiceRequest): Promise<HttpReply | { failure: Failure }> => {
		const group = path.slice(1);
		const { users } = body as { users: string[] };
		sent.push({ at: time.now, group, users });
		const attempt = sent.filter((one) => one.group === group).length;
		const answer = groups[group](users, attempt);
		await time.sleep(answer === 'hangs' ? 5000 : roundTripMs);
		if (answer === 'hangs') return { failure: failure({ unanswered: true, retry: 'yes' }) };
		if (answer !== 'done' && answer.unanswered) return { failure: failure(answer) };
		return { status: 200, headers: {}, text: JSON.stringify(answer) };
	};
	const service = {
		readReply: ({ text }: HttpReply) =>
			text === '"done"' ? { body: {} } : { failure: failure(JSON.parse(text) as Failure) },
	};
	const endpoint = { app: `app ${app}`, baseUrl: '', requestsPerSecond, hide: String };
	const dispatcher = new Dispatcher(service, { endpoint, exchange }, maxRetries);
	const run = plainRun(endpoint);
	const sending = {
		run,
		dispatcher,
		signal,
		progress: new Progress('', batches.length, () => {}),
		runsAgain: false,
	};
	const outcomes = await time.pass(sendBatches(batches, { ...operation, diagnosis }, sending));
	return outcomes.map(shortly);
}

/** `ann in a: done`, or why not. */
const shortly = (outcome: Outcome): string =>
	`${outcome.userId} in ${outcome.target.groupId}: ${'failure' in outcome ? outcome.failure.message : 'done'}`;

const done: Answer = () => 'done';
const many = (group: string, count: number) =>
	Array.from({ length: count }, (_, i) => `${group}: ${group}${i}`);
const sentTo = (group: string) => sent.filter((one) => one.group === group);

it('A group that is not there is found by one call, also where the service is some way away', async () => {
	await run(batchesOf('a: ann', ...many('b', 5)), {
		groups: { a: done, b: () => ({ scope: 'target' }) },
		roundTripMs: 150,
	});
	expect(sentTo('b')).toHaveLength(1);
});

it('Nothing is sent for nobody', async () => {
	expect(await run([], { groups: {} })).toEqual([]);
});

it('The outcomes come in the order of the batches', async () => {
	const outcomes = await run(batchesOf('a: ann', 'b: bob cy', 'a: dot'), {
		groups: { a: done, b: done },
	});
	expect(outcomes).toEqual(['ann in a: done', 'bob in b: done', 'cy in b: done', 'dot in a: done']);
});

describe('The first request', () => {
	it('goes alone, and so does the first to each group', async () => {
		await run(batchesOf(...many('a', 5), ...many('b', 5)), { groups: { a: done, b: done } });

		const beforeReply = (from: number) => sent.filter(({ at }) => at >= from && at < from + 10);
		expect(beforeReply(0)).toHaveLength(1);
		const [firstOfB, secondOfB] = sentTo('b');
		expect(secondOfB.at).toBeGreaterThanOrEqual(firstOfB.at + 10);
		expect(secondOfB.at).toBeLessThan(firstOfB.at + 30); // no longer than it takes
	});

	it('finds a wrong key, for all', async () => {
		const refuse: Answer = () => ({ message: 'Wrong key', scope: 'app' });
		const outcomes = await run(batchesOf(...many('a', 20), ...many('b', 20)), {
			groups: { a: refuse, b: refuse },
		});

		expect(sent).toHaveLength(1);
		expect(outcomes).toHaveLength(40);
		expect(outcomes[39]).toBe('b19 in b: Wrong key');
	});

	it('finds it also where it is tried once more after a while, and the others wait for that', async () => {
		const refuse: Answer = () => ({ scope: 'app', retry: 'once', retryAfterMs: 3000 });
		await run(batchesOf(...many('a', 5), ...many('b', 5)), {
			groups: { a: refuse, b: refuse },
			maxRetries: 4,
		});

		expect(sent).toHaveLength(2);
	});

	it('finds a group that is not there, for its users alone', async () => {
		const outcomes = await run(batchesOf(...many('a', 20), ...many('b', 20)), {
			groups: { a: () => ({ message: 'No such group', scope: 'target' }), b: done },
		});

		expect(sentTo('a')).toHaveLength(1);
		expect(outcomes.filter((text) => text.endsWith('No such group'))).toHaveLength(20);
		expect(outcomes.filter((text) => text.endsWith('done'))).toHaveLength(20);
	});

	it('is not waited for where the service is far away', async () => {
		await run(batchesOf(...many('a', 50)), { groups: { a: done }, roundTripMs: 400 });

		expect(sent[49].at).toBeLessThan(350);
	});

	it('is waited for by its own group, not by others, while it is tried again', async () => {
		await run(batchesOf(...many('a', 3), ...many('b', 3)), {
			groups: {
				a: (_, attempt) => (attempt < 3 ? { retry: 'yes', retryAfterMs: 2000 } : 'done'),
				b: done,
			},
			maxRetries: 4,
		});

		expect(sentTo('b').every(({ at }) => at < 1000)).toBe(true);
		expect(
			sentTo('a')
				.slice(0, 3)
				.map(({ users }) => users),
		).toEqual([['a0'], ['a0'], ['a0']]);
	});
});

describe('A failure', () => {
	it('of one request stops no other', async () => {
		const outcomes = await run(batchesOf('a: ann', 'a: bob', 'a: cy', 'b: dot'), {
			groups: { a: ([user]) => (user === 'bob' ? { message: 'No' } : 'done'), b: done },
			requestsPerSecond: 1,
		});
		expect(outcomes).toEqual(['ann in a: done', 'bob in a: No', 'cy in a: done', 'dot in b: done']);
	});

	it('that nothing comes back stops its group, if nothing ever came from it', async () => {
		await run(batchesOf(...many('a', 20), ...many('b', 3)), {
			groups: { a: () => ({ unanswered: true }), b: done },
		});
		expect(sentTo('a')).toHaveLength(1);
		expect(sentTo('b')).toHaveLength(3);
	});

	it('that nothing comes back stops no group that has answered before', async () => {
		await run(batchesOf(...many('a', 5)), {
			groups: { a: ([user]) => (user === 'a1' ? { unanswered: true } : 'done') },
			requestsPerSecond: 1,
		});
		expect(sentTo('a')).toHaveLength(5);
	});

	it('that nothing comes back stops all, when it is so for five groups and nothing came from any', async () => {
		const names = Array.from({ length: 40 }, (_, i) => `g${i}`);
		const silent: Answer = () => ({ unanswered: true });
		const outcomes = await run(batchesOf(...names.flatMap((name) => many(name, 3))), {
			groups: Object.fromEntries(names.map((name) => [name, silent])),
			requestsPerSecond: 1,
		});
		expect(sent).toHaveLength(5);
		expect(outcomes).toHaveLength(120);
	});

	it('that nothing comes back stops not all, when something came from one of them', async () => {
		const names = Array.from({ length: 10 }, (_, i) => `g${i}`);
		const groups = Object.fromEntries(
			names.map((name): [string, Answer] => [name, () => ({ unanswered: true })]),
		);
		await run(batchesOf('a: ann', ...names.map((name) => `${name}: bob`), 'a: cy'), {
			groups: { ...groups, a: done },
			requestsPerSecond: 1,
		});
		expect(new Set(sent.map(({ group }) => group)).size).toBe(11);
		expect(sentTo('a')).toHaveLength(2);
	});

	it('that is to last for an hour stops its group, and no other', async () => {
		await run(batchesOf(...many('a', 5), ...many('b', 5)), {
			groups: { a: () => ({ retry: 'yes', retryAfterMs: 3_600_000 }), b: done },
		});
		expect(sentTo('a')).toHaveLength(1);
		expect(sentTo('b')).toHaveLength(5);
	});

	it('for too many requests, for an hour, stops all', async () => {
		await run(batchesOf(...many('a', 5), ...many('b', 5)), {
			groups: { a: () => ({ turnedAway: true, retryAfterMs: 3_600_000 }), b: done },
		});
		expect(sent).toHaveLength(1);
	});

	it('for all reaches those who wait in line, and those who wait to be tried again', async () => {
		const from = time.now;
		const outcomes = await run(batchesOf('b: bob', ...many('a', 3)), {
			groups: {
				a: () => ({ message: 'Wrong key', scope: 'app' }),
				b: () => ({ message: 'Later', retry: 'yes', retryAfterMs: 50_000 }),
			},
			maxRetries: 4,
		});
		expect(outcomes).toEqual([
			'bob in b: Wrong key',
			...[0, 1, 2].map((i) => `a${i} in a: Wrong key`),
		]);
		expect(time.now - from).toBeLessThan(1000);
	});
});

describe('Users who can not be done', () => {
	const users = Array.from({ length: 64 }, (_, i) => `u${i}`);
	const batch = () => batchesOf(`a: ${users.join(' ')}`);
	const strangers = (...names: string[]): Answer => {
		return (asked) =>
			asked.some((user) => names.includes(user)) ? { message: 'Stranger', scope: 'users' } : 'done';
	};
	const failed = (outcomes: string[]) =>
		outcomes.filter((text) => !text.endsWith('done')).map((text) => text.split(' ')[0]);

	it('are left out when the service names them, at one more request', async () => {
		const named = ['u3', 'u40'];
		const outcomes = await run(batch(), {
			groups: {
				a: (asked) =>
					asked.includes('u3') ? { scope: 'users', named: [...named, 'somebody'] } : 'done',
			},
		});
		expect(failed(outcomes)).toEqual(named);
		expect(outcomes).toHaveLength(64);
		expect(sent).toHaveLength(2);
	});

	it('are all that failed, when all are named', async () => {
		const outcomes = await run(batchesOf('a: ann bob'), {
			groups: { a: () => ({ scope: 'users', named: ['ann', 'bob'] }) },
		});
		expect(failed(outcomes)).toEqual(['ann', 'bob']);
		expect(sent).toHaveLength(1);
	});

	it('are found by halving when none is named', async () => {
		const outcomes = await run(batch(), { groups: { a: strangers('u17') } });
		expect(failed(outcomes)).toEqual(['u17']);
		expect(sent).toHaveLength(1 + 2 * Math.log2(64));
	});

	it('are not asked about again when they are alone', async () => {
		expect(failed(await run(batchesOf('a: ann'), { groups: { a: strangers('ann') } }))).toEqual([
			'ann',
		]);
		expect(sent).toHaveLength(1);
	});

	it('fit into smaller requests, when the service takes fewer, from then on', async () => {
		const limited: Answer = (asked) => (asked.length > 20 ? { maxUsers: 20 } : 'done');
		const outcomes = await run([...batch(), ...batchesOf(`b: ${users.join(' ')}`)], {
			groups: { a: limited, b: limited },
		});
		expect(failed(outcomes)).toEqual([]);
		expect(outcomes).toHaveLength(128);
		expect(sent).toHaveLength(1 + 4 + 4);
	});

	it('are failed when the service takes fewer, but not fewer than there are', async () => {
		const outcomes = await run(batchesOf('a: ann bob'), { groups: { a: () => ({ maxUsers: 2 }) } });
		expect(failed(outcomes)).toEqual(['ann', 'bob']);
		expect(sent).toHaveLength(3);
	});

	describe('where a failure does not tell whose it is', () => {
		const unclear = (...atFault: string[]): Answer => {
			const refused = { code: 99 };
			return (asked) => (asked.some((user) => atFault.includes(user)) ? refused : 'done');
		};

		it.each(users.filter((_, i) => i % 7 === 0))('are found: %s', async (user) => {
			const outcomes = await run(batch(), { groups: { a: unclear(user) } });
			expect(failed(outcomes)).toEqual([user]);
		});

		it('are all of the place, if they are all of its first request', async () => {
			const more = users.map((user) => `${user}b`);
			const other = `b: ${users[0]}`;
			const batches = [...batch(), ...batchesOf(`a: ${more.join(' ')}`, `a: zoe`, other)];
			const outcomes = await run(batches, {
				groups: { a: unclear(...users, ...more, 'zoe'), b: done },
			});
			expect(failed(outcomes)).toEqual([...users, ...more, 'zoe']);
			expect(sentTo('a')).toHaveLength(2 * users.length - 1);
			expect(outcomes).toHaveLength(2 * users.length + 2);
		});

		it('are themselves alone, if one of its first request could be done', async () => {
			const more = users.map((user) => `${user}b`);
			const batches = [...batch(), ...batchesOf(`a: ${more.join(' ')}`)];
			const outcomes = await run(batches, { groups: { a: unclear(...users.slice(1), 'u9b') } });
			expect(failed(outcomes)).toEqual([...users.slice(1), 'u9b']);
		});
	});

	describe('where the group can be asked whether it refuses everybody', () => {
		const diagnosis = (answer: Failure | undefined): Operation['diagnosis'] => ({
			request: () => ({
				api: { name: 'info' },
				method: 'POST',
				path: '/info',
				body: { users: [] },
			}),
			failure: () => answer,
		});

		it('are all of it, if it does', async () => {
			const outcomes = await run([...batch(), ...batchesOf('a: v0 v1')], {
				groups: { a: strangers('u17'), info: done },
				diagnosis: diagnosis(failure({ message: 'No muting here', scope: 'target' })),
			});
			expect(outcomes.every((text) => text.endsWith('No muting here'))).toBe(true);
			expect(sent).toHaveLength(2);
		});

		it('are found by halving if it does not, and it is asked once', async () => {
			const outcomes = await run([...batch(), ...batchesOf('a: v0 v1')], {
				groups: { a: strangers('u17', 'v0'), info: done },
				diagnosis: diagnosis(undefined),
			});
			expect(failed(outcomes)).toEqual(['u17', 'v0']);
			expect(sentTo('info')).toHaveLength(1);
		});

		it('are found by halving if it does not answer', async () => {
			const outcomes = await run(batch(), {
				groups: { a: strangers('u17'), info: () => ({ message: 'Gone' }) },
				diagnosis: diagnosis(failure({ scope: 'target' })),
			});
			expect(failed(outcomes)).toEqual(['u17']);
		});
	});
});

it('A batch about the group itself fails as a whole', async () => {
	const batch = batchOf([{ target: { groupId: 'a' }, itemIndex: 0 }]);
	const reason = failure({ scope: 'users' });
	const outcomes = await run([batch], { groups: { a: () => ({ scope: 'users' }) } });
	expect(outcomes).toEqual(failedOutcomes(batch, reason).map(shortly));
	expect(sent).toHaveLength(1);
});

describe('A cancelled execution', () => {
	it('sends nothing more, and ends at once', async () => {
		const cancelling = new AbortController();
		const running = run(batchesOf(...many('a', 5)), {
			groups: {
				a: () => {
					cancelling.abort();
					return { retry: 'yes', retryAfterMs: 30_000 };
				},
			},
			maxRetries: 4,
			signal: cancelling.signal,
		});
		await expect(running).rejects.toThrow('canceled');
		expect(sent).toHaveLength(1);
		expect(time.now).toBeLessThan(500);
	});

	it('is cancelled even if its last request was done', async () => {
		const cancelling = new AbortController();
		const running = run(batchesOf('a: ann'), {
			groups: {
				a: () => {
					cancelling.abort();
					return 'done';
				},
			},
			signal: cancelling.signal,
		});
		await expect(running).rejects.toThrow('canceled');
	});
});

describe('A code that could be of some', () => {
	const fails =
		(changes: Partial<Failure>): Answer =>
		() => ({ scope: 'request', code: 10004, ...changes });
	const batches = () =>
		batchesOf(
			...Array.from(
				{ length: 30 },
				(_, i) => `a: ${Array.from({ length: 10 }, (__, k) => `u${i * 10 + k}`).join(' ')}`,
			),
			'b: ann',
		);

	it('that all of the first request get is of the place', async () => {
		const outcomes = await run(batches(), { groups: { a: fails({}), b: done } });

		expect(outcomes.filter((line) => line.endsWith('done'))).toEqual(['ann in b: done']);
		expect(outcomes).toHaveLength(301);
		expect(sentTo('a').length).toBeLessThan(30);
	});

	it('is of nobody else where it is of users: the first may be strangers, and an owner', async () => {
		const refuses: Answer = (users) =>
			users.some((user) => Number(user.slice(1)) < 10) ? { scope: 'users', code: 10004 } : 'done';
		const outcomes = await run(batches(), { groups: { a: refuses, b: done } });

		expect(outcomes.filter((line) => line.endsWith('done'))).toHaveLength(291);
	});

	it('is of those that the service names, and of those who are no members', async () => {
		const refuses: Answer = (users) => {
			const odd = users.filter((user) => Number(user.slice(1)) < 10);
			return odd.length > 0 ? { scope: 'users', code: 10004, ofStrangers: true } : 'done';
		};
		const outcomes = await run(batches(), { groups: { a: refuses, b: done } });

		expect(outcomes.filter((line) => line.endsWith('done'))).toHaveLength(291);
	});
});
