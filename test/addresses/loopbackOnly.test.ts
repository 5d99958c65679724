import { inChatRoom, inGroup } from '../engine/services';
import { connect, connectTls, once } from '../support/node';
import { agoraApp, tencentApp } from './apps';

/** No test of any suite reaches out: test/support/loopbackOnly.js. */

/** RFC 5737 keeps this address for documents, and RFC 2606 the names under example.com. */
const outside = ['192.0.2.1', 'chat.example.com', '127.0.0.1.example.com', 'localhost.example.com'];
const refused = /this machine only/;

it.each(outside)('A socket to %s is refused', async (host) => {
	await expect(once(connect(443, host), 'connect')).rejects.toThrow(refused);
	await expect(once(connect({ host, port: 443 }), 'connect')).rejects.toThrow(refused);
	await expect(once(connectTls({ host, port: 443 }), 'connect')).rejects.toThrow(refused);
});

it.each(outside)('fetch does not get to %s', async (host) => {
	await expect(fetch(`https://${host}/`)).rejects.toMatchObject({
		cause: { message: expect.stringMatching(refused) as string },
	});
});

const getMuted = { operation: 'getMuted', options: { maxRetries: 0 } };

it.each(['singapore', 'china'])("A node does not get to Tencent's region %s", async (region) => {
	const run = await inGroup(tencentApp, { ...getMuted, credential: { region } });

	expect(run.error?.message).toContain('LOOPBACK_ONLY');
});

it.each(['a61.chat.agora.io', 'a1.easemob.com'])('A node does not get to %s', async (host) => {
	const run = await inChatRoom(agoraApp, { ...getMuted, credential: { host } });

	expect(run.error?.message).toContain('LOOPBACK_ONLY');
});
