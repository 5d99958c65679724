import type { IExecuteFunctions } from 'n8n-workflow';

import type { Endpoint } from '../../credentials/endpoints/endpoint';
import { connect } from '../../nodes/shared/http/transport';
import type { Service } from '../../nodes/shared/model/service';

/** What became of a request that failed on its way. */

const endpoint = { app: 'app', baseUrl: '', requestsPerSecond: 1, hide: String } as Endpoint;
const service = { credentialType: 'chatApi', endpoint: () => endpoint } as unknown as Service;

async function failsWith(cause: object) {
	const context = {
		getCredentials: async () => await Promise.resolve({}),
		helpers: {
			httpRequestWithAuthentication: async () =>
				await Promise.reject(Object.assign(new Error('It failed'), { cause })),
		},
	} as unknown as IExecuteFunctions;
	const { exchange } = await connect(context, service, 1000);
	const reply = await exchange({ api: { name: 'mute' }, method: 'POST', path: '/' });
	return 'failure' in reply ? reply.failure : undefined;
}

const errors = (codes: string[], calls: Array<string | undefined>) =>
	codes.flatMap((code) => calls.map((syscall) => ({ code, syscall })));

describe('A request that failed on its way', () => {
	it.each([
		...errors(['ENOTFOUND', 'EAI_AGAIN'], ['getaddrinfo', undefined]),
		...errors(['ECONNREFUSED'], ['connect', undefined]),
		...errors(
			['EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT', 'ECONNRESET', 'EADDRNOTAVAIL'],
			['connect'],
		),
		...errors(['CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID'], [undefined]),
	])('%j was never sent', async (cause) => {
		expect(await failsWith(cause)).toMatchObject({ unanswered: true, isLost: false });
		expect(await failsWith({ code: cause.code, cause })).toMatchObject({ isLost: false });
	});

	// Node gives one error for all addresses of a host, with the code of the first.
	it.each(['ETIMEDOUT', 'ENETUNREACH', 'EHOSTUNREACH', 'ECONNREFUSED'])(
		'%s at each address of the host: it was never sent',
		async (code) => {
			const ofAll = { code, errors: errors([code, 'ECONNREFUSED'], ['connect']) };

			expect(await failsWith(ofAll)).toMatchObject({ isLost: false });
			expect(await failsWith({ code, cause: ofAll })).toMatchObject({ isLost: false });
		},
	);

	it.each([[[]], [errors(['ETIMEDOUT'], ['connect', 'read'])]])(
		'ETIMEDOUT with %j may have been done',
		async (each) => {
			expect(await failsWith({ code: 'ETIMEDOUT', errors: each })).toMatchObject({ isLost: true });
		},
	);

	it.each([
		...errors(
			['EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT', 'ECONNRESET', 'EPIPE'],
			['read', 'write'],
		),
		...errors(
			['EPROTO', 'ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_BAD_RECORD_TYPE'],
			['write', undefined],
		),
		...errors(
			['ECONNABORTED', 'ECONNRESET', 'EHOSTUNREACH', 'ERR_STREAM_PREMATURE_CLOSE'],
			[undefined],
		),
	])('%j may have been done', async (cause) => {
		expect(await failsWith(cause)).toMatchObject({ unanswered: true, isLost: true });
	});
});
