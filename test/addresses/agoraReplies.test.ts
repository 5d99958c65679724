import { inChatRoom, rowsOf, withoutBackOff, type Step } from '../engine/services';
import { agoraApp, chatRooms } from './apps';
import { inTurn, json, useWire, type Answer } from './wire';

/** What Easemob's servers really answered, and what a user then gets. agora-chat.md §2, §5, §8. */

const wire = useWire();

beforeEach(withoutBackOff);

const origin = `https://${agoraApp.url}`;

/** The node's answer to an item when the service gives these in turn. */
async function answered(answers: readonly Answer[], step: Step) {
	wire.host(origin, inTurn(...answers));
	return await inChatRoom(agoraApp, step);
}

const captured = {
	mute: '{"action":"post","application":"5e3410a0-86af-11e9-af06-bb3a6c11b7be","uri":"http://a1-hsb.easemob.com/1104190221201050/imautotest-3369425217/chatrooms/84141867597826/mute","entities":[],"data":[{"result":true,"expire":1559728739225,"user":"imautotest-1825836757"}],"timestamp":1559642339227,"duration":0,"organization":"1104190221201050","applicationName":"imautotest-3369425217"}',
	unmute:
		'{"action":"delete","application":"468ae0e0-…","uri":"http://…/chatrooms/84144527835138/mute/imautotest-6964795697","entities":[],"data":[{"result":true,"user":"imautotest-6964795697"}],"timestamp":1559644875767,"duration":0,"organization":"1104190221201050","applicationName":"imautotest-7127953790"}',
	list: '{"action":"post","application":"f8f48dd0-…","uri":"http://…/chatrooms/84144841359363/mute","entities":[],"data":[{"expire":1559731574937,"user":"imautotest-3273736000"}],"timestamp":1559645175112,"duration":0,"organization":"1104190221201050","applicationName":"imautotest-7834201751"}',
	ban: '{"action":"put","application":"602c612f-…","data":{"mute":true},"duration":0,"entities":[],"organization":"easemob-demo","properties":{},"timestamp":1632469973448,"uri":"http://…/chatrooms/160507177795587/ban"}',
	notMember:
		'{"error":"invalid_parameter","timestamp":1559643634258,"duration":0,"exception":"com.easemob.group.exception.InvalidParameterException","error_description":"users [imautotest-8326632078] are not members of this group!"}',
	rooms:
		'{"action":"get","data":[{"id":"83214776467458","name":"…","owner":"…","affiliations_count":1}],"count":1}',
};

it('A mute ends when the service says, not when we reckon', async () => {
	const run = await answered([json(captured.mute)], {
		operation: 'mute',
		items: [{ chatRoomId: '84141867597826', userId: 'imautotest-1825836757' }],
		parameters: { duration: 1, durationUnit: 'days' },
	});

	expect(rowsOf(run)).toEqual([
		{
			chatRoomId: '84141867597826',
			userId: 'imautotest-1825836757',
			muted: true,
			permanent: false,
			mutedUntil: '2019-06-05T09:58:59.225Z',
		},
	]);
});

it('An unmute is done', async () => {
	const run = await answered([json(captured.unmute)], {
		operation: 'unmute',
		items: [{ chatRoomId: '84144527835138', userId: 'imautotest-6964795697' }],
	});

	expect(rowsOf(run)).toEqual([
		{
			chatRoomId: '84144527835138',
			userId: 'imautotest-6964795697',
			muted: false,
			permanent: false,
			mutedUntil: null,
		},
	]);
});

describe('The mute list', () => {
	const step = { operation: 'getMuted', items: [{ chatRoomId: '84144841359363' }] };

	it('says until when each is muted, at the time it was captured', async () => {
		jest.spyOn(Date, 'now').mockReturnValue(1559645175112);
		const run = await answered([json(captured.list)], step);

		expect(rowsOf(run)).toEqual([
			{
				chatRoomId: '84144841359363',
				userId: 'imautotest-3273736000',
				muted: true,
				permanent: false,
				mutedUntil: '2019-06-05T10:46:14.937Z',
				remainingSeconds: 24 * 60 * 60,
			},
		]);
	});

	it('has nobody in it any more, years later', async () => {
		const run = await answered([json(captured.list)], step);

		expect(run.status).toBe('success');
		expect(rowsOf(run)).toEqual([]);
	});
});

describe('A whole room', () => {
	const items = [{ chatRoomId: '160507177795587' }];

	it('is closed', async () => {
		const run = await answered([json(captured.ban)], { operation: 'muteAll', items });

		expect(rowsOf(run)).toEqual([{ chatRoomId: '160507177795587', allMuted: true }]);
	});

	it('is not open while the service says that it is closed', async () => {
		const run = await answered([json(captured.ban)], { operation: 'unmuteAll', items });

		expect(run.status).toBe('error');
	});

	it('is opened', async () => {
		const opened = '{"action":"delete","data":{"mute":false}}';
		const run = await answered([json(opened)], { operation: 'unmuteAll', items });

		expect(rowsOf(run)).toEqual([{ chatRoomId: '160507177795587', allMuted: false }]);
	});
});

describe('Somebody who is no member', () => {
	const stranger = 'imautotest-8326632078';
	const member = 'imautotest-1825836757';

	/** Captured, documented by Easemob for rooms, and for groups. */
	it.each([
		[400, 'invalid_parameter'],
		[400, 'forbidden_op'],
		[403, 'forbidden_op'],
	])('fails alone: %d %s', async (status, error) => {
		const refusal = captured.notMember.replace('invalid_parameter', error);
		const run = await answered([json(refusal, status), json(captured.mute)], {
			operation: 'mute',
			items: [stranger, member].map((userId) => ({ chatRoomId: '84141867597826', userId })),
			settings: { onError: 'continueRegularOutput' },
		});

		expect(rowsOf(run)).toMatchObject([
			{
				error: expect.stringContaining('not a member') as string,
				details: { userId: stranger, code: error, httpStatus: status },
			},
			{ userId: member, muted: true },
		]);
		expect(wire.sent.map(({ body }) => (body as { usernames: string[] }).usernames)).toEqual([
			[stranger, member],
			[member],
		]);
	});
});

/** §8; a token is made anew once, nothing else helps. */
const failures: Array<
	[status: number, error: string, says: string, tries: number, sample: string]
> = [
	[
		404,
		'resource_not_found',
		'grpID 6602183678361 does not exist!',
		1,
		'{"error":"resource_not_found","timestamp":1542363205192,"duration":0,"exception":"com.easemob.group.exception.ResourceNotFoundException","error_description":"grpID 6602183678361 does not exist!"}',
	],
	[
		404,
		'service_resource_not_found',
		'do not find this group:1',
		1,
		'{"error":"service_resource_not_found","timestamp":1557481611000,"duration":0,"exception":"com.easemob.group.exception.ServiceResourceNotFoundException","error_description":"do not find this group:1"}',
	],
	[
		401,
		'unauthorized',
		'Unable to authenticate (OAuth)',
		2,
		'{"error":"unauthorized","timestamp":1559816593002,"duration":0,"exception":"EasemobSecurityException","error_description":"Unable to authenticate (OAuth)"}',
	],
	[
		403,
		'forbidden_op',
		'current user count is larger than the maxUsers that you want to update !',
		1,
		'{"error":"forbidden_op","exception":"com.easemob.group.exception.ForbiddenOpException","error_description":"current user count is larger than the maxUsers that you want to update !"}',
	],
];

describe.each(failures)('%d %s', (status, error, says, tries, sample) => {
	const chatRoomId = '6602183678361';

	it.each(['mute', 'unmute', 'getMuted', 'muteAll', 'unmuteAll'])(
		`stops %s (tried: ${tries}) with the code and what the service says`,
		async (operation) => {
			const run = await answered([json(sample, status)], {
				operation,
				items: [{ chatRoomId, userId: 'ann' }],
			});

			expect(run.status).toBe('error');
			expect(run.error?.message).toContain(`code ${error}`);
			expect(run.error?.description).toContain(chatRoomId);
			expect(run.error?.description).toContain(says);
			expect(wire.sent).toHaveLength(tries);
			// The same token again would be refused again.
			expect(new Set(wire.sent.map(({ headers }) => headers.authorization)).size).toBe(tries);
		},
	);

	it('is an item for each user where the node continues', async () => {
		const run = await answered([json(sample, status)], {
			operation: 'mute',
			items: ['ann', 'bob'].map((userId) => ({ chatRoomId, userId })),
			settings: { onError: 'continueRegularOutput' },
		});

		expect(rowsOf(run)).toMatchObject(
			['ann', 'bob'].map((userId) => ({
				error: expect.any(String) as string,
				details: {
					chatRoomId,
					userId,
					code: error,
					httpStatus: status,
					advice: expect.stringMatching(/\w/) as string,
				},
			})),
		);
	});
});

it('The list of chat rooms shows a room by its name and ID', async () => {
	wire.host(origin, () => json(captured.rooms));
	const { results, paginationToken } = await chatRooms()();

	expect(results).toEqual([{ name: '… (83214776467458)', value: '83214776467458' }]);
	expect(paginationToken).toBeUndefined();
});
