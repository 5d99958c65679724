import { limiterFor } from '../../nodes/shared/http/limiter';

/** The milliseconds between two calls of an API that are wanted at the same time. */
async function apart(app: string, callsPerSecond: number, requestsPerSecond: number) {
	const limiter = limiterFor(app, { name: 'list', callsPerSecond }, requestsPerSecond);
	const call = async () => (await limiter.run(turn, async () => performance.now(), served)) ?? NaN;
	const [first, second] = await Promise.all([call(), call()]);
	return second - first;
}
const turn = { owner: {}, isOver: () => false };
const served = () => ({ end: 'served' as const });

describe('The calls of an API keep to the lower of', () => {
	it('what the service allows of it', async () => {
		expect(await apart('app 1', 1, 200)).toBeGreaterThanOrEqual(1000);
	});

	it('what the credential allows', async () => {
		expect(await apart('app 2', 50, 1)).toBeGreaterThanOrEqual(1000);
	});
});

it('An API without a limit of its own has that of the credential', () => {
	expect(limiterFor('app 3', { name: 'mute' }, 7).rate).toBe(7);
});
