import {
	NodeApiError,
	UserError,
	type IExecuteFunctions,
	type ILoadOptionsFunctions,
	type IPollFunctions,
} from 'n8n-workflow';

import type { Endpoint } from '../../../credentials/endpoints/endpoint';
import { Unavailable } from '../../../credentials/fields';
import { isOutOfTime, limitTime } from '../../../credentials/signing/timeLimit';
import { reasonUnsigned } from '../../../credentials/signing/unsigned';
import type { Failure } from '../model/failure';
import type { HttpReply, ServiceRequest } from '../model/requests';
import type { Service } from '../model/service';
import { unlessAborted } from './wait';

const NETWORK_ADVICE =
	'Check the network of this n8n and the address in the credential, then run the workflow again.';
const LATER = 'This usually passes. Run the workflow again later.';

/** What the codes of Node's network layer mean, for those a user can do something about. */
const NETWORK_MEANINGS: Readonly<Record<string, string>> = {
	ECONNABORTED: 'The service did not answer in time',
	ECONNREFUSED: 'Nothing answers at the address of the service',
	ECONNRESET: 'The connection was cut before the answer came',
	ENOTFOUND: 'There is no host of the name that the credential gives',
	ETIMEDOUT: 'The service did not answer in time',
};
const NO_CERTIFICATE = 'The host does not prove that it is the one the credential gives';

/** What speaks of the host, and so of every request: its name, who listens there, how it proves who it is. */
const OF_HOST = /^(EAI_|ENOTFOUND|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EPROTO|ERR_SSL_)/;
const OF_CERTIFICATE = /CERT|SIGNATURE/;
/** What ends before there is a connection. The same code later, as of a cable that is pulled, leaves all open. */
const UNCONNECTED = /^(EAI_|ENOTFOUND|ECONNREFUSED)/;
const CONNECTING: ReadonlySet<string> = new Set(['connect', 'getaddrinfo']);

const OUT_OF_TIME = { cause: { code: 'ETIMEDOUT' } };
/** Nobody reads it: the run has ended. */
const CANCELLED: Failure = {
	message: 'The execution was cancelled',
	advice: 'Run the workflow again.',
	retry: 'no',
	scope: 'app',
};

/** A service as the credential at hand reaches it. */
export interface Connection<E extends Endpoint = Endpoint> {
	endpoint: E;
	/** Sends one request, signed by the credential, and gives back whatever came, as text. */
	exchange(request: ServiceRequest): Promise<SignedReply | { failure: Failure }>;
}

export interface SignedReply extends HttpReply {
	/** The token it was signed with is refused, and there is another. */
	isOutdated?: boolean;
}

/**
 * Reads the credential, once: n8n would look it up and decrypt it anew for each request.
 * Throws a UserError that names the field at fault.
 */
export async function connect<E extends Endpoint>(
	context: IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions,
	{ credentialType, endpoint: endpointOf }: Service<E>,
	timeoutMs: number,
): Promise<Connection<E>> {
	const data = await context.getCredentials(credentialType);
	const endpoint = endpointOf(data);
	const request = context.helpers.httpRequestWithAuthentication;
	const signal =
		'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
	return {
		endpoint,
		exchange: async ({ method, path, query, body }) => {
			const signed = { ...data }; // one for each request: by it is known what its reply may echo
			limitTime(signed, timeoutMs);
			try {
				const token = endpoint.upkeep?.prepare(signed);
				if (token) await token; // else n8n fetches at once, so that the next request finds that under way
				const sending = request.call(
					context,
					credentialType,
					{
						method,
						url: path,
						qs: query,
						body,
						headers: {
							Accept: 'application/json',
							...(body && { 'Content-Type': 'application/json' }),
						},
						timeout: timeoutMs,
						encoding: 'text', // parsed by us: a success that is not JSON has to be told from one that is
						returnFullResponse: true,
						ignoreHttpStatusErrors: true, // the service's own code counts, not the status
						disableFollowRedirect: true, // a signature goes to no other host
					},
					{ credentialsDecrypted: { id: '', name: '', type: credentialType, data: signed } },
				) as Promise<{ statusCode: number; headers: Record<string, unknown>; body: unknown }>;
				// n8n ends what is on its way, but not the fetch of a token before it.
				const reply = await unlessAborted(sending, signal);
				if (!reply) return { failure: CANCELLED };
				const { statusCode: status, headers } = reply;
				const text = endpoint.hide(String(reply.body), signed);
				const isOutdated = endpoint.upkeep?.isOutdated(signed, status, text);
				return { status, headers, text, isOutdated };
			} catch (error) {
				const reason = isOutOfTime(signed) ? OUT_OF_TIME : error;
				return { failure: transportFailure(reason, reasonUnsigned(signed)) };
			}
		},
	};
}

/** The error's own message is left out: it may hold the URL, and so the signature. */
function transportFailure(error: unknown, whyUnsigned: unknown): Failure {
	const { cause, httpCode } = error as NodeApiError;
	const unsigned = [error, cause, whyUnsigned].find(
		(reason) => reason instanceof UserError || reason instanceof Unavailable,
	);
	if (unsigned) {
		const mayPass = unsigned instanceof Unavailable;
		return {
			message: (unsigned as Error).message,
			advice: mayPass ? LATER : 'Correct the credential.',
			code: 'CREDENTIAL',
			retry: mayPass ? 'yes' : 'no',
			scope: 'app',
		};
	}
	const code = codeOf(cause) ?? httpCode ?? 'NETWORK';
	const isCertificate = OF_CERTIFICATE.test(code);
	const isUnsent = isCertificate || UNCONNECTED.test(code) || wasConnecting(cause);
	return {
		message: isCertificate
			? NO_CERTIFICATE
			: (NETWORK_MEANINGS[code] ?? 'The service could not be reached'),
		advice: NETWORK_ADVICE,
		code,
		retry: isCertificate ? 'no' : 'yes',
		scope: isCertificate || OF_HOST.test(code) ? 'app' : 'request',
		unanswered: true,
		isLost: !isUnsent,
	};
}

function codeOf(cause: unknown): string | undefined {
	const code = (cause as { code?: unknown } | undefined)?.code;
	return typeof code === 'string' ? code : undefined;
}

/**
 * Whether it failed before there was a connection. What n8n sends with keeps Node's error in its own, or in its cause;
 * of a host with several addresses that is one error for each.
 */
function wasConnecting(error: unknown): boolean {
	const { syscall, errors, cause } = (error ?? {}) as Partial<AggregateError & { syscall: string }>;
	if (syscall !== undefined) return CONNECTING.has(syscall);
	if (errors !== undefined) return errors.length > 0 && errors.every(wasConnecting);
	return cause !== undefined && wasConnecting(cause);
}
