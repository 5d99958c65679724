import { eventually, glanceMs } from './patience.mjs';

/** What a person does in n8n's editor, each deed by what is to be seen on the screen. */
export class Editor {
	constructor(page, url) {
		this.page = page;
		this.url = url;
	}

	see = (testId) => this.page.getByTestId(testId);
	parameter = (name, within = this.page) => within.getByTestId(`parameter-input-${name}`);
	node = (name) => this.page.locator(`[data-test-id=canvas-node][data-node-name="${name}"]`);

	async signIn({ email, password }) {
		await this.page.goto(`${this.url}/signin`);
		await this.page.getByLabel('Email').fill(email);
		await this.page.getByLabel('Password').fill(password);
		await this.page.getByRole('button', { name: 'Sign in' }).click();
		await this.page.waitForURL('**/home/**');
	}

	async newWorkflow() {
		await this.page.goto(`${this.url}/workflow/new`);
		await this.see('canvas-add-button').waitFor();
	}

	/** Clicks until what comes of it is to be seen: n8n may render anew what is clicked, and then it hits nothing. */
	async click(what, effect) {
		await eventually(async () => {
			if (await effect.isVisible()) return;
			await what.click({ timeout: glanceMs });
			await effect.waitFor({ timeout: glanceMs });
		});
	}

	/** Opens the panel of nodes on the empty canvas. */
	async addFirst() {
		await this.click(this.see('canvas-add-button'), this.see('node-creator-search-bar'));
	}

	/** Opens the panel of nodes behind the only node on the canvas. */
	async addNext() {
		await this.click(this.see('canvas-handle-plus').first(), this.see('node-creator-search-bar'));
	}

	/** Puts a trigger on the empty canvas, and opens the panel for the next node. */
	async startByHand() {
		await this.addFirst();
		await this.take('Trigger manually', this.see('canvas-handle-plus').first());
		await this.addNext();
	}

	/** Searches in the panel of nodes and actions that is open, until this is found. */
	async search(words, name) {
		await this.see('node-creator-search-bar').fill(words);
		await this.found(name).waitFor();
	}

	/** Takes what was found, until what comes of it is to be seen. */
	async take(name, effect) {
		await this.click(this.found(name), effect);
	}

	/** Takes an action of the node whose actions the panel shows. */
	async takeAction(name) {
		await this.take(name, this.see('ndv'));
	}

	found = (name) =>
		this.see('node-creator-item-name').filter({
			has: this.page.getByText(name, { exact: true }),
		});

	/** Puts the node that was found on the canvas: it has no actions to choose from. */
	async addFound(name) {
		const add = this.page.getByRole('button', { name: 'Add to workflow' });
		await this.take(name, add);
		await this.click(add, this.see('ndv'));
	}

	async importFile(path) {
		await this.newWorkflow();
		// The menu's "Import from file" opens the system's own dialog: no page can reach into that.
		await this.page.locator('input[type=file]').first().setInputFiles(path);
		await this.see('canvas-node').first().waitFor();
	}

	async fitCanvas() {
		await this.see('zoom-to-fit').click();
		await this.see('zoom-out-button').click(); // the button to execute covers the lowest part
		await this.page.mouse.click(120, 120); // nothing selected
		await this.settle();
	}

	/** The notes whose text is longer than they are. */
	async cutNotes() {
		return await this.see('sticky').evaluateAll((notes) =>
			notes
				.flatMap((note) => [...note.querySelectorAll('*')])
				.filter((part) => part.clientHeight > 40 && part.scrollHeight > part.clientHeight + 2)
				.map((part) => part.innerText),
		);
	}

	/** Chooses a credential that is stored for the node whose panel is open. */
	async chooseCredential(name) {
		await this.see('node-credentials-select').click();
		await this.page.getByRole('option', { name }).locator('visible=true').click();
		await this.settle();
	}

	/** Opens the dialog of a new credential for the node whose panel is open. */
	async newCredential() {
		await this.see('node-credentials-select').click();
		await this.see('node-credentials-select-item-new').click();
		await this.credentialDialog.waitFor();
	}

	get credentialDialog() {
		return this.see('editCredential-modal');
	}

	async fillCredential(fields) {
		for (const [name, value] of Object.entries(fields)) {
			await this.parameter(name, this.credentialDialog).locator('input').fill(value);
		}
	}

	async saveCredential() {
		await this.see('credential-save-button').click();
	}

	async openCredential() {
		await this.see('credential-edit-button').click();
		await this.credentialDialog.waitFor();
	}

	async closeCredential() {
		await this.credentialDialog.getByRole('button', { name: 'Close this dialog' }).click();
		await this.credentialDialog.waitFor({ state: 'hidden' });
	}

	/** Chooses in an ordinary dropdown. */
	async choose(name, label, within) {
		await this.parameter(name, within).getByRole('combobox').click();
		const options = this.page.getByRole('option').locator('visible=true');
		await options.filter({ has: this.page.getByText(label, { exact: true }) }).click();
	}

	/** Opens an ordinary dropdown, to look at it. */
	async openChoice(name) {
		await this.parameter(name).getByRole('combobox').first().click();
		await this.page.getByRole('option').locator('visible=true').first().waitFor();
	}

	/** The descriptions in the open dropdown that are longer than the lines they get. */
	async cutDescriptions() {
		return await this.page
			.locator('.option-description')
			.locator('visible=true')
			.evaluateAll((list) =>
				list.filter((it) => it.scrollHeight > it.clientHeight + 2).map((it) => it.innerText),
			);
	}

	/** Opens the list of a resource locator, searches it if asked to, and gives what it shows. */
	async openList(name, words) {
		await this.parameter(name).getByTestId('rlc-input').click();
		if (words) await this.see('rlc-search').locator('visible=true').fill(words);
		const items = this.see('rlc-item').locator('visible=true');
		await items.first().waitFor();
		return items;
	}

	/** Picks from the list of a resource locator. */
	async pick(name, text) {
		await (await this.openList(name)).filter({ hasText: text }).click();
		await this.settle();
	}

	/** What the field of a resource locator shows as picked. */
	picked = async (name) => await this.parameter(name).locator('input').last().inputValue();

	async closeList() {
		await this.page.keyboard.press('Escape');
		await this.see('rlc-item').locator('visible=true').first().waitFor({ state: 'hidden' });
	}

	/** The names of the parameters that the open panel shows, from top to bottom. */
	async shownParameters() {
		await this.settle();
		return await this.page
			.locator('[data-test-id^="parameter-input-"]')
			.locator('visible=true')
			.evaluateAll((list) =>
				// What is typed into is called so within the parameter.
				list
					.map(({ dataset }) => dataset.testId.split('-').at(-1))
					.filter((name) => name !== 'field'),
			);
	}

	/** Waits for a line in the browser's console. */
	async consoleLine(words) {
		const message = await this.page.waitForEvent('console', {
			predicate: (it) => words.test(it.text()),
		});
		return message.text();
	}

	async closeNode() {
		await this.see('ndv-close-button').click();
		await this.see('ndv').waitFor({ state: 'hidden' });
	}

	async openNode(name) {
		await this.node(name).dblclick();
		await this.see('ndv').waitFor();
	}

	/** What stands below the name of a node on the canvas. */
	subtitle = async (name) => await this.node(name).locator('[class*=_subtitle_]').innerText();

	/** Types text over text. */
	async fill(name, text) {
		await this.parameter(name).locator('textarea, input').fill(text);
	}

	/** Types text over an expression. */
	async typeText(name, text) {
		const field = this.parameter(name).locator('..');
		await field.hover();
		await this.see(`${name}-parameter-input-options-container`)
			.getByTestId('radio-button-fixed')
			.click();
		await this.fill(name, text);
	}

	/** Types an expression over a fixed value. */
	async typeExpression(name, expression) {
		await this.parameter(name).hover();
		await this.see(`${name}-parameter-input-options-container`)
			.getByTestId('radio-button-expression')
			.click();
		const text = JSON.stringify(`=${expression}`).slice(1, -1);
		// n8n takes it over after a while, and saves it then.
		await Promise.all([
			this.page.waitForRequest((request) => request.postData()?.includes(text) ?? false),
			this.parameter(name).locator('.cm-content').first().fill(expression),
		]);
	}

	/** Turns a switch on or off. */
	async flip(name) {
		await this.parameter(name).locator('.el-switch').click();
	}

	/** Adds a field to a collection, whose button says `label`. */
	async addField(label, field) {
		await this.page.locator(`input[placeholder="${label}"]`).click();
		const fields = this.page.getByRole('option').locator('visible=true');
		await fields.filter({ hasText: field }).click();
	}

	/** The address of the trigger whose panel is open: `Test` or `Production`. */
	async webhookUrl(kind) {
		const choice = this.see('ndv').getByText(`${kind} URL`, { exact: true });
		if (!(await choice.isVisible())) await this.page.getByText('Webhook URLs').click();
		await choice.click();
		return (await this.page.locator('.webhook-url').innerText()).trim();
	}

	/** Publishes the workflow that is on the canvas. */
	async publish() {
		await this.settle();
		await this.page.getByRole('button', { name: 'Publish' }).click();
		await this.page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click();
		await this.page.getByRole('button', { name: 'Got it' }).click();
		await this.page.getByRole('button', { name: 'Published' }).waitFor();
	}

	/** Executes the step whose panel is open. */
	async execute() {
		await this.settle();
		await this.see('node-execute-button').click();
	}

	/** The rows of the output as its table shows them, the head first. */
	async outputTable() {
		const output = this.see('output-panel');
		await output.getByTestId('node-run-status-success').waitFor(); // no longer what was before
		await output.getByTestId('radio-button-table').click();
		const rows = output.locator('tr');
		await rows.nth(1).waitFor();
		return await rows.evaluateAll((list) =>
			list.map((row) => [...row.querySelectorAll('th, td')].map((cell) => cell.innerText.trim())),
		);
	}

	/** The items of the output, as its table shows them. */
	async outputItems() {
		const [head, ...rows] = await this.outputTable();
		return rows.map((row) => Object.fromEntries(head.map((name, i) => [name, row[i]])));
	}

	/** Waits for an error with this message; what else the output says of it. */
	async error(message) {
		await this.see('node-error-message').getByText(message).waitFor();
		return await this.see('node-error-description').innerText();
	}

	/** The page has drawn what it knows: without delays and animations it takes no longer. */
	async settle() {
		await this.page.evaluate(
			() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))),
		);
	}

	/** A picture without n8n's passing messages in its corner. */
	async picture(path) {
		await this.settle();
		await this.page.screenshot({ path, style: '.el-notification { visibility: hidden; }' });
	}
}
