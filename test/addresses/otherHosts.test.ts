import type { ICredentialDataDecryptedObject, OnError } from 'n8n-workflow';

import { inChatRoom, inGroup, withoutBackOff, type Step } from '../engine/services';
import type { NodeRun } from '../support/engine';
import type { Search } from '../support/dropDown';
import { agoraApp, chatRooms, groups, tencentApp, topics } from './apps';
import { inTurn, json, useWire, type Answer, type Sent } from './wire';

/** A signature reaches the host of the credential, over TLS, and no other one. */

const wire = useWire();

beforeEach(withoutBackOff);

interface Client {
	service: string;
	host: string;
	run(step: Step): Promise<NodeRun>;
	lists(changes?: ICredentialDataDecryptedObject): Search[];
	/** The credential's fields for another address. */
	at(url: string): ICredentialDataDecryptedObject;
	signatureIn(sent: Sent): string;
}

const clients: Client[] = [
	{
		service: 'Tencent Cloud Chat',
		host: 'adminapisgp.im.qcloud.com',
		run: async (step) => await inGroup(tencentApp, step),
		lists: (changes) => [groups(changes), topics('@TGS#_@TGS#cQVLVHIM62CJ', changes)],
		at: (baseUrl) => ({ region: 'custom', baseUrl }),
		signatureIn: ({ url }) => String(new URL(url).searchParams.get('usersig')),
	},
	{
		service: 'Agora Chat',
		host: 'a61.chat.agora.io',
		run: async (step) => await inChatRoom(agoraApp, step),
		lists: (changes) => [chatRooms(changes)],
		at: (host) => ({ host }),
		signatureIn: ({ headers }) => String(headers.authorization).replace('Bearer ', ''),
	},
];

const operations = ['mute', 'unmute', 'getMuted', 'muteAll', 'unmuteAll'];
const modes: OnError[] = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'];
const elsewhere = 'elsewhere.example.com';

/** To another host by its name, and to the same one without TLS. */
const redirect =
	(status: number, host: string, scheme: 'https' | 'http') =>
	({ url }: Sent): Answer => ({
		...json({}, status),
		headers: { location: url.replace(/^https:\/\/[^/]+/, `${scheme}://${host}`) },
	});

/** What failed, in whichever way the node told of it. */
const failuresOf = ({ items, errorItems, error }: NodeRun) => [
	...(error ? [error.message] : []),
	...[...items, ...errorItems].flatMap(({ json: row }) => ('error' in row ? [row.error] : [])),
];

describe.each(clients)('$service', ({ host, run, lists, at, signatureIn }) => {
	const step: Step = { operation: 'mute', items: [{ userId: 'ann' }, { userId: 'bob' }] };

	/** Every host that a redirect could lead to answers, so that what follows one is seen. */
	function standBy(answer: (sent: Sent) => Answer): void {
		wire.host(`https://${host}`, answer);
		for (const other of [`https://${elsewhere}`, `http://${elsewhere}`, `http://${host}`]) {
			wire.host(other, () => json({ ErrorCode: 0, ActionStatus: 'OK', data: [] }));
		}
	}
	const hostsReached = () => [...new Set(wire.sent.map(({ url }) => new URL(url).origin))];

	describe.each([301, 302, 303, 307, 308])('does not follow a %d', (status) => {
		it.each([
			[elsewhere, 'https'],
			[elsewhere, 'http'],
			[host, 'http'],
		] as const)('to %s by %s', async (target, scheme) => {
			standBy(redirect(status, target, scheme));
			for (const onError of modes) {
				for (const operation of operations) {
					const result = await run({ ...step, operation, settings: { onError } });

					expect(failuresOf(result)[0]).toContain(String(status));
					for (const sent of wire.sent) expect(result.saved).not.toContain(signatureIn(sent));
				}
			}
			expect(hostsReached()).toEqual([`https://${host}`]);
			expect(wire.sent.length).toBeGreaterThanOrEqual(modes.length * operations.length);
		});

		it('when a drop-down asks', async () => {
			standBy(redirect(status, elsewhere, 'https'));
			for (const search of lists()) await expect(search()).rejects.toThrow(String(status));

			expect(hostsReached()).toEqual([`https://${host}`]);
		});
	});

	it('does not follow a redirect when it tries again', async () => {
		const away = redirect(302, elsewhere, 'https');
		let attempts = 0;
		standBy((sent) => (++attempts < 3 ? { ...away(sent), status: 503 } : away(sent)));
		const result = await run(step);

		expect(failuresOf(result)[0]).toContain('302');
		expect(hostsReached()).toEqual([`https://${host}`]);
		expect(wire.sent).toHaveLength(3);
	});

	it.each(modes)('tries the same host again, and no other, with On Error: %s', async (onError) => {
		standBy(inTurn(json('Bad Gateway', 502)));
		await run({ ...step, settings: { onError }, options: { maxRetries: 3 } });

		expect(hostsReached()).toEqual([`https://${host}`]);
		expect(wire.sent).toHaveLength(4);
	});

	it.each(modes)('sends nothing to an address without TLS, with On Error: %s', async (onError) => {
		standBy(() => json({}));
		for (const url of [`http://${host}`, `http://${elsewhere}`, 'HTTP://127.0.0.1.example.com']) {
			for (const operation of operations) {
				const result = await run({
					...step,
					operation,
					settings: { onError },
					credential: at(url),
				});

				expect(failuresOf(result)[0]).toContain('has to start with https://');
			}
		}
		expect(wire.sent).toEqual([]);
	});

	it('sends nothing to an address without TLS when a drop-down asks', async () => {
		standBy(() => json({}));
		for (const search of lists(at(`http://${host}`))) {
			await expect(search()).rejects.toThrow('has to start with https://');
		}
		expect(wire.sent).toEqual([]);
	});
});
