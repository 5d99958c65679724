import type { IWebhookFunctions } from 'n8n-workflow';

import type { Refusal } from './trust';

const MINUTE_MS = 60_000;
/** Triggers times causes. */
const MOST = 1000;

const loggedAt = new Map<string, number>();

/** Tells n8n's log why a callback was refused: its sender learns nothing. Once a minute for each trigger and cause. */
export function logRefusal(
	context: IWebhookFunctions,
	trigger: string,
	{ status, cause, words }: Refusal,
): void {
	const { id, name } = context.getWorkflow();
	const node = context.getNode();
	const key = JSON.stringify([id, node.name, cause]);
	const now = Date.now();
	if (Math.abs(now - (loggedAt.get(key) ?? -Infinity)) < MINUTE_MS) return;
	// The longest silent one stands first.
	loggedAt.delete(key);
	if (loggedAt.size >= MOST) loggedAt.delete([...loggedAt.keys()][0]);
	loggedAt.set(key, now);
	context.logger.warn(
		`${trigger} '${node.name}' of workflow '${name ?? id}' answered ${status} to a callback: ${words}`,
	);
}
