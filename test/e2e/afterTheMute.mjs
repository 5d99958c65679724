import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { ChatPage } from './chatPage.mjs';
import { openEditor } from './openEditor.mjs';
import { page, seeded, simulator } from './stage.mjs';
import { pictureFile, steps } from './steps.mjs';

// From a message to a notice, on both services: recall, mute and send behind the trigger.

const { tencent, agora } = simulator;
const text = 'Advertising is not allowed here. You can write again in 10 minutes.';

const services = [
	{
		name: 'Tencent Cloud Chat',
		words: 'tencent',
		credential: 'Tencent Cloud Chat (simulator)',
		place: 'Lobby',
		mute: 'Mute users in group',
		placeId: 'groupId',
		admin: 'administrator',
		said: () => tencent.transcript(seeded.tencent.lobby),
		pictures: 50,
	},
	{
		name: 'Agora Chat',
		words: 'agora',
		credential: 'Agora Chat (simulator)',
		place: 'Lounge',
		mute: 'Mute users in chat room',
		placeId: 'chatRoomId',
		admin: 'admin',
		said: () => agora.transcript(seeded.agora.lounge),
		pictures: 60,
	},
];

for (const service of services) {
	const { name, words, credential, place, mute, placeId, admin, said, pictures } = service;
	describe(`${name}: from a message to a notice`, () => {
		let chromium;
		let editor;
		let chat;

		before(async () => {
			({ chromium, editor } = await openEditor());
			chat = new ChatPage(await chromium.open(1100, 640), page.url);
		});
		after(async () => await chromium.close());

		const picture = (title) => editor.picture(pictureFile(title));
		const { start, step } = steps(picture);
		const add = async (action) => {
			await editor.addNext();
			await editor.search(words, name);
			await editor.take(name, editor.found(action));
			await editor.takeAction(action);
			await editor.chooseCredential(credential);
		};

		start('the trigger starts at messages with some words', async () => {
			await editor.newWorkflow();
			await editor.addFirst();
			await editor.search(words, name);
			await picture(`${pictures}-found`);
			await editor.take(name, editor.found('On message'));
			await editor.takeAction('On message');
			await editor.chooseCredential(credential);
			await editor.addField('Add rule', 'Words');
			await editor.fill('words', 'free coins');
			await chat.open(name, place, 'ben_okafor');
			await chat.call(await editor.webhookUrl('Production'));
			await editor.closeNode();
		});

		step('recall the message, without filling in a field', async () => {
			await add('Recall messages');
			await picture(`${pictures + 1}-recall`);
			await editor.closeNode();
		});

		step('mute its sender, in the place of the message', async () => {
			await add(mute);
			await editor.typeExpression(placeId, `{{ $json.${placeId} }}`);
			await editor.closeNode();
		});

		step('tell the sender', async () => {
			await add('Send messages');
			await editor.choose('where', 'User');
			await editor.fill('text', text);
			await picture(`${pictures + 2}-send`);
			await editor.closeNode();
			await editor.publish();
			await picture(`${pictures + 3}-published`);
		});

		step('the message is gone from the page, its sender muted, and the notice there', async () => {
			await chat.write('Free coins for everybody!');
			await chat.muted('ben_okafor');
			await chat.fate('recalled');
			await chat.picture(pictureFile(`${pictures + 4}-recalled`));
			assert.deepEqual(
				said().map(({ fate }) => fate),
				['recalled'],
			);
			assert.equal((await chat.write('Why?')).fate, 'refused');

			await chat.open(name, 'Private, to ben_okafor', admin);
			await chat.page.locator('#messages li').filter({ hasText: text }).waitFor();
			await chat.picture(pictureFile(`${pictures + 5}-notice`));
		});
	});
}
