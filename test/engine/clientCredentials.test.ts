import { sleep, type ICredentialDataDecryptedObject, type IDataObject } from 'n8n-workflow';

import { startSimulator, type AgoraSimulator, type Simulator } from '../simulator';
import { agoraCredential } from '../support/credentials';
import { dropDown } from '../support/dropDown';
import { nodeTypes, runAgora, type CredentialData, type NodeRun } from '../support/engine';
import { setTimeout } from '../support/node';
import { chatRoomParameters, userNames, withoutBackOff, type Step } from './services';

/** Easemob's client credentials, agora-chat.md §6.2: tokens are fetched, kept by n8n, and renewed. */

let simulator: Simulator;
let agora: AgoraSimulator;
let clockMs: number;

// Each test has its own address, and so a client that no other test has fetched a token for.
beforeEach(async () => {
	clockMs = 0;
	const realNow = Date.now;
	jest.spyOn(Date, 'now').mockImplementation(() => realNow() + clockMs);
	simulator = await startSimulator({
		now: () => Date.now(),
		agora: { requestsPerSecond: Infinity },
	});
	({ agora } = simulator);
	for (const chatRoomId of rooms) agora.addChatRoom({ chatRoomId, members: 'anyone' });
});
afterEach(async () => {
	jest.restoreAllMocks();
	await simulator.stop();
});

const rooms = userNames(100);
const everyRoom = rooms.map((chatRoomId) => ({ chatRoomId }));
const isTokenFetch = ({ path }: { path: string }) => path.endsWith('/token');

/** The credential as a user fills it in, and what n8n wrote into it since. */
function stored(changes: ICredentialDataDecryptedObject = {}): CredentialData & { writes: number } {
	let { agoraChatApi: data } = agoraCredential(agora, {
		authentication: 'clientCredentials',
		appId: '',
		appCertificate: '',
		...changes,
	});
	const credentials = { writes: 0 };
	Object.defineProperty(credentials, 'agoraChatApi', {
		enumerable: true,
		get: () => data,
		set: (written: ICredentialDataDecryptedObject) => {
			data = written;
			credentials.writes++;
		},
	});
	Object.defineProperty(credentials, 'writes', { enumerable: false });
	return credentials as CredentialData & { writes: number };
}

const muteAll = async (
	credentials: CredentialData,
	{ items = everyRoom, options, settings, onStart }: Partial<Step> = {},
): Promise<NodeRun> =>
	await runAgora({
		items: items as IDataObject[],
		parameters: chatRoomParameters({ operation: 'muteAll', options }),
		credentials,
		settings,
		onStart,
	});

/** Waits until the service has seen so many requests. */
async function arrived(count: number): Promise<void> {
	while (agora.requests.length < count) await sleep(5);
}

/** Calls `happen` once, when so many requests that are no fetches have arrived. */
function after(count: number, happen: () => void): void {
	let arrived = 0;
	agora.faults.next('internal', 1, (request) => {
		if (!isTokenFetch(request) && ++arrived === count) happen();
		return false;
	});
}

const sentAgain = () => agora.requests.length - agora.tokenFetches - rooms.length;
const mutedRooms = () => rooms.filter((id) => agora.isAllMuted(id));

describe('A token', () => {
	it('is fetched once and kept with the credential, whose other fields stay', async () => {
		const credentials = stored();
		const before = credentials.agoraChatApi;
		const run = await muteAll(credentials);

		expect(run.status).toBe('success');
		expect(mutedRooms()).toEqual(rooms);
		expect(agora.tokenFetches).toBe(1);
		expect(agora.malformed).toEqual([]);
		const { fetchedToken, ...others } = credentials.agoraChatApi;
		expect(others).toEqual(before);
		expect(fetchedToken).toContain('YWMt');
		expect(credentials.writes).toBe(1);
	});

	it('is fetched once for 100 requests that all have to wait for it', async () => {
		// So far away that the head start of the first is over long before its token is there.
		agora.settings.roundTripMs = 400;
		const credentials = stored();
		const run = await muteAll(credentials);

		expect(run.items).toHaveLength(100);
		expect(agora.requests.length - agora.tokenFetches).toBe(100);
		expect(agora.tokenFetches).toBe(1);
		expect(credentials.writes).toBe(1);
	});

	it('that is slow to come does not bring all who wait for it to the service at once', async () => {
		Object.assign(agora.settings, { requestsPerSecond: 100, slowMs: 2500 });
		agora.faults.next('slow', 1, isTokenFetch);
		const items = userNames(250).map((chatRoomId) => ({ chatRoomId }));
		for (const { chatRoomId } of items.slice(100)) {
			agora.addChatRoom({ chatRoomId, members: 'anyone' });
		}
		const run = await muteAll(stored({ requestsPerSecond: 100 }), { items });

		expect(run.items).toHaveLength(250);
		// The one that fetches arrives later than it was counted: the others may find a place too few.
		expect(agora.turnedAway).toBeLessThan(5);
	});

	it('that never stops coming is given up, and later executions fetch another', async () => {
		agora.faults.next('drips', 1, isTokenFetch);
		const startedAt = performance.now();
		const runs = await Promise.all([muteAll(stored()), muteAll(stored())]);

		expect(runs.map(({ status }) => status)).toEqual(['success', 'success']);
		expect(agora.tokenFetches).toBe(2);
		expect(performance.now() - startedAt).toBeLessThan(20_000);
	});

	it('that never stops coming does not keep the execution that fetches it, once it is cancelled', async () => {
		agora.faults.next('drips', 1, isTokenFetch);
		const from = performance.now();
		const run = await muteAll(stored(), { onStart: (cancel) => setTimeout(cancel, 300) });

		expect(run.status).toBe('canceled');
		expect(performance.now() - from).toBeLessThan(300 + 250);
		expect((await muteAll(stored())).status).toBe('success');
	});

	it('does not keep an execution that is cancelled while it is on its way', async () => {
		agora.settings.slowMs = 5000;
		agora.faults.next('slow', 1, isTokenFetch);
		const first = muteAll(stored());
		await arrived(1);
		const from = performance.now();
		const run = await muteAll(stored(), { onStart: (cancel) => setTimeout(cancel, 300) });

		expect(run.status).toBe('canceled');
		expect(performance.now() - from).toBeLessThan(4000);
		expect((await first).status).toBe('success');
		expect(mutedRooms()).toEqual(rooms);
		expect(agora.requests).toHaveLength(101);
	});

	it('is fetched once for executions at the same time, each with the credential as it was', async () => {
		agora.settings.roundTripMs = 50;
		const runs = await Promise.all([muteAll(stored()), muteAll(stored()), muteAll(stored())]);

		expect(runs.map(({ status }) => status)).toEqual(['success', 'success', 'success']);
		expect(agora.tokenFetches).toBe(1);
	});

	it('that is there is used by later executions, also where n8n could not keep it', async () => {
		await muteAll(stored());
		await muteAll(stored());

		expect(agora.tokenFetches).toBe(1);
	});

	it('of another client is not used', async () => {
		const credentials = stored();
		await muteAll(credentials);
		credentials.agoraChatApi = { ...credentials.agoraChatApi, clientSecret: 'another secret' };
		const run = await muteAll(credentials);

		expect(run.status).toBe('error');
		expect(run.error?.message).toContain('Client Secret');
	});

	it('is of no use for a dry run', async () => {
		const run = await muteAll(stored(), { options: { dryRun: true } });

		expect(run.items).toHaveLength(100);
		expect(agora.requests).toEqual([]);
	});

	it('opens the drop-down', async () => {
		const search = dropDown(nodeTypes.agora, 'searchChatRooms', stored());

		expect((await search('user_0007')).results).toMatchObject([{ value: 'user_0007' }]);
		expect(agora.tokenFetches).toBe(1);
	});
});

describe('Another token is fetched, once,', () => {
	const lifeMs = 1000 * 3600;
	beforeEach(() => (agora.settings.tokenLifeSeconds = 3600));

	it('in the middle of a run when a tenth of its life is left, and nothing waits or fails', async () => {
		// At such a rate few are on their way when it happens, and the others are still to be signed.
		const credentials = stored({ requestsPerSecond: 100 });
		after(20, () => (clockMs += 0.91 * lifeMs));
		const run = await muteAll(credentials, { options: { maxRetries: 0 } });

		expect(run.status).toBe('success');
		expect(agora.tokenFetches).toBe(2);
		expect(sentAgain()).toBe(0);
		expect(credentials.writes).toBe(2);
	});

	it('not before', async () => {
		await muteAll(stored());
		clockMs += 0.89 * lifeMs;
		await muteAll(stored());

		expect(agora.tokenFetches).toBe(1);
	});

	it.each([
		['has ended', () => (clockMs += 1.1 * lifeMs)],
		['was revoked', () => agora.revokeTokens()],
	])('in the middle of a run when it %s, and nobody is lost', async (_, happen) => {
		agora.settings.roundTripMs = 20;
		const credentials = stored();
		after(40, happen);
		const run = await muteAll(credentials, { options: { maxRetries: 0 } });

		expect(run.status).toBe('success');
		expect(mutedRooms()).toEqual(rooms);
		expect(agora.tokenFetches).toBe(2);
		expect(credentials.writes).toBe(2);
	});

	it('for two executions, the token of both of which is revoked', async () => {
		agora.settings.roundTripMs = 20;
		await muteAll(stored(), { items: everyRoom.slice(0, 1) });
		after(40, () => agora.revokeTokens());
		const runs = await Promise.all([muteAll(stored()), muteAll(stored())]);

		expect(runs.map(({ status }) => status)).toEqual(['success', 'success']);
		expect(agora.tokenFetches).toBe(2);
	});

	it('though the one before goes on while none can be fetched ahead of its end', async () => {
		await muteAll(stored());
		clockMs += 0.95 * lifeMs;
		agora.faults.next('internal', 1, isTokenFetch);
		const run = await muteAll(stored());

		expect(run.status).toBe('success');
		expect(agora.tokenFetches).toBe(2);
		// Some time later it is tried anew.
		clockMs += 61_000;
		expect((await muteAll(stored())).status).toBe('success');
		expect(agora.tokenFetches).toBe(3);
	});
});

describe('The run ends, and nothing is fetched again and again,', () => {
	it('when each token is refused', async () => {
		withoutBackOff();
		const revoke = () => {
			agora.revokeTokens();
			after(1, revoke);
		};
		after(1, revoke);
		const run = await muteAll(stored());

		expect(run.status).toBe('error');
		expect(run.error?.message).toMatch(/does not accept the token/);
		expect(run.error?.description).toMatch(/client secret/);
		expect(mutedRooms()).toEqual([]);
		expect(agora.requests.length).toBeLessThan(10);
		expect(agora.tokenFetches).toBe(1);
		await muteAll(stored());
		expect(agora.tokenFetches).toBe(1);
		clockMs += 11_000;
		await muteAll(stored());
		expect(agora.tokenFetches).toBe(2);
	});

	it.each([
		['clientSecret', 'YXA6another', /client secret does not fit.*'Client Secret'/],
		['clientId', 'YXA6nobody', /does not know the client ID.*'Client ID'/],
		['appName', 'another', /does not know this project.*app name/],
	])('when the service refuses the %s', async (field, value, reason) => {
		const credentials = stored({ [field]: value });
		const run = await muteAll(credentials, { settings: { onError: 'continueRegularOutput' } });

		expect(run.items).toHaveLength(100);
		for (const { json } of run.items) expect(json.error).toMatch(reason);
		expect(agora.requests).toHaveLength(1);
		expect(credentials.writes).toBe(0);

		// Nor for the next execution; only some time later.
		await muteAll(credentials);
		expect(agora.requests).toHaveLength(1);
		clockMs += 11_000;
		await muteAll(credentials);
		expect(agora.requests).toHaveLength(2);
	});

	it('when the client is blocked', async () => {
		agora.settings.tokensAllowed = 0;
		const run = await muteAll(stored());

		expect(run.error?.message).toMatch(/gives this client no token.*console/);
		expect(agora.requests).toHaveLength(1);
	});

	it.each([
		'unavailable',
		'resetBefore',
		'badGateway',
		'notJson',
		'truncated',
		'internal',
	] as const)('when no token can be fetched, try as it may (%s)', async (fault) => {
		withoutBackOff();
		agora.faults.next(fault, 100, isTokenFetch);
		const run = await muteAll(stored(), { options: { maxRetries: 1 } });

		expect(run.error?.message).toMatch(/100.*token/);
		// One more, where another was on its way when the first failed.
		expect(agora.requests.length).toBeLessThanOrEqual(3);
	});

	it('and the drop-down says why', async () => {
		const search = dropDown(
			nodeTypes.agora,
			'searchChatRooms',
			stored({ clientSecret: 'YXA6another' }),
		);

		await expect(search()).rejects.toThrow(/client secret does not fit/);
		expect(agora.requests).toHaveLength(1);
	});
});

it.each(['unavailable', 'resetBefore', 'badGateway', 'notJson', 'truncated', 'tooMany'] as const)(
	'A fetch that fails once is made again, and nobody is lost (%s)',
	async (fault) => {
		withoutBackOff();
		agora.faults.next(fault, 1, isTokenFetch);
		const run = await muteAll(stored());

		expect(run.status).toBe('success');
		expect(agora.tokenFetches).toBe(2);
	},
);

it('Client credentials with an app ID are refused, and nothing is sent', async () => {
	const { appId } = agora.credentials;
	const run = await muteAll(stored({ project: 'appId', appId }));

	expect(run.error?.message).toMatch(/'Client Credentials'.*'App ID'/);
	expect(agora.requests).toEqual([]);
});
