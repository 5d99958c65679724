import { UserError, type IDataObject } from 'n8n-workflow';

import { callbackSecrets } from '../../../credentials/endpoints/agora';
import type { CallbackService } from '../../shared/callbacks/callbackService';
import { hexHash, ofOtherApp, type Refusal } from '../../shared/callbacks/trust';
import { requiredText } from '../../shared/callbacks/verdicts';
import { isObject } from '../../shared/model/json';
import { lowerCase } from '../userIds';
import { read, withoutSecurity } from './readCallback';

const MAX_ANSWER = 1000;
const MAX_PAYLOAD_BYTES = 1024;

/** Any member can have such an event sent, and the service switches off whoever refuses many callbacks. */
const NOT_SIGNED: Refusal = {
	status: 200,
	cause: 'unsigned',
	words: 'it is not signed, as some events of the service (reactions, threads), and starts nothing',
};

/** Callbacks of Agora Chat and Easemob. https://docs.agora.io/en/agora-chat/develop/setup-webhooks */
export const agoraCallbacks: CallbackService = {
	name: 'Agora Chat',
	credentialType: 'agoraChatApi',
	triggerType: 'agoraChatTrigger',
	triggerName: 'Agora Chat Trigger',
	secretField: 'Callback Secrets',
	maxAgeSeconds: 300,
	verdictEvents: ['messageBefore'],
	verdicts: ['pass', 'block', 'replace'],
	secretsOf: callbackSecrets,
	signatureIn: 'body',
	/** security = MD5(callId + secret + timestamp), in milliseconds; it does not cover the payload. */
	signature: ({ body: { callId, timestamp, security } }) => {
		const call = typeof callId === 'string' ? callId : undefined;
		return {
			// A call that is no text could be written in several ways.
			given: security === undefined || call !== undefined ? security : null,
			time: timestamp,
			unitMs: 1,
			expected: (secret, time) => hexHash('md5', `${call}${secret}${time}`),
			missing: NOT_SIGNED,
		};
	},
	objection: ({ body: { callId, appkey } }, { project, orgName, appName }) => {
		if (project === 'appId') return undefined; // which org and app that is nobody tells
		const own = `${String(orgName).trim()}#${String(appName).trim()}`;
		const isOwn = String(callId).startsWith(`${own}_`) && (appkey === undefined || appkey === own);
		if (isOwn) return undefined;
		return ofOtherApp(
			[callId, appkey].map(appIn).find((app) => app !== own),
			own,
		);
	},
	foldId: lowerCase,
	read,
	withoutSignature: withoutSecurity,
	readVerdict: (kind, readParameter) => {
		switch (kind) {
			case 'pass':
			case 'drop':
				return { kind };
			case 'block': {
				const reason = String(readParameter('blockMessage') ?? '');
				return { kind, ...(reason !== '' && { reason }) };
			}
			case 'replace':
				return { kind, text: requiredText(readParameter('replaceText'), 'Replacement Text') };
		}
	},
	checkVerdict: (verdict) => {
		if (verdict.kind === 'block' && !isShort(blocked(verdict.reason)))
			throw tooLong('Block Message');
		if (verdict.kind === 'replace' && !isShort(replacement(verdict.text, { form: 'bodies' }))) {
			throw tooLong('Replacement Text');
		}
	},
	answer: (verdict, reply) => {
		if (!reply) return { valid: true };
		switch (verdict.kind) {
			case 'pass':
				return { valid: true };
			case 'drop':
				return blocked();
			case 'block':
				return blocked(verdict.reason);
			case 'replace':
				return replaced(verdict.text, reply);
		}
	},
};

/** `org#app`, also where a call goes on with its own ID. */
const appIn = (value: unknown): string | undefined =>
	typeof value === 'string' ? /^[\w-]{1,64}#[A-Za-z\d-]{1,64}/.exec(value)?.[0] : undefined;

const blocked = (reason?: string): IDataObject => ({
	valid: false,
	...(reason && { code: reason }),
});

/** With what stood beside the text, if that fits. What can't be replaced would be sent as it is: so it is blocked. */
function replaced(text: string, { form, isText, ext }: IDataObject): IDataObject {
	if (isText !== true) return blocked();
	const answers = [replacement(text, { form, ext }), replacement(text, { form })];
	return answers.find(isShort) ?? blocked();
}

/** Of the shape that the message came in. */
function replacement(text: string, { form, ext }: IDataObject): IDataObject {
	const part = { msg: text, type: 'txt' };
	const beside = isObject(ext) && Object.keys(ext).length > 0 ? { ext } : {};
	return {
		valid: true,
		payload: form === 'bodies' ? { ...beside, bodies: [part] } : { ...part, ...beside },
	};
}

/** Characters of an answer, bytes of the message in it. */
function isShort(answer: IDataObject): boolean {
	return (
		JSON.stringify(answer).length <= MAX_ANSWER &&
		Buffer.byteLength(JSON.stringify(answer.payload ?? '')) <= MAX_PAYLOAD_BYTES
	);
}

const tooLong = (field: string) =>
	new UserError(`The '${field}' parameter is too long`, {
		description: `Agora Chat takes answers of ${MAX_ANSWER} characters, and messages of ${MAX_PAYLOAD_BYTES} bytes in them, at the most.`,
	});
