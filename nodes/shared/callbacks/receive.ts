import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INodeExecutionData,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';

import { readBody, withoutDangerousNames } from './body';
import { knownCredentials, readCredentials, refreshCredentials } from './credentials';
import { passing } from './filters';
import type { CallbackService, CallbackEvent, Received } from './callbackService';
import { logRefusal } from './refusals';
import { maxAgeMs, settingsOf, verdictToGive, type Settings } from './settings';
import { checkSignature, type Refusal } from './trust';

const OK = 200;

/**
 * The one way through, for every callback of every service: callback → trusted? → read → filter → answer → item.
 * n8n starts an execution when this throws, so it never does; and whom it does not trust it tells nothing.
 */
export async function receive(
	context: IWebhookFunctions,
	service: CallbackService,
): Promise<IWebhookResponseData> {
	try {
		const received = receivedOf(context);
		const refusal = await distrust(context, service, received);
		if (refusal) return refuse(context, service, refusal);
		const result = started(context, service, received);
		if (result.noWebhookResponse) await refreshCredentials(context, service.credentialType);
		return result;
	} catch (error) {
		return refuse(context, service, { status: 401, cause: 'error', words: reasonOf(error) });
	}
}

function receivedOf(context: IWebhookFunctions): Received {
	const body = readBody(context.getRequestObject().rawBody);
	return {
		query: context.getQueryData() as IDataObject,
		body: body?.fields ?? {},
		overridden: body?.overridden ?? [],
		isReadable: body !== undefined,
	};
}

const UNREADABLE: Refusal = {
	status: 400,
	cause: 'unreadable',
	words: 'its body is no JSON object',
};

/** First the signature, then the rest: a stranger learns nothing of the app. */
async function distrust(
	context: IWebhookFunctions,
	service: CallbackService,
	received: Received,
): Promise<Refusal | undefined> {
	if (!received.isReadable && service.signatureIn === 'body') return UNREADABLE;
	const maxAge = maxAgeMs(context, service.maxAgeSeconds);
	const refusalBy = (credentials: ICredentialDataDecryptedObject): Refusal | undefined => {
		const secrets = service.secretsOf(credentials);
		const signature = service.signature(received);
		return (
			checkSignature(signature, secrets, service.secretField, maxAge, Date.now()) ??
			(received.isReadable ? service.objection(received, credentials) : UNREADABLE)
		);
	};
	const known = knownCredentials(context, service.credentialType);
	if (known && refusalBy(known) === undefined) return undefined;
	return refusalBy(await readCredentials(context, service.credentialType));
}

function refuse(
	context: IWebhookFunctions,
	service: CallbackService,
	refusal: Refusal,
): IWebhookResponseData {
	logRefusal(context, service.triggerName, refusal);
	return respond(context, refusal.status, refusal.status === OK ? passOf(service) : {});
}

const passOf = (service: CallbackService) => service.answer({ kind: 'pass' }, undefined);

/** Answers, and starts the workflow where the filters let something through. */
function started(
	context: IWebhookFunctions,
	service: CallbackService,
	received: Received,
): IWebhookResponseData {
	try {
		const settings = settingsOf(context);
		const callbackEvent = service.read(received, settings);
		const items = startingItems(callbackEvent, settings, service);
		if (items.length === 0) return respond(context, OK, passOf(service));

		const reply = replyOf(callbackEvent, settings, service);
		const isWaiting = reply !== undefined && settings.answer === 'workflow';
		const more = {
			...((settings.includeRawBody || callbackEvent.hasBody) && {
				body: withoutDangerousNames(service.withoutSignature(received.body)),
			}),
			...(isWaiting && { reply }),
		};
		const workflowData: INodeExecutionData[][] = [
			items.map((item) => ({ json: { ...item, ...more } })),
		];
		if (isWaiting) return { workflowData };
		const answer = reply
			? service.answer(verdictToGive(service, settings, callbackEvent.event), reply)
			: passOf(service);
		return { ...respond(context, OK, answer), workflowData };
	} catch (error) {
		// An expression that fails must not silence an app.
		context.logger.error(`The trigger let a message of ${service.name} pass: ${reasonOf(error)}`);
		return respond(context, OK, passOf(service));
	}
}

function startingItems(
	callbackEvent: CallbackEvent,
	{ events, filters, includePassed }: Settings,
	{ foldId }: CallbackService,
): IDataObject[] {
	if (!events.includes(callbackEvent.event)) return [];
	const items = passing(callbackEvent, filters, foldId);
	return includePassed ? items : items.filter(({ result }) => result !== 'passed');
}

/** What stands beside a text stays with its replacement only if it is not why the message was caught. */
function replyOf(
	callbackEvent: CallbackEvent,
	{ answer, filters }: Settings,
	{ foldId }: CallbackService,
): IDataObject | undefined {
	const { reply, beside } = callbackEvent;
	if (!reply || !beside) return reply;
	const isCaught =
		answer === 'workflow'
			? beside.text !== '' // nobody knows what it is that the workflow does not like
			: passing({ ...callbackEvent, text: beside.text }, filters, foldId).some(
					({ matchedWord }) => matchedWord,
				);
	return isCaught ? reply : { ...reply, ...withoutDangerousNames(beside.reply) };
}

/** By ourselves: n8n's own answer would come after the execution has started. */
function respond(
	context: IWebhookFunctions,
	status: number,
	body: IDataObject,
): IWebhookResponseData {
	context.getResponseObject().status(status).json(body);
	return { noWebhookResponse: true };
}

function reasonOf(error: unknown): string {
	return error instanceof Error ? error.message : 'no reason given';
}
