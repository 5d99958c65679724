import { AccessToken2, ServiceChat } from 'agora-token/src/AccessToken2';
import * as fc from 'fast-check';
import { Api } from 'tls-sig-api-v2/TLSSigAPIv2';

import { signAgoraAppToken } from '../../credentials/signing/agoraToken';
import { signUserSig } from '../../credentials/signing/userSig';
import { zlibStored } from '../../credentials/signing/zlib';
import credentials from '../simulator/credentials.json';
import { inflateSync } from '../support/node';

afterEach(() => {
	jest.restoreAllMocks();
});

const secondsSince1970 = fc.integer({ min: 1, max: 0xffffffff });
const lifetime = fc.integer({ min: 1, max: 15_552_000 });

describe('A UserSig', () => {
	/** The fields that are signed: zlib below Tencent's own Base64. */
	const fieldsOf = (userSig: string): unknown => {
		const base64 = userSig.replace(/\*/g, '+').replace(/-/g, '/').replace(/_/g, '=');
		return JSON.parse(inflateSync(Buffer.from(base64, 'base64')).toString());
	};

	// tencent-chat.md §6: the app of the vector has Tencent's public sample key.
	const published = {
		...credentials.tencent,
		issuedAtSeconds: 1700000000,
		lifetimeSeconds: 86400,
	};
	const publishedVector =
		'eJyrVgrxCdYrSy1SslIy0jNQ0gHzM1NS80oy0zLBwokpuZl5mcUlRYkl*UVQBcUp2YkFBZkpSlaGJgZQAJEpycxNVbIyNEcVTa0oyCxKVbKyMDOBCRVnpitZKVX6OKZql5uHh6aGlhYmhVlm6IdEmFuUGhnmh7hnamdaRhUYlhoHFORFmhnYKtUCAK0SM5I_';

	it('holds the fields and the signature that are published', () => {
		expect(fieldsOf(signUserSig(published))).toEqual({
			'TLS.ver': '2.0',
			'TLS.identifier': 'administrator',
			'TLS.sdkappid': 1400000000,
			'TLS.time': 1700000000,
			'TLS.expire': 86400,
			'TLS.sig': 'yLAe+w7WUeUuqbV9h/TX78u21oTGi+i9Zp1u3PpnY60=',
		});
	});

	it('inflates to what the published UserSig inflates to', () => {
		expect(fieldsOf(signUserSig(published))).toEqual(fieldsOf(publishedVector));
	});

	it("says the same as one of Tencent's own package, whatever is signed", () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 1, max: 0xffffffff }),
				fc.string({ minLength: 1, maxLength: 32, unit: 'grapheme-ascii' }),
				fc.string({ minLength: 1, maxLength: 80 }),
				secondsSince1970,
				lifetime,
				(sdkAppId, identifier, secretKey, issuedAtSeconds, lifetimeSeconds) => {
					jest.spyOn(Date, 'now').mockReturnValue(issuedAtSeconds * 1000);
					const official = new Api(sdkAppId, secretKey).genUserSig(identifier, lifetimeSeconds);
					const ours = signUserSig({
						sdkAppId,
						identifier,
						secretKey,
						issuedAtSeconds,
						lifetimeSeconds,
					});
					expect(fieldsOf(ours)).toEqual(fieldsOf(official));
				},
			),
		);
	});

	it('is padded as Base64 is, whatever its length', () => {
		for (const identifier of ['a', 'ab', 'abc']) {
			expect(signUserSig({ ...published, identifier }).length % 4).toBe(0);
		}
	});

	it('needs no encoding in a query', () => {
		fc.assert(
			fc.property(fc.string({ maxLength: 32 }), (identifier) => {
				const userSig = signUserSig({ ...published, identifier });
				expect(encodeURIComponent(userSig)).toBe(userSig);
			}),
		);
	});
});

describe('An Agora app token', () => {
	const contentOf = (token: string): string => {
		expect(token.slice(0, 3)).toBe('007');
		return inflateSync(Buffer.from(token.slice(3), 'base64')).toString('hex');
	};

	// agora-chat.md §6.1.
	const published = {
		...credentials.agora,
		issuedAtSeconds: 1111111,
		lifetimeSeconds: 600,
		salt: 1,
	};
	const publishedVector =
		'007eJxTYNDNaz3snC8huEfHWdz6s98qltq4zqy9fl99Uh0FDvy6F6DAYGlu4OxobJqSamaQbGJiZmKalJSYapFoZGhqYGaYZGzs/kWAIYKJgYGRAYRZGRgZmMB8BgYArfIYaw==';

	it('holds the bytes that are published', () => {
		expect(contentOf(signAgoraAppToken(published))).toBe(contentOf(publishedVector));
	});

	it("holds the same bytes as one of Agora's own package, whatever is signed", () => {
		const hex32 = fc.stringMatching(/^[0-9a-fA-F]{32}$/);
		fc.assert(
			fc.property(
				hex32,
				hex32,
				secondsSince1970,
				lifetime,
				fc.integer({ min: 1, max: 99_999_999 }),
				(appId, appCertificate, issuedAtSeconds, lifetimeSeconds, salt) => {
					const official = new AccessToken2(
						appId,
						appCertificate,
						issuedAtSeconds,
						lifetimeSeconds,
					);
					official.salt = salt;
					const chat = new ServiceChat();
					chat.add_privilege(ServiceChat.kPrivilegeApp, lifetimeSeconds);
					official.add_service(chat);
					const ours = signAgoraAppToken({
						appId,
						appCertificate,
						issuedAtSeconds,
						lifetimeSeconds,
						salt,
					});
					expect(contentOf(ours)).toBe(contentOf(official.build()));
				},
			),
		);
	});
});

describe('A zlib stream made without compression', () => {
	it.each([0, 1, 65_535, 65_536, 200_000])('of %d bytes inflates to them', (length) => {
		const bytes = Buffer.from(Array.from({ length }, (_, i) => (i * 31 + (i >> 8)) & 0xff));

		expect(inflateSync(zlibStored(bytes)).equals(bytes)).toBe(true);
	});

	it('is found out when a byte of it is changed', () => {
		const stream = zlibStored(Buffer.from('a signature'));
		stream[8] ^= 1;

		expect(() => inflateSync(stream)).toThrow(/data check/);
	});
});
