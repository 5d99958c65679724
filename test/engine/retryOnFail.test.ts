import type { IDataObject } from 'n8n-workflow';

import { agoraCredential } from '../support/credentials';
import { callTool } from '../support/tool';
import {
	chatRoomParameters,
	inChatRoom,
	inGroup,
	lobby,
	lounge,
	rowsOf,
	useServices,
	withoutBackOff,
} from './services';

/** n8n's own setting: the whole node runs again, for all items, two to five times. */

const services = useServices();

beforeEach(withoutBackOff);

const threeTries = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
const withGone = [{ userId: 'bob', groupId: 'gone' }, { userId: 'ann' }, { userId: 'cy' }];

const requestsTo = (groupId: string) =>
	services.tencent.requests.filter(({ body }) => (body as IDataObject).GroupId === groupId);
/** How often the lounge was asked to mute a user. */
const timesAsked = (user: string) =>
	services.agora.requests.filter(
		({ method, body }) =>
			method === 'POST' && ((body as IDataObject).usernames as string[]).includes(user),
	).length;

describe('Retry On Fail', () => {
	it('does not run the node again when all is done', async () => {
		const { tencent } = services;
		const run = await inGroup(tencent, {
			operation: 'mute',
			items: [{ userId: 'ann' }],
			settings: threeTries,
		});

		expect(run.status).toBe('success');
		expect(tencent.requests).toHaveLength(1);
	});

	it('in stop mode does not mute those again who are muted already', async () => {
		const { tencent } = services;
		const run = await inGroup(tencent, {
			operation: 'mute',
			items: withGone,
			settings: threeTries,
		});

		expect(run.error?.message).toMatch(/^1 of 3 users failed/);
		expect(requestsTo(lobby)).toHaveLength(1);
		expect(requestsTo('gone')).toHaveLength(3);
		expect([...tencent.mutes(lobby).keys()]).toEqual(['ann', 'cy']);
	});

	it('in continue mode does not mute those again who are muted already, and reports them all', async () => {
		const run = await inGroup(services.tencent, {
			operation: 'mute',
			items: withGone,
			settings: { ...threeTries, onError: 'continueRegularOutput' },
		});

		expect(requestsTo(lobby)).toHaveLength(1);
		expect(run.items).toMatchObject([
			{ json: { details: { userId: 'bob' } }, pairedItem: { item: 0 } },
			{ json: { userId: 'ann', muted: true }, pairedItem: { item: 1 } },
			{ json: { userId: 'cy', muted: true }, pairedItem: { item: 2 } },
		]);
	});

	it('with an error output does not mute those again who are muted already, and parts them', async () => {
		const run = await inGroup(services.tencent, {
			operation: 'mute',
			items: withGone,
			settings: { ...threeTries, onError: 'continueErrorOutput' },
		});

		expect(requestsTo(lobby)).toHaveLength(1);
		expect(rowsOf(run).map(({ userId }) => userId)).toEqual(['ann', 'cy']);
		expect(run.errorItems).toHaveLength(1);
	});

	// n8n looks at the first item alone when the node is to continue.
	it.each([
		['first', withGone, 3],
		['last', [...withGone].reverse(), 1],
	])('in continue mode asks again for a user whose item is the %s', async (_, items, tries) => {
		await inGroup(services.tencent, {
			operation: 'mute',
			items,
			settings: { ...threeTries, onError: 'continueRegularOutput' },
		});

		expect(requestsTo('gone')).toHaveLength(tries);
		expect(requestsTo(lobby)).toHaveLength(1);
	});

	it('does what failed for a moment in a later try', async () => {
		const { agora } = services;
		agora.faults.next('badGateway', 1);
		const run = await inChatRoom(agora, {
			operation: 'mute',
			items: [{ userId: 'ann' }],
			options: { maxRetries: 0 },
			settings: threeTries,
		});

		expect(run.status).toBe('success');
		expect(rowsOf(run)).toMatchObject([{ userId: 'ann', muted: true }]);
		expect([...agora.mutes(lounge).keys()]).toEqual(['ann']);
	});

	it('mutes for the time that the items of the next run say', async () => {
		const { agora } = services;
		agora.settings.failUsers = new Set(['bob']);
		const step = {
			operation: 'mute',
			parameters: { userIds: 'ann, bob', muteFor: 'permanent' },
			settings: { ...threeTries, onError: 'continueRegularOutput' as const },
		};
		await inChatRoom(agora, step);
		agora.mute(lounge, 'ann', Date.now() + 1000);
		await inChatRoom(agora, step);

		expect(agora.mutes(lounge).get('ann')).toBe('permanent');
	});

	it('sends nothing for items that can not be sent, however often it tries', async () => {
		const { tencent } = services;
		const run = await inGroup(tencent, {
			operation: 'mute',
			items: [{ userId: 'ann' }, { userId: '' }],
			settings: threeTries,
		});

		expect(run.error?.message).toContain("'User IDs'");
		expect(tencent.requests).toEqual([]);
	});

	it('in continue mode sends nobody again because of an item that can not be sent', async () => {
		const { tencent } = services;
		const run = await inGroup(tencent, {
			operation: 'mute',
			items: [{ userId: '' }, { userId: 'ann' }, { userId: 'cy' }],
			settings: { ...threeTries, onError: 'continueRegularOutput' },
		});

		expect(tencent.requests).toHaveLength(1);
		expect(run.items).toMatchObject([
			{ json: { error: expect.stringContaining("'User IDs'") as string } },
			{ json: { userId: 'ann', muted: true }, pairedItem: { item: 1 } },
			{ json: { userId: 'cy', muted: true }, pairedItem: { item: 2 } },
		]);
	});

	it('with Execute Once does not mute those again who are muted already', async () => {
		services.agora.settings.failUsers = new Set(['bob']);
		const run = await inChatRoom(services.agora, {
			operation: 'mute',
			parameters: { userIds: 'ann, bob' },
			items: [{}, {}],
			settings: { ...threeTries, executeOnce: true },
		});

		expect(run.error?.message).toMatch(/^1 of 2 users failed/);
		expect([timesAsked('ann'), timesAsked('bob')]).toEqual([1, 3]);
	});

	it('mutes again when the same items come to the node again', async () => {
		await inGroup(services.tencent, {
			operation: 'mute',
			items: withGone,
			settings: { ...threeTries, onError: 'continueRegularOutput' },
			runs: 2,
		});

		expect(requestsTo('gone')).toHaveLength(3 * 2);
		expect(requestsTo(lobby)).toHaveLength(2);
	});

	it('takes no call of a tool for an earlier one', async () => {
		const { agora } = services;
		agora.settings.failUsers = new Set(['bob']);
		await callTool(
			'agora',
			{
				parameters: chatRoomParameters({
					operation: 'mute',
					parameters: { userIds: "={{ $fromAI('userIds', 'Whom') }}" },
				}),
				items: [{}],
				credentials: agoraCredential(agora),
				settings: threeTries,
			},
			[{ userIds: 'ann, bob' }, { userIds: 'ann' }],
		);

		expect([timesAsked('ann'), timesAsked('bob')]).toEqual([3 + 1, 3]);
	});

	it('asks with a wrong key once for each try', async () => {
		const { tencent } = services;
		await inGroup(tencent, {
			operation: 'mute',
			items: withGone,
			credential: { secretKey: 'wrong' },
			settings: threeTries,
		});

		expect(tencent.requests).toHaveLength(3);
	});
});
