import { ChatTokenBuilder } from 'agora-token';
import { Api } from 'tls-sig-api-v2/TLSSigAPIv2';

import published from './credentials.json';
import { appTokenFault, userSigFault } from './signatures';

describe('UserSig, tencent-chat.md §6', () => {
	const app = published.tencent;
	const signedAt = 1700000000;
	const lifeSeconds = 86400;
	const vector =
		'eJyrVgrxCdYrSy1SslIy0jNQ0gHzM1NS80oy0zLBwokpuZl5mcUlRYkl*UVQBcUp2YkFBZkpSlaGJgZQAJEpycxNVbIyNEcVTa0oyCxKVbKyMDOBCRVnpitZKVX6OKZql5uHh6aGlhYmhVlm6IdEmFuUGhnmh7hnamdaRhUYlhoHFORFmhnYKtUCAK0SM5I_';
	const fault = (userSig: string, identifier = 'administrator', at = signedAt) =>
		userSigFault(userSig, identifier, app, at * 1000);

	it('takes the published vector until it expires', () => {
		expect(fault(vector)).toBeUndefined();
		expect(fault(vector, 'administrator', signedAt + lifeSeconds - 1)).toBeUndefined();
		expect(fault(vector, 'administrator', signedAt + lifeSeconds)).toBe(70001);
	});

	it('names what is wrong with a bad one', () => {
		expect(fault(vector, 'somebody')).toBe(70013);
		expect(fault(vector.slice(0, -40))).toBe(70003);
		expect(fault('no signature')).toBe(70003);
		const now = Date.now() / 1000;
		const sign = (id: number, key: string) => new Api(id, key).genUserSig('administrator', 60);
		expect(fault(sign(app.sdkAppId, app.secretKey), 'administrator', now)).toBeUndefined();
		expect(fault(sign(app.sdkAppId, 'another key'), 'administrator', now)).toBe(70009);
		expect(fault(sign(1400000001, app.secretKey), 'administrator', now)).toBe(70014);
	});
});

describe('App token, agora-chat.md §6.1', () => {
	const app = published.agora;
	const issuedAt = 1111111;
	const publishedApp =
		'007eJxTYNDNaz3snC8huEfHWdz6s98qltq4zqy9fl99Uh0FDvy6F6DAYGlu4OxobJqSamaQbGJiZmKalJSYapFoZGhqYGaYZGzs/kWAIYKJgYGRAYRZGRgZmMB8BgYArfIYaw==';
	const publishedUser =
		'007eJxTYNAIsnbS3v/A5t2TC6feR15r+6cq8bqAvfaW+tk/Vzz+p6xTYLA0N3B2NDZNSTUzSDYxMTMxTUpKTLVINDI0NTAzTDI2dv8iwBDBxMDAyADCrAyMDIxgPheDkYWFkbGJoZG5MQAfpR64';
	const fault = (token: string, at = issuedAt) => appTokenFault(token, app, at * 1000);

	it('takes the published vector until it expires', () => {
		expect(fault(publishedApp)).toBeUndefined();
		expect(fault(publishedApp, issuedAt + 599)).toBeUndefined();
		expect(fault(publishedApp, issuedAt + 600)).toBe('expired');
	});

	it('refuses user tokens, other apps, other certificates and rubbish', () => {
		expect(fault(publishedUser)).toBe('foreign');
		const other = 'a'.repeat(32);
		expect(fault(ChatTokenBuilder.buildAppToken(other, app.appCertificate, 600))).toBe('foreign');
		expect(fault(ChatTokenBuilder.buildAppToken(app.appId, other, 600))).toBe('foreign');
		expect(fault('YWMtSomething')).toBe('corrupt');
		expect(fault('007eJx')).toBe('corrupt');
	});

	it('grants a day at the most', () => {
		const token = ChatTokenBuilder.buildAppToken(app.appId, app.appCertificate, 7 * 86400);
		const now = Math.floor(Date.now() / 1000);
		expect(fault(token, now + 86300)).toBeUndefined();
		expect(fault(token, now + 86400)).toBe('expired');
	});
});
