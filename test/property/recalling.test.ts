import fc from 'fast-check';

import {
	crew,
	lobby,
	lounge,
	onAgoraMessages,
	onTencentMessages,
	useServices,
} from '../engine/services';
import { runs } from './effort';
import { passing } from './faults';

/** Whatever fails in between: who is asked for is gone, nobody else is, and each has its row. */

const services = useServices();

interface Way {
	name: string;
	service: () => (typeof services)['tencent'] | (typeof services)['agora'];
	place: Record<string, string>;
	where: string;
	write(text: string): Promise<string>;
	shown(): Array<string | undefined>;
	/** IDs that no message has. */
	nobodys: string[];
}

const inAgora = (name: string, where: string, idName: string, id: string): Way => ({
	name,
	service: () => services.agora,
	place: { [idName]: id },
	where,
	write: async (text) => (await services.agora.sendMessage({ id, from: 'ann', text })).id,
	shown: () => services.agora.transcript(id).map((message) => message.shown),
	nobodys: ['1', '2', '3'],
});

const ways: Way[] = [
	{
		name: 'Tencent Cloud Chat',
		service: () => services.tencent,
		place: { groupId: lobby },
		where: 'group',
		write: async (text) =>
			String((await services.tencent.sendMessage({ groupId: lobby, from: 'ann', text })).seq),
		shown: () => services.tencent.transcript(lobby).map((message) => message.shown),
		nobodys: ['4000000001', '4000000002', '4000000003'],
	},
	inAgora('Agora Chat, rooms', 'chatRoom', 'chatRoomId', lounge),
	inAgora('Agora Chat, groups', 'chatGroup', 'chatGroupId', crew),
];

const scenarios = fc.record({
	/** Of each message, whether it is to be recalled. */
	wanted: fc.array(fc.boolean(), { minLength: 1, maxLength: 25 }),
	strange: fc.nat({ max: 3 }),
	share: fc.constantFrom(0, 0.1, 0.25),
	seed: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
});

it.each(ways)('$name', async ({ service, place, where, write, shown, nobodys }) => {
	const property = fc.asyncProperty(scenarios, async ({ wanted, strange, share, seed }) => {
		const before = shown().length;
		service().faults.reset();
		const ids: string[] = [];
		for (const [i] of wanted.entries()) ids.push(await write(`text ${before + i}`));
		const asked = [...ids.filter((_, i) => wanted[i]), ...nobodys.slice(0, strange)];
		if (share > 0) service().faults.random({ share, kinds: passing, seed });
		const run = service() === services.tencent ? onTencentMessages : onAgoraMessages;
		const { items, errorItems } = await run(service() as never, {
			operation: 'recall',
			items:
				asked.length > 0
					? asked.map((messageId) => ({ ...place, messageId }))
					: [{ ...place, none: [] }],
			parameters: { where, ...(asked.length === 0 && { messageIds: '={{ $json.none }}' }) },
			options: { maxRetries: 10 },
			settings: { onError: 'continueErrorOutput' },
		});
		const rows = items.map(({ json }) => json);

		expect(errorItems).toEqual([]);
		expect(rows.map(({ messageId }) => messageId).sort()).toEqual([...asked].sort());
		// What is there is recalled; of what is not, no more is said than that, unless an answer was lost.
		for (const { messageId, recalled, gone } of rows) {
			if (ids.includes(String(messageId))) expect([messageId, recalled]).toEqual([messageId, true]);
			else if (share === 0) expect([recalled, gone]).toEqual([false, true]);
		}
		expect(shown().slice(before)).toEqual(
			wanted.map((isWanted, i) => (isWanted ? undefined : `text ${before + i}`)),
		);
	});
	await fc.assert(property, { numRuns: runs(60) });
});
