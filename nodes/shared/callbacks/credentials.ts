import type { ICredentialDataDecryptedObject, IWebhookFunctions } from 'n8n-workflow';

/**
 * What credentials held lately. Reading one takes n8n longer than all else that it does for a callback, since it
 * sets up an engine for expressions each time, and the service waits.
 */
const known = new Map<string, { credentials: ICredentialDataDecryptedObject; readAt: number }>();

/** How long a secret may still count that is no longer in the credential. */
const LONGEST_MS = 20_000;
/** What is older is read again, once the answer has left. */
const FRESH_MS = 3000;
const MOST = 1_000;

/** The credential as it was lately, if anybody has read it. */
export function knownCredentials(
	context: IWebhookFunctions,
	type: string,
): ICredentialDataDecryptedObject | undefined {
	const key = keyOf(context, type);
	return ageOf(key) < LONGEST_MS ? known.get(key)?.credentials : undefined;
}

export async function readCredentials(
	context: IWebhookFunctions,
	type: string,
): Promise<ICredentialDataDecryptedObject> {
	const key = keyOf(context, type);
	known.delete(key);
	const credentials = await context.getCredentials(type);
	if (known.size >= MOST) known.clear();
	known.set(key, { credentials, readAt: Date.now() });
	return credentials;
}

/** For the callbacks to come. What goes wrong goes wrong again when the next one is read, and is told there. */
export async function refreshCredentials(context: IWebhookFunctions, type: string): Promise<void> {
	if (ageOf(keyOf(context, type)) < FRESH_MS) return;
	await readCredentials(context, type).catch(() => {});
}

const keyOf = (context: IWebhookFunctions, type: string): string =>
	`${context.getWorkflow().id} ${context.getNode().credentials?.[type]?.id}`;

function ageOf(key: string): number {
	const readAt = known.get(key)?.readAt ?? -Infinity;
	return Math.abs(Date.now() - readAt);
}
