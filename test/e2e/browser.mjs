import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe } from 'node:test';
import { packageName, root } from '../editor/paths.mjs';
import { openEditor } from './openEditor.mjs';
import { examples, seeded, simulator } from './stage.mjs';
import { pictureFile, steps } from './steps.mjs';

// The editor in Chromium, as a person uses it.

const { tencent, agora } = simulator;
const { lobby, community, topics } = seeded.tencent;
const { lounge, raid } = seeded.agora;
/** What examples say on the canvas: given by ID or expression, a place has no name to show. */
const subtitles = [
	/^(get( all| muted)|sync muted|(un)?mute( all)?|(un)?ban|recall|send): (group|chat room|chat group|user|message)$/,
	/^(message before|\d events|answer: callback)$/,
	/^any change$/,
];

const muteFor = ['muteFor', 'duration', 'durationUnit'];
/** What the panel shows for some operations, and no more. */
const panels = {
	tencent: [
		['Account', 'Get', ['userIds', 'scopes']],
		['Account', 'Mute', ['userIds', 'scopes', ...muteFor]],
		['Group', 'Get', ['groupId', 'topicId']],
		['Group', 'Get Many', ['returnAll', 'limit', 'groupType']],
		['Group', 'Mute', ['groupId', 'topicId', 'userIds', ...muteFor]],
		['Group', 'Sync Muted', ['groupId', 'topicId', 'userIds', ...muteFor, 'ifEmpty']],
		['Message', 'Recall', ['where', 'groupId', 'topicId', 'messageIds', 'reason']],
		['Message', 'Send', ['where', 'groupId', 'topicId', 'text', 'sender']],
	],
	agora: [
		['Chat Room', 'Get', ['chatRoomId']],
		['Chat Room', 'Mute All', ['chatRoomId']],
		['Chat Room', 'Mute', ['chatRoomId', 'userIds', ...muteFor]],
		['Chat Room', 'Sync Muted', ['chatRoomId', 'userIds', ...muteFor, 'ifEmpty']],
		['Chat Group', 'Get Many', ['returnAll', 'limit']],
		['Chat Group', 'Get Many Allowed', ['chatGroupId']],
		['Chat Group', 'Add to Allow List', ['chatGroupId', 'userIds']],
		['Message', 'Recall', ['where', 'chatRoomId', 'messageIds']],
		['Message', 'Send', ['where', 'chatRoomId', 'text', 'sender']],
		['User', 'Get', ['userIds', 'scopes']],
		['User', 'Get Many', ['scopes', 'returnAll', 'limit']],
		['User', 'Mute', ['userIds', 'scopes', ...muteFor]],
	],
};

describe('In the browser', () => {
	let chromium;
	let editor;

	before(async () => {
		({ chromium, editor } = await openEditor());
		tencent.addGroup({ groupId: 'odd', name: '={{ ( }}{{ $env.HOME }}', members: ['elif'] });
	});
	after(async () => await chromium.close());

	const picture = (name) => editor.picture(pictureFile(name));
	const { start, step } = steps(picture);

	start('find the node by its name, and its action', async () => {
		await editor.newWorkflow();
		await editor.startByHand();
		await editor.search('tencent', 'Tencent Cloud Chat');
		await picture('01-search');
		await editor.take('Tencent Cloud Chat', editor.found('Mute users in group'));
		await picture('02-actions');
		await editor.takeAction('Mute users in group');
	});

	step('make a credential; a wrong key is red and says why', async () => {
		await editor.newCredential();
		const dialog = editor.credentialDialog;
		await editor.choose('region', 'Custom', dialog);
		await editor.fillCredential({
			baseUrl: tencent.url,
			sdkAppId: String(tencent.credentials.sdkAppId),
			secretKey: 'mistyped',
		});
		await editor.saveCredential();
		await dialog.getByText('More details').click();
		await dialog.getByText(/signature does not fit the app.*secret key/).waitFor();
		await picture('03-credential-red');
	});

	step('the right key is green', async () => {
		await editor.fillCredential({ secretKey: tencent.credentials.secretKey });
		await editor.saveCredential();
		// n8n closes the dialog of a credential that works; opened again, it is tested again.
		await editor.credentialDialog.waitFor({ state: 'hidden' });
		await editor.openCredential();
		await editor.see('credentials-config-container-test-success').waitFor();
		await picture('04-credential-green');
		await editor.closeCredential();
	});

	step('the operations say what they do, and no word is cut off', async () => {
		await editor.openChoice('operation');
		await picture('05-operations');
		assert.deepEqual(await editor.cutDescriptions(), []);
		await editor.page.keyboard.press('Escape');
	});

	step('with no group chosen, the list of topics asks for one', async () => {
		const items = await editor.openList('topicId');
		assert.deepEqual(await items.allInnerTexts(), ['Choose a group first']);
		await picture('06-topic-no-group');
		await editor.closeList();
	});

	step('pick the group from the list', async () => {
		const groups = await editor.openList('groupId');
		await picture('07-group-list');
		assert.match((await groups.allInnerTexts()).join(), /Lobby.*Board Games/s);
		await groups.filter({ hasText: 'Lobby' }).click();
	});

	step('execute, and read the table', async () => {
		await editor.typeText('userIds', 'elif, grace_h');
		await picture('08-parameters');
		await editor.execute();
		const [head, ...rows] = await editor.outputTable();
		await picture('09-output');
		assert.deepEqual(head.slice(0, 5), ['groupId', 'userId', 'muted', 'permanent', 'mutedUntil']);
		assert.deepEqual(
			rows.map((row) => row.slice(0, 4)),
			['elif', 'grace_h'].map((userId) => [lobby, userId, 'true', 'false']),
		);
		for (const userId of ['elif', 'grace_h']) assert.ok(tencent.mutes(lobby).has(userId));
	});

	step('a group that is no Community has no topics, and the list says so', async () => {
		const items = await editor.openList('topicId');
		assert.deepEqual(await items.allInnerTexts(), ['None: only Community groups have topics']);
		await picture('10-topic-none');
		await editor.closeList();
	});

	step('pick a topic, and mute in it alone', async () => {
		await editor.pick('groupId', 'Board Games');
		const items = await editor.openList('topicId');
		await picture('11-topic-list');
		assert.deepEqual(await items.allInnerTexts(), [
			'None: the group itself',
			'News (@TOPIC#cNEWS)',
			'Rules questions (@TOPIC#cRULES)',
		]);
		await items.filter({ hasText: 'News' }).click();
		await editor.execute();
		const [head, row] = await editor.outputTable();
		await picture('12-topic-output');
		assert.deepEqual(head.slice(0, 3), ['groupId', 'topicId', 'userId']);
		assert.deepEqual(row.slice(0, 3), [community, topics.news, 'elif']);
		assert.ok(tencent.mutes(community, topics.news).has('elif'));
		assert.ok(!tencent.mutes(community).has('elif'));
	});

	step('pick "None", and mute in the group itself', async () => {
		await editor.pick('topicId', 'None: the group itself');
		// n8n shows no name for what has no value, only that there may be one.
		assert.equal(await editor.picked('topicId'), '');
		await editor.execute();
		const [head, row] = await editor.outputTable();
		await picture('13-no-topic-output');
		assert.deepEqual(head.slice(0, 2), ['groupId', 'userId']);
		assert.deepEqual(row.slice(0, 2), [community, 'elif']);
		assert.ok(tencent.mutes(community).has('elif'));
	});

	step('on the canvas the node says what it does, and where', async () => {
		await editor.closeNode();
		await picture('14-subtitle');
		assert.equal(await editor.subtitle('Mute users in group'), `mute: Board Games (${community})`);
		await editor.openNode('Mute users in group');
		await editor.pick('groupId', 'Lobby');
	});

	step('a group whose members named it as an expression is muted in like any other', async () => {
		await editor.pick('groupId', '={{ ( }}');
		await editor.typeText('userIds', 'elif');
		await editor.execute();
		const [, row] = await editor.outputTable();
		await picture('14-odd-name');
		assert.deepEqual(row.slice(0, 2), ['odd', 'elif']);
		assert.ok(tencent.mutes('odd').has('elif'));
		await editor.pick('groupId', 'Lobby');
	});

	step('a user who is no member: the error says who, why and what to do', async () => {
		await editor.typeText('userIds', 'elif, nobody-knows');
		await editor.execute();
		const advice = await editor.error(/^1 of 2 users failed/);
		await picture('15-error-user');
		assert.match(advice, /nobody-knows[^]*Check that the users belong to the group/);
	});

	step('break the key, and read the error', async () => {
		await editor.openCredential();
		await editor.fillCredential({ secretKey: 'broken' });
		await editor.saveCredential();
		await editor.credentialDialog.getByText('Couldn’t connect with these settings').waitFor();
		await editor.closeCredential();
		await editor.execute();
		const advice = await editor.error(/signature does not fit the app/);
		await picture('16-error-key');
		assert.match(advice, /secret key/);
	});

	step('with the broken key the list says why it is empty', async () => {
		await editor.parameter('groupId').getByTestId('rlc-input').click();
		await editor.page
			.getByText(/signature does not fit the app/)
			.last()
			.waitFor();
		await picture('17-list-error');
	});

	start('the other service: search the list for a room, and see who is muted in it', async () => {
		await editor.newWorkflow();
		await editor.startByHand();
		await editor.search('agora', 'Agora Chat');
		await editor.take('Agora Chat', editor.found('Get many muted users of chat room'));
		await editor.takeAction('Get many muted users of chat room');
		const rooms = await editor.openList('chatRoomId', 'loun');
		await rooms.filter({ hasText: 'Product Launch' }).waitFor({ state: 'hidden' });
		await picture('18-room-list');
		await rooms.filter({ hasText: 'Lounge' }).click();
		await editor.execute();
		const [, row, ...others] = await editor.outputTable();
		await picture('19-muted');
		assert.deepEqual(row.slice(0, 4), [lounge, 'dmitri', 'true', 'false']);
		assert.deepEqual(others, []);
	});

	start('both nodes are found by what they do, and one by the name of its twin', async () => {
		await editor.newWorkflow();
		await editor.startByHand();
		await editor.search('mute', 'Agora Chat');
		await editor.found('Tencent Cloud Chat').waitFor();
		await picture('20-search-mute');
		await editor.search('easemob', 'Agora Chat');
		await editor.found('Tencent Cloud Chat').waitFor({ state: 'hidden' });
		await picture('21-search-easemob');
	});

	for (const [service, action] of Object.entries({
		tencent: 'Mute accounts in whole app',
		agora: 'Mute users in whole app',
	})) {
		start(`each resource shows what is of use, and hides the rest: ${service}`, async () => {
			await editor.newWorkflow();
			await editor.startByHand();
			await editor.search(service, /Chat$/);
			await editor.take(/Chat$/, editor.found(action));
			await editor.takeAction(action);
			for (const [resource, operation, fields] of panels[service]) {
				await editor.choose('resource', resource);
				await editor.openChoice('operation');
				assert.deepEqual(await editor.cutDescriptions(), [], resource);
				await editor.page.keyboard.press('Escape');
				await editor.choose('operation', operation);
				assert.deepEqual(
					await editor.shownParameters(),
					['resource', 'operation', ...fields],
					`${resource}: ${operation}`,
				);
				await picture(`22-${service}-${resource}-${operation}`.replaceAll(' ', '-').toLowerCase());
			}
		});
	}

	step('mute users in the whole app; a long run says in the console how far it is', async () => {
		const users = Array.from({ length: 1300 }, (_, index) => `visitor_${index}`);
		await editor.typeText('userIds', users.join(', '));
		const line = editor.consoleLine(/Agora Chat: \d+ of 1300 done after \d+ s, about \d+ s to go/);
		await editor.execute();
		await line;
		const [head, row] = await editor.outputTable();
		await picture('23-whole-app-output');
		assert.deepEqual(head.slice(0, 2), ['userId', 'scopes']);
		assert.match(row.join(' '), /^visitor_0 [^]*groupchat[^]*muted[^]*true/);
		for (const end of Object.values(agora.userMutes('visitor_1299'))) {
			assert.ok(end > Date.now() && end < Date.now() + 600_000);
		}
	});

	step('where there is no group, the node says on the canvas what it acts on', async () => {
		const name = 'Mute users in whole app';
		await editor.closeNode();
		await picture('24-subtitle-user');
		assert.equal(await editor.subtitle(name), 'mute: user');
		await editor.openNode(name);
	});

	step('pick a chat group from the list, and mute in it', async () => {
		await editor.choose('resource', 'Chat Group');
		const groups = await editor.openList('chatGroupId', 'raid');
		await groups.filter({ hasText: 'Book Club' }).waitFor({ state: 'hidden' });
		await picture('25-chat-group-list');
		await groups.filter({ hasText: 'Raid Team' }).click();
		await editor.typeText('userIds', 'elif');
		await editor.execute();
		const [head, row] = await editor.outputTable();
		await picture('26-chat-group-output');
		assert.deepEqual(head.slice(0, 3), ['chatGroupId', 'userId', 'muted']);
		assert.deepEqual(row.slice(0, 3), [raid, 'elif', 'true']);
		assert.ok(agora.mutes(raid).has('elif'));
	});

	step('a group that was picked is no longer named where all are listed', async () => {
		// n8n renames the node with what it does, as long as nobody has named it.
		const [before, after] = ['Mute users in chat group', 'Get many chat groups'];
		await editor.closeNode();
		assert.match(await editor.subtitle(before), /^mute: Raid Team/);
		await editor.openNode(before);
		await editor.choose('operation', 'Get Many');
		await editor.execute();
		// Renamed, the node shows its last output as if it were of now.
		await editor.see('output-panel').getByText('Book Club').waitFor();
		const [head, ...rows] = await editor.outputTable();
		await picture('27-get-many-output');
		assert.deepEqual(head.slice(0, 2), ['chatGroupId', 'name']);
		assert.equal(rows.length, 3);
		await editor.closeNode();
		assert.equal(await editor.subtitle(after), 'get all: chat group');
	});

	for (const { id, nodes } of examples) {
		start(`import ${id}.json: all its nodes are there, and its note fits`, async () => {
			await editor.importFile(join(root, 'examples', `${id}.json`));
			await editor.fitCanvas();
			await picture(`example-${id}`);
			for (const { name, type } of nodes) {
				if (!type.endsWith('.stickyNote')) await editor.node(name).waitFor();
				if (type.startsWith(`${packageName}.`)) {
					const subtitle = await editor.subtitle(name);
					assert.ok(
						subtitles.some((known) => known.test(subtitle)),
						subtitle,
					);
				}
			}
			assert.deepEqual(await editor.cutNotes(), []);
		});
	}
});
