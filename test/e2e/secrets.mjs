import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { root } from '../editor/paths.mjs';
import { answering } from './answering.mjs';
import { group, room } from './services.mjs';
import { api, credentials, n8n, simulator, userFolder } from './stage.mjs';
import { workflow } from './workflows.mjs';

// After all the others: what n8n has stored and said by now holds no secret. Its credentials do,
// encrypted.

const built = createRequire(join(root, 'dist/credentials/signing/'));
const { signUserSig } = built('./userSig.js');
const { signAgoraAppToken } = built('./agoraToken.js');
const { tencent, agora } = simulator;

const secrets = {
	'the secret key': tencent.credentials.secretKey,
	'the app certificate': agora.credentials.appCertificate,
	'the client secret': agora.credentials.clientSecret,
	'the callback token': tencent.credentials.callbackToken,
	...Object.fromEntries(
		agora.credentials.callbackSecrets
			.split(', ')
			.map((secret, i) => [`callback secret ${i + 1}`, secret]),
	),
	'a fetched token': `YWMt${Buffer.from('easemob-token-').toString('base64url').slice(0, -1)}`,
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
	for (const [i, place] of [group, room].entries()) {
		test(`in rows that echo the request as they are put out, ${place.title}`, async () => {
			const { status, nodes } = await api.run(await echoing(credentials[i], place));
			assert.equal(status, 'success');
			const [[{ json }]] = nodes.Chat.outputs;
			assert.match(json.note, /^The request: .*\[hidden\]/);
			assertNone(JSON.stringify(json), 'the row');
		});
	}

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

/** Lists the mutes of a careless service. */
async function echoing({ name, type, data }, place) {
	const host = await answering(({ url, headers }) => {
		const note = `The request: ${url} ${headers.authorization}`;
		const ends = { MutedUntil: 4_294_967_295, expire: 4_638_873_600_000 };
		const rows = [{ Member_Account: 'ann', user: 'ann', ...ends, note }];
		const body = { ErrorCode: 0, ActionStatus: 'OK', MutedAccountList: rows, data: rows };
		return { status: 200, body: JSON.stringify(body) };
	});
	const stored = await api.call('POST', 'credentials', {
		name: `${name}, echoing`,
		type,
		data: { ...data, host, baseUrl: host },
	});
	const node = place.node({ operation: 'getMuted', options: { simplify: false } });
	node.credentials = { [type]: { id: stored.id, name: stored.name } };
	return workflow(`${place.title}: echoing`, node);
}

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
