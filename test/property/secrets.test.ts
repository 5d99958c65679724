import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { faultKinds, startSimulator, type Simulator } from '../simulator';
import type { NodeRun } from '../support/engine';
import { process } from '../support/node';
import { careless, EchoServer, givesToken, mutedRow, writings } from './echoServer';
import type { Place } from './model';
import { chatService, serviceNames, type OnError, type ServiceName } from './services';

/** Of a secret, no part as long as this may show. */
const PART = 16;

let simulator: Simulator;
const echoServer = new EchoServer();
let printed = '';
beforeAll(async () => {
	simulator = await startSimulator();
	await echoServer.start();
	for (const stream of [process.stdout, process.stderr]) {
		const write = stream.write.bind(stream);
		jest.spyOn(stream, 'write').mockImplementation((text) => {
			printed += String(text);
			return write(text);
		});
	}
	for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
		jest.spyOn(console, method).mockImplementation((...texts: unknown[]) => {
			printed += texts.map(String).join(' ');
		});
	}
});
afterAll(async () => {
	jest.restoreAllMocks();
	await simulator.stop();
	await echoServer.stop();
});
beforeEach(() => {
	printed = '';
	echoServer.seen.length = 0;
	echoServer.fetchAnswer = givesToken;
});

/** A good signature for the simulator's app, made in 2023 for a day: tencent-chat.md §6. */
const expiredUserSig =
	'eJyrVgrxCdYrSy1SslIy0jNQ0gHzM1NS80oy0zLBwokpuZl5mcUlRYkl*UVQBcUp2YkFBZkpSlaGJgZQAJEpycxNVbIyNEcVTa0oyCxKVbKyMDOBCRVnpitZKVX6OKZql5uHh6aGlhYmhVlm6IdEmFuUGhnmh7hnamdaRhUYlhoHFORFmhnYKtUCAK0SM5I_';

const somethingElse = '0123456789abcdef0123456789abcdef';

/** Every way to sign; the pasted ones are as long as real ones, except for the last. */
const signings: Record<ServiceName, Record<string, ICredentialDataDecryptedObject>> = {
	'Tencent Cloud Chat': {
		'a secret key': {},
		'a UserSig': {
			authentication: 'userSig',
			userSig: `eJyrVgrx${'Cd*YrSy1-SslI_y0jN'.repeat(8)}`,
		},
	},
	'Agora Chat': {
		'an app certificate': {},
		'an access token': {
			authentication: 'accessToken',
			accessToken: `007eJxTY${'Nsnbyc+zg/d8P'.repeat(9)}==`,
		},
		'a short access token': {
			authentication: 'accessToken',
			accessToken: ['YWMtc2lt', 'dWxhdG9y', 'LXBhc3Rl'].join(''),
		},
		'client credentials': {
			authentication: 'clientCredentials',
			clientSecret: ['YXA6Vunq', 'iNx/oB7+', 'IwXHInk1'].join(''),
		},
	},
};
const mistyped: Record<ServiceName, Record<string, ICredentialDataDecryptedObject>> = {
	'Tencent Cloud Chat': {
		'another key': { secretKey: somethingElse },
		'another app': { sdkAppId: 1_400_000_001 },
		'a UserSig that has run out': { authentication: 'userSig', userSig: expiredUserSig },
		'a UserSig cut short': { authentication: 'userSig', userSig: expiredUserSig.slice(0, -40) },
		'the key in the address': { baseUrl: `http://admin:${somethingElse}@127.0.0.1/` },
		'nobody at the address': { baseUrl: 'http://127.0.0.1:1' },
		'an address without TLS': { baseUrl: `http://chat.example.com/${somethingElse}` },
		'the key as the rate': { requestsPerSecond: somethingElse },
	},
	'Agora Chat': {
		'another certificate': { appCertificate: somethingElse },
		'no certificate': { appCertificate: 'a certificate that is far too long' },
		'another token': { authentication: 'accessToken', accessToken: `007eJxTY${somethingElse}` },
		'a token with line ends': {
			authentication: 'accessToken',
			accessToken: `007eJ\n${somethingElse}`,
		},
		'another project': { orgName: 'nobody' },
		'another client secret': { authentication: 'clientCredentials', clientSecret: somethingElse },
		'the secret as the client': {
			authentication: 'clientCredentials',
			clientId: somethingElse,
			project: 'appId',
		},
		'the token in the address': { host: `http://127.0.0.1/?token=${somethingElse}` },
		'nobody at the address': { host: 'http://127.0.0.1:1' },
		'the certificate as the rate': { requestsPerSecond: somethingElse },
	},
};

const place: Place = { id: '1', exists: true, mutable: true, members: 'anyone', mutes: new Map() };

const modes: OnError[] = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'];
const cases = serviceNames.flatMap((name) =>
	Object.keys(signings[name]).flatMap((signing) =>
		Object.keys(careless)
			.filter((failure) => !failure.includes(':') || failure.startsWith(name.split(' ')[0]))
			.map((failure) => ({ name, signing, failure })),
	),
);

it.each(cases)(
	'$name, signed with $signing, shows no secret after: $failure',
	async ({ name, signing, failure }) => {
		echoServer.answer = careless[failure];
		const service = chatService(name, simulator);
		const credential = {
			baseUrl: echoServer.url,
			host: echoServer.url,
			...signings[name][signing],
		};
		const trials = modes.flatMap((onError) =>
			['mute', 'getMuted', 'syncMuted'].map((operation) => ({ onError, operation })),
		);
		for (const { onError, operation } of trials) {
			const run = await service.run({
				operation,
				items: [{ ...service.target(place), userIds: ['ann', 'ben'], muteFor: 'permanent' }],
				onError,
				options: { maxRetries: 0, timeout: failure === 'no answer' ? 50 : 5000 },
				credential,
			});
			const secrets = [
				...lasting(credential),
				...echoServer.seen.map(({ signature }) => signature),
			];
			expect(leaks(run, secrets)).toEqual([]);
			const failed = [...run.items, ...run.errorItems].filter(({ json }) => 'error' in json);
			if (operation !== 'mute') expect(run.error ?? failed[0]).toBeDefined();
		}
		expect(echoServer.seen.length).toBeGreaterThan(0);
	},
);

const refusals = Object.keys(careless).filter((failure) => !failure.startsWith('Tencent'));
it.each(refusals.filter((failure) => failure !== 'no answer'))(
	'Who fetches a token finds no secret shown after: %s',
	async (failure) => {
		echoServer.fetchAnswer = careless[failure];
		const service = chatService('Agora Chat', simulator);
		const clientSecret = `YXA6${failure.replaceAll(/[^a-z]/gi, '+')}${'IwXHInk1'.repeat(3)}`;
		const credential = {
			host: echoServer.url,
			authentication: 'clientCredentials',
			clientSecret,
		};
		for (const onError of modes) {
			const run = await service.run({
				operation: 'mute',
				items: [{ ...service.target(place), userIds: ['ann', 'ben'], muteFor: 'permanent' }],
				onError,
				options: { maxRetries: 0 },
				credential,
			});
			expect(leaks(run, lasting(credential))).toEqual([]);
			expect(echoServer.seen).toEqual([]);
		}
	},
);

it('A token of before is hidden, too', async () => {
	const service = chatService('Agora Chat', simulator);
	const credential = {
		host: echoServer.url,
		authentication: 'clientCredentials',
		clientSecret: ['YXA6another', 'IwXHInk1'].join('-'),
	};
	const getMuted = async () =>
		await service.run({
			operation: 'getMuted',
			items: [service.target(place)],
			options: { simplify: false, maxRetries: 0 },
			credential,
		});
	echoServer.answer = mutedRow(String);
	await getMuted();
	const [{ signature: first }] = echoServer.seen;
	const refused = careless['Agora: no token'];
	echoServer.answer = (echo, response) =>
		(echo.signature === first ? refused : mutedRow(() => first))(echo, response);
	const run = await getMuted();

	expect(echoServer.seen.at(-1)?.signature).not.toBe(first);
	expect(run.items[0].json).toMatchObject({ note: '[hidden] [hidden] [hidden]' });
});

const echoed = serviceNames.flatMap((name) =>
	Object.keys(signings[name]).flatMap((signing) =>
		Object.keys(writings).map((writing) => ({ name, signing, writing })),
	),
);

it.each(echoed)(
	"$name, signed with $signing, shows no secret in the service's own rows: $writing",
	async ({ name, signing, writing }) => {
		echoServer.answer = mutedRow(writings[writing]);
		const service = chatService(name, simulator);
		const credential = {
			baseUrl: echoServer.url,
			host: echoServer.url,
			...signings[name][signing],
		};
		const run = await service.run({
			operation: 'getMuted',
			items: ['1', '2', '3'].map((id) => service.target({ ...place, id })),
			options: { simplify: false },
			credential,
		});

		// The rest of the row comes out as it came.
		expect(run.items.map(({ json }) => json.Member_Account)).toEqual(['ann', 'ann', 'ann']);
		expect(String(run.items[0].json.note)).toContain('[hidden]');
		const signatures = echoServer.seen.map(({ signature }) => signature);
		expect(leaks(run, [...lasting(credential), ...signatures])).toEqual([]);
	},
);

describe.each(serviceNames)('%s shows no secret', (name) => {
	const place: Place = {
		id: '1',
		exists: true,
		mutable: true,
		members: 'anyone',
		mutes: new Map(),
	};
	const item = { groupId: '1', chatRoomId: '1', userIds: ['ann'], muteFor: 'permanent' };

	const kinds = faultKinds.filter((kind) => name === 'Agora Chat' || kind !== 'quota');
	it.each(kinds)('when requests fail: %s', async (kind) => {
		const service = chatService(name, simulator);
		for (const onError of modes) {
			service.reset();
			service.add(place);
			// Who is turned away waits for a minute before giving up: once is enough here.
			const isTurnedAway = /^(tooMany|overFrequency)/.test(kind);
			service.simulator.faults.next(kind, isTurnedAway ? 1 : 100);
			const options = { maxRetries: 0, timeout: 200 };
			const run = await service.run({ operation: 'mute', items: [item], onError, options });
			expect(leaks(run, lasting({}))).toEqual([]);
			if (onError === 'stopWorkflow') expect(run.error === undefined).toBe(isTurnedAway);
		}
	});

	it.each(Object.entries(mistyped[name]))(
		'when the credential is wrong: %s',
		async (_, changes) => {
			const service = chatService(name, simulator);
			for (const onError of modes) {
				service.reset();
				service.add(place);
				const run = await service.run({
					operation: 'mute',
					items: [item],
					onError,
					options: { maxRetries: 0 },
					credential: changes,
				});
				expect(leaks(run, lasting(changes))).toEqual([]);
				expect(service.mutes(place).size).toBe(0);
				if (onError === 'stopWorkflow') expect(run.error).toBeDefined();
			}
		},
	);
});

/** The secrets of a credential, and what a signature always begins with. */
function lasting(credential: ICredentialDataDecryptedObject): string[] {
	const { tencent, agora } = simulator;
	const { userSig, accessToken, clientSecret } = credential;
	return [
		tencent.credentials.secretKey,
		agora.credentials.appCertificate,
		agora.credentials.clientSecret,
		somethingElse,
		...[userSig, accessToken, clientSecret].filter((secret) => typeof secret === 'string'),
	];
}

/** The parts of secrets that can be read anywhere after a run. */
function leaks({ saved, items, errorItems }: NodeRun, secrets: readonly string[]): string[] {
	const everything = saved + JSON.stringify([items, errorItems]) + printed;
	return secrets
		.flatMap((secret) => [secret, encodeURIComponent(secret)])
		.flatMap((secret) =>
			Array.from({ length: secret.length - PART + 1 }, (_, i) => secret.slice(i, i + PART)),
		)
		.filter((part) => everything.includes(part))
		.slice(0, 3);
}
