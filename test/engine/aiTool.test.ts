import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { tencentCredential } from '../support/credentials';
import { callTool } from '../support/tool';
import { byId, groupParameters, lobby, market, rowsOf, useServices } from './services';

/** As an agent's tool: what the model gives is in the input, and `$json` is the item of the workflow. */

const services = useServices();

const muteTool = async (parameters: INodeParameters, item: IDataObject, ...calls: IDataObject[]) =>
	rowsOf(
		await callTool(
			'tencent',
			{
				parameters: groupParameters({ operation: 'mute', parameters }),
				items: [item],
				credentials: tencentCredential(services.tencent),
			},
			calls,
		),
	);

describe('As a tool of an AI agent', () => {
	it('takes the group from the item of the workflow, and the users from the model', async () => {
		const { tencent } = services;
		const answers = await muteTool(
			{ groupId: byId('={{ $json.groupId }}'), userIds: "={{ $fromAI('userIds', 'Whom') }}" },
			{ groupId: lobby },
			{ userIds: 'ann, bob' },
			{ userIds: 'cy' },
		);

		expect(answers).toMatchObject([
			{ answer: [{ groupId: lobby, userId: 'ann' }, { userId: 'bob' }] },
			{ answer: [{ groupId: lobby, userId: 'cy' }] },
		]);
		expect([...tencent.mutes(lobby).keys()]).toEqual(['ann', 'bob', 'cy']);
	});

	it('does not let the model choose the group by a name that is the same', async () => {
		const { tencent } = services;
		tencent.addGroup({ groupId: lobby, members: 'anyone' });
		const answers = await muteTool(
			{ groupId: byId('={{ $json.id }}'), userIds: "={{ $fromAI('id', 'Whom') }}" },
			{ id: lobby },
			{ id: market },
		);

		expect(answers).toMatchObject([{ answer: [{ groupId: lobby, userId: market }] }]);
		expect([...tencent.mutes(lobby).keys()]).toEqual([market]);
		expect(tencent.mutes(market).size).toBe(0);
	});

	it('reads a user of the item, whatever the model says', async () => {
		const { tencent } = services;
		await muteTool(
			{
				userIds: '={{ $json.userId }}',
				duration: "={{ $fromAI('minutes', 'How long', 'number') }}",
			},
			{ userId: 'ann' },
			{ minutes: 5, userId: 'bob' },
		);

		expect([...tencent.mutes(lobby).keys()]).toEqual(['ann']);
	});
});
