import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { ChatPage } from './chatPage.mjs';
import { openEditor } from './openEditor.mjs';
import { page, seeded, simulator } from './stage.mjs';
import { pictureFile, steps } from './steps.mjs';

// A flood and a raid, stopped: the trigger's rules in the editor, and what becomes of the messages on the page.

const { agora } = simulator;
const { lounge } = seeded.agora;

describe('Rules, from an empty canvas', () => {
	let chromium;
	let editor;
	let chat;

	before(async () => {
		({ chromium, editor } = await openEditor());
		chat = new ChatPage(await chromium.open(1100, 700), page.url);
	});
	after(async () => await chromium.close());

	const picture = (name) => editor.picture(pictureFile(name));
	const { start, step } = steps(picture);

	start('add the rules: floods, and the same text by anybody', async () => {
		await editor.newWorkflow();
		await editor.addFirst();
		await editor.search('agora', 'Agora Chat');
		await editor.take('Agora Chat', editor.found('On message about to be sent'));
		await editor.takeAction('On message about to be sent');
		await editor.chooseCredential('Agora Chat (simulator)');
		await editor.choose('answer', 'Block');
		await editor.addField('Add rule', 'Flood');
		await editor.addField('Add rule', 'Repeats');
		await editor.choose('by', 'Anybody');
		const shown = await editor.shownParameters();
		assert.deepEqual(shown, [
			'events',
			'answer',
			'blockMessage',
			'messages',
			'seconds',
			'by',
			'times',
			'seconds',
		]);
		await picture('70-rules');
		await chat.open('Agora Chat', 'Lounge', 'ben_okafor');
		await chat.call(await editor.webhookUrl('Production'));
		await editor.closeNode();
	});

	step('close the room behind it, and publish', async () => {
		await editor.addNext();
		await editor.search('agora', 'Agora Chat');
		await editor.take('Agora Chat', editor.found('Mute everyone in chat room'));
		await editor.takeAction('Mute everyone in chat room');
		await editor.chooseCredential('Agora Chat (simulator)');
		await editor.typeExpression('chatRoomId', '{{ $json.chatRoomId }}');
		await editor.closeNode();
		await editor.publish();
	});

	step('a flood is stopped, and so is a raid', async () => {
		assert.equal(await chat.many('flood', 'gg'), 5);
		await chat.picture(pictureFile('71-flood'));
		assert.equal(await chat.page.locator('[data-fate=delivered]').count(), 5);

		await soonOpen();
		const delivered = await chat.many('raid', 'Join our server, it is better');
		await chat.picture(pictureFile('72-raid'));
		assert.equal(delivered, 10);
		assert.ok(agora.isAllMuted(lounge) || (await closed()));
	});

	/** The flood has closed the room: it is opened, once it is. */
	async function soonOpen() {
		await closed();
		agora.setAllMuted(lounge, false);
	}

	async function closed() {
		while (!agora.isAllMuted(lounge)) await new Promise((done) => setTimeout(done, 50));
		return true;
	}
});
