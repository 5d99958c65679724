import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INodeExecutionData,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';

import { readableBody } from './body';
import { knownCredentials, readCredentials, refreshCredentials } from './credentials';
import { passing } from './filters';
import type { CallbackService, Happening, Received } from './model';
import { maxAgeMs, settingsOf, verdictOf } from './settings';

const OK = 200;
const UNREADABLE = 400;
const NOT_TRUSTED = 401;
const OTHER_APP = 403;

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
		if (refusal !== undefined) return respond(context, refusal, {});
		const result = started(context, service, received, service.read(received));
		if (result.noWebhookResponse) await refreshCredentials(context, service.credentialType);
		return result;
	} catch (error) {
		context.logger.warn(`A callback of ${service.name} could not be taken: ${reasonOf(error)}`);
		return respond(context, NOT_TRUSTED, {});
	}
}

function receivedOf(context: IWebhookFunctions): Received {
	const body = readableBody(context.getRequestObject().rawBody);
	return {
		query: context.getQueryData() as IDataObject,
		body: body ?? {},
		isReadable: body !== undefined,
	};
}

/** The status to refuse with. First the signature, then the rest: a stranger learns nothing of the app. */
async function distrust(
	context: IWebhookFunctions,
	service: CallbackService,
	received: Received,
): Promise<number | undefined> {
	if (!received.isReadable && service.signature === 'body') return UNREADABLE;
	const maxAge = maxAgeMs(context, service.maxAgeSeconds);
	const refusalBy = (credentials: ICredentialDataDecryptedObject) => {
		const secrets = service.secretsOf(credentials);
		if (!service.isSigned(received, secrets, maxAge, Date.now())) return NOT_TRUSTED;
		if (!received.isReadable) return UNREADABLE;
		if (!service.isOfApp(received, credentials)) return OTHER_APP;
		return service.isConsistent(received) ? undefined : NOT_TRUSTED;
	};
	const known = knownCredentials(context, service.credentialType);
	if (known && refusalBy(known) === undefined) return undefined;
	return refusalBy(await readCredentials(context, service.credentialType));
}

/** Answers, and starts the workflow where the filters let something through. */
function started(
	context: IWebhookFunctions,
	service: CallbackService,
	received: Received,
	happening: Happening,
): IWebhookResponseData {
	const { reply } = happening;
	const pass = service.answer({ kind: 'pass' }, reply);
	try {
		const settings = settingsOf(context);
		const isWanted = settings.events.includes(happening.event);
		const items = isWanted ? passing(happening, settings.filters) : [];
		if (items.length === 0) return respond(context, OK, pass);

		const isWaiting = reply !== undefined && settings.answer === 'workflow';
		const more = {
			...(settings.includeRawBody && { body: service.withoutSignature(received.body) }),
			...(isWaiting && { reply }),
		};
		const workflowData: INodeExecutionData[][] = [
			items.map((item) => ({ json: { ...item, ...more } })),
		];
		if (isWaiting) return { workflowData };
		const answer = reply
			? service.answer(verdictOf(service, settings, [happening.event]), reply)
			: pass;
		return { ...respond(context, OK, answer), workflowData };
	} catch (error) {
		// An expression that fails must not silence an app.
		context.logger.error(`The trigger let a message of ${service.name} pass: ${reasonOf(error)}`);
		return respond(context, OK, pass);
	}
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
