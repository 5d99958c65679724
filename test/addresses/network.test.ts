import nock from 'nock';

import { inGroup, userNames, withoutBackOff } from '../engine/services';
import { tencentApp } from './apps';
import { useWire } from './wire';

/** What the network says of a host is true of every request; what befell one request is not. */

useWire();
beforeEach(withoutBackOff);

/** A run over 20 groups, each of which the network fails with this code. */
async function failing(code: string, maxRetries = 1) {
	let asked = 0;
	nock('https://adminapisgp.im.qcloud.com')
		.persist()
		.on('request', () => asked++)
		.intercept(() => true, 'POST')
		.replyWithError(Object.assign(new Error(`connect ${code}`), { code }));
	const run = await inGroup(tencentApp, {
		operation: 'mute',
		items: userNames(20).map((groupId) => ({ groupId, userId: 'ann' })),
		options: { maxRetries },
		settings: { onError: 'continueRegularOutput' },
	});
	return { asked, errors: run.items.map(({ json }) => json.error), count: run.items.length };
}

it.each(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'EPROTO'])(
	'%s is found by one request, which is tried again',
	async (code) => {
		expect(await failing(code)).toMatchObject({ asked: 2, count: 20 });
	},
);

it.each([
	'CERT_HAS_EXPIRED',
	'DEPTH_ZERO_SELF_SIGNED_CERT',
	'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
	'ERR_TLS_CERT_ALTNAME_INVALID',
])('%s is found by one request, and does not pass by trying again', async (code) => {
	const { asked, errors } = await failing(code);

	expect(asked).toBe(1);
	expect(errors[19]).toMatch(/prove/);
});

it.each(['ECONNRESET', 'ECONNABORTED', 'ETIMEDOUT', 'EPIPE'])(
	'%s does not keep the other groups from being tried',
	async (code) => {
		const { asked, count } = await failing(code, 0);

		expect(asked).toBeGreaterThanOrEqual(5);
		expect(count).toBe(20);
	},
);
