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
import type { CallbackEvent, CallbackService, Received, Verdict } from './callbackService';
import { logRefusal } from './refusals';
import { hasSomething, isResent, judge, type Catch } from './rules/rules';
import { maxAgeMs, settingsOf, verdictToGive, type Settings } from './settings';
import { checkSignature, type Refusal } from './trust';

const OK = 200;

/**
 * The one way through, for every callback of every service: callback → trusted? → read → filter → rules → answer → item.
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

/** Answers, and starts the workflow where something is caught. */
function started(
	context: IWebhookFunctions,
	service: CallbackService,
	received: Received,
): IWebhookResponseData {
	try {
		const settings = settingsOf(context);
		const callbackEvent = service.read(received, settings);
		const caught = catchIn(context, callbackEvent, settings, service);
		if (!caught) return respond(context, OK, passOf(service));

		const reply = replyOf(callbackEvent, caught, settings);
		const isForWorkflow = reply !== undefined && settings.answer === 'workflow';
		const isWaiting = isForWorkflow && !caught.isFurther;
		const answered = isWaiting
			? {}
			: respond(context, OK, answerTo(service, settings, caught, callbackEvent, reply));
		if (caught.isFurther) return answered;
		const more = isWaiting ? { reply } : {};
		return {
			...answered,
			workflowData: workflowDataOf(service, received, settings, callbackEvent, caught, more),
		};
	} catch (error) {
		// An expression that fails must not silence an app.
		context.logger.error(`The trigger let a message of ${service.name} pass: ${reasonOf(error)}`);
		return respond(context, OK, passOf(service));
	}
}

/** What starts the workflow, or, if it is further, gets the answer alone. */
interface Caught {
	items: IDataObject[];
	matched?: Catch;
	isFurther: boolean;
}

function catchIn(
	context: IWebhookFunctions,
	callbackEvent: CallbackEvent,
	{ events, filters, rules, includePassed }: Settings,
	{ foldId, triggerType }: CallbackService,
): Caught | undefined {
	const { event, message, text } = callbackEvent;
	if (!events.includes(event)) return undefined;
	const passed = passing(callbackEvent, filters, foldId);
	const items = includePassed ? passed : passed.filter(({ result }) => result !== 'passed');
	if (items.length === 0) return undefined;
	if (!message || rules.length === 0) return { items, isFurther: false };
	const { id: workflowId } = context.getWorkflow();
	// A test's messages are no others' in production.
	const scope = [triggerType, String(workflowId), context.getNode().id, context.getMode(), event];
	if (isResent(message, rules, scope)) return undefined;
	const { senderId } = message;
	const folded = senderId === undefined || !foldId ? senderId : foldId(senderId);
	const matched = judge({ ...message, senderId: folded }, text, rules, scope);
	return matched && { items, matched, isFurther: matched.isFurther };
}

function workflowDataOf(
	service: CallbackService,
	received: Received,
	{ includeRawBody }: Settings,
	{ hasBody }: CallbackEvent,
	{ items, matched }: Caught,
	more: { reply?: IDataObject },
): INodeExecutionData[][] {
	const { matchedRule, matchedText } = matched ?? {};
	const besides = {
		...(matched && { matchedRule, matchedText }),
		...((includeRawBody || hasBody) && {
			body: withoutDangerousNames(service.withoutSignature(received.body)),
		}),
		...more,
	};
	return [items.map((item) => ({ json: { ...item, ...besides } }))];
}

function answerTo(
	service: CallbackService,
	settings: Settings,
	caught: Caught,
	{ event }: CallbackEvent,
	reply: IDataObject | undefined,
): IDataObject {
	if (!reply) return passOf(service);
	return service.answer(verdictOf(service, settings, caught, event), reply);
}

/** What the workflow was to decide on, but has been started for already, is blocked. */
function verdictOf(
	service: CallbackService,
	settings: Settings,
	{ isFurther }: Caught,
	event: string,
): Verdict {
	const isForWorkflow = isFurther && settings.answer === 'workflow';
	return verdictToGive(service, isForWorkflow ? { ...settings, answer: 'block' } : settings, event);
}

/** What stands beside a text stays with its replacement only if it is not why the message was caught. */
function replyOf(
	{ reply, beside, message }: CallbackEvent,
	{ matched }: Caught,
	{ answer, rules }: Settings,
): IDataObject | undefined {
	if (!reply || !beside) return reply;
	const isCaught =
		answer === 'workflow'
			? beside.text !== '' // nobody knows what it is that the workflow does not like
			: matched?.matchedRule === 'mentions' || // which it may be that makes them
				(message !== undefined && hasSomething(beside.text, message, rules));
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
