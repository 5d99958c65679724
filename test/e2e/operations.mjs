import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { group, room, topic } from './services.mjs';
import { api, reset } from './stage.mjs';
import { workflow } from './workflows.mjs';

// Every operation, run by n8n: what comes out, and what the service thinks of it afterwards.

const hour = 3_600_000;
const users = ['ben_okafor', 'grace_h'];

for (const place of [group, topic, room]) {
	describe(place.title, () => {
		beforeEach(reset);

		test('Mute, for a duration', async () => {
			const end = Date.now() + 2 * hour;
			const rows = await run({
				operation: 'mute',
				userIds: users.join(', '),
				muteFor: 'duration',
				duration: 2,
				durationUnit: 'hours',
			});
			assert.deepEqual(rows.map(withoutTimes), users.map(mutedRow));
			for (const { userId, mutedUntil } of rows) {
				assertNear(Date.parse(mutedUntil), end);
				assertNear(place.mutes()[userId], end);
			}
		});

		test('Mute, until a date', async () => {
			const end = Date.now() + 30 * hour;
			const rows = await run({
				operation: 'mute',
				userIds: users.join('\n'),
				muteFor: 'until',
				until: new Date(end).toISOString(),
			});
			assert.deepEqual(rows.map(withoutTimes), users.map(mutedRow));
			for (const { userId, mutedUntil } of rows) {
				assertNear(Date.parse(mutedUntil), end);
				assertNear(place.mutes()[userId], end);
			}
		});

		test('Mute, permanently', async () => {
			const rows = await run({ operation: 'mute', userIds: users.join(), muteFor: 'permanent' });
			assert.deepEqual(
				rows,
				users.map((userId) => ({ ...mutedRow(userId), permanent: true, mutedUntil: null })),
			);
			for (const userId of users) assert.equal(place.mutes()[userId], 'permanent');
		});

		test('Unmute', async () => {
			for (const userId of [...users, 'farid.k']) place.mute(userId, Date.now() + hour);
			const rows = await run({ operation: 'unmute', userIds: `={{ ${JSON.stringify(users)} }}` });
			assert.deepEqual(
				rows,
				users.map((userId) => ({ ...mutedRow(userId), muted: false, mutedUntil: null })),
			);
			const left = Object.keys(place.mutes());
			assert.ok(left.includes('farid.k') && !users.some((userId) => left.includes(userId)));
		});

		test('Get Many Muted', async () => {
			place.mute('grace_h', 'permanent');
			const rows = await run({ operation: 'getMuted' });
			assert.deepEqual(rows.map(({ userId }) => userId).sort(), Object.keys(place.mutes()).sort());
			for (const row of rows) {
				const end = place.mutes()[row.userId];
				if (end === 'permanent') {
					assert.deepEqual(row, {
						...mutedRow(row.userId),
						permanent: true,
						mutedUntil: null,
						remainingSeconds: null,
					});
				} else {
					assert.deepEqual(withoutTimes(row), mutedRow(row.userId));
					assertNear(Date.parse(row.mutedUntil), end);
					assertNear(row.remainingSeconds * 1000, end - Date.now());
				}
			}
		});

		test('Mute All and Unmute All', async () => {
			assert.deepEqual(await run({ operation: 'muteAll' }), [{ ...place.named, allMuted: true }]);
			assert.equal(place.isAllMuted(), true);
			assert.deepEqual(await run({ operation: 'unmuteAll' }), [
				{ ...place.named, allMuted: false },
			]);
			assert.equal(place.isAllMuted(), false);
		});
	});

	async function run(parameters) {
		const title = `${place.title}: ${parameters.operation}`;
		const { status, error, nodes } = await api.run(workflow(title, place.node(parameters)));
		assert.equal(status, 'success', error?.message);
		return nodes.Chat.outputs[0].map(({ json }) => json);
	}

	const mutedRow = (userId) => ({ ...place.named, userId, muted: true, permanent: false });
}

const withoutTimes = ({ mutedUntil, remainingSeconds, ...row }) => row;

/** The services count in seconds, and n8n takes its time. */
function assertNear(time, expected) {
	assert.ok(Math.abs(time - expected) < 5000, `${time} is not near ${expected}`);
}
