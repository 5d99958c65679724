import { WebhookContext } from 'n8n-core';

import {
	agoraTrusting,
	fromAgora,
	fromTencent,
	groupMessage,
	roomMessage,
	tencentTrusting,
} from '../support/callbacks';
import { useWebhooks, type Received, type Trigger } from '../support/webhook';

// Credentials change while a workflow is published. Reading one for each callback would keep the services waiting.

const webhooks = useWebhooks();
const start = Date.parse('2027-01-31T12:00:00Z');
const everything = { events: ['messageBefore'], answer: 'pass', filters: {} };
let workflowId = 0;

const services = {
	tencent: {
		trusting: (secrets?: string) =>
			tencentTrusting(secrets === undefined ? {} : { callbackToken: secrets }),
		callback: () => fromTencent(groupMessage('hello')),
	},
	agora: {
		trusting: (secrets?: string) =>
			agoraTrusting(secrets === undefined ? {} : { callbackSecrets: secrets }),
		callback: () => fromAgora(roomMessage('hello')),
	},
};

describe.each(['tencent', 'agora'] as const)('Of %s', (type) => {
	const { trusting, callback } = services[type];
	let reads: jest.SpyInstance;

	beforeEach(() => {
		workflowId += 1;
		reads = jest.spyOn(WebhookContext.prototype, 'getCredentials');
		at(0);
	});
	afterEach(() => jest.restoreAllMocks());

	const at = (seconds: number) => jest.spyOn(Date, 'now').mockReturnValue(start + seconds * 1000);
	const send = async (secrets?: string, changes: Partial<Trigger> = {}): Promise<Received> =>
		await webhooks.send(
			{
				type,
				parameters: everything,
				credentials: trusting(secrets),
				workflowId: String(workflowId),
				...changes,
			},
			callback(),
		);

	it('a credential is read once for the callbacks of three seconds', async () => {
		for (const seconds of [0, 0.1, 1, 2.9]) {
			at(seconds);
			expect((await send()).status).toBe(200);
		}
		expect(reads).toHaveBeenCalledTimes(1);
		at(3);
		await send();
		expect(reads).toHaveBeenCalledTimes(2);
	});

	it('a secret that was put in counts at once', async () => {
		expect((await send('another')).status).toBe(401);
		expect((await send()).items).toHaveLength(1);
	});

	it('a secret that was taken out counts once after three seconds, and never after twenty', async () => {
		await send();
		at(2.9);
		expect((await send('another')).status).toBe(200);
		at(3.1);
		expect((await send('another')).status).toBe(200);
		expect((await send('another')).status).toBe(401);
	});

	it('a secret that was taken out does not count after twenty seconds of silence', async () => {
		await send();
		at(20);
		expect((await send('another')).status).toBe(401);
		expect((await send('')).status).toBe(401);
	});

	it('a trigger whose credential was taken from it trusts nobody', async () => {
		await send();
		expect((await send(undefined, { credentials: {} })).status).toBe(401);
	});

	it('what one workflow knows, another does not', async () => {
		await send();
		const other = { workflowId: `not ${workflowId}` };
		expect((await send('another', other)).status).toBe(401);
	});
});
