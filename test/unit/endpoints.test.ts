import { noted } from '../../credentials/signing/signatures';
import { agoraEndpoint } from '../../credentials/endpoints/agora';
import { addressed } from '../../credentials/endpoints/secureUrl';
import { tencentEndpoint } from '../../credentials/endpoints/tencent';

const tencent = (changes = {}) =>
	tencentEndpoint({
		region: 'custom',
		baseUrl: 'https://chat.example.com',
		sdkAppId: 1400000000,
		identifier: 'administrator',
		requestsPerSecond: 200,
		...changes,
	});

const agora = (changes = {}) =>
	agoraEndpoint({
		host: 'a61.chat.agora.io',
		project: 'orgAndApp',
		orgName: '411234567',
		appName: '1012345',
		appId: '970CA35de60c44645bbae8a215061b33',
		requestsPerSecond: 100,
		...changes,
	});

describe('The region of a Tencent Cloud Chat app', () => {
	// tencent-chat.md §5.2.
	it.each([
		['china', 'console.tim.qq.com'],
		['singapore', 'adminapisgp.im.qcloud.com'],
		['seoul', 'adminapikr.im.qcloud.com'],
		['tokyo', 'adminapijpn.im.qcloud.com'],
		['frankfurt', 'adminapiger.im.qcloud.com'],
		['siliconValley', 'adminapiusa.im.qcloud.com'],
		['jakarta', 'adminapiidn.im.qcloud.com'],
		['riyadh', 'adminapiksa.im.qcloud.com'],
		['mumbai', 'adminapiind.im.qcloud.com'],
	])('%s is at %s', (region, host) => {
		expect(tencent({ region, baseUrl: '' }).baseUrl).toBe(`https://${host}`);
	});

	it('custom is at the address that was typed in', () => {
		const baseUrl = 'https://adminapisgp.my-imcloud.com';

		expect(tencent({ baseUrl }).baseUrl).toBe(baseUrl);
	});

	it('with a host of its own does not send to a base URL left over from before', () => {
		const { baseUrl } = tencent({ region: 'seoul', baseUrl: 'https://elsewhere.example.com' });

		expect(baseUrl).toBe('https://adminapikr.im.qcloud.com');
	});
});

describe('The project of Agora Chat', () => {
	it('is named by organization and app', () => {
		expect(agora().baseUrl).toBe('https://a61.chat.agora.io/411234567/1012345');
	});

	it('is named by its app ID', () => {
		expect(agora({ project: 'appId', orgName: '', appName: '' }).baseUrl).toBe(
			'https://a61.chat.agora.io/app-id/970CA35de60c44645bbae8a215061b33',
		);
	});

	it('does not break the address with the signs in its name', () => {
		expect(agora({ orgName: 'a/b', appName: 'c#d' }).baseUrl).toBe(
			'https://a61.chat.agora.io/a%2Fb/c%23d',
		);
	});

	it.each([
		['Organization Name', { orgName: ' ' }],
		['Organization Name', { orgName: undefined }],
		['App Name', { appName: '' }],
		['App ID', { project: 'appId', appId: '' }],
		['Host', { host: '' }],
	])('is refused without %s', (field, changes) => {
		expect(() => agora(changes)).toThrow(`'${field}'`);
	});
});

describe('The quota', () => {
	it('of two Tencent apps on one host is counted apart', () => {
		expect(tencent({ sdkAppId: 1400000001 }).app).not.toBe(tencent().app);
	});

	it('of two Agora projects on one host is counted apart', () => {
		expect(agora({ appName: 'another' }).app).not.toBe(agora().app);
	});

	it('of one app is counted together, however its host is written', () => {
		expect(agora({ host: ' https://A61.chat.agora.io/ ' }).app).toBe(agora().app);
	});

	it('is the one of the credential', () => {
		expect(tencent({ requestsPerSecond: 50 }).requestsPerSecond).toBe(50);
		expect(agora({ requestsPerSecond: 10 }).requestsPerSecond).toBe(10);
	});

	it('may be one request a second', () => {
		expect(tencent({ requestsPerSecond: 1 }).requestsPerSecond).toBe(1);
	});

	it.each([0, -1, 1.5, Number.NaN, 'many', undefined])('of %p is refused', (requestsPerSecond) => {
		expect(() => tencent({ requestsPerSecond })).toThrow("'Requests per Second'");
		expect(() => agora({ requestsPerSecond })).toThrow("'Requests per Second'");
	});
});

it('The identifier is the same for all that read it, whatever blanks were pasted around it', () => {
	expect(tencent({ identifier: ' administrator\n' }).identifier).toBe('administrator');
});

it.each([0, -5, 1.5, 'app'])('The SDKAppID %p is refused', (sdkAppId) => {
	expect(() => tencent({ sdkAppId })).toThrow("'SDKAppID'");
});

describe.each([
	['Base URL', (address: unknown) => tencent({ baseUrl: address }).baseUrl],
	['Host', (address: unknown) => agora({ host: address }).baseUrl],
])('%s', (field, baseUrlOf) => {
	it.each([
		'http://localhost:4180',
		'http://127.0.0.1:4180',
		'http://127.9.8.7',
		'http://127.100.200.250',
		'http://[::1]:4180',
		'HTTP://LOCALHOST:4180',
	])('may do without encryption on this machine: %s', (address) => {
		expect(baseUrlOf(address).startsWith(address.toLowerCase())).toBe(true);
	});

	it.each([
		'http://chat.example.com',
		'http://10.0.0.1',
		'http://127.0.0.1.example.com',
		'http://localhost.example.com',
		'http://notlocalhost',
		'http://0.0.0.0',
		'http://[::2]',
		'ftp://chat.example.com',
		'ftp://localhost',
	])('has to be encrypted anywhere else: %s', (address) => {
		expect(() => baseUrlOf(address)).toThrow(`'${field}'`);
		expect(() => baseUrlOf(address)).toThrow('https://');
	});

	it.each(['', '   ', undefined, null, 42])('is empty when it is %p, and says so', (address) => {
		expect(() => baseUrlOf(address)).toThrow(`The '${field}' field of the credential is empty`);
	});

	it.each([
		'not a host',
		'https://',
		'https://user:password@chat.example.com',
		'https://chat.example.com?a=b',
		'https://chat.example.com#a',
		'https://chat.example.com:port',
	])('is refused by its name when it is no address: %p', (address) => {
		expect(() => baseUrlOf(address)).toThrow(`'${field}'`);
	});

	it('is taken without https:// before it, with blanks around it and a slash behind it', () => {
		expect(baseUrlOf(' chat.example.com/ ').startsWith('https://chat.example.com')).toBe(true);
		expect(baseUrlOf(' chat.example.com/ ')).not.toMatch(/\/$|[^:]\/\//);
	});

	it('may be a folder of a proxy', () => {
		expect(
			baseUrlOf('https://proxy.example.com/chat/').startsWith('https://proxy.example.com/chat'),
		).toBe(true);
	});

	it('may be a proxy that takes the address of the service behind its own', () => {
		const address = 'proxy.example.com/https://chat.example.com';

		expect(baseUrlOf(address).startsWith(`https://${address}`)).toBe(true);
	});

	it('loses all slashes behind it', () => {
		expect(baseUrlOf('https://chat.example.com/chat//')).not.toContain('chat//');
	});
});

describe.each([
	['Tencent Cloud Chat', tencent({})],
	['Agora Chat', agora({})],
])('What %s says', (_, { hide }) => {
	it('has nothing of what the request was signed with', () => {
		const data = {};
		noted(data, 'not-for-all-eyes');
		expect(hide('refused: not-for-all-eyes', data)).toBe('refused: [hidden]');
	});
});

describe('What no request carries is the name of somebody where a service says it:', () => {
	const name = 'moderator';
	it.each([
		['a secret key', tencent({ secretKey: name })],
		['a UserSig that is not used', tencent({ userSig: name })],
		['a callback token', tencent({ callbackToken: name })],
		['an app certificate', agora({ appCertificate: name })],
		['an access token that is not used', agora({ accessToken: name })],
		['a client secret', agora({ clientSecret: name })],
		['a callback secret', agora({ callbackSecrets: `other, ${name}` })],
	])('%s', (_, { hide }) => {
		expect(hide(`{"user":"${name}_ann"}`, {})).toBe(`{"user":"${name}_ann"}`);
	});
});

it('A request whose address is none is left to n8n, which says so', () => {
	expect(addressed({ url: 'no address' }, 'https://chat.example.com').url).toBe('no address');
});
