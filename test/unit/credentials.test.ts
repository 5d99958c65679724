import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { AgoraChatApi } from '../../credentials/AgoraChatApi.credentials';
import { TencentCloudChatApi } from '../../credentials/TencentCloudChatApi.credentials';
import { appTokenFault, userSigFault } from '../simulator/signatures';
import published from '../simulator/credentials.json';

const tencentData: ICredentialDataDecryptedObject = {
	region: 'singapore',
	...published.tencent,
	authentication: 'secretKey',
	requestsPerSecond: 200,
};

const agoraData: ICredentialDataDecryptedObject = {
	host: 'a61.chat.agora.io',
	project: 'orgAndApp',
	orgName: published.agora.orgName,
	appName: published.agora.appName,
	appId: published.agora.appId,
	appCertificate: published.agora.appCertificate,
	authentication: 'appCertificate',
	requestsPerSecond: 100,
};

async function sign(
	type: ICredentialType,
	data: ICredentialDataDecryptedObject,
	request: IHttpRequestOptions,
): Promise<IHttpRequestOptions> {
	if (typeof type.authenticate !== 'function') throw new Error('There is no authenticate function');
	return await type.authenticate(data, request);
}

describe('Tencent Cloud Chat API', () => {
	const type = new TencentCloudChatApi();
	const path = '/v4/group_open_http_svc/get_group_info';
	const signed = async (changes = {}, request: IHttpRequestOptions = { url: path }) =>
		await sign(type, { ...tencentData, ...changes }, request);

	it('signs with a UserSig that the official verification takes', async () => {
		const { qs } = await signed();
		const { identifier } = published.tencent;

		expect(
			userSigFault(String(qs?.usersig), identifier, published.tencent, Date.now()),
		).toBeUndefined();
	});

	it('signs for a day', async () => {
		const usersig = String((await signed()).qs?.usersig);
		const fault = (hours: number) =>
			userSigFault(
				usersig,
				published.tencent.identifier,
				published.tencent,
				Date.now() + hours * 3_600_000,
			);

		expect(fault(23)).toBeUndefined();
		expect(fault(25)).toBe(70001);
	});

	it('sends what the service wants in the query, to the region', async () => {
		const { url, qs } = await signed();

		expect(url).toBe(`https://adminapisgp.im.qcloud.com${path}`);
		expect(qs).toEqual({
			sdkappid: published.tencent.sdkAppId,
			identifier: 'administrator',
			usersig: expect.any(String),
			random: expect.any(Number),
			contenttype: 'json',
		});
	});

	it('takes a new random number from 0 to 4,294,967,295 for each request', async () => {
		const numbers = await Promise.all(
			Array.from({ length: 50 }, async () => Number((await signed()).qs?.random)),
		);

		expect(new Set(numbers).size).toBeGreaterThan(45);
		for (const number of numbers) {
			expect(Number.isInteger(number)).toBe(true);
			expect(number).toBeGreaterThanOrEqual(0);
			expect(number).toBeLessThanOrEqual(4_294_967_295);
		}
	});

	it('passes a pasted UserSig on', async () => {
		const { qs } = await signed({ authentication: 'userSig', userSig: ' pasted-one\n' });

		expect(qs?.usersig).toBe('pasted-one');
	});

	it('leaves the request it is given as it was', async () => {
		const request: IHttpRequestOptions = {
			url: path,
			method: 'POST',
			body: { GroupIdList: ['a'] },
			qs: { mine: 1 },
			headers: { Accept: 'application/json' },
		};
		const before = structuredClone(request);
		const result = await signed({}, request);

		expect(request).toEqual(before);
		expect(result).not.toBe(request);
		expect(result).toMatchObject({
			method: 'POST',
			body: { GroupIdList: ['a'] },
			headers: request.headers,
		});
		expect(result.qs?.mine).toBe(1);
	});

	it('leaves a whole URL as it is, as the HTTP Request node gives it', async () => {
		const url = 'https://adminapikr.im.qcloud.com/v4/im_open_login_svc/account_check';

		expect((await signed({}, { url })).url).toBe(url);
	});

	it('sends no signature over an open line', async () => {
		await expect(signed({}, { url: 'http://chat.example.com/v4' })).rejects.toThrow('https://');
		// HTTP Request calls it `uri`.
		const uri = { uri: 'http://chat.example.com/' } as unknown as IHttpRequestOptions;
		await expect(signed({}, uri)).rejects.toThrow('https://');
		const secure = { uri: 'https://chat.example.com/x' } as unknown as IHttpRequestOptions;
		expect(await signed({}, secure)).toMatchObject(secure);
	});

	it.each([
		['Secret Key', { secretKey: '' }],
		['UserSig', { authentication: 'userSig', userSig: ' ' }],
		['Identifier', { identifier: '' }],
		['SDKAppID', { sdkAppId: 0 }],
	])('names the field that is empty: %s', async (field, changes) => {
		await expect(signed(changes)).rejects.toThrow(`'${field}'`);
	});

	it('has the fields of the contract, with their defaults', () => {
		expect(defaultsOf(type)).toEqual({
			region: 'singapore',
			baseUrl: '',
			sdkAppId: 0,
			identifier: 'administrator',
			authentication: 'secretKey',
			secretKey: '',
			userSig: '',
			callbackToken: '',
			requestsPerSecond: 200,
		});
		expect(valuesOf(type, 'region').sort()).toEqual(
			[
				'china',
				'singapore',
				'seoul',
				'tokyo',
				'frankfurt',
				'siliconValley',
				'jakarta',
				'riyadh',
				'mumbai',
				'custom',
			].sort(),
		);
		expect(valuesOf(type, 'authentication').sort()).toEqual(['secretKey', 'userSig']);
	});

	it('says of Mumbai that it is retired', () => {
		const { options } = fieldsOf(type, 'region')[0];

		expect(options).toContainEqual(
			expect.objectContaining({ value: 'mumbai', name: expect.stringMatching(/retired/i) }),
		);
	});

	it('hides what is secret', () =>
		expect(hidden(type)).toEqual(['callbackToken', 'secretKey', 'userSig']));

	describe('the test', () => {
		const group = { GroupId: '@TGS#CREDENTIALTEST' };
		const failed = (ErrorCode: number) => ({ ActionStatus: 'FAIL', ErrorInfo: '', ErrorCode });
		const ok = { ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 0 };

		// tencent-chat.md §3.1: the code of the group is its own, and that of the call says nothing.
		it.each([
			['is there', { ...ok, GroupInfo: [{ ...group, ErrorCode: 0, Type: 'Public' }] }],
			['does not exist', { ...ok, GroupInfo: [{ ...group, ErrorCode: 10010 }] }],
			['cannot exist', { ...ok, GroupInfo: [{ ...group, ErrorCode: 10015 }] }],
			['failed the call', { ...failed(10010), GroupInfo: [{ ...group, ErrorCode: 10010 }] }],
			['failed the call, too', { ...failed(10015), GroupInfo: [{ ...group, ErrorCode: 10015 }] }],
		])('is green when the group %s', (_, body) => {
			expect(reasonAgainst(type, 200, body)).toBeUndefined();
		});

		it.each([
			[60003, /could not read the request/],
			[60007, /too many calls/i],
			[60008, /took too long/],
			[60010, /not an app admin/],
			[60021, /IP allow list/],
			[70009, /secret key/],
			[70020, /region/],
			[70346, /UserSig could not be verified/],
			[70500, /internal failure/],
			[90001, /could not read the request/],
			[10002, /internal failure/],
			[10007, /no permission/],
		])('is red for code %d, with its meaning', (code, meaning) => {
			expect(reasonAgainst(type, 200, failed(code))).toMatch(meaning);
			expect(reasonAgainst(type, 200, failed(code))).toContain(String(code));
			// openconfigsvr answers without an ActionStatus: others may.
			expect(reasonAgainst(type, 200, { ErrorCode: code })).toMatch(meaning);
		});

		it.each([60999, 70999, 99_999])('is red for code %d, which nobody documents', (code) => {
			expect(reasonAgainst(type, 200, failed(code))).toMatch(/does not document.*Run a node/);
			expect(reasonAgainst(type, 200, { ErrorCode: code })).toMatch(/does not document/);
		});

		it.each([
			['an object of something else', 200, { status: 'up' }],
			['a web page', 200, '<html></html>'],
			['nothing', 200, ''],
			['a page that is missing', 404, ''],
		])('is red for %s: not Tencent Cloud Chat', (_, status, body) => {
			expect(reasonAgainst(type, status, body)).toMatch(/not as Tencent.*region/);
		});

		it.each([
			[403, /403.*proxy/],
			[407, /407.*proxy/],
			[429, /too many/i],
			[500, /at the moment.*500/],
			[502, /at the moment.*502/],
			[504, /at the moment.*504/],
		])('is red for HTTP status %d, with advice', (status, reason) => {
			expect(reasonAgainst(type, status, '<html></html>')).toMatch(reason);
		});
	});
});

describe('Agora Chat API', () => {
	const type = new AgoraChatApi();
	const signed = async (changes = {}, request: IHttpRequestOptions = { url: '/chatrooms' }) =>
		await sign(type, { ...agoraData, ...changes }, request);
	const tokenOf = ({ headers }: IHttpRequestOptions) =>
		/^Bearer (\S+)$/.exec(String(headers?.Authorization))?.[1] ?? '';

	it('signs with an app token that the official verification takes', async () => {
		expect(appTokenFault(tokenOf(await signed()), published.agora, Date.now())).toBeUndefined();
	});

	it('signs for a day, the longest that the service takes', async () => {
		const token = tokenOf(await signed());
		const fault = (hours: number) =>
			appTokenFault(token, published.agora, Date.now() + hours * 3_600_000);

		expect(fault(23)).toBeUndefined();
		expect(fault(25)).toBe('expired');
	});

	it('makes each token another one', async () => {
		expect(tokenOf(await signed())).not.toBe(tokenOf(await signed()));
	});

	it('sends to the project on its host', async () => {
		expect((await signed()).url).toBe('https://a61.chat.agora.io/41117440/chat-demo/chatrooms');
		expect((await signed({ project: 'appId' })).url).toBe(
			'https://a61.chat.agora.io/app-id/970CA35de60c44645bbae8a215061b33/chatrooms',
		);
	});

	it('passes a pasted access token on, and needs no certificate then', async () => {
		const result = await signed({
			authentication: 'accessToken',
			accessToken: ' YWMtpasted\n',
			appId: '',
			appCertificate: '',
		});

		expect(tokenOf(result)).toBe('YWMtpasted');
	});

	it('leaves the request it is given as it was', async () => {
		const request: IHttpRequestOptions = {
			url: '/chatrooms',
			method: 'GET',
			qs: { limit: 1 },
			headers: { Accept: 'application/json' },
		};
		const before = structuredClone(request);
		const result = await signed({}, request);

		expect(request).toEqual(before);
		expect(result).not.toBe(request);
		expect(result).toMatchObject({
			method: 'GET',
			qs: { limit: 1 },
			headers: { Accept: 'application/json' },
		});
	});

	it('leaves a whole URL as it is, as the HTTP Request node gives it', async () => {
		const url = 'https://a61.chat.agora.io/41117440/chat-demo/chatgroups';

		expect((await signed({}, { url })).url).toBe(url);
	});

	it('sends no token over an open line', async () => {
		await expect(signed({}, { url: 'http://chat.example.com/' })).rejects.toThrow('https://');
		// HTTP Request calls it `uri`.
		const uri = { uri: 'http://chat.example.com/' } as unknown as IHttpRequestOptions;
		await expect(signed({}, uri)).rejects.toThrow('https://');
		const secure = { uri: 'https://chat.example.com/x' } as unknown as IHttpRequestOptions;
		expect(await signed({}, secure)).toMatchObject(secure);
	});

	it.each([
		['App Certificate', { appCertificate: '' }],
		['App Certificate', { appCertificate: 'not hexadecimal digits at all!!!' }],
		['App ID', { appId: '123' }],
		['Access Token', { authentication: 'accessToken', accessToken: '' }],
	])('names the field that is wrong: %s', async (field, changes) => {
		await expect(signed(changes)).rejects.toThrow(`'${field}'`);
	});

	it('has the fields of the contract, with their defaults', () => {
		expect(defaultsOf(type)).toEqual({
			host: '',
			project: 'orgAndApp',
			orgName: '',
			appName: '',
			authentication: 'appCertificate',
			appId: '',
			appCertificate: '',
			accessToken: '',
			clientId: '',
			clientSecret: '',
			fetchedToken: '',
			callbackSecrets: '',
			requestsPerSecond: 100,
		});
		expect(valuesOf(type, 'project').sort()).toEqual(['appId', 'orgAndApp']);
		expect(valuesOf(type, 'authentication').sort()).toEqual([
			'accessToken',
			'appCertificate',
			'clientCredentials',
		]);
	});

	it('hides what is secret', () => {
		expect(hidden(type)).toEqual([
			'accessToken',
			'appCertificate',
			'callbackSecrets',
			'clientSecret',
			'fetchedToken',
		]);
	});

	describe('the test', () => {
		it.each([
			['rooms', { data: [{ id: '1', name: 'Lounge' }] }],
			['no room', { data: [] }],
		])('is green for %s', (_, body) => expect(reasonAgainst(type, 200, body)).toBeUndefined());

		// n8n shows one reason for one status, so that of 401 has to be true of each.
		it.each([
			[401, 'Unable to authenticate', /token.*certificate/],
			[401, 'Subject does not have permission', /does not let it do this.*plan/],
			[401, 'No organization access', /does not let it do this.*plan/],
			[403, 'forbidden', /console/],
			[404, 'Could not find application', /organization and app name.*host/],
			[429, 'This request has reached api limit', /too many requests/i],
			[429, 'You have exceeded the limit of the free edition', /plan/],
			[405, 'Method Not Allowed', /405.*proxy/],
			[500, 'web_application', /at the moment.*500.*address/],
			[502, '', /at the moment.*502/],
			[503, '', /at the moment.*503/],
			[504, '', /at the moment.*504/],
		])('is red for HTTP status %d %s, with advice', (status, error_description, reason) => {
			expect(reasonAgainst(type, status, { error_description })).toMatch(reason);
		});

		it.each([
			['an object of something else', { ActionStatus: 'FAIL', ErrorCode: 60006 }],
			['a web page', '<html></html>'],
			['nothing', ''],
		])('is red for %s: not Agora Chat', (_, body) => {
			expect(reasonAgainst(type, 200, body)).toMatch(/not as Agora.*host/);
		});
	});

	it.each([
		['orgAndApp', 'appCertificate', true],
		['appId', 'appCertificate', true],
		['appId', 'accessToken', true],
		['orgAndApp', 'accessToken', false],
		['orgAndApp', 'clientCredentials', false],
		['appId', 'clientCredentials', false],
	])('asks for the app ID only where it is needed (%s, %s)', (project, authentication, asked) => {
		expect(shown('appId', { project, authentication })).toHaveLength(asked ? 1 : 0);
	});

	it('asks for the client where it is of use, and says where it is of none', () => {
		const usable = { project: 'orgAndApp', authentication: 'clientCredentials' };
		const useless = { project: 'appId', authentication: 'clientCredentials' };

		expect(shown('clientId', usable)).toHaveLength(1);
		expect(shown('clientSecret', usable)).toHaveLength(1);
		expect(shown('clientSecret', useless)).toEqual([]);
		expect(shown('clientCredentialsNotice', usable)).toEqual([]);
		expect(shown('clientCredentialsNotice', useless)).toHaveLength(1);
	});

	const shown = (field: string, chosen: Record<string, string>) =>
		fieldsOf(type, field).filter(({ displayOptions }) =>
			Object.entries(displayOptions?.show ?? {}).every(([name, values]) =>
				(values as unknown[]).includes(chosen[name]),
			),
		);

	describe('with client credentials', () => {
		/** A client that no other test has used, and a service that gives it one token after the other. */
		let clients = 0;
		const client = () => {
			let fetches = 0;
			const data: ICredentialDataDecryptedObject = {
				...agoraData,
				authentication: 'clientCredentials',
				clientId: `client ${++clients}`,
				clientSecret: 'the secret of the client',
				fetchedToken: '',
			};
			let reply = () => ({ statusCode: 200, body: `{"access_token":"YWMt-${++fetches}"}` });
			const httpRequest = async () => await Promise.resolve(reply());
			/** As n8n does while it has no token, after a 401, and in a test of the credential. */
			const preAuthenticate = async () => {
				const { helpers } = { helpers: { httpRequest } } as unknown as IHttpRequestHelper;
				Object.assign(data, await type.preAuthentication.call({ helpers }, data));
			};
			return {
				data,
				preAuthenticate,
				fails: (statusCode: number, body: string) => (reply = () => ({ statusCode, body })),
				token: async () => tokenOf(await sign(type, data, { url: '/chatrooms' })),
			};
		};

		it('signs with the token that n8n keeps, as the HTTP Request node does, too', async () => {
			const { preAuthenticate, token } = client();
			await preAuthenticate();

			expect(await token()).toBe('YWMt-1');
		});

		it('does not send a token that was fetched for another address', async () => {
			const { data, preAuthenticate, token } = client();
			await preAuthenticate();
			data.host = 'chat.example.com';

			expect(await token()).toBe('');
		});

		it('fetches another when n8n asks though it has one: it was refused, or is to be tested', async () => {
			const { preAuthenticate, token } = client();
			await preAuthenticate();
			jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 11_000);
			await preAuthenticate();
			jest.restoreAllMocks();

			expect(await token()).toBe('YWMt-2');
		});

		it('but not right after it was fetched: what is of no use by then would not be later', async () => {
			const { preAuthenticate, token } = client();
			await preAuthenticate();
			await preAuthenticate();

			expect(await token()).toBe('YWMt-1');
		});

		it('is red with the reason when the client is refused, whatever n8n has kept', async () => {
			const { preAuthenticate, fails } = client();
			await preAuthenticate();
			jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 11_000);
			fails(400, '{"error":"invalid_grant","error_description":"client_secret does not match"}');

			await expect(preAuthenticate()).rejects.toThrow(
				/client secret does not fit.*'Client Secret'/,
			);
			jest.restoreAllMocks();
		});

		it.each([
			['Client ID', { clientId: ' ' }],
			['Client Secret', { clientSecret: '' }],
			['Project', { project: 'appId' }],
		])('names the field that is wrong: %s', async (field, changes) => {
			const { data, preAuthenticate } = client();
			Object.assign(data, changes);

			await expect(preAuthenticate()).rejects.toThrow(`'${field}'`);
		});
	});

	it('keeps nothing where no token is fetched', async () => {
		const context = { helpers: {} } as unknown as IHttpRequestHelper;

		expect(await type.preAuthentication.call(context, agoraData)).toEqual({});
	});
});

/** Why n8n would show the credential red; undefined, if green. As its credentials-tester does: the first rule that fits. */
function reasonAgainst({ test }: ICredentialType, status: number, body: unknown) {
	const succeeded = status >= 200 && status < 300;
	return test?.rules?.find(({ type, properties }) =>
		'key' in properties
			? type === 'responseSuccessBody' &&
				succeeded &&
				valueAt(body, properties.key) === properties.value
			: type === 'responseCode' && !succeeded && properties.value === status,
	)?.properties.message;
}

/** As lodash's `get`: `a.b[0]`. */
const valueAt = (body: unknown, path: string): unknown =>
	path
		.split(/[.[\]]+/)
		.filter((name) => name !== '')
		.reduce<unknown>((value, name) => (value as IDataObject | undefined)?.[name], body);

const fieldsOf = ({ properties }: ICredentialType, field: string): INodeProperties[] =>
	properties.filter(({ name }) => name === field);

const defaultsOf = ({ properties }: ICredentialType) =>
	Object.fromEntries(
		properties
			.filter((property) => property.type !== 'notice')
			.map((property) => [property.name, property.default]),
	);

const valuesOf = (type: ICredentialType, field: string): unknown[] =>
	(fieldsOf(type, field)[0].options ?? []).map((option) => 'value' in option && option.value);

const hidden = ({ properties }: ICredentialType): string[] =>
	properties
		.filter(({ typeOptions }) => typeOptions?.password)
		.map(({ name }) => name)
		.sort();

describe('What tells callbacks from forged ones', () => {
	const types: Array<[string, ICredentialType, ICredentialDataDecryptedObject]> = [
		['callbackToken', new TencentCloudChatApi(), tencentData],
		['callbackSecrets', new AgoraChatApi(), agoraData],
	];

	it.each(types)(
		'is optional, and no call or test of the credential needs it: %s',
		async (name, type, data) => {
			const field = type.properties.find((property) => property.name === name);
			expect(field?.required).toBeFalsy();

			for (const callback of [{}, { [name]: '' }, { [name]: 'told-to-nobody' }]) {
				const request = JSON.stringify(await sign(type, { ...data, ...callback }, { url: '/' }));
				expect(request).toMatch(/usersig|Bearer 007/);
				expect(request).not.toContain('told-to-nobody');
			}
		},
	);
});
