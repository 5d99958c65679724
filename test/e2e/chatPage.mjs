/** What a person does on the simulator's page. */
export class ChatPage {
	constructor(page, url) {
		this.page = page;
		this.url = url;
	}

	async open(service, place, user) {
		await this.page.goto(this.url);
		await this.page.locator('#service').selectOption({ label: service });
		await this.page.locator('#place').selectOption({ label: place });
		await this.page.locator('#from').selectOption(user);
	}

	/** Sets the address that the service calls. */
	async call(url) {
		await this.page.locator('#callback-url').fill(url);
		await this.page.locator('#save').click();
		await this.page.locator('#saved').filter({ hasText: 'asked and told' }).waitFor();
	}

	/** Writes, and waits for what becomes of it. @param kind what the text is sent as */
	async write(text, kind = 'Text') {
		await this.page.locator('#kind').selectOption(kind);
		const before = await this.page.locator('#messages li[data-fate]').count();
		await this.page.locator('#text').fill(text);
		await this.page.locator('#send').click();
		const message = this.page.locator('#messages li[data-fate]').nth(before);
		await message.waitFor();
		return { fate: await message.getAttribute('data-fate'), shown: await message.innerText() };
	}

	/** Sends it twelve times at once, by one user or by twelve; how many were delivered. */
	async many(how, text) {
		await this.page.locator('#text').fill(text);
		await this.page.locator(`#${how}`).click();
		const outcome = this.page.locator('#outcome').filter({ hasText: 'were delivered' });
		await outcome.waitFor();
		return Number.parseInt(await outcome.innerText());
	}

	/** Waits until that has become of a message. */
	async fate(name) {
		await this.page.locator(`#messages li[data-fate=${name}]`).first().waitFor();
	}

	async kinds() {
		return await this.page.locator('#kind option').allInnerTexts();
	}

	/** Waits until somebody is muted; until when. */
	async muted(user) {
		const row = this.page.locator('#mutes tr').filter({ hasText: user });
		await row.waitFor();
		return await row.innerText();
	}

	async picture(path) {
		await this.page.screenshot({ path });
	}
}
