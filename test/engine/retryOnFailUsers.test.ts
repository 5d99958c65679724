import type { IDataObject } from 'n8n-workflow';

import {
	crew,
	inChatGroup,
	inGroup,
	lobby,
	ofAccounts,
	ofUsers,
	rowsOf,
	useServices,
	withoutBackOff,
} from './services';

/** n8n's own Retry On Fail: the whole node runs again, and whoever is done is left alone. */

const services = useServices();

beforeEach(withoutBackOff);

const threeTries = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
const items = [{ userId: 'nobody' }, { userId: 'ann' }, { userId: 'bob' }];

describe('Accounts on Tencent Cloud Chat', () => {
	beforeEach(() => {
		services.tencent.settings.knownAccounts = new Set(['ann', 'bob']);
		services.tencent.settings.unknownAccountMute = 'refused';
	});

	const timesAsked = (account: string) =>
		services.tencent.requests.filter(({ body }) =>
			Object.values(body as IDataObject).includes(account),
		).length;

	it.each(['mute', 'unmute', 'get'])('to %s: asks again only for who failed', async (operation) => {
		const run = await ofAccounts(services.tencent, { operation, items, settings: threeTries });

		expect(run.error?.message).toMatch(/^1 of 3 users failed/);
		expect(['nobody', 'ann', 'bob'].map(timesAsked)).toEqual([3, 1, 1]);
	});

	it('to mute, in continue mode: reports them all', async () => {
		const run = await ofAccounts(services.tencent, {
			operation: 'mute',
			items,
			settings: { ...threeTries, onError: 'continueRegularOutput' },
		});

		expect(run.items).toMatchObject([
			{ json: { details: { userId: 'nobody' } }, pairedItem: { item: 0 } },
			{ json: { userId: 'ann', scopes: { c2c: { muted: true } } }, pairedItem: { item: 1 } },
			{ json: { userId: 'bob', scopes: { group: { muted: true } } }, pairedItem: { item: 2 } },
		]);
		expect(['ann', 'bob'].map(timesAsked)).toEqual([1, 1]);
	});

	it('to mute: does later what failed for a moment, in the scopes that were asked for', async () => {
		const { tencent } = services;
		tencent.faults.next('badGateway', 1);
		const run = await ofAccounts(tencent, {
			operation: 'mute',
			items: [
				{ userId: 'ann', scopes: ['c2c'] },
				{ userId: 'bob', scopes: ['group'] },
			],
			parameters: { scopes: '={{ $json.scopes }}', muteFor: 'permanent' },
			options: { maxRetries: 0 },
			settings: threeTries,
		});

		expect(run.status).toBe('success');
		expect(tencent.accountMutes('ann')).toEqual({ c2c: 'permanent', group: undefined });
		expect(tencent.accountMutes('bob')).toEqual({ c2c: undefined, group: 'permanent' });
	});
});

describe('Users on Agora Chat', () => {
	it('to mute: asks again only for who failed', async () => {
		const { agora } = services;
		agora.settings.knownUsers = new Set(['ann', 'bob']);
		const run = await ofUsers(agora, { operation: 'mute', items, settings: threeTries });

		const times = (user: string) =>
			agora.requests.filter(({ body }) => (body as IDataObject).username === user).length;
		expect(run.error?.message).toMatch(/^1 of 3 users failed/);
		expect(['nobody', 'ann', 'bob'].map(times)).toEqual([3, 1, 1]);
	});
});

describe('Allow lists on Agora Chat', () => {
	it('take in again only who was not taken in', async () => {
		const { agora } = services;
		const run = await inChatGroup(agora, {
			operation: 'allow',
			items: [{ userId: 'stranger' }, { userId: 'ann' }],
			settings: { ...threeTries, onError: 'continueErrorOutput' },
		});

		const times = (user: string) =>
			agora.requests.filter(({ body, path }) => `${path}${JSON.stringify(body)}`.includes(user))
				.length;
		expect(rowsOf(run)).toMatchObject([{ chatGroupId: crew, userId: 'ann', allowed: true }]);
		expect(run.errorItems).toHaveLength(1);
		expect(times('ann')).toBe(1);
	});
});

describe('Groups on Tencent Cloud Chat', () => {
	it('are read again only where they could not be', async () => {
		const { tencent } = services;
		const run = await inGroup(tencent, {
			operation: 'get',
			items: [{ groupId: 'gone' }, { groupId: lobby }],
			settings: { ...threeTries, onError: 'continueErrorOutput' },
		});

		const times = (groupId: string) =>
			tencent.requests.filter(({ body }) =>
				((body as IDataObject).GroupIdList as string[]).includes(groupId),
			).length;
		expect(rowsOf(run)).toMatchObject([{ groupId: lobby }]);
		expect(run.errorItems).toHaveLength(1);
		expect(times(lobby)).toBe(1);
	});
});
