import fc from 'fast-check';
import type { IDataObject, INode } from 'n8n-workflow';

import type { FaultKind } from '../simulator';
import type { SentMessage } from '../simulator/transcript';
import {
	community,
	crew,
	guild,
	launch,
	lobby,
	lounge,
	market,
	onAgoraMessages,
	onTencentMessages,
	topic,
	useServices,
} from '../engine/services';
import type { NodeRun } from '../support/engine';
import { runs } from './effort';

/** Whatever the network and the service do: nobody gets a message twice, and nobody is told as sent who was not. */

const services = useServices();

/** All but the quota, after which an app can do nothing more. A slow answer comes after the timeout. */
const kinds: readonly FaultKind[] = [
	'resetBefore',
	'resetAfter',
	'badGateway',
	'badGatewayAfter',
	'unavailable',
	'unavailableDate',
	'tooMany',
	'tooManyLater',
	'truncated',
	'notJson',
	'internal',
	'overFrequency',
	'wrongShape',
	'slow',
	'drips',
];

interface Receiver {
	name: string;
	/** As the node's input and output name it. */
	fields: IDataObject;
	/** All that it got, from whomever. */
	got(sender: string): readonly SentMessage[];
}

interface Way {
	name: string;
	where: string;
	receivers: readonly Receiver[];
	service: () => (typeof services)['tencent'] | (typeof services)['agora'];
	admin: string;
	run(items: IDataObject[], settings: Partial<INode>, options: IDataObject): Promise<NodeRun>;
}

const said = { where: '={{ $json.where }}', text: '={{ $json.text }}', sender: '={{ $json.by }}' };
const people = ['ann', 'bob', 'cy', 'dot', 'eve', 'fay', 'gus', 'hal'];
const tencent: Pick<Way, 'service' | 'admin' | 'run'> = {
	service: () => services.tencent,
	admin: 'administrator',
	run: async (items, settings, options) =>
		await onTencentMessages(services.tencent, {
			operation: 'send',
			items,
			settings,
			parameters: said,
			options: options as never,
		}),
};
const agora: Pick<Way, 'service' | 'admin' | 'run'> = {
	service: () => services.agora,
	admin: 'admin',
	run: async (items, settings, options) =>
		await onAgoraMessages(services.agora, {
			operation: 'send',
			items,
			settings,
			parameters: said,
			options: options as never,
		}),
};
const inPlaces = (ids: readonly string[], name: string): Receiver[] =>
	ids.map((id) => ({
		name: id,
		fields: { [name]: id },
		got: () => services.agora.transcript(id),
	}));

const ways: Way[] = [
	{
		...tencent,
		name: 'Tencent Cloud Chat, privately',
		where: 'user',
		receivers: people.map((userId) => ({
			name: userId,
			fields: { userId },
			got: (sender) => services.tencent.privateTranscript(sender, userId),
		})),
	},
	{
		...tencent,
		name: 'Tencent Cloud Chat, groups and topics',
		where: 'group',
		receivers: [
			{ groupId: lobby },
			{ groupId: market },
			{ groupId: community },
			{ groupId: community, topicId: topic },
		].map((fields) => ({
			name: JSON.stringify(fields),
			fields,
			got: () => services.tencent.transcript(fields.groupId, fields.topicId),
		})),
	},
	{
		...agora,
		name: 'Agora Chat, privately',
		where: 'user',
		receivers: people.map((userId) => ({
			name: userId,
			fields: { userId },
			got: (sender) => services.agora.privateTranscript(sender, userId),
		})),
	},
	{
		...agora,
		name: 'Agora Chat, rooms',
		where: 'chatRoom',
		receivers: inPlaces([lounge, launch, crew], 'chatRoomId'),
	},
	{
		...agora,
		name: 'Agora Chat, groups',
		where: 'chatGroup',
		receivers: inPlaces([crew, guild, lounge, launch], 'chatGroupId'),
	},
];

const texts = ['one', 'two', 'three', 'Stop it.'];
const senders = ['', 'mod'];

/** Who is told what, item by item, and what goes wrong. */
const scenarios = fc.record({
	items: fc.array(
		fc.record({
			receiver: fc.nat({ max: 7 }),
			text: fc.constantFrom(...texts),
			by: fc.constantFrom(...senders),
		}),
		{ minLength: 1, maxLength: 30 },
	),
	share: fc.constantFrom(0, 0.2, 0.5, 0.9, 1),
	faults: fc.uniqueArray(fc.constantFrom(...kinds), { minLength: 1, maxLength: kinds.length }),
	seed: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
	retryOnFail: fc.boolean(),
	allowed: fc.constantFrom(2, 7, Infinity),
});

describe.each(ways)('$name', (way) => {
	it('each receiver has each text once, in order, or nobody says so', async () => {
		const property = fc.asyncProperty(scenarios, async (scenario) => {
			services.tencent.reset();
			services.agora.reset();
			fillAgain();
			const { share, seed, faults: chosen, retryOnFail, allowed } = scenario;
			const service = way.service();
			Object.assign(services.tencent.settings, { slowMs: 3000, groupMessagesPerSecond: allowed });
			Object.assign(services.agora.settings, {
				slowMs: 3000,
				messagesPerSecond: { chatrooms: Math.max(10, allowed), chatgroups: Math.max(3, allowed) },
			});
			service.faults.random({ share, kinds: chosen, seed });
			const asked = scenario.items.map(({ receiver, text, by }) => {
				const { fields, name } = way.receivers[receiver % way.receivers.length];
				return { name, text, by, item: { ...fields, where: way.where, text, by } };
			});
			const run = await way.run(
				asked.map(({ item }) => item),
				retryOnFail
					? { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 }
					: { onError: 'continueErrorOutput' },
				{ timeout: 1000, maxRetries: 2 },
			);

			const wanted = new Map(
				asked.map(({ name, by, text }) => [JSON.stringify([name, by, text]), 0]),
			);
			for (const receiver of way.receivers) {
				for (const sender of senders) {
					const from = sender === '' ? way.admin : sender;
					const got = receiver.got(from).filter((message) => message.from === from);
					for (const { text } of got) {
						const key = JSON.stringify([receiver.name, sender, text]);
						wanted.set(key, (wanted.get(key) ?? NaN) + 1);
					}
				}
				expect(inOrderOf(asked, receiver, way)).toBe(true);
			}
			// Nobody got what was not asked for, and nobody got anything twice.
			expect([...wanted].filter(([, count]) => count !== 0 && count !== 1)).toEqual([]);
			if (retryOnFail && run.error) return;

			const told = (item: number) => {
				const { name, by, text } = asked[item];
				return JSON.stringify([name, by, text]);
			};
			const rows = [...run.items, ...run.errorItems].map(({ json, pairedItem }) => ({
				key: told((pairedItem as { item: number }).item),
				json,
			}));
			// One row for each, told by the item that first named it.
			expect(rows.map(({ key }) => key).sort()).toEqual([...wanted.keys()].sort());
			for (const { key, json } of rows) {
				if (json.sent === true) expect([key, wanted.get(key)]).toEqual([key, 1]);
				else if ((json.details as IDataObject).code !== 'MAYBE_SENT') {
					expect([key, json, wanted.get(key)]).toEqual([key, json, 0]);
				}
			}
			expect(service.malformed).toEqual([]);
		});
		await fc.assert(property, { numRuns: runs(80) });
	});
});

/** Whether a receiver got what it got in the order in which the items first named it. */
function inOrderOf(
	asked: ReadonlyArray<{ name: string; text: string; by: string }>,
	receiver: Receiver,
	way: Way,
): boolean {
	const order = [
		...new Set(
			asked
				.filter(({ name }) => name === receiver.name)
				.map(({ by, text }) => JSON.stringify([by, text])),
		),
	];
	const got = senders
		.flatMap((sender) => {
			const from = sender === '' ? way.admin : sender;
			return receiver
				.got(from)
				.filter((message) => message.from === from)
				.map(({ id, at, text }) => ({ id, at, key: JSON.stringify([sender, text]) }));
		})
		.sort((a, b) => a.at - b.at);
	const places = got.map(({ key }) => order.indexOf(key));
	// At the same millisecond the two senders' transcripts do not tell which was first.
	return places.every(
		(place, i) => i === 0 || got[i - 1].at === got[i].at || place > places[i - 1],
	);
}

function fillAgain(): void {
	const { tencent: chat, agora: other } = services;
	chat.addGroup({ groupId: lobby, members: people });
	chat.addGroup({ groupId: market, members: 'anyone' });
	chat.addGroup({ groupId: community, type: 'Community', members: people });
	chat.addTopic({ groupId: community, topicId: topic });
	other.addChatRoom({ chatRoomId: lounge, members: people });
	other.addChatRoom({ chatRoomId: launch, members: 'anyone' });
	other.addChatGroup({ chatGroupId: crew, members: people });
	other.addChatGroup({ chatGroupId: guild, members: 'anyone' });
}
