import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { chatGroup, group, room, topic, wholeApps } from './services.mjs';
import { api, reset, seeded } from './stage.mjs';
import { assertNear } from './times.mjs';
import { withItems, workflow } from './workflows.mjs';

// Every operation, run by n8n: what comes out, and what the service thinks of it afterwards.

const hour = 3_600_000;
const users = ['ben_okafor', 'grace_h'];

for (const place of [group, topic, room, chatGroup]) {
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

		test('Sync Muted, first as a dry run, then for good, and again', async () => {
			place.mute('grace_h', 'permanent');
			place.mute('farid.k', Date.now() + hour);
			const before = place.mutes();
			const others = Object.keys(before).filter((userId) => !users.includes(userId));
			const parameters = { operation: 'syncMuted', userIds: users.join(), duration: 30 };
			const changes = (rows) => Object.fromEntries(rows.map((row) => [row.userId, row.change]));
			const wanted = {
				...Object.fromEntries(others.map((userId) => [userId, 'unmuted'])),
				ben_okafor: 'muted',
				grace_h: 'changed',
			};

			const planned = await run({ ...parameters, options: { dryRun: true } });
			assert.deepEqual(changes(planned), wanted);
			assert.ok(planned.every(({ dryRun }) => dryRun === true));
			assert.deepEqual(place.mutes(), before);

			assert.deepEqual(changes(await run(parameters)), wanted);
			assert.deepEqual(Object.keys(place.mutes()).sort(), users);
			for (const end of Object.values(place.mutes())) assertNear(end, Date.now() + hour / 2);

			const again = await run(parameters);
			assert.deepEqual(changes(again), { ben_okafor: 'unchanged', grace_h: 'unchanged' });
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

	const run = runnerAt(place);
	const mutedRow = (userId) => ({ ...place.named, userId, muted: true, permanent: false });
}

for (const place of [group, topic]) {
	describe(`${place.title}: messages`, () => {
		beforeEach(reset);
		const run = runnerAt(place);

		test('Delete by Sender', async () => {
			for (const userId of [...users, 'farid.k']) await place.write(userId, `${userId} was here`);
			assert.deepEqual(
				await run({ resource: 'message', operation: 'deleteBySender', userIds: users.join() }),
				users.map((userId) => ({ ...place.named, userId, deleted: true })),
			);
			assert.deepEqual(users.flatMap(place.shownOf), []);
			assert.ok(place.shownOf('farid.k').includes('farid.k was here'));
		});
	});
}

for (const place of [group, room, chatGroup]) {
	describe(`${place.title}: its members`, () => {
		beforeEach(reset);
		const run = runnerAt(place);
		const named = users.map((userId) => ({ ...place.named, userId }));
		/** A place that anybody can write in has no list of members. */
		const areOut = () => {
			const members = place.members();
			return members === 'anyone' || !users.some((userId) => members.has(userId));
		};
		const byUser = (rows) => rows.sort((a, b) => a.userId.localeCompare(b.userId));

		test('Remove Members', async () => {
			assert.deepEqual(
				await run({ operation: 'removeMembers', userIds: users.join() }),
				named.map((row) => ({ ...row, removed: true })),
			);
			assert.ok(areOut());
			assert.deepEqual(place.banned(), []);
		});

		test('Ban, Get Many Banned and Unban', async () => {
			const banned = { banned: true, permanent: true, bannedUntil: null };
			const ban = { operation: 'ban', userIds: users.join(), banFor: 'permanent' };
			assert.deepEqual(
				await run(ban),
				named.map((row) => ({ ...row, ...banned })),
			);
			assert.deepEqual(place.banned(), users);
			assert.ok(areOut());
			assert.deepEqual(
				byUser(await run({ operation: 'getBanned' })),
				named.map((row) => ({ ...row, ...banned, remainingSeconds: null })),
			);
			assert.deepEqual(
				await run({ operation: 'unban', userIds: users.join() }),
				named.map((row) => ({ ...row, banned: false, permanent: false, bannedUntil: null })),
			);
			assert.deepEqual(place.banned(), []);
		});
	});
}

for (const place of [room, chatGroup]) {
	describe(`${place.title}: its allow list`, () => {
		beforeEach(reset);
		const run = runnerAt(place);
		const rows = (userIds, allowed) =>
			userIds.map((userId) => ({ ...place.named, userId, allowed }));

		test('Add to Allow List', async () => {
			const before = place.allowed();
			assert.deepEqual(await run({ operation: 'allow', userIds: users.join() }), rows(users, true));
			assert.deepEqual(place.allowed(), [...before, ...users].sort());
		});

		test('Remove From Allow List', async () => {
			for (const userId of [...users, 'elif']) place.allow(userId);
			assert.deepEqual(
				await run({ operation: 'disallow', userIds: users.join() }),
				rows(users, false),
			);
			assert.ok(place.allowed().includes('elif'));
			assert.ok(!users.some((userId) => place.allowed().includes(userId)));
		});

		test('Get Many Allowed', async () => {
			place.allow('elif');
			const listed = await run({ operation: 'getAllowed' });
			assert.ok(listed.length > 0);
			assert.deepEqual(
				listed.sort((a, b) => a.userId.localeCompare(b.userId)),
				rows(place.allowed(), true),
			);
		});
	});
}

for (const app of wholeApps) {
	describe(app.title, () => {
		beforeEach(reset);
		const run = runnerAt(app);
		const [scope, ...others] = app.scopes;

		test('Mute, in all channels unless told otherwise', async () => {
			const end = Date.now() + 2 * hour;
			const rows = await run({
				operation: 'mute',
				userIds: users.join(),
				muteFor: 'duration',
				duration: 2,
				durationUnit: 'hours',
			});
			assert.deepEqual(
				rows.map(({ userId }) => userId),
				users,
			);
			for (const { userId, scopes } of rows) {
				assert.deepEqual(Object.keys(scopes).sort(), app.scopes);
				for (const name of app.scopes) {
					assertNear(Date.parse(scopes[name].mutedUntil), end);
					assertNear(app.mutes(userId)[name], end);
				}
			}
		});

		test('Mute, in one channel and permanently', async () => {
			const [{ scopes }] = await run({
				operation: 'mute',
				userIds: 'elif',
				scopes: [scope],
				muteFor: 'permanent',
			});
			assert.deepEqual(scopes, { [scope]: permanent });
			assert.equal(app.mutes('elif')[scope], 'permanent');
			for (const name of others) assert.equal(app.mutes('elif')[name], undefined);
		});

		test('Unmute, in one channel, then in all', async () => {
			const [{ scopes }] = await run({
				operation: 'unmute',
				userIds: 'spam_4711',
				scopes: [scope],
			});
			assert.deepEqual(scopes, { [scope]: notMuted });
			assert.equal(app.mutes('spam_4711')[scope], undefined);
			for (const name of others) assert.equal(app.mutes('spam_4711')[name], 'permanent');

			await run({ operation: 'unmute', userIds: 'spam_4711' });
			for (const name of others) assert.equal(app.mutes('spam_4711')[name], undefined);
		});

		test('Get, of users who are muted and one who is not', async () => {
			const rows = await run({ operation: 'get', userIds: 'spam_4711, elif' });
			const all = (state) => Object.fromEntries(app.scopes.map((name) => [name, state]));
			assert.equal(rows.length, 2);
			const scopesOf = (userId) => rows.find((row) => row.userId === userId).scopes;
			assert.deepEqual(scopesOf('spam_4711'), all(permanent));
			assert.deepEqual(scopesOf('elif'), all(notMuted));
		});
	});
}

describe('Agora Chat, the whole app: who is muted', () => {
	beforeEach(reset);
	const run = runnerAt(wholeApps[1]);

	test('Get Many, all and a few of them', async () => {
		const rows = await run({ operation: 'getAll', returnAll: true });
		assert.deepEqual(rows.map(({ userId }) => userId).sort(), ['grace_h', 'spam_4711']);
		const grace = rows.find(({ userId }) => userId === 'grace_h').scopes;
		assertNear(Date.parse(grace.groupchat.mutedUntil), Date.now() + hour);
		assert.deepEqual([grace.chat, grace.chatroom], [notMuted, notMuted]);
		assert.equal((await run({ operation: 'getAll', limit: 1 })).length, 1);
	});
});

const { lobby, stream, team, community } = seeded.tencent;
const { lounge, launch, support, raid, book } = seeded.agora;

/** What there is of each kind: what Get says of the first, and the names of all. */
const kinds = [
	{
		place: group,
		is: { name: 'Lobby', type: 'Public', memberCount: 7 },
		all: {
			[lobby]: 'Lobby',
			[stream]: 'Live: Friday Stream',
			[team]: 'Moderators',
			[community]: 'Board Games',
		},
	},
	{
		place: room,
		is: { name: 'Lounge', memberCount: 7 },
		all: { [lounge]: 'Lounge', [launch]: 'Product Launch' },
	},
	{
		place: chatGroup,
		is: { name: 'Book Club' },
		all: { [support]: 'Support Crew', [raid]: 'Raid Team', [book]: 'Book Club' },
	},
];

for (const { place, is, all } of kinds) {
	describe(`${place.title}, and all there are`, () => {
		beforeEach(reset);
		const run = runnerAt(place);
		const [idName] = Object.keys(place.named);

		test('Get', async () => {
			const [{ memberCount, ...row }, ...more] = await run({ operation: 'get' });
			const { memberCount: members = memberCount, ...named } = is;
			assert.deepEqual(row, { ...place.named, ...named, allMuted: false });
			assert.ok(Number.isInteger(memberCount) && memberCount === members);
			assert.deepEqual(more, []);

			await run({ operation: 'muteAll' });
			const [{ allMuted }] = await run({ operation: 'get' });
			assert.equal(allMuted, true);
		});

		test('Get Many, with Return All', async () => {
			const rows = await run({ operation: 'getAll', returnAll: true });
			assert.deepEqual(Object.fromEntries(rows.map((row) => [row[idName], row.name])), all);
		});

		test('Get Many, with Limit', async () => {
			const rows = await run({ operation: 'getAll', limit: 2 });
			assert.equal(rows.length, 2);
			for (const row of rows) assert.equal(row.name, all[row[idName]]);
		});
	});
}

test('Tencent Cloud Chat: Get Many of one type', async () => {
	reset();
	const rows = await runnerAt(group)({
		operation: 'getAll',
		returnAll: true,
		groupType: 'AVChatRoom',
	});
	assert.deepEqual(rows, [{ groupId: stream, name: 'Live: Friday Stream', type: 'AVChatRoom' }]);
});

for (const place of [group, topic, room, chatGroup]) {
	describe(`${place.title}: messages`, () => {
		beforeEach(reset);
		const run = async (items, parameters) => await runMessages(place, items, parameters);
		const fates = () => place.transcript().map(({ fate }) => fate);

		test('Recall, by what the trigger puts out, and Mute after it', async () => {
			const [first, second] = [
				await place.write('ben_okafor', 'Hi'),
				await place.write('ben_okafor', 'Buy'),
			];
			const item = { ...place.named, userId: 'ben_okafor', messageId: place.messageId(second) };
			const rows = await run([item], { operation: 'recall' });
			assert.deepEqual(rows, [{ ...item, recalled: true }]);
			assert.deepEqual(fates(), ['delivered', 'recalled']);
			assert.ok(first.shown);

			const again = await run([item], { operation: 'recall' });
			assert.deepEqual(again, [{ ...item, recalled: false, gone: true }]);
		});

		test('Send into it', async () => {
			const items = ['One', 'Two'].map((text) => ({ ...place.named, text }));
			const rows = await run(items, { operation: 'send', text: '={{ $json.text }}' });
			assert.deepEqual(
				rows.map(({ messageId, ...row }) => row),
				items.map(() => ({ ...place.named, sent: true })),
			);
			assert.deepEqual(
				place.transcript().map(({ shown }) => shown),
				['One', 'Two'],
			);
			assert.ok(rows.every(({ messageId }) => /^\d+$/.test(messageId)));
		});

		test('Send to users, and recall what was sent', async () => {
			const where = 'user';
			const items = ['elif', 'farid.k'].map((userId) => ({ userId }));
			const rows = await run(items, { operation: 'send', where, text: 'Stop it.' });
			assert.deepEqual(
				rows.map(({ userId, sent }) => [userId, sent]),
				[
					['elif', true],
					['farid.k', true],
				],
			);
			const [{ shown }] = place.told('elif');
			assert.equal(shown, 'Stop it.');

			const recalled = await run(
				[{ userId: place.admin, recipientId: 'elif', messageId: rows[0].messageId }],
				{ operation: 'recall', where },
			);
			assert.equal(recalled[0].recalled, true);
			assert.deepEqual(
				place.told('elif').map(({ fate }) => fate),
				['recalled'],
			);
			assert.deepEqual(
				place.told('farid.k').map(({ fate }) => fate),
				['delivered'],
			);
		});
	});
}

/** Runs an operation on messages, for items as the triggers put them out. */
async function runMessages(place, items, parameters) {
	const title = `${place.title}: ${parameters.operation}`;
	const node = place.messages({ where: place.where, ...parameters });
	const { status, error, nodes } = await api.run(withItems(title, items, node));
	assert.equal(status, 'success', error?.message);
	return nodes.Chat.outputs[0].map(({ json }) => json);
}

/** Runs an operation there, and gives the rows that come out. */
function runnerAt(place) {
	return async (parameters) => {
		const title = `${place.title}: ${parameters.operation}`;
		const { status, error, nodes } = await api.run(workflow(title, place.node(parameters)));
		assert.equal(status, 'success', error?.message);
		return nodes.Chat.outputs[0].map(({ json }) => json);
	};
}

const permanent = { muted: true, permanent: true, mutedUntil: null, remainingSeconds: null };
const notMuted = { muted: false, permanent: false, mutedUntil: null, remainingSeconds: 0 };

const withoutTimes = ({ mutedUntil, remainingSeconds, ...row }) => row;
