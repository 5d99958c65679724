import {
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';

import { parseObject } from '../model/json';
import { groupBy } from '../model/lists';
import { targetKey, userIdsOf, type Batch, type Failed, type Outcome } from '../model/batch';
import type { Failure } from '../model/failure';
import type { ServiceRequest } from '../model/requests';

/** The most reasons an error's description lists. */
const MAX_REASONS = 5;
/** The most users or targets a reason names. */
const MAX_NAMES = 5;

/** One item for each row, and for each failure, in the order of the input items and paired with them. */
export function toItems(outcomes: readonly Outcome[]): INodeExecutionData[] {
	const items: INodeExecutionData[] = [];
	for (const outcome of [...outcomes].sort((a, b) => a.itemIndex - b.itemIndex)) {
		const pairedItem = { item: outcome.itemIndex };
		const rows = 'failure' in outcome ? [failureJson(outcome)] : outcome.rows;
		for (const json of rows) items.push({ json, pairedItem });
	}
	return items;
}

/** `error` and `details` alone: n8n routes an item to the error output by these keys. */
function failureJson({ target, userId, messageId, failure }: Failed): IDataObject {
	return {
		error: failure.message,
		details: {
			...target,
			...(userId !== undefined && { userId }),
			...(messageId !== undefined && { messageId }),
			code: failure.code ?? 'INVALID_INPUT',
			...(failure.httpStatus !== undefined && { httpStatus: failure.httpStatus }),
			...(failure.said !== undefined && { serviceMessage: failure.said }),
			advice: failure.advice,
		},
	};
}

/** What a dry run puts out for each request it would have sent. */
export function plannedItem(
	batch: Batch,
	{ method, path, body }: ServiceRequest,
	basePath: string,
): INodeExecutionData {
	return {
		json: {
			dryRun: true,
			method,
			path: basePath + path,
			body: (typeof body === 'string' ? parseObject(body) : body) ?? null,
			userCount: new Set(userIdsOf(batch)).size,
		},
		pairedItem: { item: batch.subjects[0].itemIndex },
	};
}

export function failuresOf(outcomes: readonly Outcome[]): Failed[] {
	return outcomes.filter((outcome): outcome is Failed => 'failure' in outcome);
}

export interface ErrorText {
	message: string;
	description: string;
	itemIndex: number;
}

/** The error for items that can't be sent; the first one is explained. */
export function refusal(refused: readonly Failed[]): ErrorText {
	const [{ failure, itemIndex }] = refused;
	const more = refused.length - 1;
	return {
		message: failure.message,
		description: `${failure.advice}${more > 0 ? ` ${more} more like it were found.` : ''} Nothing was sent.`,
		itemIndex,
	};
}

/** One error for all that failed: how many of how many, where, why, and how to get on. */
export function summary(
	failed: readonly Failed[],
	total: number,
	what = nounOf(failed[0]),
): ErrorText {
	const reasons = [...groupBy(failed, ({ failure }) => reasonOf(failure)).values()];
	const [{ failure, itemIndex }] = failed;
	const more = reasons.length - MAX_REASONS;
	const done = total - failed.length;
	return {
		message: `${total === 1 ? '' : `${failed.length} of ${total} ${what} failed: `}${reasonOf(failure)}`,
		description: [
			// The message tells the first reason already.
			...reasons
				.slice(0, MAX_REASONS)
				.map(
					(same, i) => (i === 0 ? '' : `${reasonOf(same[0].failure)}: `) + placesAndAdvice(same),
				),
			...(more > 0 ? [`${more} more reasons are left out here.`] : []),
			...(done > 0 ? [done === 1 ? 'The other one is done.' : `The other ${done} are done.`] : []),
		].join('\n'),
		itemIndex,
	};
}

function reasonOf({ message, code }: Failure): string {
	return code === undefined ? message : `${message} (code ${code})`;
}

function nounOf({ userId, messageId }: Failed): string {
	if (messageId !== undefined) return 'messages';
	return userId === undefined ? 'items' : 'users';
}

function placesAndAdvice(failed: readonly Failed[]): string {
	const places = [...groupBy(failed, ({ target }) => targetKey(target)).values()].map(
		describePlace,
	);
	const { said, advice } = failed[0].failure;
	return `${some(places, 'places')}. ${advice}${said ? ` The service says: "${said}".` : ''}`;
}

/** `3 in @TGS#1 (ann, bob, cy)`, and of the whole app `ann, bob, cy` */
function describePlace(failed: readonly Failed[]): string {
	const names = failed.flatMap(({ userId, messageId }) => messageId ?? userId ?? []);
	const place = Object.values(failed[0].target).pop();
	if (names.length === 0) return place ?? `item ${failed[0].itemIndex}`;
	const listed = some(names, nounOf(failed[0]));
	return place ? `${names.length} in ${place} (${listed})` : listed;
}

function some(names: readonly string[], what: string): string {
	const more = names.length - MAX_NAMES;
	return names.slice(0, MAX_NAMES).join(', ') + (more > 0 ? ` and ${more} more ${what}` : '');
}

/** What stops the workflow. */
export function stopped(
	context: Pick<IExecuteFunctions, 'getNode'>,
	text: ErrorText,
): NodeOperationError {
	const { itemIndex } = text;
	const [message, description] = [text.message, text.description].map(withoutMarkup);
	const error = new NodeOperationError(context.getNode(), message, { description, itemIndex });
	// n8n replaces a message that has the letters of a network code in it, be it in a user's ID.
	error.message = message;
	return error;
}

/** n8n shows errors as HTML. What users and services call themselves is to be read, and is no link or picture. */
function withoutMarkup(text: string): string {
	return text.replace(/<(?=[a-z/!?])/gi, '<\u200b');
}
