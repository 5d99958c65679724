import * as plan from '../../nodes/shared/operations/plan';
import { inChatRoom, inGroup, rowsOf, useServices } from './services';

/** When something of ours breaks, nothing passes for done. */

const services = useServices();

beforeEach(() => {
	jest.spyOn(plan, 'plan').mockImplementation(() => {
		throw new RangeError('Invalid time value');
	});
});

const step = { operation: 'mute', items: [{ userId: 'ann' }, { userId: 'bob' }] };

it('with On Error set to continue, each item is a failure', async () => {
	const run = await inChatRoom(services.agora, {
		...step,
		settings: { onError: 'continueRegularOutput' },
	});

	expect(run.items).toMatchObject([
		{
			json: { error: expect.stringContaining('Invalid time value') as string },
			pairedItem: { item: 0 },
		},
		{
			json: { error: expect.stringContaining('Invalid time value') as string },
			pairedItem: { item: 1 },
		},
	]);
});

it('with an error output, each item goes there', async () => {
	const run = await inGroup(services.tencent, {
		...step,
		settings: { onError: 'continueErrorOutput' },
	});

	expect(rowsOf(run)).toEqual([]);
	expect(run.errorItems).toHaveLength(2);
});

it('else the workflow stops', async () => {
	const run = await inGroup(services.tencent, step);

	expect(run.status).toBe('error');
	expect(run.error?.message).toContain('Invalid time value');
});
