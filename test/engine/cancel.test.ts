import { delay } from '../support/node';
import { inChatRoom, inGroup, launch, market, userNames, useServices } from './services';

const services = useServices();

/** Long enough for the requests of another second. */
const aWhile = 1500;

describe('A cancelled execution', () => {
	it('sends no more of its requests', async () => {
		const { agora } = services;
		const perSecond = 10;
		const run = await inChatRoom(agora, {
			operation: 'mute',
			items: userNames(600).map((userId) => ({ chatRoomId: launch, userId })),
			options: { batchSize: 1 },
			credential: { requestsPerSecond: perSecond },
			onStart: (cancel) => void whenArrived(agora.requests, 3).then(cancel),
		});
		await delay(aWhile);

		expect(run.status).toBe('canceled');
		// Those of the first second may be on their way already, those of the second one not.
		expect(agora.requests.length).toBeLessThanOrEqual(perSecond);
	});

	it('does not wait for the time to try again', async () => {
		const { tencent } = services;
		tencent.settings.retryAfterSeconds = 30;
		tencent.faults.next('unavailable', 1000);
		const run = await inGroup(tencent, {
			operation: 'mute',
			items: [{ groupId: market, userId: 'ann' }],
			onStart: (cancel) => void whenArrived(tencent.requests, 1).then(cancel),
		});

		expect(run.status).toBe('canceled');
		expect(tencent.requests).toHaveLength(1);
	});

	it('ends although a reply is still on its way', async () => {
		const { tencent } = services;
		tencent.settings.slowMs = 60_000;
		tencent.faults.next('slow');
		const run = await inGroup(tencent, {
			operation: 'mute',
			items: [{ groupId: market, userId: 'ann' }],
			onStart: (cancel) => void whenArrived(tencent.requests, 1).then(cancel),
		});

		expect(run.status).toBe('canceled');
		expect(tencent.requests).toHaveLength(1);
	});

	it('sends nothing more with On Error set to continue, either', async () => {
		const { tencent } = services;
		tencent.settings.retryAfterSeconds = 30;
		tencent.faults.next('unavailable', 1000);
		const run = await inGroup(tencent, {
			operation: 'mute',
			items: userNames(1500).map((userId) => ({ groupId: market, userId })),
			settings: { onError: 'continueRegularOutput', retryOnFail: true, waitBetweenTries: 1 },
			onStart: (cancel) => void whenArrived(tencent.requests, 1).then(cancel),
		});
		await delay(aWhile);

		expect(run.status).toBe('canceled');
		expect(tencent.requests).toHaveLength(1);
	});
});

async function whenArrived(requests: readonly unknown[], count: number): Promise<void> {
	while (requests.length < count) await delay(5);
}
