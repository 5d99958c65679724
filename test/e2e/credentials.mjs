import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { answering } from './answering.mjs';
import { knowsCauses } from './api.mjs';
import { group, room } from './services.mjs';
import { api, credentials, reset, simulator } from './stage.mjs';
import { workflow } from './workflows.mjs';

// What the Test button of the credential's dialog says.

const [tencent, agora] = credentials;
const nobody = 'http://127.0.0.1:1';
const wrongKey = '0123456789abcdef0123456789abcdef';

/** An Easemob app: its tokens are fetched, and n8n keeps them. */
const { clientId, clientSecret } = simulator.agora.credentials;
const { orgName, appName } = agora.data;
const easemob = await api.call('POST', 'credentials', {
	name: 'Easemob',
	type: agora.type,
	data: {
		host: agora.data.host,
		project: 'orgAndApp',
		orgName,
		appName,
		authentication: 'clientCredentials',
		clientId,
		clientSecret,
		requestsPerSecond: 100,
	},
});
easemob.data = { ...agora.data, authentication: 'clientCredentials', clientId, clientSecret };

const always = async (status, body) => await answering(() => ({ status, body }));
const refusing = async (code) =>
	await always(200, JSON.stringify({ ActionStatus: 'FAIL', ErrorInfo: '', ErrorCode: code }));

/** What n8n says in place of our reason where it does not know the status of the reply, or its absence. */
const ownWords = {
	401: /Authorization failed/,
	403: /Forbidden/,
	404: /could not be found/,
	429: /too many requests/,
	502: /Bad gateway/,
	503: /Service unavailable/,
	none: /refused the connection/,
};

/** The credential, what is changed of it, the reason that is given, and the status that n8n has to know for it. */
const red = {
	'Tencent: a wrong secret key': [
		tencent,
		{ secretKey: wrongKey },
		/signature does not fit.*secret key/,
	],
	'Tencent: an app of another region': [
		tencent,
		{ sdkAppId: 1400000001 },
		/SDKAppID was not found.*region/,
	],
	'Tencent: an identifier that is no admin': [
		tencent,
		{ identifier: 'ben_okafor' },
		/not an app admin/,
	],
	'Tencent: an address of something else': [
		tencent,
		{ baseUrl: simulator.agora.url },
		/The address answers, but not as Tencent Cloud Chat does/,
		404,
	],
	'Tencent: http:// to another machine': [
		tencent,
		{ baseUrl: 'http://chat.example.com' },
		/https:\/\//,
	],
	'Tencent: nobody there': [tencent, { baseUrl: nobody }, /ECONNREFUSED/, 'none'],
	'Tencent: a UserSig that does not verify': [
		tencent,
		{ baseUrl: await refusing(70346) },
		/UserSig could not be verified.*secret key/,
	],
	'Tencent: too many calls': [tencent, { baseUrl: await refusing(60007) }, /Too many calls/],
	'Tencent: a code that nobody documents': [
		tencent,
		{ baseUrl: await refusing(60999) },
		/a code that it does not document/,
	],
	'Tencent: a broken gateway': [
		tencent,
		{ baseUrl: await always(502, '<html></html>') },
		/Tencent Cloud Chat cannot be reached.*502/,
		502,
	],
	'Agora: no rights': [
		agora,
		{ host: await always(401, '{"error_description":"No organization access"}') },
		/does not let it do this.*plan/,
		401,
	],
	'Agora: forbidden': [agora, { host: await always(403, '{}') }, /forbids the call.*console/, 403],
	'Agora: too many calls': [agora, { host: await always(429, '') }, /Too many requests/, 429],
	'Agora: a broken gateway': [
		agora,
		{ host: await always(503, '<html></html>') },
		/Agora Chat cannot be reached.*503/,
		503,
	],
	'Agora: a wrong certificate': [
		agora,
		{ appCertificate: wrongKey },
		/does not accept the token.*certificate/,
		401,
	],
	'Agora: a project the host does not know': [
		agora,
		{ appName: 'another' },
		/does not know this project/,
		404,
	],
	'Agora: an address of something else': [
		agora,
		{ host: simulator.tencent.url },
		/not as Agora Chat does|does not know/i,
	],
	'Agora: http:// to another machine': [agora, { host: 'http://chat.example.com' }, /https:\/\//],
	'Agora: nobody there': [agora, { host: nobody }, /ECONNREFUSED/, 'none'],
	'Easemob: a wrong client ID': [
		easemob,
		{ clientId: 'YXA6nobody' },
		/does not know the client ID/,
	],
	'Easemob: a wrong client secret': [
		easemob,
		{ clientSecret: wrongKey },
		/client secret does not fit.*'Client Secret'/,
	],
	'Easemob: a project the host does not know': [
		easemob,
		{ appName: 'another' },
		/does not know this project/,
	],
	'Easemob: an app ID': [
		easemob,
		{ project: 'appId' },
		/cannot be 'Client Credentials' where 'Project' is 'App ID'/,
	],
	'Easemob: nobody there': [easemob, { host: nobody }, /the host cannot be reached/],
};

describe('Credential test', () => {
	for (const credential of [...credentials, easemob]) {
		test(`${credential.name}: green`, async () => {
			assert.deepEqual(await tested(credential), {
				status: 'OK',
				message: 'Connection successful!',
			});
		});
	}
	for (const [name, [credential, changes, reason, repliedWith]] of Object.entries(red)) {
		test(`${name}: red, with the reason`, async () => {
			const { status, message } = await tested(credential, changes);
			assert.equal(status, 'Error');
			const isTold = knowsCauses || repliedWith === undefined;
			assert.match(message, isTold ? reason : ownWords[repliedWith]);
		});
	}
});

const wrong = {
	'Secret Key': [group, tencent, { secretKey: ' ' }],
	'App Certificate': [room, agora, { appCertificate: 'short' }],
	'Client Secret': [room, easemob, { clientSecret: wrongKey }],
};

for (const [field, [place, { type, data }, changes]] of Object.entries(wrong)) {
	test(`a run says at once that it is the ${field} that is wrong`, async () => {
		const name = `Wrong: ${field}`;
		const wrongData = { ...data, ...changes };
		const { id } = await api.call('POST', 'credentials', { name, type, data: wrongData });
		const node = place.node({ operation: 'getMuted' });
		node.credentials = { [type]: { id, name } };
		const { status, error } = await api.run(workflow(name, node));
		assert.equal(status, 'error');
		assert.match(error.message, new RegExp(`'${field}'.*\\(code CREDENTIAL\\)`));
	});
}

test('Easemob: a token is fetched once, kept by n8n, and used by later runs', async () => {
	const { agora: service } = simulator;
	const { id, name, type } = await api.call('POST', 'credentials', {
		name: 'Easemob, in use',
		type: easemob.type,
		// Another address for the same service: a client that has fetched nothing yet.
		data: { ...easemob.data, host: service.url.replace('127.0.0.1', 'localhost') },
	});
	const node = room.node({ operation: 'getMuted' });
	node.credentials = { [type]: { id, name } };
	reset();
	for (let run = 0; run < 2; run++) {
		assert.equal((await api.run(workflow('Easemob', node))).status, 'success');
	}
	assert.equal(service.tokenFetches, 1);

	const kept = await api.call('GET', `credentials/${id}?includeData=true`);
	assert.match(kept.data.fetchedToken, /^__n8n_BLANK_VALUE/); // there, and shown to nobody
	// What comes back from the form as it was keeps what is stored.
	await api.call('PATCH', `credentials/${id}`, { name, type, data: kept.data });
	const saved = await api.call('GET', `credentials/${id}?includeData=true`);
	assert.match(saved.data.fetchedToken, /^__n8n_BLANK_VALUE/);

	service.revokeTokens();
	assert.equal((await api.run(workflow('Easemob', node))).status, 'success');
	assert.equal(service.tokenFetches, 2);

	// n8n's own HTTP Request does with the credential what the node does.
	service.revokeTokens();
	const request = {
		name: 'HTTP Request',
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: {
			url: `${service.url}/${orgName}/${appName}/chatrooms`,
			authentication: 'predefinedCredentialType',
			nodeCredentialType: type,
		},
		credentials: node.credentials,
	};
	for (let run = 0; run < 2; run++) {
		assert.equal((await api.run(workflow('Easemob', request))).status, 'success');
	}
	assert.equal(service.tokenFetches, 3);
});

const tested = async ({ id, name, type, data }, changes) =>
	await api.call('POST', 'credentials/test', {
		credentials: { id, name, type, data: { ...data, ...changes } },
	});
