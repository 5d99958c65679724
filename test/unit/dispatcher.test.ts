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
