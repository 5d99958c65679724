import type * as n8nWorkflow from 'n8n-workflow';

import { inChatRoom, inGroup, useServices, withoutBackOff, type Step } from './services';

/** In n8n before 2.34, which wraps what a request failed for, and forgets it. */

jest.mock('n8n-workflow', () => {
	const n8n: typeof n8nWorkflow = jest.requireActual('n8n-workflow');
	class NodeApiError extends n8n.NodeApiError {
		cause = undefined;
	}
	return { ...n8n, NodeApiError };
});

const services = useServices();
beforeEach(withoutBackOff);

const mute: Step = { operation: 'mute', items: [{ userId: 'ann' }, { userId: 'bob' }] };

describe('Where n8n forgets why a request failed', () => {
	it.each([
		['Secret Key', async (step: Step) => await inGroup(services.tencent, step), ' '],
		['App Certificate', async (step: Step) => await inChatRoom(services.agora, step), 'ab'],
	])('a run says that it is the %s that is wrong', async (field, run, value) => {
		const credential = { secretKey: value, appCertificate: value };
		const { error } = await run({ ...mute, credential });

		expect(error?.message).toMatch(new RegExp(`'${field}' field .*\\(code CREDENTIAL\\)`));
	});

	it('a run says that no token can be fetched, and why', async () => {
		const { agora } = services;
		const { error } = await inChatRoom(agora, {
			...mute,
			credential: {
				authentication: 'clientCredentials',
				clientId: agora.credentials.clientId,
				clientSecret: 'another',
			},
		});

		expect(error?.message).toMatch(/'Client Secret' .*\(code CREDENTIAL\)/);
	});

	it('a run says that nobody is there', async () => {
		const { error } = await inGroup(services.tencent, {
			...mute,
			credential: { baseUrl: 'http://127.0.0.1:1' },
		});

		expect(error?.message).toMatch(/Nothing answers .*\(code ECONNREFUSED\)/);
	});
});
