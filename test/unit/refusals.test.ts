import type { IWebhookFunctions } from 'n8n-workflow';

import { logRefusal } from '../../nodes/shared/callbacks/refusals';
import type { Refusal } from '../../nodes/shared/callbacks/trust';

/** What n8n's log says of callbacks that are refused: once a minute for each trigger and reason. */

const start = Date.parse('2027-01-31T12:00:00Z');
let lines: string[];
beforeEach(() => {
	lines = [];
});
afterEach(() => {
	jest.restoreAllMocks();
});

function refuse(ms: number, node: string, cause: Refusal['cause']): void {
	jest.spyOn(Date, 'now').mockReturnValue(start + ms);
	const context = {
		getWorkflow: () => ({ id: '7', name: 'Moderation' }),
		getNode: () => ({ name: node }),
		logger: { warn: (line: string) => lines.push(line) },
	} as unknown as IWebhookFunctions;
	logRefusal(context, 'A Trigger', { status: 401, cause, words: `because of its ${cause}` });
}

it('One line a minute for each trigger and reason', () => {
	refuse(0, 'One', 'secret');
	refuse(1, 'One', 'age');
	refuse(2, 'Other', 'secret');
	refuse(59_000, 'One', 'secret');
	expect(lines).toEqual([
		"A Trigger 'One' of workflow 'Moderation' answered 401 to a callback: because of its secret",
		"A Trigger 'One' of workflow 'Moderation' answered 401 to a callback: because of its age",
		"A Trigger 'Other' of workflow 'Moderation' answered 401 to a callback: because of its secret",
	]);
	refuse(60_001, 'One', 'secret');
	expect(lines).toHaveLength(4);
});
