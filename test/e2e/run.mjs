import { installN8n } from '../editor/install.mjs';
import { installChromium } from './chromium.mjs';
import { runTests } from './runTests.mjs';

// npm run test:e2e: the packed package in the real n8n, with both services simulated.

await installN8n();
await installChromium();
await runTests(new URL('all.mjs', import.meta.url));
