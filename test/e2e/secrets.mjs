import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { root } from '../editor/paths.mjs';
import { api, n8n, simulator, userFolder } from './stage.mjs';

// After all the others: what n8n has stored and said by now holds no secret. Its credentials do,
// encrypted.

const built = createRequire(join(root, 'dist/credentials/signing/'));
const { signUserSig } = built('./userSig.js');
const { signAgoraAppToken } = built('./agoraToken.js');
const { tencent, agora } = simulator;

const secrets = {
	'the secret key': tencent.credentials.secretKey,
	'the app certificate': agora.credentials.appCertificate,
	'a UserSig': commonStart((issuedAtSeconds) =>
		signUserSig({ ...tencent.credentials, issuedAtSeconds, lifetimeSeconds: 86_400 }),
	),
	'an app token': commonStart((issuedAtSeconds) =>
		signAgoraAppToken({
			...agora.credentials,
			issuedAtSeconds,
			lifetimeSeconds: 86_400,
			salt: issuedAtSeconds % 1000,
		}),
	),
};

describe('No secret', () => {
	test('in saved executions, failed ones among them', async () => {
		const executions = await api.executions();
		assert.ok(executions.length > 25 && executions.some(({ status }) => status === 'error'));
		for (const execution of executions) assertNone(JSON.stringify(execution), execution.id);
	});

	test("in n8n's database and other files", async () => {
		const files = await readdir(userFolder, { recursive: true, withFileTypes: true });
		const paths = files.filter((file) => file.isFile()).map(({ path, name }) => join(path, name));
		assert.ok(paths.some((path) => path.endsWith('database.sqlite')));
		for (const path of paths) assertNone(await readFile(path), path);
	});

	test('in what n8n logs', () => {
		assert.match(n8n.output(), /debug/);
		assertNone(n8n.output(), 'the log');
	});
});

function assertNone(text, where) {
	for (const [what, secret] of Object.entries(secrets)) {
		assert.ok(!text.includes(secret), `${where} holds ${what}`);
	}
}

/** How all signatures begin that are made now: with the same key, minutes apart. */
function commonStart(sign) {
	const now = Math.floor(Date.now() / 1000);
	const [one, other] = [sign(now - 700), sign(now + 1)];
	let length = 0;
	while (one[length] === other[length]) length += 1;
	assert.ok(length >= 12, 'long enough to be told from other text');
	return one.slice(0, length);
}
