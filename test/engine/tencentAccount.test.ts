import type { IDataObject } from 'n8n-workflow';

import { forEver, mutedFor, notMuted } from './appWide';
import {
	failed,
	freezeClock,
	frozenNow,
	ofAccounts,
	rowsOf,
	unix,
	userNames,
	useServices,
	withoutBackOff,
} from './services';

/** Accounts muted in the whole app: in private messages and in groups. */

const services = useServices();
const tenMinutes = mutedFor(600, frozenNow);
const both = <T>(state: T) => ({ c2c: state, group: state });
const inTenMinutes = unix('2027-01-31T12:10:00.000Z');

beforeEach(() => {
	freezeClock();
	withoutBackOff();
});
afterEach(() => expect(services.tencent.malformed).toEqual([]));

const requestsTo = (command: string) =>
	services.tencent.requests.filter(({ path }) => path.endsWith(`/${command}`));
const bodies = (command: string) => requestsTo(command).map(({ body }) => body);
const mutesOf = (account: string) => services.tencent.accountMutes(account);

describe('Mute', () => {
	it('mutes the user of the item everywhere for ten minutes, in one call', async () => {
		const run = await ofAccounts(services.tencent, {
			operation: 'mute',
			items: [{ userId: 'Ann' }],
		});

		expect(run.items).toEqual([
			{ json: { userId: 'Ann', scopes: both(tenMinutes) }, pairedItem: { item: 0 } },
		]);
		expect(mutesOf('Ann')).toEqual(both(inTenMinutes));
		expect(services.tencent.requests.map(({ path, body }) => [path, body])).toEqual([
			[
				'/v4/openconfigsvr/setnospeaking',
				{ Set_Account: 'Ann', C2CmsgNospeakingTime: 600, GroupmsgNospeakingTime: 600 },
			],
		]);
	});

	it.each([
		['c2c', 'C2CmsgNospeakingTime', { c2c: inTenMinutes, group: 'permanent' }],
		['group', 'GroupmsgNospeakingTime', { c2c: 'permanent', group: inTenMinutes }],
	])('mutes in the scope %s alone, and leaves the other as it is', async (scope, field, after) => {
		const { tencent } = services;
		tencent.muteAccount('ann', 'c2c', 'permanent');
		tencent.muteAccount('ann', 'group', 'permanent');
		const run = await ofAccounts(tencent, {
			operation: 'mute',
			parameters: { userIds: 'ann', scopes: [scope] },
		});

		expect(rowsOf(run)).toEqual([{ userId: 'ann', scopes: { [scope]: tenMinutes } }]);
		expect(bodies('setnospeaking')).toEqual([{ Set_Account: 'ann', [field]: 600 }]);
		expect(mutesOf('ann')).toEqual(after);
	});

	it('mutes for ever where Permanent is chosen', async () => {
		const run = await ofAccounts(services.tencent, {
			operation: 'mute',
			parameters: { userIds: 'ann', muteFor: 'permanent' },
		});

		expect(rowsOf(run)).toEqual([{ userId: 'ann', scopes: both(forEver) }]);
		expect(mutesOf('ann')).toEqual(both('permanent'));
	});

	it('mutes until a moment', async () => {
		const until = '2027-03-01T01:00:00.000Z';
		const run = await ofAccounts(services.tencent, {
			operation: 'mute',
			parameters: { userIds: 'ann', muteFor: 'until', until },
		});

		const left = (Date.parse(until) - frozenNow) / 1000;
		expect(rowsOf(run)).toEqual([{ userId: 'ann', scopes: both(mutedFor(left, frozenNow)) }]);
		expect(mutesOf('ann')).toEqual(both(unix(until)));
	});

	it('sends one request for each account, and each account once', async () => {
		const { tencent } = services;
		const run = await ofAccounts(tencent, {
			operation: 'mute',
			items: [{ userId: 'ann, bob' }, { userId: 'Ann' }, { userId: 'ann' }],
		});

		expect(tencent.requests).toHaveLength(3);
		expect(run.items.map(({ json, pairedItem }) => [json.userId, pairedItem])).toEqual([
			['bob', { item: 0 }],
			['Ann', { item: 1 }],
			['ann', { item: 2 }],
		]);
	});

	it('gives an account that two items mute in different scopes both, in one request', async () => {
		const { tencent } = services;
		const run = await ofAccounts(tencent, {
			operation: 'mute',
			items: [
				{ userId: 'ann', scopes: ['c2c', 'group'], minutes: 5 },
				{ userId: 'bob', scopes: ['group'], minutes: 5 },
				{ userId: 'ann', scopes: ['group'], minutes: 10 },
			],
			parameters: { scopes: '={{ $json.scopes }}', duration: '={{ $json.minutes }}' },
		});

		const inFiveMinutes = inTenMinutes - 300;
		expect(mutesOf('ann')).toEqual({ c2c: inFiveMinutes, group: inTenMinutes });
		expect(mutesOf('bob')).toEqual({ c2c: undefined, group: inFiveMinutes });
		expect(tencent.requests).toHaveLength(2);
		expect(run.items).toEqual([
			{
				json: { userId: 'bob', scopes: { group: mutedFor(300, frozenNow) } },
				pairedItem: { item: 1 },
			},
			{
				json: { userId: 'ann', scopes: { c2c: mutedFor(300, frozenNow), group: tenMinutes } },
				pairedItem: { item: 2 },
			},
		]);
	});

	it('is nobody for an empty array', async () => {
		const { tencent } = services;
		const run = await ofAccounts(tencent, {
			operation: 'mute',
			items: [{ userIds: [] }],
			parameters: { userIds: '={{ $json.userIds }}' },
		});

		expect(run.status).toBe('success');
		expect(run.items).toEqual([]);
		expect(tencent.requests).toEqual([]);
	});

	it('names the account that the service refuses, and mutes the others', async () => {
		const { tencent } = services;
		tencent.settings.knownAccounts = new Set(['ann', 'bob']);
		tencent.settings.unknownAccountMute = 'refused';
		const run = await ofAccounts(tencent, {
			operation: 'mute',
			parameters: { userIds: 'ann, nobody, bob' },
			settings: { onError: 'continueErrorOutput' },
		});

		expect(run.errorItems).toMatchObject([
			{ json: { details: { userId: 'nobody', code: 130005 } }, pairedItem: { item: 0 } },
		]);
		expect(rowsOf(run).map(({ userId }) => userId)).toEqual(['ann', 'bob']);
		expect([mutesOf('ann'), mutesOf('bob')]).toEqual([both(inTenMinutes), both(inTenMinutes)]);
	});
});

describe('Unmute', () => {
	it('lets the user write again everywhere, or in the scope that is chosen', async () => {
		const { tencent } = services;
		for (const user of ['ann', 'bob']) {
			tencent.muteAccount(user, 'c2c', 'permanent');
			tencent.muteAccount(user, 'group', 'permanent');
		}
		const run = await ofAccounts(tencent, {
			operation: 'unmute',
			items: [
				{ userId: 'ann', scopes: ['c2c', 'group'] },
				{ userId: 'bob', scopes: ['group'] },
			],
			parameters: { scopes: '={{ $json.scopes }}' },
		});

		expect(run.items).toEqual([
			{ json: { userId: 'ann', scopes: both(notMuted) }, pairedItem: { item: 0 } },
			{ json: { userId: 'bob', scopes: { group: notMuted } }, pairedItem: { item: 1 } },
		]);
		expect(mutesOf('ann')).toEqual(both(undefined));
		expect(mutesOf('bob')).toEqual({ c2c: 'permanent', group: undefined });
	});
});

describe('Get', () => {
	it('tells for each scope whether, until when and how long', async () => {
		const { tencent } = services;
		tencent.muteAccount('ann', 'c2c', inTenMinutes * 1000);
		const run = await ofAccounts(tencent, {
			operation: 'get',
			items: [{ userId: 'ann' }, { userId: 'bob' }],
		});

		expect(run.items).toEqual([
			{
				json: { userId: 'ann', scopes: { c2c: tenMinutes, group: notMuted } },
				pairedItem: { item: 0 },
			},
			{ json: { userId: 'bob', scopes: both(notMuted) }, pairedItem: { item: 1 } },
		]);
	});

	it('tells of the scope that is chosen, and asks for each account once', async () => {
		const { tencent } = services;
		tencent.muteAccount('ann', 'group', inTenMinutes * 1000);
		const run = await ofAccounts(tencent, {
			operation: 'get',
			parameters: { userIds: 'ann, ann', scopes: ['group'] },
		});

		expect(rowsOf(run)).toEqual([{ userId: 'ann', scopes: { group: tenMinutes } }]);
		expect(tencent.requests).toHaveLength(1);
	});

	it('asks whether accounts exist only where they read as muted for ever', async () => {
		const { tencent } = services;
		tencent.muteAccount('ann', 'c2c', inTenMinutes * 1000);
		await ofAccounts(tencent, { operation: 'get', parameters: { userIds: 'ann, bob' } });

		expect(requestsTo('account_check')).toEqual([]);
	});

	it('tells an account that is muted for ever from one that does not exist', async () => {
		const { tencent } = services;
		tencent.settings.knownAccounts = new Set(['ann', 'bob']);
		tencent.muteAccount('ann', 'c2c', 'permanent');
		tencent.muteAccount('ann', 'group', 'permanent');
		const run = await ofAccounts(tencent, {
			operation: 'get',
			items: [{ userId: 'nobody' }, { userId: 'ann' }, { userId: 'bob' }],
			settings: { onError: 'continueErrorOutput' },
		});

		expect(rowsOf(run)).toEqual([
			{ userId: 'ann', scopes: both(forEver) },
			{ userId: 'bob', scopes: both(notMuted) },
		]);
		expect(run.errorItems).toMatchObject([
			{ json: { details: { userId: 'nobody' } }, pairedItem: { item: 0 } },
		]);
		expect(run.errorItems[0].json.error).toContain('exist');
		expect(bodies('account_check')).toHaveLength(1);
		expect(JSON.stringify(bodies('account_check'))).not.toContain('bob');
	});

	it('of an account that does not exist stops the workflow with an error that names it', async () => {
		const { tencent } = services;
		tencent.settings.knownAccounts = new Set(['ann']);
		const run = await ofAccounts(tencent, {
			operation: 'get',
			parameters: { userIds: 'ann, nobody' },
		});

		expect(run.status).toBe('error');
		expect(run.error?.message).toMatch(/^1 of 2 users failed/);
		expect(run.error?.description).toContain('nobody');
	});

	it('of a scope of an account that does not exist is a failure, too', async () => {
		const { tencent } = services;
		tencent.settings.knownAccounts = new Set(['ann']);
		const run = await ofAccounts(tencent, {
			operation: 'get',
			parameters: { userIds: 'nobody', scopes: ['c2c'] },
		});

		expect(run.status).toBe('error');
	});

	it('believes what reads as muted for ever in one scope alone', async () => {
		const { tencent } = services;
		tencent.muteAccount('ann', 'group', 'permanent');
		const run = await ofAccounts(tencent, { operation: 'get', parameters: { userIds: 'ann' } });

		expect(rowsOf(run)).toEqual([{ userId: 'ann', scopes: { c2c: notMuted, group: forEver } }]);
	});

	it('asks for 100 accounts in a call', async () => {
		const { tencent } = services;
		const accounts = userNames(250);
		tencent.settings.knownAccounts = new Set(accounts.slice(0, 200));
		for (const account of accounts) {
			tencent.muteAccount(account, 'c2c', 'permanent');
			tencent.muteAccount(account, 'group', 'permanent');
		}
		const run = await ofAccounts(tencent, {
			operation: 'get',
			items: accounts.map((userId) => ({ userId })),
			settings: { onError: 'continueErrorOutput' },
		});

		expect(rowsOf(run).map(({ userId }) => userId)).toEqual(accounts.slice(0, 200));
		expect(failed(run.errorItems, 'userId')).toEqual(accounts.slice(200));
		expect(requestsTo('getnospeaking')).toHaveLength(250);
		expect(requestsTo('account_check')).toHaveLength(3);
	});

	it('takes nobody for muted whose account could not be checked', async () => {
		const { tencent } = services;
		tencent.settings.knownAccounts = new Set(['ann']);
		tencent.settings.failChecks = new Set(['nobody']);
		tencent.muteAccount('ann', 'c2c', 'permanent');
		tencent.muteAccount('ann', 'group', 'permanent');
		const run = await ofAccounts(tencent, {
			operation: 'get',
			parameters: { userIds: 'ann, nobody' },
			options: { maxRetries: 0 },
			settings: { onError: 'continueErrorOutput' },
		});

		expect(rowsOf(run)).toEqual([{ userId: 'ann', scopes: both(forEver) }]);
		expect(failed(run.errorItems, 'userId')).toEqual(['nobody']);
	});

	it('takes nobody for muted when the check itself fails', async () => {
		const { tencent } = services;
		tencent.muteAccount('bob', 'c2c', inTenMinutes * 1000);
		tencent.muteAccount('ann', 'c2c', 'permanent');
		tencent.muteAccount('ann', 'group', 'permanent');
		tencent.faults.next('internal', 10, ({ path }) => path.endsWith('/account_check'));
		const run = await ofAccounts(tencent, {
			operation: 'get',
			parameters: { userIds: 'ann, bob' },
			options: { maxRetries: 1 },
			settings: { onError: 'continueErrorOutput' },
		});

		expect(rowsOf(run).map(({ userId }) => userId)).toEqual(['bob']);
		expect(failed(run.errorItems, 'userId')).toEqual(['ann']);
	});

	it('tries a check again that failed for a moment', async () => {
		const { tencent } = services;
		tencent.muteAccount('ann', 'c2c', 'permanent');
		tencent.muteAccount('ann', 'group', 'permanent');
		tencent.faults.next('badGateway', 1, ({ path }) => path.endsWith('/account_check'));
		const run = await ofAccounts(tencent, { operation: 'get', parameters: { userIds: 'ann' } });

		expect(rowsOf(run)).toEqual([{ userId: 'ann', scopes: both(forEver) }]);
	});

	it("gives the service's own row with Simplify off", async () => {
		const { tencent } = services;
		tencent.muteAccount('ann', 'c2c', inTenMinutes * 1000);
		const run = await ofAccounts(tencent, {
			operation: 'get',
			parameters: { userIds: 'ann' },
			options: { simplify: false },
		});

		const [row] = rowsOf(run) as Array<IDataObject & { C2CmsgNospeakingTime: number }>;
		expect(row).toMatchObject({ GroupmsgNospeakingTime: 0 });
		expect(Math.abs(row.C2CmsgNospeakingTime - 600)).toBeLessThanOrEqual(1);
	});
});
