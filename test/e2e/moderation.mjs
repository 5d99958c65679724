import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { ChatPage } from './chatPage.mjs';
import { openEditor } from './openEditor.mjs';
import { page, seeded, simulator } from './stage.mjs';
import { pictureFile, steps } from './steps.mjs';

// From an empty canvas to a blocked message: the editor and the simulator's page, side by side.

const { tencent } = simulator;
const { lobby } = seeded.tencent;

describe('Moderation by webhook, from an empty canvas', () => {
	let chromium;
	let editor;
	let chat;

	before(async () => {
		({ chromium, editor } = await openEditor());
		chat = new ChatPage(await chromium.open(1100, 640), page.url);
	});
	after(async () => await chromium.close());

	const picture = (name) => editor.picture(pictureFile(name));
	const { start, step } = steps(picture);

	start('find the trigger among the events of its service', async () => {
		await editor.newWorkflow();
		await editor.addFirst();
		await editor.search('tencent', 'Tencent Cloud Chat');
		await editor.take('Tencent Cloud Chat', editor.found('On message about to be sent'));
		await picture('30-trigger-events');
		await editor.takeAction('On message about to be sent');
	});

	step('make a credential with the callback token', async () => {
		await editor.newCredential();
		await editor.choose('region', 'Custom', editor.credentialDialog);
		await editor.fillCredential({
			baseUrl: tencent.url,
			sdkAppId: String(tencent.credentials.sdkAppId),
			secretKey: tencent.credentials.secretKey,
			callbackToken: tencent.credentials.callbackToken,
		});
		await picture('31-trigger-credential');
		await editor.saveCredential();
		await editor.credentialDialog.waitFor({ state: 'hidden' });
	});

	step('block some words; the panel says what to do in the console', async () => {
		await editor.choose('answer', 'Block');
		await editor.addField('Add rule', 'Words');
		await editor.fill('words', 'free coins\ncasino*');
		assert.deepEqual(await editor.shownParameters(), [
			'events',
			'answer',
			'blockCode',
			'blockReason',
			'words',
		]);
		assert.match(await editor.see('ndv').innerText(), /paste the production URL from above/i);
		await editor.webhookUrl('Production');
		await picture('32-trigger-panel');
	});

	step('try it with one message, at the test address', async () => {
		await chat.open('Tencent Cloud Chat', 'Lobby', 'ben_okafor');
		await chat.call(await editor.webhookUrl('Test'));
		await editor.execute();
		await editor.see('ndv').getByText('Listening for test event').first().waitFor();
		assert.equal((await chat.write('Free coins for everybody!')).fate, 'blocked');
		const [item] = await editor.outputItems();
		await picture('33-trigger-output');
		assert.deepEqual(
			[item.event, item.groupId, item.userId, item.text, item.matchedText],
			['messageBefore', lobby, 'ben_okafor', 'Free coins for everybody!', 'free coins'],
		);
	});

	step('put Mute behind it, with the group of the message, and publish', async () => {
		await chat.call(await editor.webhookUrl('Production'));
		await editor.closeNode();
		await editor.addNext();
		await editor.search('tencent', 'Tencent Cloud Chat');
		await editor.take('Tencent Cloud Chat', editor.found('Mute users in group'));
		await editor.takeAction('Mute users in group');
		await editor.typeExpression('groupId', '{{ $json.groupId }}');
		await editor.settle();
		await picture('34-mute-sender');
		await editor.closeNode();
		await editor.publish();
		await picture('35-published');
	});

	step(
		'a harmless message is delivered, a forbidden word is blocked, and its sender muted',
		async () => {
			await chat.open('Tencent Cloud Chat', 'Lobby', 'elif');
			assert.equal((await chat.write('Who is up for a game tonight?')).fate, 'delivered');
			const { fate, shown } = await chat.write('Try my CASINO, it pays best');
			assert.equal(fate, 'blocked', shown);
			assert.match(await chat.muted('elif'), /\((9|10) min\)/);
			assert.equal((await chat.write('Hello?')).fate, 'refused');
			await chat.picture(pictureFile('36-chat-page'));
			assert.ok(tencent.mutes(lobby).has('elif'));
		},
	);
});
