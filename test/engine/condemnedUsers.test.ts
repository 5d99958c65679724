import type { IDataObject } from 'n8n-workflow';

import {
	failed,
	ofAccounts,
	ofUsers,
	userNames,
	useServices,
	withoutBackOff,
	type Step,
} from './services';

/** In the whole app, too, a failure stops what it speaks of, and nobody else. */

const services = useServices();

beforeEach(withoutBackOff);

const toErrorOutput = { onError: 'continueErrorOutput' as const };

/** Whether a request is about the user. */
const about =
	(user: string) =>
	({ path, body }: { path: string; body: unknown }) => {
		const { Set_Account, Get_Account, username } = (body ?? {}) as IDataObject;
		return [Set_Account, Get_Account, username].includes(user) || path.endsWith(`/mutes/${user}`);
	};

describe.each([
	['Tencent Cloud Chat', 'tencent', async (step: Step) => await ofAccounts(services.tencent, step)],
	['Agora Chat', 'agora', async (step: Step) => await ofUsers(services.agora, step)],
] as const)('%s', (_, name, run) => {
	const users = userNames(60);

	/** Some users exist, and no other can be muted or read. */
	const onlyThese = (known: string[]) => {
		services.tencent.settings.knownAccounts = new Set(known);
		services.tencent.settings.unknownAccountMute = 'refused';
		services.agora.settings.knownUsers = new Set(known);
	};

	it.each(['mute', 'unmute', 'get'])(
		'does %s all but a user who hangs, whoever is named first',
		async (operation) => {
			const service = services[name];
			service.settings.slowMs = 60_000;
			service.faults.next('slow', 1000, about(users[0]));
			const { items, errorItems } = await run({
				operation,
				items: users.map((userId) => ({ userId })),
				options: { timeout: 1000, maxRetries: 1 },
				settings: toErrorOutput,
			});

			expect(failed(errorItems, 'userId')).toEqual([users[0]]);
			expect(errorItems[0].json.error).toContain('in time');
			expect(items.map(({ json }) => json.userId)).toEqual(users.slice(1));
			expect(service.requests.filter(about(users[0]))).toHaveLength(2);
		},
	);

	it.each(['mute', 'get'])(
		'does %s all but those who are not there, at one request each',
		async (operation) => {
			const strangers = users.filter((_user, i) => i % 3 === 0);
			const known = users.filter((user) => !strangers.includes(user));
			onlyThese(known);
			const { items, errorItems } = await run({
				operation,
				items: users.map((userId) => ({ userId })),
				settings: toErrorOutput,
			});

			expect(failed(errorItems, 'userId')).toEqual(strangers);
			expect(items.map(({ json }) => json.userId)).toEqual(known);
			for (const user of strangers) {
				expect(services[name].requests.filter(about(user))).toHaveLength(1);
			}
		},
	);

	it('tries again for the one user whose request failed for a moment', async () => {
		const service = services[name];
		service.faults.next('badGateway', 2, about('user_0002'));
		const { status, items } = await run({
			operation: 'mute',
			items: users.map((userId) => ({ userId })),
		});

		expect(status).toBe('success');
		expect(items).toHaveLength(60);
		expect(service.requests).toHaveLength(62);
	});

	it('gives up after a few users where nothing answers in time, whatever their number', async () => {
		const service = services[name];
		service.settings.slowMs = 60_000;
		service.faults.next('slow', 10_000);
		const { errorItems } = await run({
			operation: 'mute',
			items: userNames(400).map((userId) => ({ userId })),
			options: { timeout: 300, maxRetries: 0 },
			settings: toErrorOutput,
			// So few that most are still in line when the first are given up.
			credential: { requestsPerSecond: 20 },
		});

		expect(errorItems).toHaveLength(400);
		expect(service.requests.length).toBeLessThanOrEqual(60);
	});

	it('asks with a wrong key once, not for each user', async () => {
		const service = services[name];
		const { status, error } = await run({
			operation: 'mute',
			items: userNames(400).map((userId) => ({ userId })),
			credential: {
				secretKey: 'wrong',
				appCertificate: '0'.repeat(32),
				requestsPerSecond: 20,
			},
		});

		expect(status).toBe('error');
		expect(error?.message).toMatch(/^400 of 400 users failed/);
		expect(service.requests.length).toBeLessThanOrEqual(20);
	});

	it('keeps what a service allows, and loses nobody', async () => {
		const service = services[name];
		service.settings.requestsPerSecond = 50;
		const { items } = await run({
			operation: 'mute',
			items: userNames(100).map((userId) => ({ userId })),
			credential: { requestsPerSecond: 50 },
		});

		expect(items).toHaveLength(100);
		expect(service.turnedAway).toBe(0);
	});
});
