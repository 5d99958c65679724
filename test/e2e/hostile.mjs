import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { tsImport } from 'tsx/esm/api';
import { called } from './called.mjs';
import { forgeAgora } from './forging.mjs';
import { ChatPage } from './chatPage.mjs';
import { openChromium } from './chromium.mjs';
import { agoraNode, tencentNode } from './services.mjs';
import { api, n8n, page, reset, seeded, simulator } from './stage.mjs';
import { pictureFile } from './steps.mjs';
import { chained, trigger } from './workflows.mjs';

// A member who wants to get a message through, or moderation switched off.

const { reacted } = await tsImport('../simulator/agora/events.ts', import.meta.url);
const { agora } = simulator;
const { lounge } = seeded.agora;

const services = [
	// Nobody is asked before an edit: it is told, and starts the workflow.
	{ title: 'Tencent Cloud Chat', place: 'Lobby', node: tencentNode, edit: 'delivered' },
	{ title: 'Agora Chat', place: 'Lounge', node: agoraNode, edit: 'blocked' },
];
const word = 'FREE coins/for all';
const disguises = [
	'fr\u0001ee co\u007fins', // a browser's field takes no U+0000
	'f\u28001 free\u200b coins',
	'🅵🆁🅴🅴 🅒🅞🅘🅝🅢',
	'ꜰʀᴇᴇ ｃｏｉｎｓ',
	'𝓯𝓻𝓮𝓮 \u{1d159}coins',
	'ΜΑΛΑΚΑΣ',
];

const store = async (title, node, more) =>
	await api.call(
		'POST',
		'workflows',
		chained(
			title,
			trigger(node, {
				events: ['messageBefore', 'messageEdited'],
				answer: 'block',
				rules: { words: 'free coins*\nμαλάκας' },
				...more,
			}),
		),
	);

describe('A hostile member', () => {
	let chromium;
	let chat;

	before(async () => {
		reset();
		chromium = await openChromium();
		chat = new ChatPage(await chromium.open(1100, 640), page.url);
	});
	after(async () => await chromium.close());

	for (const { title, place, node, edit } of services) {
		test(`${title}: a word is found wherever it stands, and however it is written`, async () => {
			const workflow = await store(`${title}: hostile`, node, { options: { includeQuoted: true } });
			await called(workflow, async () => {
				await chat.open(title, place, 'elif');
				const kinds = await chat.kinds();
				assert.equal(kinds.length, 7);
				for (const kind of kinds) {
					const expected = kind.startsWith('Edit') ? edit : 'blocked';
					assert.equal((await chat.write(word, kind)).fate, expected, kind);
					assert.equal((await chat.write('Chess tonight?', kind)).fate, 'delivered', kind);
				}
				for (const text of disguises) {
					assert.equal((await chat.write(text)).fate, 'blocked', JSON.stringify(text));
				}
				await chat.picture(pictureFile(`37-hostile-${place.toLowerCase()}`));
				await api.lastExecution(workflow.id, kinds.length + disguises.length);
				assert.equal(await api.countExecutions(workflow.id), kinds.length + disguises.length);
			});
		});
	}

	test('Agora Chat: the ID of a room that is written as a number loses none of its digits', async () => {
		const { support } = seeded.agora; // beyond what a number can hold
		const workflow = await store('Agora Chat: IDs as numbers', agoraNode, {
			answer: 'pass',
			filters: { places: support },
			rules: {},
		});
		await called(workflow, async () => {
			const address = `${n8n.url}/webhook/${workflow.nodes[0].webhookId}/callback`;
			const { status } = await forgeAgora(agora, support, address, { idsAsNumbers: true });
			assert.equal(status, 200);
			const { nodes } = await api.lastExecution(workflow.id);
			assert.equal(nodes.Message.outputs[0][0].json.chatRoomId, support);
		});
	});

	test('Agora Chat: no key, no depth and no size lets a message pass, or the rule be switched off', async () => {
		const workflow = await store('Agora Chat: hostile keys', agoraNode);
		await called(workflow, async () => {
			const deep = JSON.parse(`${'{"a":'.repeat(500)}1${'}'.repeat(500)}`);
			const exts = ['constructor', 'prototype', '__proto__', 'toString'].map((name) =>
				JSON.parse(`{"${name}":{"x":["y"]}}`),
			);
			for (const ext of [...exts, deep]) {
				const said = { id: lounge, from: 'elif', ext };
				assert.equal((await agora.sendMessage({ ...said, text: word })).fate, 'blocked');
				assert.equal((await agora.sendMessage({ ...said, text: 'Hello!' })).fate, 'delivered');
			}
			const marks = `a${'\u0301\u0323'.repeat(240_000)}`;
			const [large, beside] = await Promise.all(
				[marks, word].map((text) => agora.sendMessage({ id: lounge, from: 'elif', text })),
			);
			assert.deepEqual([large.fate, beside.fate], ['delivered', 'blocked']);
			for (let i = 0; i < 100; i++) {
				agora.callbacks.tell(reacted('elif', 'dmitri', `${i}`));
				await agora.callbacks.outbox.settled();
			}
			for (const rule of agora.callbacks.rules) assert.equal(agora.callbacks.isBanned(rule), false);
			for (const { answer } of agora.callbacks.outbox.sent) assert.equal(answer?.status, 200);
		});
	});
});
