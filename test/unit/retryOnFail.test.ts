import type { IExecuteFunctions } from 'n8n-workflow';

import { batchOf, userIdsOf, type Batch, type Outcome } from '../../nodes/shared/model/batch';
import { done, failed } from '../../nodes/shared/model/rows';
import type { Operation } from '../../nodes/shared/model/operation';
import { sendRest } from '../../nodes/shared/operations/retryOnFail';

import { plainRun } from '../support/resources';

/** Who is sent again when n8n runs the node anew; with n8n itself, see the engine tests. */

const users = (groupId: string, ...userIds: string[]): Batch =>
	batchOf(userIds.map((userId, itemIndex) => ({ userId, itemIndex, target: { groupId } })));
const whole = (groupId: string): Batch => batchOf([{ itemIndex: 0, target: { groupId } }]);

/** A run of the node, which n8n may try more than once; `failing` are users or groups. */
function run({ retryOnFail = true, owner = 'Mute' } = {}) {
	const data = { node: { name: owner } };
	const context = {
		getNode: () => ({ name: 'Mute', retryOnFail }),
		getExecuteData: () => data,
	} as unknown as IExecuteFunctions;
	return async (batches: Batch[], failing: string[] = []) => {
		const sent: string[] = [];
		const job = { operation: {} as Operation, run: plainRun(), batches };
		const outcomes = await sendRest(context, [job], async ([{ batches: rest }]) => {
			for (const batch of rest) {
				sent.push([batch.target.groupId, ...userIdsOf(batch)].join(' '));
			}
			return await Promise.resolve(rest.flatMap((batch) => outcomesOf(batch, failing)));
		});
		const told = outcomes.map((outcome) =>
			[
				...Object.values(outcome.target),
				...(outcome.userId ? [outcome.userId] : []),
				'rows' in outcome ? 'done' : 'failed',
			].join(' '),
		);
		return { sent, told };
	};
}

function outcomesOf({ subjects }: Batch, failing: string[]): Outcome[] {
	const failure = { message: 'No', advice: '', retry: 'no', scope: 'request' } as const;
	return subjects.map((subject) =>
		failing.includes(subject.distinct ?? String(subject.userId ?? subject.target.groupId))
			? failed(subject, failure)
			: done(subject, [{ muted: true }]),
	);
}

describe('A further try', () => {
	it('is of those alone who failed, and tells of all', async () => {
		const once = run();
		const batches = [users('a', 'ann', 'bob', 'cy'), users('b', 'ann')];
		const first = await once(batches, ['bob']);
		const second = await once(batches, ['bob']);
		const third = await once(batches);

		expect(first.sent).toEqual(['a ann bob cy', 'b ann']);
		expect(second.sent).toEqual(['a bob']);
		expect(second.told.sort()).toEqual(['a ann done', 'a bob failed', 'a cy done', 'b ann done']);
		expect(third.sent).toEqual(['a bob']);
		expect(third.told.sort()).toEqual(['a ann done', 'a bob done', 'a cy done', 'b ann done']);
	});

	it('leaves out what failed for good where the receiver has got a later text', async () => {
		const ofAnn = (distinct: string, itemIndex: number): Batch =>
			batchOf([{ userId: 'ann', distinct, itemIndex, target: { groupId: 'a' } }]);
		const once = run();
		const batches = [ofAnn('first', 0), ofAnn('second', 1), ofAnn('third', 2)];
		const tell = async (failing: string[]) => await once(batches, failing);
		expect((await tell(['first', 'third'])).told).toEqual([
			'a ann failed',
			'a ann done',
			'a ann failed',
		]);

		// The last one can still come after the second.
		expect((await tell([])).sent).toEqual(['a ann']);
	});

	it('sends nothing when all are done', async () => {
		const once = run();
		await once([users('a', 'ann')]);

		expect(await once([users('a', 'ann')])).toEqual({ sent: [], told: ['a ann done'] });
	});

	it('is of those groups alone that failed as a whole', async () => {
		const once = run();
		const first = await once([whole('a'), whole('b')], ['b']);
		const second = await once([whole('a'), whole('b')]);

		expect(first).toEqual({ sent: ['a', 'b'], told: ['a done', 'b failed'] });
		expect(second.sent).toEqual(['b']);
		expect(second.told.sort()).toEqual(['a done', 'b done']);
	});

	it('takes a user of one group for no other', async () => {
		const once = run();
		await once([users('a', 'ann')]);

		expect((await once([users('b', 'ann'), users('a', 'ann bob')])).sent).toEqual([
			'b ann',
			'a ann bob',
		]);
	});
});

describe('Everybody is sent again', () => {
	const twice = async (options: Parameters<typeof run>[0]) => {
		const once = run(options);
		await once([users('a', 'ann')]);
		return (await once([users('a', 'ann')])).sent;
	};

	it('without Retry On Fail: then it is no further try', async () => {
		expect(await twice({ retryOnFail: false })).toEqual(['a ann']);
	});

	it('by a tool: a further call looks the same as a further try', async () => {
		expect(await twice({ owner: 'Agent' })).toEqual(['a ann']);
	});

	it('when the node runs again, as in a loop', async () => {
		await run()([users('a', 'ann')]);

		expect((await run()([users('a', 'ann')])).sent).toEqual(['a ann']);
	});
});
