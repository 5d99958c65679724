import type { IExecuteFunctions, INode, INodeExecutionData } from 'n8n-workflow';

import { markFailures } from '../../nodes/shared/operations/errorOutput';

/** What n8n before 2.35 looks at; with real ones, see the end-to-end tests on several versions. */

const items = (): INodeExecutionData[] => [
	{ json: { userId: 'ann', muted: true }, pairedItem: { item: 0 } },
	{ json: { error: 'Not a member', details: { userId: 'bob' } }, pairedItem: { item: 1 } },
	{ json: { error: 'of the service', name: 'Lobby' }, pairedItem: { item: 2 } },
];

function marked(onError: INode['onError'], source: object | null = { main: [] }) {
	const context = {
		getNode: () => ({ name: 'Mute', onError }),
		getExecuteData: () => ({ source }),
	} as unknown as IExecuteFunctions;
	return markFailures(context, items());
}

describe('The items of failures', () => {
	it('have an error of their own where there is an error output, and no others have', () => {
		const errors = marked('continueErrorOutput').map(({ error }) => error?.message);

		expect(errors).toEqual([undefined, 'Not a member', undefined]);
	});

	it('are copied without it, as n8n would put it out in place of their JSON', () => {
		const copies = marked('continueErrorOutput').map((item) => ({ ...item }));

		expect(copies).toEqual(items());
		for (const copy of copies) expect('error' in copy).toBe(false);
	});

	it.each([['continueRegularOutput', undefined] as const, ['continueErrorOutput', null] as const])(
		'have none where n8n would see it: %s, source %s',
		(onError, source) => {
			for (const item of marked(onError, source)) expect('error' in item).toBe(false);
		},
	);
});
