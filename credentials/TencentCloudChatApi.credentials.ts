import { randomInt } from 'node:crypto';

import type {
	IAuthenticate,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';

import { bodyRule, otherStatusRules, statusRule, testRules } from './checking/rules';
import { positiveInteger, requiredText } from './fields';
import { addressed } from './endpoints/secureUrl';
import { tencentEndpoint } from './endpoints/tencent';
import { TENCENT_ERROR_CODES } from './errorCodes/tencent';
import { noted } from './signing/signatures';
import { withinTime } from './signing/timeLimit';
import { explained } from './signing/unsigned';
import { signUserSig } from './signing/userSig';

const LIFETIME_SECONDS = 86_400;
const UINT32_VALUES = 2 ** 32;
const NOT_TENCENT =
	'The address answers, but not as Tencent Cloud Chat does. Check the region or the base URL.';
const UNDOCUMENTED =
	'Tencent Cloud Chat refuses the request with a code that it does not document. Run a node with this credential: its error tells the code.';
/** What the code of the call may be, too, when all is well but for the group. */
const NO_SUCH_GROUP = new Set([10010, 10015]);

export class TencentCloudChatApi implements ICredentialType {
	name = 'tencentCloudChatApi';

	displayName = 'Tencent Cloud Chat API';

	icon = {
		light: 'file:../icons/tencentCloudChat.svg',
		dark: 'file:../icons/tencentCloudChat.dark.svg',
	} as const;

	documentationUrl = 'https://www.tencentcloud.com/document/product/1047/34620';

	properties: INodeProperties[] = [
		{
			displayName: 'Region',
			name: 'region',
			type: 'options',
			options: [
				{ name: 'China', value: 'china' },
				{ name: 'Custom', value: 'custom' },
				{ name: 'Frankfurt', value: 'frankfurt' },
				{ name: 'Jakarta', value: 'jakarta' },
				{ name: 'Mumbai (Retired)', value: 'mumbai' },
				{ name: 'Riyadh', value: 'riyadh' },
				{ name: 'Seoul', value: 'seoul' },
				{ name: 'Silicon Valley', value: 'siliconValley' },
				{ name: 'Singapore', value: 'singapore' },
				{ name: 'Tokyo', value: 'tokyo' },
			],
			default: 'singapore',
			description: 'The data center the app was created in, as the Chat console shows it',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://adminapisgp.my-imcloud.com',
			description: 'Address of a proxy or of a standby host',
			displayOptions: { show: { region: ['custom'] } },
		},
		{
			displayName: 'SDKAppID',
			name: 'sdkAppId',
			type: 'number',
			default: 0,
			required: true,
			placeholder: 'e.g. 1400000000',
			description: 'Number of the app, in the list of applications of the Chat console',
		},
		{
			displayName: 'Identifier',
			name: 'identifier',
			type: 'string',
			default: 'administrator',
			required: true,
			description: 'User ID of an app admin: only admins may call the REST API',
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			options: [
				{ name: 'Secret Key', value: 'secretKey' },
				{ name: 'UserSig', value: 'userSig' },
			],
			default: 'secretKey',
			description: 'With the secret key, each request gets a fresh signature that never runs out',
		},
		{
			displayName: 'Secret Key',
			name: 'secretKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'Key of the app, under Application Management > Basic Information in the Chat console',
			displayOptions: { show: { authentication: ['secretKey'] } },
		},
		// eslint-disable-next-line @n8n/community-nodes/credential-unnecessary-password -- a UserSig is as good as a password
		{
			displayName: 'UserSig',
			name: 'userSig',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'A signature made for the identifier, by the UserSig tool of the Chat console',
			displayOptions: { show: { authentication: ['userSig'] } },
		},
		{
			displayName: 'Callback Token',
			name: 'callbackToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'For the trigger alone: the authentication token of the URL under Chat > Webhook in the Chat console, by which callbacks are told from forged ones',
		},
		{
			displayName: 'Requests per Second',
			name: 'requestsPerSecond',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 200,
			description:
				'Calls of one API in any one second. Tencent allows an app 200: lower it where other systems share the app.',
		},
	];

	// A function, not a template: a UserSig has to be computed.
	authenticate: IAuthenticate = async (credentials, requestOptions) =>
		await explained(credentials, async () => {
			const { baseUrl, identifier } = tencentEndpoint(credentials);
			return {
				...withinTime(credentials, addressed(requestOptions, baseUrl)),
				qs: {
					...requestOptions.qs,
					sdkappid: positiveInteger(credentials.sdkAppId, 'SDKAppID'),
					identifier,
					usersig: noted(credentials, userSigOf(credentials, identifier)),
					random: randomInt(UINT32_VALUES),
					contenttype: 'json',
				},
			};
		});

	// A group that need not exist: its own code, within GroupInfo, says so; all other codes are of the call.
	test: ICredentialTestRequest = {
		request: {
			method: 'POST',
			url: '/v4/group_open_http_svc/get_group_info',
			body: { GroupIdList: ['@TGS#CREDENTIALTEST'] },
		},
		rules: testRules([
			...Object.entries(TENCENT_ERROR_CODES)
				.filter(([code]) => !NO_SUCH_GROUP.has(Number(code)))
				.map(([code, { meaning, advice }]) =>
					bodyRule('ErrorCode', Number(code), `${meaning} (code ${code}). ${advice}`),
				),
			bodyRule('ErrorCode', undefined, NOT_TENCENT),
			// n8n compares for equality alone, so what nobody documents is told by what it lacks.
			bodyRule('GroupInfo[0]', undefined, UNDOCUMENTED),
			statusRule(404, NOT_TENCENT),
			statusRule(429, 'Too many requests. Test again in a moment.'),
			...otherStatusRules('Tencent Cloud Chat'),
		]),
	};
}

function userSigOf(credentials: ICredentialDataDecryptedObject, identifier: string): string {
	if (credentials.authentication === 'userSig') return requiredText(credentials.userSig, 'UserSig');
	return signUserSig({
		sdkAppId: positiveInteger(credentials.sdkAppId, 'SDKAppID'),
		identifier,
		secretKey: requiredText(credentials.secretKey, 'Secret Key'),
		issuedAtSeconds: Math.floor(Date.now() / 1000),
		lifetimeSeconds: LIFETIME_SECONDS,
	});
}
