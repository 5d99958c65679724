import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { soon } from './polling.mjs';
import { chatGroup, group, room, topic } from './services.mjs';
import { api, reset, seeded } from './stage.mjs';
import { chained } from './workflows.mjs';

// The polled triggers, as n8n publishes and polls them.

const { lobby, topics } = seeded.tencent;
const { lounge, book } = seeded.agora;

const watched = [
	{ place: group, parameters: { placeIds: lobby } },
	{ place: topic, parameters: { placeIds: topics.rules } },
	{ place: room, parameters: { resource: 'chatRoom', placeIds: lounge } },
	{ place: chatGroup, parameters: { resource: 'chatGroup', placeIds: book } },
];

describe('Mute list triggers', () => {
	beforeEach(reset);

	for (const { place, parameters } of watched) {
		test(`${place.title}: what has changed is told once, also what did while it was not published`, async () => {
			const { id } = await store(place, { ...parameters, pollTimes: soon() });
			await api.publish(id, async () => {
				assert.equal(await api.countExecutions(id), 0);
				place.mute('ava.chen', Date.now() + 3_600_000);
				const [row, ...others] = await told(id, 1);
				const { mutedUntil, remainingSeconds, ...rest } = row;
				assert.deepEqual(others, []);
				assert.deepEqual(rest, {
					...place.named,
					userId: 'ava.chen',
					muted: true,
					permanent: false,
					change: 'muted',
				});
				assert.ok(Math.abs(Date.parse(mutedUntil) - Date.now() - 3_600_000) < 60_000);
				assert.ok(remainingSeconds > 3_500 && remainingSeconds <= 3_600);
			});

			place.mute('ava.chen', 'permanent');
			await api.publish(id, async () => {
				const rows = await told(id, 2);
				assert.deepEqual(
					rows.map(({ userId, permanent, change }) => [userId, permanent, change]),
					[['ava.chen', true, 'changed']],
				);
			});
			assert.equal(await api.countExecutions(id), 2);
		});
	}

	test('Fetch Test Event shows who is muted now', async () => {
		const { id } = await store(group, { places: 'all' });
		const { status, error, nodes } = await api.runStored(id, 'Mute list');
		assert.equal(status, 'success', error?.message);
		const rows = nodes['Mute list'].outputs[0].map(({ json }) => json);
		assert.deepEqual(
			rows.map(({ groupId, userId, change }) => [groupId, userId, change]).sort(),
			[
				[lobby, 'dmitri', 'muted'],
				[seeded.tencent.stream, 'spam_4711', 'muted'],
			].sort(),
		);
	});

	test('publishing says what is missing', async () => {
		const { id } = await store(room, { placeIds: 'the lounge' });
		assert.match(
			await api.refusal(id),
			/'Chat Room or Group IDs' parameter has an ID that is none of a chat room: the lounge/,
		);
	});
});

async function store(place, parameters) {
	const { type, ...node } = place.node({});
	const trigger = { ...node, name: 'Mute list', type: `${type}MuteListTrigger`, parameters };
	return await api.call('POST', 'workflows', chained(`${place.title}, watched`, trigger));
}

async function told(id, nth) {
	const { status, mode, error, nodes } = await api.lastExecution(id, nth);
	assert.deepEqual([status, mode], ['success', 'trigger'], error?.message);
	return nodes['Mute list'].outputs[0].map(({ json }) => json);
}
