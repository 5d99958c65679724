import { installN8n } from '../editor/install.mjs';
import { runTests } from '../e2e/runTests.mjs';
import { installPostgres } from './postgres.mjs';
import { installRedis } from './redis.mjs';

// npm run test:queue: the packed package in n8n's queue mode, with both services simulated.

await installRedis();
await installPostgres();
await installN8n();
await runTests(new URL('all.mjs', import.meta.url));
