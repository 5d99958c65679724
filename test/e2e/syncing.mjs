import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { openEditor } from './openEditor.mjs';
import { credentials, seeded, simulator } from './stage.mjs';
import { pictureFile, steps } from './steps.mjs';

// From an empty canvas to a mute list that is what somebody typed in.

const { tencent } = simulator;
const { lobby } = seeded.tencent;

describe('Sync Muted, from an empty canvas', () => {
	let chromium;
	let editor;

	before(async () => {
		({ chromium, editor } = await openEditor());
		tencent.mute(lobby, 'farid.k', 'permanent');
	});
	after(async () => await chromium.close());

	const picture = (name) => editor.picture(pictureFile(name));
	const { start, step } = steps(picture);

	start('find Sync Muted among the actions', async () => {
		await editor.newWorkflow();
		await editor.startByHand();
		await editor.search('tencent', 'Tencent Cloud Chat');
		await editor.take('Tencent Cloud Chat', editor.found('Sync muted users of group'));
		await editor.takeAction('Sync muted users of group');
		await editor.chooseCredential(credentials[0].name);
	});

	step('a dry run says who would be muted, unmuted or have another end', async () => {
		await editor.pick('groupId', 'Lobby');
		await editor.typeText('userIds', 'dmitri, elif');
		await editor.addField('Add option', 'Dry Run');
		await editor.flip('dryRun');
		const before = new Map(tencent.mutes(lobby));
		await editor.execute();
		const items = await editor.outputItems();
		await picture('37-sync-dry-run');
		assert.deepEqual(
			items.map(({ userId, muted, change, dryRun }) => [userId, muted, change, dryRun]),
			[
				['dmitri', 'true', 'changed', 'true'],
				['elif', 'true', 'muted', 'true'],
				['farid.k', 'false', 'unmuted', 'true'],
			],
		);
		assert.deepEqual(tencent.mutes(lobby), before);
	});

	step('without it, the list is made so', async () => {
		await editor.flip('dryRun');
		await editor.execute();
		const items = await editor.outputItems();
		await picture('38-sync-output');
		assert.deepEqual(
			items.map(({ userId, change, dryRun }) => [userId, change, dryRun]),
			[
				['dmitri', 'changed', undefined],
				['elif', 'muted', undefined],
				['farid.k', 'unmuted', undefined],
			],
		);
		const mutes = tencent.mutes(lobby);
		assert.deepEqual([...mutes.keys()].sort(), ['dmitri', 'elif']);
		for (const end of mutes.values()) {
			assert.ok(end * 1000 > Date.now() && end * 1000 <= Date.now() + 601_000);
		}
	});

	step('run again, it finds everybody as wanted', async () => {
		await editor.execute();
		// Until it has run, n8n shows the output before, as a success.
		await editor.see('output-panel').getByText('unchanged').first().waitFor();
		const items = await editor.outputItems();
		await picture('39-sync-again');
		assert.deepEqual(
			items.map(({ userId, change }) => [userId, change]),
			[
				['dmitri', 'unchanged'],
				['elif', 'unchanged'],
			],
		);
	});

	step('nobody at all is taken for a mistake, and the error says what to do', async () => {
		await editor.typeExpression('userIds', '{{ [] }}');
		await editor.execute();
		const advice = await editor.error(/'User IDs' parameter names nobody who is to be muted in/);
		await picture('40-sync-nobody');
		assert.match(advice, /set 'If Empty' to 'Unmute Everybody'/);
		assert.equal(tencent.mutes(lobby).size, 2);
	});
});
