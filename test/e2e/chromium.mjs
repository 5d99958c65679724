import { existsSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { canInstall, installPackages } from '../editor/debian.mjs';
import { cache } from '../editor/paths.mjs';
import { run } from '../editor/processes.mjs';
import { sayWhile } from '../editor/say.mjs';
import { patienceMs } from './patience.mjs';

const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium';
const folder = join(cache, 'e2e/tools');
const manifest = join(folder, 'node_modules/playwright-core/package.json');

/** Sees to it that there are Chromium and what drives it. */
export async function installChromium() {
	if (!existsSync(chromium)) {
		if (process.env.CHROMIUM || !canInstall()) {
			throw new Error(
				`There is no Chromium at ${chromium}. Install it, or name its path in the variable CHROMIUM.`,
			);
		}
		await installPackages('Chromium', 'chromium');
	}
	await mkdir(folder, { recursive: true });
	for (const file of ['package.json', 'package-lock.json']) {
		await cp(fileURLToPath(new URL(file, import.meta.url)), join(folder, file));
	}
	if (!existsSync(manifest)) {
		const quietly = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
		await sayWhile('Installing playwright-core', run('npm', ['ci', ...quietly], { cwd: folder }));
	}
}

/** Chromium with a window of a common size, which calls nobody by itself. */
export async function openChromium() {
	const playwright = createRequire(manifest)('playwright-core');
	playwright.selectors.setTestIdAttribute('data-test-id');
	const browser = await playwright.chromium.launch({
		executablePath: chromium,
		args: [
			'--no-sandbox',
			'--disable-gpu',
			'--disable-quic',
			'--no-first-run',
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync',
		],
	});
	async function open(width, height) {
		const viewport = { width, height };
		const page = await browser.newPage({ viewport, reducedMotion: 'reduce' });
		page.setDefaultTimeout(patienceMs);
		await page.addInitScript(withoutDelays);
		return page;
	}
	return { page: await open(1600, 900), open, close: async () => await browser.close() };
}

/** In each page: nothing moves, and n8n takes what is typed at once. */
function withoutDelays() {
	const style = new CSSStyleSheet();
	style.replaceSync(`*, ::before, ::after {
		animation-duration: 0s !important; animation-delay: 0s !important;
		transition: none !important; scroll-behavior: auto !important;
	}`);
	document.adoptedStyleSheets.push(style);
	sessionStorage.setItem('N8N_DEBOUNCE_MULTIPLIER', '0');
}
