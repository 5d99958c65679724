import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

interface Limit {
	ms: number;
	/** Of the request that is under way. */
	signal?: AbortSignal;
}

const limits = new WeakMap<ICredentialDataDecryptedObject, Limit>();

/** How long the request that is signed with this very object may take as a whole: n8n's own time-out is one of silence. */
export function limitTime(data: ICredentialDataDecryptedObject, ms: number): void {
	limits.set(data, { ms });
}

/**
 * The request, which ends with its time. It is limited where it is signed: n8n puts the execution's signal in the place
 * of ours before, and asks for a token before, too, which takes its own time.
 */
export function withinTime(
	data: ICredentialDataDecryptedObject,
	request: IHttpRequestOptions,
): IHttpRequestOptions {
	const limit = limits.get(data);
	if (!limit) return request;
	limit.signal = AbortSignal.timeout(limit.ms);
	const cancelled = request.abortSignal as AbortSignal | undefined;
	const signals = cancelled ? [limit.signal, cancelled] : [limit.signal];
	return { ...request, abortSignal: AbortSignal.any(signals) };
}

export function isOutOfTime(data: ICredentialDataDecryptedObject): boolean {
	return limits.get(data)?.signal?.aborted === true;
}
