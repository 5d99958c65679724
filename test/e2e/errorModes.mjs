import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { group, room } from './services.mjs';
import { api, reset, simulator } from './stage.mjs';
import { workflow } from './workflows.mjs';

// One of two users is not a member. The other is muted all the same; On Error decides what is said.

const member = 'ben_okafor';
const stranger = 'nobody-knows';
const noOp = { type: 'n8n-nodes-base.noOp' };

for (const place of [group, room]) {
	describe(`A failed user, ${place.title}`, () => {
		beforeEach(reset);

		test('Stop Workflow: one error says who, why and what to do', async () => {
			const { status, error, nodes } = await run('stopWorkflow');
			assert.equal(status, 'error');
			assert.match(error.message, /^1 of 2 users failed: ./);
			assert.match(error.description, new RegExp(`${stranger}[^]*The other one is done`));
			assert.equal(nodes.Next, undefined);
		});

		test('Continue: the failure is an item among the others', async () => {
			const { status, nodes } = await run('continueRegularOutput');
			assert.equal(status, 'success');
			const [items] = nodes.Chat.outputs;
			assert.equal(nodes.Next.outputs[0].length, 2);
			assert.equal(items.length, 2);
			assertDone(items.find(({ json }) => json.userId));
			assertFailed(items.find(({ json }) => json.error));
		});

		test('Continue (using error output): the failure takes the other way', async () => {
			const { status, nodes } = await run('continueErrorOutput');
			assert.equal(status, 'success');
			const [[done, ...others], [failed, ...otherFailed]] = nodes.Chat.outputs;
			assertDone(done);
			assertFailed(failed);
			assert.equal(failed.json.ticket, 7, 'the input goes with it');
			assert.deepEqual([...others, ...otherFailed], []);
			assert.deepEqual(nodes.Next.outputs[0].map(withoutPairs), [withoutPairs(done)]);
			assert.deepEqual(nodes.Failed.outputs[0].map(withoutPairs), [withoutPairs(failed)]);
		});
	});

	test(`${place.title}: an answer that never stops coming is given up in time, and asked for again`, async () => {
		reset();
		const service = simulator[place === group ? 'tencent' : 'agora'];
		service.faults.next('drips', 1);
		const { status, nodes } = await api.run(
			workflow(
				`${place.title}: drips`,
				place.node({ operation: 'mute', userIds: member, options: { timeout: 1000 } }),
			),
		);
		assert.equal(status, 'success');
		assert.equal(nodes.Chat.outputs[0][0].json.userId, member);
		assert.equal(service.requests.length, 2);
	});

	async function run(onError) {
		const flow = workflow(
			`${place.title}: ${onError}`,
			{
				name: 'Ticket',
				type: 'n8n-nodes-base.set',
				typeVersion: 3.4,
				parameters: {
					mode: 'raw',
					jsonOutput: JSON.stringify({ ticket: 7, users: [member, stranger] }),
				},
			},
			place.node(
				{ operation: 'mute', userIds: '={{ $json.users }}', muteFor: 'permanent' },
				{ onError },
			),
			{ name: 'Next', ...noOp },
		);
		if (onError === 'continueErrorOutput') {
			const failed = { name: 'Failed', ...noOp, position: [672, 200] };
			flow.nodes.push({ ...flow.nodes.at(-1), id: 'failed', ...failed });
			flow.connections.Chat.main.push([{ node: 'Failed', type: 'main', index: 0 }]);
		}
		const result = await api.run(flow);
		assert.equal(place.mutes()[member], 'permanent');
		assert.equal(place.mutes()[stranger], undefined);
		return result;
	}

	function assertDone({ json, pairedItem }) {
		const row = { ...place.named, userId: member, muted: true, permanent: true, mutedUntil: null };
		assert.deepEqual(json, row);
		assert.equal(pairedItem.item, 0);
	}

	function assertFailed({ json, pairedItem }) {
		assert.equal(typeof json.error, 'string');
		assert.equal(json.details.userId, stranger);
		assert.ok(json.details.code && json.details.advice);
		for (const [name, id] of Object.entries(place.named)) assert.equal(json.details[name], id);
		assert.equal(pairedItem.item, 0);
	}
}

const withoutPairs = ({ json }) => json;
