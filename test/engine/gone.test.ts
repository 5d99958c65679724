import {
	failed,
	inChatRoom,
	ofAccounts,
	ofUsers,
	userNames,
	useServices,
	type Step,
} from './services';

/** A service, or a place, that goes away in mid-run is noticed before all that is left has been sent to it. */

const services = useServices();

beforeEach(() => {
	// So the tries of a request take 6.7 s, whatever chance would have it.
	jest.spyOn(Math, 'random').mockReturnValue(0.9);
});

const perSecond = 100;
const before = 50;
const users = userNames(1000);
const step: Step = {
	operation: 'mute',
	items: users.map((userId) => ({ userId })),
	credential: { requestsPerSecond: perSecond },
	settings: { onError: 'continueErrorOutput' },
};

/** From the request with this number on, all fail so for a while. */
function fails(
	service: (typeof services)['tencent' | 'agora'],
	kind: 'resetBefore' | 'badGateway' | 'notJson' | 'internal',
	forMs = Infinity,
): void {
	let seen = 0;
	let endsAt = Infinity;
	service.faults.next(kind, 100_000, () => {
		if (++seen === before + 1) endsAt = performance.now() + forMs;
		return seen > before && performance.now() < endsAt;
	});
}

describe.each([
	['of accounts', 'tencent', async () => await ofAccounts(services.tencent, step)],
	['of users', 'agora', async () => await ofUsers(services.agora, step)],
	[
		'of one room',
		'agora',
		async () => {
			services.agora.addChatRoom({ chatRoomId: '1', members: users });
			const items = users.map((userId) => ({ userId, chatRoomId: '1' }));
			return await inChatRoom(services.agora, { ...step, items, options: { batchSize: 2 } });
		},
	],
] as const)('A run %s on %s', (_, name, run) => {
	it.each(['resetBefore', 'badGateway', 'notJson', 'internal'] as const)(
		'ends within a second’s worth of requests after the service has gone: %s',
		async (kind) => {
			fails(services[name], kind);
			const { items, errorItems } = await run();

			expect(services[name].requests.length).toBeLessThanOrEqual(before + perSecond);
			expect(items.length + errorItems.length).toBe(users.length);
			expect(new Set(failed(errorItems, 'userId')).size).toBe(errorItems.length);
		},
	);

	it.each(['resetBefore', 'badGateway'] as const)(
		'goes on, and loses nobody, when the service is back: %s',
		async (kind) => {
			fails(services[name], kind, 4000);
			const { items, errorItems } = await run();

			expect(errorItems).toEqual([]);
			expect(items).toHaveLength(users.length);
		},
	);
});

it('A token that is refused in mid-run is noticed at once', async () => {
	const { agora } = services;
	const { orgName, appName, clientId, clientSecret } = agora.credentials;
	const response = await fetch(`${agora.url}/${orgName}/${appName}/token`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({
			grant_type: 'client_credentials',
			client_id: clientId,
			client_secret: clientSecret,
		}),
	});
	const { access_token: accessToken } = (await response.json()) as { access_token: string };
	let seen = 0;
	agora.faults.next('slow', 1, () => {
		if (++seen === before) agora.revokeTokens();
		return false;
	});
	const { items, errorItems } = await ofUsers(agora, {
		...step,
		credential: { ...step.credential, authentication: 'accessToken', accessToken },
	});

	expect(items.length).toBeGreaterThanOrEqual(before - 1);
	expect(items.length + errorItems.length).toBe(users.length);
	expect(seen).toBeLessThanOrEqual(before + perSecond);
});
