import type { IDataObject } from 'n8n-workflow';

import {
	byId,
	failed,
	inChatGroup,
	inChatRoom,
	inGroup,
	people,
	useServices,
	withoutBackOff,
	type Step,
} from './services';

/** What holds for whoever is removed or banned. */

const services = useServices();
const onContinue = { onError: 'continueErrorOutput' } as const;
const operations = ['removeMembers', 'ban'];
const users = (...userIds: string[]) => userIds.map((userId) => ({ userId }));
const bodies = () => services.tencent.requests.map(({ body }) => body as IDataObject);

beforeEach(withoutBackOff);
afterEach(() => {
	expect(services.agora.malformed).toEqual([]);
	expect(services.tencent.malformed).toEqual([]);
});

describe('On Tencent Cloud Chat', () => {
	const run = async (step: Step) => await inGroup(services.tencent, step);

	it.each(operations)(
		'%s refuses a reason of 1,001 bytes before anything is sent',
		async (operation) => {
			const { error } = await run({
				operation,
				items: users('ann'),
				parameters: { reason: `${'字'.repeat(333)}a` },
			});
			expect(bodies().length).toBeLessThanOrEqual(1);
			const long = await run({
				operation,
				items: users('ann'),
				parameters: { reason: `${'字'.repeat(333)}ab` },
			});

			expect(error).toBeUndefined();
			expect(long.error?.message).toContain("'Reason'");
		},
	);

	it.each(operations)('%s the owner fails alone', async (operation) => {
		services.tencent.addGroup({ groupId: 'owned', owner: 'boss', members: [...people, 'boss'] });
		const { items, errorItems } = await run({
			operation,
			items: users('ann', 'boss', 'cy'),
			parameters: { groupId: byId('owned') },
			settings: onContinue,
		});

		expect(items.map(({ json }) => json.userId)).toEqual(['ann', 'cy']);
		expect(failed(errorItems, 'userId')).toEqual(['boss']);
	});
});

describe.each([
	['chat room', inChatRoom],
	['chat group', inChatGroup],
] as const)('Of a %s', (_kind, inPlace) => {
	const run = async (step: Step) => await inPlace(services.agora, step);

	it.each(operations)('%s the owner fails alone', async (operation) => {
		const { items, errorItems } = await run({
			operation,
			items: users('ann', 'owner', 'cy'),
			settings: onContinue,
		});

		expect(items.map(({ json }) => json.userId)).toEqual(['ann', 'cy']);
		expect(failed(errorItems, 'userId')).toEqual(['owner']);
	});
});
