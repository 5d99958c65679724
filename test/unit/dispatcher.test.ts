import { Dispatcher } from '../../nodes/shared/http/dispatcher';
import { UnexpectedReply } from '../../nodes/shared/model/json';
import type { Turn } from '../../nodes/shared/http/queue';
import type { Failure } from '../../nodes/shared/model/failure';
import type { HttpReply, ServiceRequest } from '../../nodes/shared/model/requests';
import { VirtualTime } from '../support/virtualTime';

/** How one request is got through, in virtual time. */

let time: VirtualTime;

/** What the service answers to each request, by the end of the list always the same. */
type Answers = Array<Partial<Failure> | 'done'>;

let app = 0;
let sentAt: number[];
beforeEach(() => {
	time = new VirtualTime();
	time.install();
	jest.spyOn(Math, 'random').mockReturnValue(0.5);
	sentAt = [];
	app++; // with a limiter that nobody has used
});
afterEach(() => time.uninstall());

const failure = (changes: Partial<Failure>): Failure => ({
	message: 'It failed',
	advice: 'Wait.',
	retry: 'yes',
	scope: 'request',
	...changes,
});
const turnedAway = { turnedAway: true };
const request: ServiceRequest = { api: { name: 'mute' }, method: 'POST', path: '/mute' };
const turn: Turn = { owner: {}, isOver: () => false };

function courierOf(answers: Answers, maxRetries = 4): Dispatcher {
	const connection = {
		endpoint: { app: `app ${app}`, baseUrl: '', requestsPerSecond: 100, hide: String },
		exchange: async (): Promise<HttpReply | { failure: Failure }> => {
			sentAt.push(time.now);
			await time.sleep(10);
			const answer = answers.length > 1 ? answers.shift() : answers[0];
			if (answer !== 'done' && answer?.unanswered) return { failure: failure(answer) };
			return { status: 200, headers: {}, text: JSON.stringify(answer) };
		},
	};
	const readReply = ({ text }: HttpReply) =>
		text === '"done"' ? { body: {} } : { failure: failure(JSON.parse(text) as Failure) };
	return new Dispatcher({ readReply }, connection, maxRetries);
}

const send = async (dispatcher: Dispatcher, myTurn = turn) =>
	await time.pass(
		dispatcher.deliver(
			myTurn,
			() => request,
			() => 'done',
		),
	);

describe('A request that is turned away', () => {
	it('is sent again however small Max Retries is: it was not read', async () => {
		const result = await send(courierOf([turnedAway, turnedAway, turnedAway, 'done'], 0));

		expect(result).toEqual({ value: 'done' });
		expect(sentAt).toHaveLength(4);
	});

	it('uses up none of the tries that other failures have', async () => {
		const unanswered = { unanswered: true };
		const result = await send(
			courierOf([turnedAway, unanswered, turnedAway, unanswered, turnedAway, 'done'], 2),
		);

		expect(result).toEqual({ value: 'done' });
	});

	it('is given up when none has got through for a minute', async () => {
		const result = await send(courierOf([turnedAway]));

		expect(result).toMatchObject({ failure: { turnedAway: true } });
		expect(time.now).toBeGreaterThan(60_000);
		expect(time.now).toBeLessThan(65_000);
		// It was not sent all the time, either.
		expect(sentAt.length).toBeLessThan(70);
	});

	it('is not given up as long as others get through', async () => {
		const dispatcher = courierOf(
			Array.from({ length: 200 }, (_, i) => (i % 3 ? turnedAway : 'done')),
		);
		const results = [];
		for (let i = 0; i < 30; i++) {
			results.push(await send(dispatcher));
			await time.pass(time.sleep(5000));
		}

		expect(results).toEqual(results.map(() => ({ value: 'done' })));
	});

	it('waits as long as the service asks for', async () => {
		await send(courierOf([{ ...turnedAway, retryAfterMs: 30_000 }, 'done']));

		expect(sentAt[1] - sentAt[0]).toBeGreaterThanOrEqual(30_000);
		expect(sentAt[1] - sentAt[0]).toBeLessThan(31_000);
	});

	it('for an hour is given up at once, and keeps no other waiting', async () => {
		const dispatcher = courierOf([{ ...turnedAway, retryAfterMs: 3_600_000 }, 'done']);
		expect(await send(dispatcher)).toMatchObject({ failure: { turnedAway: true } });
		expect(time.now).toBeLessThan(1000);

		expect(await send(dispatcher)).toEqual({ value: 'done' });
		expect(time.now).toBeLessThan(3000);
	});
});

describe('A request that fails in another way', () => {
	it.each([0, 1, 4])('is sent again %d times at the most', async (maxRetries) => {
		const result = await send(courierOf([{ unanswered: true }], maxRetries));

		expect(result).toMatchObject({ failure: { unanswered: true } });
		expect(sentAt).toHaveLength(1 + maxRetries);
	});

	it('is sent again after growing pauses', async () => {
		await send(courierOf([{}], 4));

		const pauses = sentAt.slice(1).map((at, i) => at - sentAt[i]);
		for (const [i, pause] of pauses.slice(1).entries())
			expect(pause).toBeGreaterThan(1.5 * pauses[i]);
	});

	it('does not wait any longer once its turn is over', async () => {
		let isOver = false;
		const dispatcher = courierOf([{ retryAfterMs: 50_000 }]);
		const sending = dispatcher.deliver(
			{ owner: {}, isOver: () => isOver },
			() => request,
			() => 'done',
		);
		await time.pass(time.sleep(5000));
		isOver = true;
		const from = time.now;

		expect(await time.pass(sending)).toBeUndefined();
		expect(time.now - from).toBeLessThanOrEqual(250);
		expect(sentAt).toHaveLength(1);
	});
});

describe('An answer', () => {
	const read = async (error: Error) =>
		await time.pass(
			courierOf(['done'], 1).deliver(
				turn,
				() => request,
				() => {
					throw error;
				},
			),
		);

	it('of another shape than documented is asked for again, and no success', async () => {
		expect(await read(new UnexpectedReply("'data' is not a list"))).toMatchObject({
			failure: { code: 'UNEXPECTED_REPLY', message: expect.stringContaining("'data'") as string },
		});
		expect(sentAt).toHaveLength(2);
	});

	it('that we stumble over is a failure, too, and is not asked for again', async () => {
		expect(await read(new RangeError('Invalid time value'))).toMatchObject({
			failure: { code: 'NODE_DEFECT', message: expect.stringContaining('time value') as string },
		});
		expect(sentAt).toHaveLength(1);
	});
});

it('An answer is read with all there is to it', async () => {
	jest.spyOn(Date, 'now').mockReturnValue(1234);
	const read = jest.fn(() => 'read');
	await time.pass(courierOf(['done']).deliver(turn, () => request, read));

	expect(read).toHaveBeenCalledWith({
		body: {},
		text: '"done"',
		sentAtMs: 1234,
		afterLost: false,
		answeredAtMs: 1234,
	});
});

describe('The limiter is told', () => {
	const servedAt = async (answer: Partial<Failure> | 'done') => {
		const dispatcher = courierOf([answer], 0);
		await send(dispatcher);
		return dispatcher.tallies[0].limiter.servedAt;
	};

	it('of whatever the service answers that it served it', async () => {
		expect(await servedAt('done')).toBe(10);
	});

	it('of a refusal, too', async () => {
		expect(await servedAt({ retry: 'no' })).toBe(10);
	});

	it('not so where nothing came back', async () => {
		expect(await servedAt({ unanswered: true, retry: 'no' })).toBe(-Infinity);
	});

	it('not so where it was turned away', async () => {
		expect(await servedAt({ ...turnedAway, retryAfterMs: 3_600_000 })).toBe(-Infinity);
	});
});

describe('It is told', () => {
	it('how often requests of an API were sent, turned away, and sent again', async () => {
		const dispatcher = courierOf([turnedAway, {}, turnedAway, 'done']);
		await send(dispatcher);
		await send(dispatcher);

		expect(dispatcher.tallies).toMatchObject([{ sent: 5, turnedAway: 2, again: 1 }]);
	});

	it('of one that failed by itself alone, that it does not', async () => {
		const dispatcher = courierOf([{ scope: 'request', retry: 'no' }]);
		await send(dispatcher);
		expect([dispatcher.heard, dispatcher.inDoubt]).toEqual([true, false]);
	});

	it('whether the last answer would stop the whole app', async () => {
		const dispatcher = courierOf([{ scope: 'app', retry: 'no' }, 'done']);
		expect([dispatcher.heard, dispatcher.inDoubt]).toEqual([false, false]);
		await send(dispatcher);
		expect([dispatcher.heard, dispatcher.inDoubt]).toEqual([true, true]);
		await send(dispatcher);
		expect([dispatcher.heard, dispatcher.inDoubt]).toEqual([true, false]);
	});
});

describe('What must not be done twice', () => {
	const lost = { isLost: true };
	const droppedByQuota = { turnedAway: true, isOfQuota: true };
	let tags: number[];
	beforeEach(() => {
		tags = [];
		jest.spyOn(Math, 'random').mockImplementation(() => (tags.length + 1) / 100);
	});
	const sendOnce = async (answers: Answers, knownForMs: number, maxRetries = 4) =>
		await time.pass(
			courierOf(answers, maxRetries).deliver(
				turn,
				(_, tag) => {
					tags.push(tag);
					return request;
				},
				() => 'done',
				{ knownForMs },
			),
		);
	/** How many different numbers the requests went by. */
	const numbers = () => new Set(tags).size;

	it('is not sent again after a try that was lost', async () => {
		expect(await sendOnce([lost, 'done'], 0)).toMatchObject({ failure: { isLost: true } });
		expect(sentAt).toHaveLength(1);
	});

	it('is sent again after one that never arrived, or was not read', async () => {
		const never = { unanswered: true };
		expect(await sendOnce([never, { turnedAway: true }, 'done'], 0)).toEqual({ value: 'done' });
		expect(sentAt).toHaveLength(3);
	});

	it('is sent again by the same number where the service knows that, for so long', async () => {
		expect(await sendOnce([lost, lost, 'done'], 60_000)).toEqual({ value: 'done' });
		expect(sentAt).toHaveLength(3);
		expect(numbers()).toBe(1);
	});

	it('and no longer: then nobody knows', async () => {
		const later = { ...lost, retryAfterMs: 40_000 };
		const result = await sendOnce([later, later, later, 'done'], 60_000);

		expect(result).toMatchObject({ failure: { isLost: true } });
		expect(sentAt).toHaveLength(2);
	});

	it('goes by another number each time that the service did not take it', async () => {
		expect(await sendOnce([droppedByQuota, droppedByQuota, 'done'], 60_000)).toEqual({
			value: 'done',
		});
		expect(numbers()).toBe(3);
	});

	it('a refusal after a lost try leaves open what became of that', async () => {
		const refused = { retry: 'no' as const, code: 'REFUSED' };
		expect(await sendOnce([lost, refused], 60_000)).toMatchObject({ failure: { isLost: true } });
	});

	it('is not sent again when it is dropped after a lost try: the service may know it by then', async () => {
		const result = await sendOnce([lost, droppedByQuota, 'done'], 60_000);

		expect(result).toMatchObject({ failure: { isLost: true } });
		expect(sentAt).toHaveLength(2);
	});
});

describe('What may be done twice', () => {
	it.each([
		['an answer', 'done'],
		['a refusal', { retry: 'no' as const }],
	] as const)('%s tells that an earlier try was lost', async (_, last) => {
		const read = jest.fn();
		const answers: Answers = [{ isLost: true }, last];
		const result = await time.pass(courierOf(answers).deliver(turn, () => request, read));

		if (last === 'done')
			expect(read).toHaveBeenCalledWith(expect.objectContaining({ afterLost: true }));
		else expect(result).toMatchObject({ failure: { afterLost: true } });
	});
});

describe('A quota', () => {
	const quota = { name: 'receivers', most: 10, perMs: 60_000 };
	const sendAll = async (dispatcher: Dispatcher, costs: number[]) =>
		await time.pass(
			Promise.all(
				costs.map(
					async (cost) =>
						await dispatcher.deliver(
							{ ...turn, place: String(cost) },
							() => ({ ...request, quota: { ...quota, cost } }),
							() => 'done',
						),
				),
			),
		);

	it('is used up, and no more, in any one span', async () => {
		const results = await sendAll(courierOf(['done']), [5, 5, 5, 1, 4]);

		expect(results).toEqual(results.map(() => ({ value: 'done' })));
		expect(sentAt.filter((at) => at < 60_000)).toHaveLength(2);
		expect(time.now).toBeLessThan(61_000);
	});

	it('that others have used up is tried by one at a time', async () => {
		const over = { turnedAway: true, isOfQuota: true };
		const results = await sendAll(courierOf([over, over, over, 'done']), [1, 1, 1, 1]);

		expect(results).toEqual(results.map(() => ({ value: 'done' })));
	});

	it('that is never free is given up by all of an execution at the same time, and tried anew by those who come later', async () => {
		const over = { turnedAway: true, isOfQuota: true };
		const dispatcher = courierOf([...Array.from({ length: 40 }, () => over), 'done']);
		const results = await sendAll(dispatcher, [1, 2, 3]);

		expect(results).toMatchObject(results.map(() => ({ failure: { isOfQuota: true } })));
		expect(time.now).toBeGreaterThan(150_000);
		expect(time.now).toBeLessThan(200_000);
		const before = sentAt.length;
		await sendAll(courierOf(['done']), [1]);
		expect(sentAt.length).toBeGreaterThan(before);
	});

	it('is there for another execution, too, while one has more to send than goes out in a second', async () => {
		const many = { ...quota, most: 1000, cost: 1 };
		const endsOf = async (owner: object, count: number) => {
			const dispatcher = courierOf(['done']);
			await Promise.all(
				Array.from({ length: count }, async () => {
					await dispatcher.deliver(
						{ ...turn, owner },
						() => ({ ...request, quota: many }),
						() => 'done',
					);
				}),
			);
			return time.now;
		};
		const bulk = endsOf({}, 1500);
		const one = time.sleep(2000).then(async () => await endsOf({}, 1));
		const [endOfOne, endOfBulk] = await time.pass(Promise.all([one, bulk]));

		expect(endOfOne).toBeLessThan(3000);
		expect(endOfBulk).toBeGreaterThan(60_000);
	});

	it('of each of many groups holds from its first request, whatever others were used before', async () => {
		const named = (name: string) => ({
			...request,
			quota: { name, most: 40, perMs: 1000, cost: 1 },
		});
		const dispatcher = courierOf(['done']);
		const deliver = async (name: string) =>
			await dispatcher.deliver(
				turn,
				() => named(name),
				() => 'done',
			);
		await time.pass(deliver('other'));
		await time.pass(time.sleep(5000));
		sentAt = [];
		await time.pass(Promise.all(Array.from({ length: 120 }, async () => await deliver('mine'))));

		const busiest = Math.max(
			...sentAt.map((from) => sentAt.filter((at) => at >= from && at < from + 1000).length),
		);
		expect(busiest).toBeLessThanOrEqual(40);
	});

	it('looks now and then who has left, however many wait', async () => {
		const count = 1000;
		let looks = 0;
		const isOver = () => {
			looks++;
			return false;
		};
		const dispatcher = courierOf(['done']);
		await time.pass(
			Promise.all(
				Array.from({ length: count }, async () => {
					await dispatcher.deliver(
						{ ...turn, isOver },
						() => ({ ...request, quota: { ...quota, most: 10_000, cost: 1 } }),
						() => 'done',
					);
				}),
			),
		);

		// A look at each change would be half a million for each change.
		expect(looks / count).toBeLessThan(200);
	});

	it('takes nothing for what never got there', async () => {
		const never = { unanswered: true };
		const results = await sendAll(courierOf([never, never, 'done']), [10]);

		expect(results).toEqual([{ value: 'done' }]);
		expect(time.now).toBeLessThan(60_000);
	});
});
