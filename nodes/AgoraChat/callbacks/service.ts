import { UserError, type IDataObject } from 'n8n-workflow';

import type { CallbackService } from '../../shared/callbacks/model';
import { freshTime, hexHash, isSame } from '../../shared/callbacks/trust';
import { requiredText } from '../../shared/callbacks/verdicts';
import { read, withoutSecurity } from './read';

/** Of an answer, and of a message in it. */
const MAX_ANSWER = 1000;

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
	signature: 'body',
	/** One for each of the console's rules. With an empty one, the signature would be anybody's. */
	secretsOf: ({ callbackSecrets }) =>
		(typeof callbackSecrets === 'string' ? callbackSecrets : '')
			.split(',')
			.map((secret) => secret.trim())
			.filter((secret) => secret !== ''),
	/** security = MD5(callId + secret + timestamp), in milliseconds; it does not cover the payload. */
	isSigned: ({ body: { callId, timestamp, security } }, secrets, maxAgeMs, nowMs) => {
		const time = freshTime(timestamp, 1, maxAgeMs, nowMs);
		if (time === undefined || typeof callId !== 'string') return false;
		return secrets.some((secret) => isSame(security, hexHash('md5', callId + secret + time)));
	},
	isOfApp: ({ body: { callId, appkey } }, { project, orgName, appName }) => {
		if (project === 'appId') return true; // which org and app that is nobody tells
		const own = `${String(orgName).trim()}#${String(appName).trim()}`;
		return String(callId).startsWith(`${own}_`) && (appkey === undefined || appkey === own);
	},
	isConsistent: () => true,
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
		if (verdict.kind === 'block')
			assertShort({ valid: false, code: verdict.reason }, 'Block Message');
		if (verdict.kind === 'replace') {
			assertShort(replacement(verdict.text, 'bodies'), 'Replacement Text');
		}
	},
	answer: (verdict, reply) => {
		if (!reply) return { valid: true };
		switch (verdict.kind) {
			case 'pass':
				return { valid: true };
			case 'drop':
			case 'block':
				return {
					valid: false,
					...(verdict.kind === 'block' && verdict.reason && { code: verdict.reason }),
				};
			case 'replace':
				return replacement(verdict.text, reply.form);
		}
	},
};

/** Of the shape that the message came in. */
function replacement(text: string, form: unknown): IDataObject {
	const part = { msg: text, type: 'txt' };
	return { valid: true, payload: form === 'bodies' ? { bodies: [part] } : part };
}

function assertShort(answer: IDataObject, field: string): void {
	if (JSON.stringify(answer).length <= MAX_ANSWER) return;
	throw new UserError(`The '${field}' parameter is too long`, {
		description: `Agora Chat takes answers of ${MAX_ANSWER} characters at the most.`,
	});
}
