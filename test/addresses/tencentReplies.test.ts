import { inGroup, rowsOf, withoutBackOff, type Step } from '../engine/services';
import { groups, tencentApp, topics } from './apps';
import { json, useWire } from './wire';

/** Tencent's own samples, as its pages print them, and what a user then gets. tencent-chat.md §1 to §3, §9. */

const wire = useWire();

beforeEach(withoutBackOff);

const groupId = '@TGS#2FZNNRAEU';
const community = '@TGS#_@TGS#cQVLVHIM62CJ';
const topicId = `${community}@TOPIC#_@TOPIC#cRTE3HIM62C5`;

/** The node's answer to an item when the service gives this one. */
async function answered(reply: string, step: Step) {
	wire.host(tencentApp.url, () => json(reply));
	return await inGroup(tencentApp, { items: [{ groupId, userId: 'tommy' }], ...step });
}

/** The page of get_group_muted_account, and that of get_group_shutted_uin before it. */
const muteLists = {
	current: `{
    "ActionStatus": "OK",
    "ErrorCode": 0,
    "GroupId": "@TGS#2FZNNRAEU",
    "MutedAccountList": [
        {
            "Member_Account": "tommy",
            "MutedUntil": 1458115189
        },
        {
            "Member_Account": "peter",
            "MutedUntil": 1458115189
        }
    ]
}`,
	legacy: `{
    "ActionStatus": "OK",
    "ErrorCode": 0,
    "GroupId": "@TGS#2FZNNRAEU",
    "ShuttedUinList": [
        {
            "Member_Account": "tommy",
            "ShuttedUntil": 1458115189
        },
        {
            "Member_Account": "peter",
            "ShuttedUntil": 1458115189
        }
    ]
}`,
};

describe.each(Object.entries(muteLists))('The mute list with %s names', (apiNaming, sample) => {
	const getMuted = { operation: 'getMuted', options: { apiNaming } };

	it('says until when each is muted, an hour before', async () => {
		jest.spyOn(Date, 'now').mockReturnValue(Date.parse('2016-03-16T06:59:49Z'));
		const run = await answered(sample, getMuted);

		expect(rowsOf(run)).toEqual(
			['tommy', 'peter'].map((userId) => ({
				groupId,
				userId,
				muted: true,
				permanent: false,
				mutedUntil: '2016-03-16T07:59:49.000Z',
				remainingSeconds: 3600,
			})),
		);
	});

	it('has nobody in it any more, years later', async () => {
		const run = await answered(sample, getMuted);

		expect(run.status).toBe('success');
		expect(rowsOf(run)).toEqual([]);
	});
});

describe('A success is one', () => {
	it.each([
		['with nothing in ErrorInfo', '{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}'],
		['that says "ok"', '{"ActionStatus":"OK","ErrorInfo":"ok","ErrorCode":0}'],
		['without an ErrorInfo', '{"ActionStatus":"OK","ErrorCode":0}'],
		['without an ActionStatus', '{"ErrorCode":0,"ErrorInfo":""}'],
	])('%s', async (_, sample) => {
		const muted = await answered(sample, { operation: 'mute' });
		const closed = await answered(sample, { operation: 'muteAll' });

		expect(rowsOf(muted)).toMatchObject([{ groupId, userId: 'tommy', muted: true }]);
		expect(rowsOf(closed)).toEqual([{ groupId, allMuted: true }]);
	});

	it('for a topic, too', async () => {
		const run = await answered('{"ActionStatus":"OK","ErrorInfo":"ok","ErrorCode":0}', {
			operation: 'unmuteAll',
			items: [{ groupId: community, topicId }],
		});

		expect(rowsOf(run)).toEqual([{ groupId: community, topicId, allMuted: false }]);
	});
});

/** §9; whether to try again is in §5.4. */
const failures: Array<[code: number, says: string, tries: number, sample: string]> = [
	[
		10010,
		'this group does not exist',
		1,
		'{"ActionStatus":"FAIL","ErrorCode":10010,"ErrorInfo":"this group does not exist"}',
	],
	[
		60002,
		'HTTP parse Error',
		1,
		'{"ActionStatus":"FAIL","ErrorCode":60002,"ErrorInfo":"HTTP parse Error"}',
	],
	[
		60008,
		'service timeout or request format error,please check and try again',
		3,
		'{"ActionStatus":"FAIL","ErrorCode":60008,"ErrorInfo":"service timeout or request format error,please check and try again"}',
	],
	[
		60015,
		'body account invalid',
		1,
		'{"ActionStatus":"FAIL","ErrorCode":60015,"ErrorInfo":"body account invalid"}',
	],
	[70032, '', 1, '{"ActionStatus":"FAIL","ErrorCode":70032,"ErrorInfo":""}'],
	[
		90001,
		'Fail to Parse json data of body, Please check it',
		1,
		'{"ActionStatus":"FAIL","ErrorInfo":"Fail to Parse json data of body, Please check it","ErrorCode":90001}',
	],
];

describe.each(failures)('Code %d', (code, says, tries, sample) => {
	it.each(['mute', 'unmute', 'getMuted', 'muteAll', 'unmuteAll'])(
		`stops %s (tried: ${tries}) with the code and what the service says`,
		async (operation) => {
			const run = await answered(sample, { operation, options: { maxRetries: 2 } });

			expect(run.status).toBe('error');
			expect(run.error?.message).toContain(`code ${code}`);
			expect(run.error?.description).toContain(groupId);
			expect(run.error?.description).toContain(says);
			expect(wire.sent).toHaveLength(tries);
		},
	);

	it('is an item for each user where the node continues', async () => {
		const run = await answered(sample, {
			operation: 'mute',
			items: ['tommy', 'peter'].map((userId) => ({ groupId, userId })),
			options: { maxRetries: 0 },
			settings: { onError: 'continueRegularOutput' },
		});

		expect(rowsOf(run)).toMatchObject(
			['tommy', 'peter'].map((userId) => ({
				error: expect.any(String) as string,
				details: { groupId, userId, code, advice: expect.stringMatching(/\w/) as string },
			})),
		);
	});
});

describe('The drop-downs', () => {
	/** The page of get_appid_group_list. */
	const list = `{
    "ActionStatus": "OK",
    "ErrorInfo": "",
    "ErrorCode": 0,
    "TotalCount": 2,
    "GroupIdList": [
        {
            "GroupId": "@TGS#2J4SZEAEL"
        },
        {
            "GroupId": "@TGS#2C5SZEAEF"
        }
    ],
    "Next": 4454685361
}`;

	/** The page of get_group_info, shortened; it shows one group only, for simplicity. */
	const info = `{
    "ActionStatus": "OK",
    "ErrorInfo": "",
    "ErrorCode": 0,
    "GroupInfo": [
        {
            "GroupId": "@TGS#2J4SZEAEL",
            "ErrorCode": 0,
            "ErrorInfo": "",
            "Type": "Public",
            "Name": "MyFirstGroup",
            "Introduction": "TestGroup",
            "Notification": "TestGroup",
            "MemberList": [
                {
                    "Member_Account": "leckie",
                    "Role": "Owner"
                },
                {
                    "Member_Account": "peter",
                    "Role": "Member"
                }
            ]
        }
    ]
}`;

	/** The page of get_topic. */
	const topic = `{
    "ActionStatus": "OK",
    "ErrorInfo": "ok",
    "ErrorCode": 0,
    "TopicAndSelfInfo": [
        {
            "ErrorCode": 0,
            "ErrorInfo": "ok",
            "SelfInfo": {
                "ShutUpTime": 0,
                "MsgSeq": 0,
                "MsgFlag": "AcceptAndNotify"
            },
            "TopicInfo": {
                "TopicName": "TestTopicName",
                "GroupID": "@TGS#_@TGS#cQVLVHIM62CJ",
                "FaceUrl": "http://this.is.new.face.url",
                "TopicId": "@TGS#_@TGS#cQVLVHIM62CJ@TOPIC#_@TOPIC#cRTE3HIM62C5",
                "NextMsgSeq": 1,
                "Notification": "Notification",
                "Introduction": "Introduction",
                "CreateTime": 1658839448,
                "LastMsgTime": 0,
                "ShutUpAllFlag": 0,
                "CustomString": "This is a customs string."
            }
        }
    ]
}`;

	it('show a group by its name and ID, and ask on where the list goes on', async () => {
		wire.host(tencentApp.url, ({ url }) => json(url.includes('group_list?') ? list : info));
		const search = groups();
		const { results, paginationToken } = await search();
		await search(undefined, paginationToken as string);

		expect(results).toEqual([{ name: 'MyFirstGroup (@TGS#2J4SZEAEL)', value: '@TGS#2J4SZEAEL' }]);
		const pages = wire.sent.filter(({ url }) => url.includes('group_list?'));
		expect(pages.map(({ body }) => (body as { Next: number }).Next)).toEqual([0, 4454685361]);
	});

	it('show a topic by its name and the end of its ID', async () => {
		wire.host(tencentApp.url, () => json(topic));
		const { results } = await topics(community)();

		expect(results).toContainEqual({ name: 'TestTopicName (@TOPIC#cRTE3HIM62C5)', value: topicId });
	});
});
