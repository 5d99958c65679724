import { unlessAborted } from '../../nodes/shared/http/wait';
import { delay, process } from '../support/node';

/** Whoever is cancelled waits no longer, and what was waited for may end as it likes. */

const unhandled: unknown[] = [];
const onUnhandled = (reason: unknown) => unhandled.push(reason);
beforeAll(() => {
	process.on('unhandledRejection', onUnhandled);
});
afterAll(() => {
	process.off('unhandledRejection', onUnhandled);
});

async function later(end: 'comes' | 'fails'): Promise<string> {
	await delay(50);
	if (end === 'fails') throw new Error('It failed');
	return 'it';
}

it('What is waited for comes, or fails, as it does without a signal', async () => {
	for (const signal of [undefined, new AbortController().signal]) {
		expect(await unlessAborted(later('comes'), signal)).toBe('it');
		await expect(unlessAborted(later('fails'), signal)).rejects.toThrow('It failed');
	}
});

it.each([
	['before', 0],
	['meanwhile', 20],
] as const)('After a cancellation %s nothing comes, and no failure is left over', async (_, ms) => {
	for (const end of ['comes', 'fails'] as const) {
		const controller = new AbortController();
		if (ms === 0) controller.abort();
		else void delay(ms).then(() => controller.abort());
		const from = performance.now();
		expect(await unlessAborted(later(end), controller.signal)).toBeUndefined();
		expect(performance.now() - from).toBeLessThan(50);
	}
	await delay(100);
	expect(unhandled).toEqual([]);
});
