import type { IPollFunctions } from 'n8n-workflow';

import { makeBudget, hasPolled, makeShortBudget } from '../../nodes/shared/muteListTrigger/budget';
import { performance } from '../support/node';

/** How long a poll may go on, by what n8n says. */

let now = 0;
beforeEach(() => {
	now = 0;
	jest.spyOn(performance, 'now').mockImplementation(() => now);
});
afterEach(() => jest.restoreAllMocks());

const contextWith = (budgetMs?: number) =>
	(budgetMs === undefined ? {} : { getPollBudgetMs: () => budgetMs }) as IPollFunctions;

/** When a poll sends nothing more. */
function lateAt(isLate: () => boolean): number {
	const from = now;
	while (!isLate()) now += 100;
	return now - from;
}

describe('A poll', () => {
	it.each([
		['as n8n 2.41 gives it', contextWith(300_000)],
		['without one, as before', contextWith()],
	])('is short when publishing, and then has five minutes for all: %s', (_, context) => {
		const data = {};
		const first = makeBudget(context, data);
		expect(first.isPublishing).toBe(true);
		expect(lateAt(first.isLate)).toBeLessThan(15_000);

		hasPolled(context, data);
		const second = makeBudget(context, data);
		expect(second.isPublishing).toBe(false);
		expect(lateAt(second.isLate)).toBe(290_000);
	});

	it('is known by its context or by its data, whichever is made anew', () => {
		const context = contextWith();
		const data = {};
		hasPolled(context, data);

		expect(makeBudget(contextWith(), data).isPublishing).toBe(false);
		expect(makeBudget(context, {}).isPublishing).toBe(false);
		expect(makeBudget(contextWith(), {}).isPublishing).toBe(true);
	});

	it('is one of publishing as often as n8n tries to publish', () => {
		const context = contextWith();
		const data = {};
		makeBudget(context, data);

		expect(makeBudget(context, data).isPublishing).toBe(true);
	});

	it('with a long limit of its own is not one of publishing', () => {
		const { isPublishing, isLate } = makeBudget(contextWith(480_000), {});

		expect(isPublishing).toBe(false);
		expect(lateAt(isLate)).toBe(470_000);
	});

	it('that n8n ends by force leaves time for the last answers, and is not one of publishing', () => {
		const { isPublishing, isLate } = makeBudget(contextWith(36_000), {});

		expect(isPublishing).toBe(false);
		expect(lateAt(isLate)).toBe(26_000);
	});

	it('that has hardly any time uses half of it', () => {
		expect(lateAt(makeBudget(contextWith(4000), {}).isLate)).toBe(2000);
	});

	it('that somebody looks on at is as short as when publishing', () => {
		expect(lateAt(makeShortBudget())).toBe(lateAt(makeBudget(contextWith(), {}).isLate));
	});
});
