import { ExecuteContext } from 'n8n-core';
import { WorkflowDataProxy } from 'n8n-workflow';

import { runChain } from '../support/chain';
import { tencentCredential } from '../support/credentials';
import { byId, groupParameters, inGroup, lobby, rowsOf, useServices, userNames } from './services';

const services = useServices();

/** How often n8n makes ready to evaluate an expression, or to be asked for an item. */
async function askedOfN8n(users: number, nodes: number): Promise<number> {
	const asked = jest.spyOn(WorkflowDataProxy.prototype, 'getDataProxy');
	const parameters = groupParameters({
		operation: 'mute',
		parameters: { groupId: byId('={{ $json.groupId }}'), userIds: '={{ $json.userId }}' },
	});
	const { tencent } = services;
	tencent.addGroup({ groupId: lobby, members: 'anyone' });
	const run = await runChain(
		Array.from({ length: nodes }, (_, i) => ({ type: 'tencent', name: `Mute ${i}`, parameters })),
		{
			items: userNames(users).map((userId) => ({ userId, groupId: lobby })),
			credentials: tencentCredential(tencent),
		},
	);
	expect(run.items).toHaveLength(users);
	const times = asked.mock.calls.length;
	asked.mockRestore();
	return times;
}

// n8n takes about 0.6 ms for each.
it.each([
	['in the first node', 1],
	['behind another node', 2],
])('A plain reference is read without asking n8n for each item: %s', async (_, nodes) => {
	expect(await askedOfN8n(40, nodes)).toBe(await askedOfN8n(1, nodes));
});

it.each([
	['gives a copy of the item', () => ({ $json: { userId: 'ann' } })],
	[
		'has no item to give',
		() => {
			throw new Error('no data');
		},
	],
])('A plain reference is left to n8n where it %s', async (_, proxy) => {
	jest.spyOn(ExecuteContext.prototype, 'getWorkflowDataProxy').mockImplementation(proxy as never);
	const run = await inGroup(services.tencent, {
		operation: 'mute',
		parameters: { userIds: '={{ $json.userId }}' },
		items: [{ userId: 'ann' }, { userId: 'bob' }],
	});

	expect(rowsOf(run)).toMatchObject([{ userId: 'ann' }, { userId: 'bob' }]);
});
