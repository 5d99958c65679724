import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { openEditor } from './openEditor.mjs';
import { credentials, seeded, simulator } from './stage.mjs';
import { pictureFile, steps } from './steps.mjs';

// The triggers of mute lists in the editor, as far as they go before they are published.

const { tencent } = simulator;
const { lobby, community, topics } = seeded.tencent;
const { support, raid } = seeded.agora;

const everyMinute = ['mode'];

describe('Mute list triggers, from an empty canvas', () => {
	let chromium;
	let editor;

	before(async () => {
		({ chromium, editor } = await openEditor());
	});
	after(async () => await chromium.close());

	const picture = (name) => editor.picture(pictureFile(name));
	const { start, step } = steps(picture);

	/** What can be chosen, whole. */
	async function look(name) {
		await editor.openChoice(name);
		assert.deepEqual(await editor.cutDescriptions(), [], name);
		await editor.page.keyboard.press('Escape');
	}

	start('both are found among the triggers by what they watch', async () => {
		await editor.newWorkflow();
		await editor.addFirst();
		await editor.search('mute list', 'Tencent Cloud Chat Mute List Trigger');
		await editor.found('Agora Chat Mute List Trigger').waitFor();
		await picture('41-search-mute-list');
		await editor.addFound('Tencent Cloud Chat Mute List Trigger');
	});

	step(
		'the panel asks whose lists and which changes, and says what the first poll is',
		async () => {
			assert.deepEqual(await editor.shownParameters(), [
				...everyMinute,
				'places',
				'placeIds',
				'changes',
			]);
			const panel = await editor.see('ndv').innerText();
			assert.match(panel, /Poll Times/);
			assert.match(panel, /first poll, when the workflow is published, only remembers/);
			await picture('42-mute-list-panel');
			await look('places');
			await look('changes');
		},
	);

	step('Fetch Test Event shows who is muted now', async () => {
		await editor.chooseCredential(credentials[0].name);
		await editor.fill('placeIds', `${lobby}\n${topics.rules}`);
		await editor.execute();
		const items = await editor.outputItems();
		await picture('43-mute-list-output');
		assert.deepEqual(
			items.map(({ groupId, userId, muted, change }) => [groupId, userId, muted, change]),
			[
				[lobby, 'dmitri', 'true', 'muted'],
				[community, 'elif', 'true', 'muted'],
			],
		);
		assert.equal(items[1].topicId, topics.rules);
	});

	step('a wrong ID: the error says which, and what to check', async () => {
		await editor.fill('placeIds', '@TGS#mistyped');
		await editor.execute();
		const advice = await editor.error(/group or topic does not exist/);
		await picture('44-mute-list-wrong-id');
		assert.match(advice, /@TGS#mistyped[^]*Check the ID of the 'Group' or 'Topic'/);
	});

	step('a wrong key: the error says where it is', async () => {
		await editor.newCredential();
		await editor.choose('region', 'Custom', editor.credentialDialog);
		await editor.fillCredential({
			baseUrl: tencent.url,
			sdkAppId: String(tencent.credentials.sdkAppId),
			secretKey: 'mistyped',
		});
		await editor.saveCredential();
		await editor.credentialDialog.getByText('Couldn’t connect with these settings').waitFor();
		await editor.closeCredential();
		await editor.fill('placeIds', lobby);
		await editor.execute();
		const advice = await editor.error(/signature does not fit the app/);
		await picture('45-mute-list-wrong-key');
		assert.match(advice, /secret key in the credential/);
	});

	step('on the canvas the trigger says which changes start the workflow', async () => {
		const name = 'Tencent Cloud Chat Mute List Trigger';
		await editor.closeNode();
		await picture('46-mute-list-subtitle');
		assert.equal(await editor.subtitle(name), 'any change');
	});

	start('the other service: rooms or groups, and who is muted in them', async () => {
		await editor.newWorkflow();
		await editor.addFirst();
		await editor.search('easemob', 'Agora Chat Mute List Trigger');
		await editor.addFound('Agora Chat Mute List Trigger');
		await editor.choose('resource', 'Chat Group');
		assert.deepEqual(await editor.shownParameters(), [
			...everyMinute,
			'resource',
			'places',
			'placeIds',
			'changes',
		]);
		await look('places');
		await editor.fill('placeIds', `${support}, ${raid}`);
		await editor.execute();
		const items = await editor.outputItems();
		await picture('47-mute-list-agora');
		assert.deepEqual(
			items.map(({ chatGroupId, userId, change }) => [chatGroupId, userId, change]),
			[[support, 'elif', 'muted']],
		);
	});

	step('an ID that can be none is named', async () => {
		await editor.fill('placeIds', 'book club');
		await editor.execute();
		const advice = await editor.error(/has an ID that is none of a chat group: book club/);
		await picture('48-mute-list-no-id');
		assert.match(advice, /the digits that Agora Chat gives them/);
	});
});
