import { randomInt } from 'node:crypto';

import {
	UserError,
	type IAuthenticate,
	type ICredentialDataDecryptedObject,
	type ICredentialTestRequest,
	type ICredentialType,
	type IDataObject,
	type IHttpRequestHelper,
	type INodeProperties,
} from 'n8n-workflow';

import { bodyRule, otherStatusRules, statusRule, testRules } from './checking/rules';
import { agoraEndpoint } from './endpoints/agora';
import { requiredText } from './fields';
import { addressed } from './endpoints/secureUrl';
import { signAgoraAppToken } from './signing/agoraToken';
import { noted } from './signing/signatures';
import { withinTime } from './signing/timeLimit';
import { explained } from './signing/unsigned';
import { easemobClientOf } from './tokens/easemobClient';
import { renewed, tokenIn } from './tokens/upkeep';

/** The longest the service accepts. */
const LIFETIME_SECONDS = 86_400;
const MAX_SALT = 99_999_999;
const HEX_32 = /^[0-9a-f]{32}$/i;

export class AgoraChatApi implements ICredentialType {
	name = 'agoraChatApi';

	displayName = 'Agora Chat API';

	icon = {
		light: 'file:../icons/agoraChat.svg',
		dark: 'file:../icons/agoraChat.dark.svg',
	} as const;

	documentationUrl = 'https://docs.agora.io/en/agora-chat/develop/authentication';

	properties: INodeProperties[] = [
		{
			displayName: 'Host',
			name: 'host',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. a61.chat.agora.io',
			description: 'REST API host of the project, as the Agora or Easemob console shows it',
		},
		{
			displayName: 'Project',
			name: 'project',
			type: 'options',
			options: [
				{ name: 'Organization and App Name', value: 'orgAndApp' },
				{ name: 'App ID', value: 'appId' },
			],
			default: 'orgAndApp',
			description:
				'How the REST addresses name the project. The app ID is for Agora Chat 1.4 and later.',
		},
		{
			displayName: 'Organization Name',
			name: 'orgName',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 411234567',
			description: 'First part of the AppKey, before the #',
			displayOptions: { show: { project: ['orgAndApp'] } },
		},
		{
			displayName: 'App Name',
			name: 'appName',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 1012345',
			description: 'Second part of the AppKey, after the #',
			displayOptions: { show: { project: ['orgAndApp'] } },
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			options: [
				{ name: 'Access Token', value: 'accessToken' },
				{ name: 'App Certificate', value: 'appCertificate' },
				{ name: 'Client Credentials', value: 'clientCredentials' },
			],
			default: 'appCertificate',
			description:
				'With the app certificate, each request gets a fresh token that never runs out. Easemob apps have client credentials in its place: tokens are fetched and renewed with them.',
		},
		{
			displayName: 'App ID',
			name: 'appId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 0123456789abcdef0123456789abcdef',
			description: 'ID of the Agora project, 32 hexadecimal digits',
			displayOptions: { show: { authentication: ['appCertificate'] } },
		},
		{
			displayName: 'App ID',
			name: 'appId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 0123456789abcdef0123456789abcdef',
			description: 'ID of the Agora project, 32 hexadecimal digits',
			displayOptions: { show: { project: ['appId'], authentication: ['accessToken'] } },
		},
		{
			displayName: 'App Certificate',
			name: 'appCertificate',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'Primary certificate of the Agora project, 32 hexadecimal digits',
			displayOptions: { show: { authentication: ['appCertificate'] } },
		},
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'An app token made elsewhere; it stops working when it runs out',
			displayOptions: { show: { authentication: ['accessToken'] } },
		},
		{
			displayName:
				"Client credentials need 'Project' to be 'Organization and App Name': Easemob knows no other",
			name: 'clientCredentialsNotice',
			type: 'notice',
			default: '',
			displayOptions: { show: { project: ['appId'], authentication: ['clientCredentials'] } },
		},
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. YXA6i-Ak8Ol4Eei2l11ZjV',
			description: 'ID of the app, as its details in the Easemob console show it',
			displayOptions: { show: { project: ['orgAndApp'], authentication: ['clientCredentials'] } },
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'Secret of the app, beside its client ID',
			displayOptions: { show: { project: ['orgAndApp'], authentication: ['clientCredentials'] } },
		},
		// n8n keeps what preAuthentication gives here, encrypted like the rest.
		{
			displayName: 'Fetched Token',
			name: 'fetchedToken',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
			displayOptions: { show: { authentication: ['clientCredentials'] } },
		},
		{
			displayName: 'Callback Secrets',
			name: 'callbackSecrets',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				"For the trigger alone: the secret of the console's callback rule, by which callbacks are told from forged ones; those of several rules are separated by commas",
		},
		{
			displayName: 'Requests per Second',
			name: 'requestsPerSecond',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 100,
			description:
				'Calls of one API in any one second. Agora allows an app 100 (10 on the Free plan): lower it where other systems share the app.',
		},
	];

	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		return await explained(credentials, async () => {
			const client = easemobClientOf(credentials, agoraEndpoint(credentials).baseUrl);
			return client ? { fetchedToken: await renewed(this, client, credentials) } : {};
		});
	}

	// A function, not a template: an app token has to be computed.
	authenticate: IAuthenticate = async (credentials, requestOptions) =>
		await explained(credentials, async () => {
			const { baseUrl } = agoraEndpoint(credentials);
			return {
				...withinTime(credentials, addressed(requestOptions, baseUrl)),
				headers: {
					...requestOptions.headers,
					Authorization: `Bearer ${noted(credentials, tokenOf(credentials, baseUrl))}`,
				},
			};
		});

	test: ICredentialTestRequest = {
		request: { method: 'GET', url: '/chatrooms', qs: { limit: 1 } },
		rules: testRules([
			statusRule(
				401,
				'The service does not accept the token, or does not let it do this. Check the app ID and the app certificate (or the client ID and the client secret, or the access token, which may have run out, or be one of a user), that the host is the one the console shows, and that the plan of the project has Chat.',
			),
			statusRule(
				403,
				'The service forbids the call. Check in the console that Chat is switched on for the project, and that neither its plan nor an IP allow list keeps this n8n out.',
			),
			statusRule(
				404,
				'The host does not know this project. Check the organization and app name (or the app ID), and that the host is the one the console shows for it.',
			),
			statusRule(
				429,
				'Too many requests, or the plan of the app is used up. Test again in a moment; if it stays so, look at the plan in the console.',
			),
			...otherStatusRules('Agora Chat'),
			bodyRule(
				'data',
				undefined,
				'The address answers, but not as Agora Chat does. Check the host.',
			),
		]),
	};
}

function tokenOf(credentials: ICredentialDataDecryptedObject, baseUrl: string): string {
	const client = easemobClientOf(credentials, baseUrl);
	if (client) return tokenIn(credentials, client);
	if (credentials.authentication === 'accessToken') {
		return requiredText(credentials.accessToken, 'Access Token');
	}
	return signAgoraAppToken({
		appId: hex32(credentials.appId, 'App ID'),
		appCertificate: hex32(credentials.appCertificate, 'App Certificate'),
		issuedAtSeconds: Math.floor(Date.now() / 1000),
		lifetimeSeconds: LIFETIME_SECONDS,
		salt: randomInt(1, MAX_SALT + 1),
	});
}

function hex32(value: unknown, field: string): string {
	const text = requiredText(value, field);
	if (!HEX_32.test(text)) {
		throw new UserError(`The '${field}' field of the credential is not 32 hexadecimal digits`);
	}
	return text;
}
