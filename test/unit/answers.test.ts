import type { IDataObject } from 'n8n-workflow';

import { UnexpectedReply } from '../../nodes/shared/model/json';
import { batchOf, type Subject } from '../../nodes/shared/model/batch';
import type { Operation, Resource } from '../../nodes/shared/model/operation';
import { agora, runIn, tencent } from '../support/resources';

/** What each operation asks, and how it reads an answer, of a service that may answer anything. */

const now = Date.parse('2027-01-31T12:00:00Z');
/** Ann, in the place that the resource is about, muted for ten minutes. */
const subjects: Record<string, Subject> = {
	group: { itemIndex: 0, target: { groupId: 'g' } },
	message: { itemIndex: 0, target: { groupId: 'g' } },
	account: { itemIndex: 0, target: {} },
	chatRoom: { itemIndex: 0, target: { chatRoomId: '1' } },
	chatGroup: { itemIndex: 0, target: { chatGroupId: '1' } },
	user: { itemIndex: 0, target: {} },
};
const end = { kind: 'after', ms: 600_000 } as const;

function batchFor(resource: string, { scopes = [] }: Resource, { input }: Operation) {
	const isOfUsers = input !== 'target' && input !== 'list';
	return batchOf([
		{
			...subjects[resource],
			...(isOfUsers && { userId: 'ann' }),
			...(input === 'list' && { target: {}, list: { limit: Infinity } }),
			...(input === 'mute' && { end }),
			scopes: Object.fromEntries(scopes.map(({ value }) => [value, end])),
		},
	]);
}

function read(resources: Readonly<Record<string, Resource>>, what: string, body: IDataObject) {
	const [name, operationName] = what.split(' ');
	const resource = resources[name];
	const operation = resource.operations[operationName];
	const page = { body, text: JSON.stringify(body), sentAtMs: now, answeredAtMs: now };
	const batch = batchFor(name, resource, operation);
	const run = runIn(resources, operation);
	const { rows } = operation.listing?.readPage(page, batch, run, 1) ?? { rows: [] };
	return operation.outcomes(
		page,
		batch,
		run,
		[...rows].map(([, row]) => row),
	);
}

const places = ['chatRoom', 'chatGroup'];

describe('Agora Chat: an answer of another shape than documented is never taken for success', () => {
	it.each([
		...places.flatMap(
			(place): Array<[string, unknown[]]> => [
				[`${place} mute`, [undefined, {}, 'done', [1], ['ann']]],
				[`${place} unmute`, [undefined, {}, true]],
				[`${place} muteAll`, [undefined, {}, [], 'done', { mute: false }, { mute: 'true' }]],
				[`${place} unmuteAll`, [undefined, {}, { mute: true }]],
				...['getMuted', 'syncMuted'].map((operation): [string, unknown[]] => [
					`${place} ${operation}`,
					[
						{},
						'none',
						[1],
						[{ user: 'ann' }],
						[{ expire: 1 }],
						[{ user: 1, expire: 1 }],
						[{ user: 'ann', expire: '1' }],
						[{ user: 'ann', expire: -5 }],
					],
				]),
				[`${place} getAllowed`, [undefined, {}, 'ann', [1], ['ann', null]]],
				[`${place} allow`, [undefined, 'done', [1]]],
				[`${place} disallow`, [undefined, 'done', [1]]],
				[`${place} get`, ['none', [1]]],
				[`${place} getAll`, ['none', [1]]],
			],
		),
		['user mute', [undefined, {}, [], 'ok', { result: 'no' }, { result: false }]],
		['user unmute', [undefined, {}, { result: '' }]],
		['user get', [undefined, [], 'none', { chat: '1' }, { chat: {} }]],
		[
			'user getAll',
			[
				'none',
				{ data: 'none' },
				{ data: [1] },
				{ data: [{ chat: 1 }] },
				{ data: [{ username: 'ann', chat: '1' }] },
			],
		],
	] as Array<[string, unknown[]]>)('%s', (what, answers) => {
		for (const data of answers) {
			expect(() => read(agora, what, { data } as IDataObject)).toThrow(UnexpectedReply);
		}
	});
});

describe('Tencent Cloud Chat: an answer of another shape than documented is never taken for success', () => {
	it.each([
		[
			'group getMuted',
			[
				{ MutedAccountList: 'none' },
				{ MutedAccountList: [1] },
				{ MutedAccountList: [{ Member_Account: 'ann' }] },
				{ MutedAccountList: [{ MutedUntil: 1 }] },
				{ MutedAccountList: [{ Member_Account: 'ann', MutedUntil: '1' }] },
				{ MutedAccountList: [{ Member_Account: 'ann', MutedUntil: -1 }] },
			],
		],
		['group get', [{ GroupInfo: 'none' }, { GroupInfo: [1] }]],
		['group getAll', [{ GroupIdList: 'none' }, { GroupIdList: [1] }]],
		['account get', [{ C2CmsgNospeakingTime: '1' }, { GroupmsgNospeakingTime: {} }]],
	] as Array<[string, IDataObject[]]>)('%s', (what, bodies) => {
		for (const body of bodies) {
			expect(() => read(tencent, what, body)).toThrow(UnexpectedReply);
		}
	});
});

it.each(places)(
	'In a %s, a mute whose end the answer does not tell ends when it was asked to',
	(place) => {
		const [outcome] = read(agora, `${place} mute`, { data: [{ user: 'ANN', result: true }] });

		expect(outcome).toMatchObject({
			rows: [{ userId: 'ann', muted: true, mutedUntil: '2027-01-31T12:10:00.000Z' }],
		});
	},
);

it.each(places)('In a %s, a mute ends when the answer says', (place) => {
	const expire = Date.parse('2027-02-01T00:00:00Z');
	const [outcome] = read(agora, `${place} mute`, { data: [{ user: 'ann', result: true, expire }] });

	expect(outcome).toMatchObject({ rows: [{ mutedUntil: '2027-02-01T00:00:00.000Z' }] });
});

it.each([
	['a row that says no', [{ user: 'ann', result: false, reason: 'ann left' }], 'ann left'],
	['no row', [], undefined],
])('A user with %s was not done, and the others of the request can be', (_, data, said) => {
	const [outcome] = read(agora, 'chatRoom unmute', { data } as IDataObject);

	expect(outcome).toMatchObject({ userId: 'ann', failure: { scope: 'users', retry: 'no' } });
	expect('failure' in outcome && outcome.failure.said).toBe(said);
});

it.each([
	['Tencent Cloud Chat', tencent, { mute: 'unmute', getMuted: 'syncMuted' }],
	['Agora Chat', agora, { getMuted: 'syncMuted' }],
] as Array<[string, Readonly<Record<string, Resource>>, Record<string, string>]>)(
	'%s counts the calls of each API by itself',
	(_, resources, sameApi) => {
		const names = Object.entries(resources).flatMap(([name, resource]) =>
			Object.entries(resource.operations)
				.filter(([operation]) => !Object.values(sameApi).includes(operation))
				.map(
					([, operation]) =>
						operation.request(
							batchFor(name, resource, operation),
							now,
							runIn(resources, operation),
							1,
						).api.name,
				),
		);
		const shared = names.filter((name, i) => names.indexOf(name) !== i);

		expect(names.every((name) => name.length > 0)).toBe(true);
		// Both directions of one switch are one API there.
		expect(shared).toEqual(resources === tencent ? ['modify_group_base_info'] : ['POST mutes']);
	},
);
