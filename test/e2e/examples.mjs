import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { createTable } from '../editor/tables.mjs';
import { answering } from './answering.mjs';
import { called } from './called.mjs';
import { startModel } from './model.mjs';
import { soon } from './polling.mjs';
import { room } from './services.mjs';
import { api, examples, n8n, reset, seeded, simulator } from './stage.mjs';
import { assertMinutes, assertNear } from './times.mjs';
import { workflow as chain } from './workflows.mjs';

// The workflows in examples/, as they are, with nothing but the credentials chosen.

const { tencent, agora } = simulator;
const { lobby, stream, community, topics } = seeded.tencent;
const { lounge, launch, support, book } = seeded.agora;
const example = (id) => examples.find((workflow) => workflow.id === id);

describe('Examples', () => {
	beforeEach(reset);

	test('each has a note that says what to change', () => {
		assert.equal(examples.length, 14);
		for (const { name, nodes } of examples) {
			const notes = nodes.filter(({ type }) => type === 'n8n-nodes-base.stickyNote');
			assert.ok(
				notes.some(({ parameters }) => parameters.content.includes('What to change')),
				name,
			);
		}
	});

	test('webhook-moderation blocks forbidden words, mutes who wrote them, and notes it down', async () => {
		const workflow = example('webhook-moderation');
		const write = async (message) => await tencent.sendMessage({ groupId: lobby, ...message });
		await createTable(n8n.url, workflow);
		await called(workflow, async () => {
			const fine = await write({ from: 'ben_okafor', text: 'Hello!' });
			assert.equal(fine.fate, 'delivered');

			const held = await write({ from: 'ben_okafor', text: 'ＦREE  coins here' });
			assert.deepEqual([held.fate, held.error.code], ['blocked', 10100]);
			assert.match(held.error.info, /write again in 10 minutes/);
			const { nodes } = await api.lastExecution(workflow.id);
			const { mutedUntil } = nodes['Mute sender'].outputs[0][0].json;
			assertMinutes(Date.parse(mutedUntil), 10);
			// Each has counted from when it had the request.
			assertNear(tencent.mutes(lobby).get('ben_okafor') * 1000, Date.parse(mutedUntil));
			const [{ json: row }] = nodes['Note it down'].outputs[0];
			assert.deepEqual(
				[row.groupId, row.userId, row.word, row.text, row.mutedUntil],
				[lobby, 'ben_okafor', 'free coins', held.text, mutedUntil],
			);

			const again = await write({ from: 'ben_okafor', text: 'Why?' });
			assert.deepEqual([again.fate, again.error.code], ['refused', 10017]);

			const inTopic = { groupId: community, topicId: topics.news, from: 'farid.k' };
			assert.equal((await write({ ...inTopic, text: 'Casinos!' })).fate, 'blocked');
			await api.lastExecution(workflow.id, 2);
			assert.ok(tencent.mutes(community, topics.news).has('farid.k'));
			assert.ok(!tencent.mutes(community).has('farid.k'));
		});
		assert.equal(await api.countExecutions(workflow.id), 2);
	});

	test('ai-review holds a suspicious message until a model has decided', async () => {
		const model = await startModel([], (messages) => {
			const harmful = messages.at(-1).content.includes('you idiot');
			return JSON.stringify({ harmful, harmless: !harmful });
		});
		const workflow = await api.call(
			'POST',
			'workflows',
			await withModel('ai-review', 'Is it harmful?', model.url),
		);
		const write = async (from, text) => await agora.sendMessage({ id: lounge, from, text });
		try {
			await called(workflow, async () => {
				assert.equal((await write('elif', 'Good morning!')).fate, 'delivered');
				assert.equal(model.requests.length, 0);

				assert.equal((await write('elif', 'That film killed me')).fate, 'delivered');
				assert.equal(model.requests.length, 1);

				const held = await write('farid.k', 'Get lost, you idiot');
				assert.deepEqual([held.fate, held.error.info], ['blocked', 'Not in this tone, please.']);
				const { status, error } = await api.lastExecution(workflow.id, 2);
				assert.equal(status, 'success', error?.message);
				assertMinutes(agora.mutes(lounge).get('farid.k'), 10);
				assert.ok(!agora.mutes(lounge).has('elif'));
				const [notice] = agora.privateTranscript('admin', 'farid.k');
				assert.match(notice.shown, /not in this tone/);
			});
		} finally {
			model.stop();
		}
	});

	test('ai-review takes a message back that went out before the model had decided', async () => {
		const verdict = JSON.stringify({ harmful: true, harmless: false });
		const model = await startModel([], verdict, 4000);
		const workflow = await api.call(
			'POST',
			'workflows',
			await withModel('ai-review', 'Is it harmful?', model.url),
		);
		try {
			await called(workflow, async () => {
				const late = await agora.sendMessage({ id: lounge, from: 'farid.k', text: 'idiots' });
				assert.equal(late.fate, 'delivered');
				const { status, error } = await api.lastExecution(workflow.id);
				assert.equal(status, 'success', error?.message);
				assert.deepEqual(
					agora.transcript(lounge).map(({ fate }) => fate),
					['recalled'],
				);
				assert.equal(agora.privateTranscript('admin', 'farid.k').length, 1);
			});
		} finally {
			model.stop();
		}
	});

	test('flood-and-raid mutes who floods, and closes the group that is raided', async () => {
		const { id, ...copy } = structuredClone(example('flood-and-raid'));
		const wait = copy.nodes.find(({ type }) => type.endsWith('.wait'));
		Object.assign(wait.parameters, { amount: 1, unit: 'seconds' });
		const stored = await api.call('POST', 'workflows', copy);
		const write = async (from, text) =>
			(await tencent.sendMessage({ groupId: stream, from, text })).fate;
		await called({ ...copy, ...stored }, async () => {
			const fates = [];
			for (let i = 0; i < 20; i++) fates.push(await write('elif', 'gg'));
			assert.deepEqual(fates.slice(0, 6), [...Array(5).fill('delivered'), 'dropped']);
			assert.ok(fates.slice(6).every((fate) => fate === 'dropped' || fate === 'refused'));
			await api.lastExecution(stored.id, 1);
			assertMinutes(tencent.mutes(stream).get('elif') * 1000, 1);

			for (let i = 0; i < 14; i++) {
				fates.push(await write(`raider_${i}`, 'Join our server, it is better'));
			}
			assert.equal(fates.slice(20).filter((fate) => fate === 'delivered').length, 10);
			const { status, error } = await api.lastExecution(stored.id, 2);
			assert.equal(status, 'success', error?.message);
			assert.equal(tencent.isAllMuted(stream), false);
			const [told, ...more] = tencent.transcript(seeded.tencent.team);
			assert.match(told.shown, /Raid in .*Join our server, it is better/);
			assert.deepEqual(more, []);
		});
		assert.equal(await api.countExecutions(stored.id), 2);
		const closed = tencent.requests.filter(({ body }) => body?.MuteAllMember === 'On');
		assert.equal(closed.length, 1);
	});

	test('report-to-action mutes, recalls, tells, and opens a case', async () => {
		const id = await withModerators('report-to-action');
		await api.publish(id, async () => {
			const sent = await tencent.sendMessage({ groupId: lobby, from: 'elif', text: 'Buy coins' });
			const body = { groupId: lobby, userId: 'elif', messageId: String(sent.seq) };
			assert.equal((await post('report', body, '')).status, 401);

			const { status, body: noted } = await post('report', body);
			assert.equal(status, 200);
			assertMinutes(tencent.mutes(lobby).get('elif') * 1000, 60);
			assert.deepEqual(
				tencent.transcript(lobby).map(({ fate }) => fate),
				['recalled'],
			);
			const [notice, ...more] = tencent.privateTranscript('administrator', 'elif');
			assert.match(
				notice.shown,
				new RegExp(`\\(advertising\\).* at \\d\\d:\\d\\d UTC\\..* case ${noted.id}\\.$`),
			);
			assert.deepEqual(more, []);
			assert.deepEqual(
				[noted.userId, noted.messageId, noted.recalled, noted.told],
				['elif', String(sent.seq), true, true],
			);

			// The message is gone already: all else is done.
			const { body: again } = await post('report', { ...body, userId: 'farid.k' });
			assert.deepEqual([again.recalled, again.told], [false, true]);
			assert.ok(tencent.mutes(lobby).has('farid.k'));
			assert.equal(again.id, noted.id + 1);
		});
	});

	test('ai-review lets a message pass where the model fails', async () => {
		const host = await answering(() => ({ status: 400, body: '{"error":{"message":"no"}}' }));
		const workflow = await api.call(
			'POST',
			'workflows',
			await withModel('ai-review', 'Is it harmful?', host),
		);
		await called(workflow, async () => {
			const sent = await agora.sendMessage({ id: lounge, from: 'elif', text: 'idiots' });
			assert.equal(sent.fate, 'delivered');
			assert.equal((await api.lastExecution(workflow.id)).status, 'error');
		});
	});

	test('mute-audit-log notes down who muted whom, and who closed a room', async () => {
		const workflow = example('mute-audit-log');
		const logged = async (nth) => {
			const { status, error, nodes } = await api.lastExecution(workflow.id, nth);
			assert.equal(status, 'success', error?.message);
			return nodes['Note it down'].outputs[0].map(({ json }) => json);
		};
		const run = async (parameters) => await api.run(chain('Moderators', room.node(parameters)));
		await called(workflow, async () => {
			await run({ operation: 'mute', userIds: 'elif, farid.k', duration: 30 });
			const rows = await logged(1);
			assert.deepEqual(
				rows.map(({ event, placeId, userId }) => [event, placeId, userId]),
				[
					['userMuted', lounge, 'elif'],
					['userMuted', lounge, 'farid.k'],
				],
			);
			for (const { mutedUntil, at, operatorId } of rows) {
				assertMinutes(Date.parse(mutedUntil), 30);
				assert.ok(Math.abs(Date.parse(at) - Date.now()) < 60_000);
				assert.ok(operatorId);
			}

			await run({ operation: 'unmute', userIds: 'elif' });
			const [unmuted] = await logged(2);
			assert.deepEqual(
				[unmuted.event, unmuted.userId, unmuted.mutedUntil],
				['userUnmuted', 'elif', null],
			);

			await run({ operation: 'muteAll' });
			const [closed] = await logged(3);
			assert.deepEqual([closed.event, closed.placeId, closed.userId], ['allMuted', lounge, null]);
		});
	});

	test('tell-moderators writes one message about all that has changed', async () => {
		const messages = [];
		const url = await answering(async (request) => {
			messages.push(JSON.parse(Buffer.concat(await request.toArray()).toString()));
			return { status: 200, body: '{}' };
		});
		const { id, ...copy } = structuredClone(example('tell-moderators'));
		const [trigger] = copy.nodes.filter(({ type }) => type.endsWith('MuteListTrigger'));
		trigger.parameters.pollTimes = soon();
		copy.nodes.find(({ name }) => name === 'Tell the channel').parameters.url = url;
		const stored = await api.call('POST', 'workflows', { ...copy, name: `${copy.name}, soon` });

		await api.publish(stored.id, async () => {
			const end = Date.now() + 3_600_000;
			tencent.mute(lobby, 'dmitri', 0);
			tencent.mute(lobby, 'elif', end);
			tencent.mute(community, 'ben_okafor', 'permanent', topics.news);
			const { status, error } = await api.lastExecution(stored.id);
			assert.equal(status, 'success', error?.message);
		});
		const [{ text }, ...others] = messages;
		assert.deepEqual(others, []);
		const [elif, dmitri, ben, ...more] = text.split('\n');
		assert.match(elif, new RegExp(`^elif in ${lobby}: muted until \\d+ \\w+, \\d\\d:\\d\\d$`));
		assert.deepEqual(
			[dmitri, ben, more],
			[`dmitri in ${lobby}: unmuted`, `ben_okafor in ${topics.news}: muted permanently`, []],
		);
	});

	test('scheduled-mute-list-export makes a CSV file by its schedule', async () => {
		const { id, ...copy } = structuredClone(example('scheduled-mute-list-export'));
		const trigger = copy.nodes.find(({ type }) => type.endsWith('.scheduleTrigger'));
		trigger.parameters.rule = { interval: [{ field: 'seconds', secondsInterval: 1 }] };
		const stored = await api.call('POST', 'workflows', { ...copy, name: `${copy.name}, now` });

		const { mode, nodes } = await api.publish(stored.id, () => api.lastExecution(stored.id));
		assert.equal(mode, 'trigger');
		const { fileName, ...file } = nodes['Convert to CSV'].outputs[0][0].binary.data;
		assert.match(fileName, /^muted-20\d\d-\d\d-\d\d\.csv$/);
		const [head, ...rows] = (await api.content(file)).trim().split('\n');
		assert.equal(head, 'groupId,userId,muted,permanent,mutedUntil,remainingSeconds');
		assert.match(rows[0], new RegExp(`^${lobby},dmitri,TRUE,FALSE,20\\d\\d-[^,]+Z,\\d{4}$`));
		assert.deepEqual(rows.slice(1), [`${stream},spam_4711,TRUE,TRUE,,`]);
	});

	test('export-all-mute-lists makes one CSV file of every group and room', async () => {
		const rows = await exportedRows();
		const time = '20\\d\\d-[^,]+Z';
		const expected = [
			`Tencent,group,${lobby},Lobby,dmitri,FALSE,${time},`,
			`Tencent,group,${stream},Live: Friday Stream,spam_4711,TRUE,,`,
			`Agora,chat room,${lounge},Lounge,dmitri,FALSE,${time},`,
			`Agora,chat room,${launch},Product Launch,spam_4711,TRUE,,`,
			`Agora,chat group,${support},Support Crew,elif,FALSE,${time},`,
			`Agora,chat group,${book},Book Club,spam_4711,TRUE,,`,
		];
		assert.equal(rows.length, expected.length);
		for (const line of expected) assert.match(rows.join('\n'), new RegExp(`^${line}$`, 'm'));
	});

	test('export-all-mute-lists says which group it could not read', async () => {
		// Dismissed in the moment in which it is read.
		tencent.faults.next('slow', 1, ({ body }) => {
			if (body?.GroupId === stream) tencent.removeGroup(stream);
			return false;
		});
		const rows = await exportedRows();
		const [row, ...others] = rows.filter((line) => line.includes(stream));
		assert.match(row, /^Tencent,group,[^,]+,Live: Friday Stream,,,,.*does not exist/);
		assert.deepEqual(others, []);
		assert.equal(rows.length, 6);
	});

	test('ladder warns, mutes, bans, tells each time, and forgives', async () => {
		const id = await withModerators('ladder');
		const told = (user) => agora.privateTranscript('admin', user).map(({ shown }) => shown);
		await api.publish(id, async () => {
			assert.equal(
				(await post('offence', { userId: 'dmitri', chatGroupId: support }, '')).status,
				401,
			);

			const first = await post('offence', { userId: 'Dmitri ', chatGroupId: support });
			assert.deepEqual([first.status, first.body.sent], [200, true]);
			assert.ok(!agora.mutes(support).has('dmitri'));

			await post('offence', { userId: 'elif', chatGroupId: book });
			await post('offence', { userId: 'dmitri', chatGroupId: support });
			assertMinutes(agora.mutes(support).get('dmitri'), 10);
			await post('offence', { userId: 'dmitri', chatGroupId: support });
			assertMinutes(agora.mutes(support).get('dmitri'), 24 * 60);
			await post('offence', { userId: 'dmitri', chatGroupId: support });
			assert.ok(agora.blockList(support).has('dmitri'));
			assert.ok(!agora.members(support).has('dmitri'));

			const words = [/warning/, /10 minutes/, /a day/, /banned/];
			assert.equal(told('dmitri').length, 4);
			for (const [i, text] of told('dmitri').entries()) assert.match(text, words[i]);
			assert.equal(told('elif').length, 1);

			await forgive('Dmitri');
			assert.ok(!agora.blockList(support).has('dmitri'));
			await post('offence', { userId: 'dmitri', chatGroupId: support });
			assert.match(told('dmitri').at(-1), /warning/);
		});
	});

	test('spreadsheet-mute-until mutes until the dates, and tells which rows failed', async () => {
		const { status, nodes } = await api.runStored(
			'spreadsheet-mute-until',
			'When clicking ‘Execute workflow’',
		);
		assert.equal(status, 'success');
		const days = (userId) => (tencent.mutes(lobby).get(userId) - Date.now() / 1000) / 86_400;
		for (const [userId, most] of Object.entries({ dmitri: 3, elif: 3, grace_h: 14 })) {
			assert.ok(days(userId) > most - 1.1 && days(userId) < most, userId);
		}
		assert.equal(tencent.mutes(lobby).size, 3);
		assert.equal(nodes['Rows that are done'].outputs[0].length, 3);
		const [failed, ...others] = nodes['Rows that failed'].outputs[0];
		assert.equal(failed.json.details.userId, 'not-a-member');
		assert.deepEqual(others, []);
		assert.ok(tencent.requests.filter(({ code }) => code === 0).length >= 2);
	});

	test('sheet-is-the-truth makes the mute lists what the sheet says, and nothing the second time', async () => {
		const sync = async () => {
			const { status, error, nodes } = await api.runStored('sheet-is-the-truth', 'Every hour');
			assert.equal(status, 'success', error?.message);
			const rows = nodes['Rows that are done'].outputs[0].map(({ json }) => json);
			return Object.fromEntries(rows.map(({ userId, change }) => [userId, change]));
		};
		tencent.mute(lobby, 'farid.k', 'permanent');
		assert.deepEqual(await sync(), {
			dmitri: 'changed',
			elif: 'muted',
			'farid.k': 'unmuted',
			spam_4711: 'unmuted',
		});
		assert.deepEqual([...tencent.mutes(lobby).keys()].sort(), ['dmitri', 'elif']);
		assert.equal(tencent.mutes(stream).size, 0);
		for (const [userId, days] of [
			['dmitri', 3],
			['elif', 14],
		]) {
			const left = (tencent.mutes(lobby).get(userId) - Date.now() / 1000) / 86_400;
			assert.ok(left > days - 1.1 && left <= days, userId);
		}
		assert.deepEqual(await sync(), { dmitri: 'unchanged', elif: 'unchanged' });
	});

	test('sheet-is-the-truth sends a message instead where more than a hundred would be unmuted', async () => {
		for (let i = 0; i < 101; i++) tencent.mute(stream, `viewer_${i}`, 'permanent');
		const before = tencent.mutes(stream).size;
		const host = await answering(() => ({ status: 200, body: '{}' }));
		const { id, ...copy } = structuredClone(example('sheet-is-the-truth'));
		const message = copy.nodes.find(({ type }) => type.endsWith('.httpRequest'));
		message.parameters.url = host;
		const stored = await api.call('POST', 'workflows', copy);
		const { status, error, nodes } = await api.runStored(stored.id, 'Every hour');
		assert.equal(status, 'success', error?.message);
		assert.equal(nodes['Say so instead'].outputs[0].length, 1);
		assert.ok(!('Make it so' in nodes));
		assert.equal(tencent.mutes(stream).size, before);
	});

	test('quiet-hours closes group and room, and opens them', async () => {
		await api.runStored('quiet-hours', 'Every day at 22');
		assert.deepEqual([tencent.isAllMuted(lobby), agora.isAllMuted(lounge)], [true, true]);
		await api.runStored('quiet-hours', 'Every day at 7');
		assert.deepEqual([tencent.isAllMuted(lobby), agora.isAllMuted(lounge)], [false, false]);
	});

	test('unmute-on-appeal unmutes whoever asked, unless it is for ever', async () => {
		agora.mute(lounge, 'elif', Date.now() + 3_600_000);
		agora.mute(lounge, 'farid.k', 'permanent');
		await api.publish('unmute-on-appeal', async () => {
			assert.match(await appeal(' Dmitri '), /You can write again/);
			assert.match(await appeal('farid.k'), /muted permanently/);
			assert.match(await appeal('ben_okafor'), /not muted in this room/);
		});
		assert.deepEqual([...agora.mutes(lounge).keys()], ['elif', 'farid.k']);
	});

	test('ai-moderator lets a model mute and list, with a model by script connected', async () => {
		const model = await startModel(
			[
				{ name: 'Mute_users', arguments: { User_IDs: 'ben_okafor, elif', Duration: 60 } },
				{ name: 'List_muted_users', arguments: {} },
			],
			'They are quiet for an hour.',
		);
		try {
			const { status, error, nodes } = await api.run(await moderatorWithModel(model.url));
			assert.equal(status, 'success', error?.message);
			assert.match(nodes.Moderator.outputs[0][0].json.output, /quiet for an hour/);
		} finally {
			model.stop();
		}
		const minutes = (tencent.mutes(lobby).get('elif') - Date.now() / 1000) / 60;
		assert.ok(minutes > 59 && minutes < 61);

		const [{ tools }, , last] = model.requests;
		const mute = tools.find((tool) => tool.function.name === 'Mute_users').function;
		assert.match(mute.description, /Keeps users of the group from writing/);
		assert.deepEqual(Object.keys(mute.parameters.properties), ['User_IDs', 'Duration']);
		const listed = last.messages.at(-1).content;
		for (const userId of ['ben_okafor', 'elif', 'dmitri']) assert.ok(listed.includes(userId));
	});
});

/** The example to talk to, with a model connected and a message waiting in its chat. */
async function moderatorWithModel(url) {
	const copy = await withModel('ai-moderator', 'Moderator', url);
	copy.nodes.sort((a, b) => b.type.endsWith('.chatTrigger') - a.type.endsWith('.chatTrigger'));
	copy.pinData = { [copy.nodes[0].name]: [{ json: { chatInput: 'ben and elif shout' } }] };
	return copy;
}

/** A copy of an example, with a model connected to one of its nodes. */
async function withModel(exampleId, node, url) {
	const { id, ...copy } = structuredClone(example(exampleId));
	const type = 'openAiApi';
	const data = { apiKey: 'by-script', url };
	const credential = await api.call('POST', 'credentials', { name: 'By script', type, data });
	copy.nodes.push({
		id: 'model',
		name: 'Model',
		type: '@n8n/n8n-nodes-langchain.lmChatOpenAi',
		typeVersion: 1.2,
		position: [0, 320],
		parameters: { model: { __rl: true, mode: 'id', value: 'scripted' }, options: {} },
		credentials: { [type]: { id: credential.id, name: credential.name } },
	});
	copy.connections.Model = { ai_languageModel: [[{ node, type: 'ai_languageModel', index: 0 }]] };
	return copy;
}

/** The lines of the file, below its head. */
async function exportedRows() {
	const { status, error, nodes } = await api.runStored(
		'export-all-mute-lists',
		'Every Monday at 6',
	);
	assert.equal(status, 'success', error?.message);
	const { fileName, ...file } = nodes['Convert to CSV'].outputs[0][0].binary.data;
	assert.match(fileName, /^muted-everywhere-20\d\d-\d\d-\d\d\.csv$/);
	const [head, ...rows] = (await api.content(file)).trim().split('\n');
	assert.equal(head, 'service,kind,id,name,userId,permanent,mutedUntil,error');
	return rows;
}

const moderators = { user: 'moderators', password: 'by-script' };

/** A stored copy of an example, with a credential for those who may call it. */
async function withModerators(exampleId) {
	const { id, ...copy } = structuredClone(example(exampleId));
	const type = 'httpBasicAuth';
	const { name, ...stored } = await api.call('POST', 'credentials', {
		name: 'Moderators',
		type,
		data: moderators,
	});
	for (const { credentials } of copy.nodes) {
		if (credentials?.[type]) credentials[type] = { id: stored.id, name };
	}
	return (await api.call('POST', 'workflows', copy)).id;
}

async function post(path, body, password = moderators.password) {
	const response = await fetch(`${n8n.url}/webhook/${path}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', ...authorized(password) },
		body: JSON.stringify({ reason: 'advertising', ...body }),
	});
	const text = await response.text();
	return { status: response.status, body: response.ok ? JSON.parse(text) : text };
}

/** Answered when all of it is done. */
async function forgive(userId) {
	const form = new FormData();
	form.set('field-0', userId);
	const response = await fetch(`${n8n.url}/form/forgive`, {
		method: 'POST',
		headers: authorized(moderators.password),
		body: form,
	});
	assert.equal(response.status, 200);
}

const authorized = (password) => ({
	authorization: `Basic ${Buffer.from(`${moderators.user}:${password}`).toString('base64')}`,
});

/** Sends the form, and waits for its last page as the page itself does. */
async function appeal(userId) {
	const form = new FormData();
	form.set('field-0', userId);
	const sent = await fetch(`${n8n.url}/form/mute-appeal`, { method: 'POST', body: form });
	const waiting = new URL((await sent.json()).formWaitingUrl);
	const status = new URL(waiting);
	status.pathname += '/n8n-execution-status';
	while ((await (await fetch(status)).text()) !== 'form-waiting') await delay(100);
	return await (await fetch(waiting)).text();
}
