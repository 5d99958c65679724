import { owner } from '../editor/owner.mjs';
import { openChromium } from './chromium.mjs';
import { Editor } from './editor.mjs';
import { n8n, reset } from './stage.mjs';

/** Both services as they were at first, and Chromium, whose first page is the editor with its owner signed in. */
export async function openEditor() {
	reset();
	const chromium = await openChromium();
	const editor = new Editor(chromium.page, n8n.url);
	await editor.signIn(owner);
	return { chromium, editor };
}
