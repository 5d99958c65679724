import type { Endpoint } from '../../../credentials/endpoints/endpoint';
import type { Service } from '../model/service';
import { Dispatcher } from './dispatcher';
import { TimedDispatcher } from './timedDispatcher';
import { connect } from './transport';

/** A service as the credential at hand reaches it. */
export interface Client<E extends Endpoint = Endpoint> {
	endpoint: E;
	/** Gets requests through, within the rate of the app. */
	dispatcher: Dispatcher;
}

export interface ClientOptions {
	/** For one request, from its first byte out to its last byte in. */
	timeoutMs: number;
	maxRetries: number;
	/** Whether there is no time left for what has not been sent. */
	isLate?(): boolean;
}

/**
 * The way to a service for operations, polls and drop-downs. The credential is read once.
 * Throws a UserError that names the field at fault.
 */
export async function openClient<E extends Endpoint>(
	context: Parameters<typeof connect>[0],
	service: Service<E>,
	{ timeoutMs, maxRetries, isLate }: ClientOptions,
): Promise<Client<E>> {
	const connection = await connect(context, service, timeoutMs);
	const dispatcher = isLate
		? new TimedDispatcher(service, connection, maxRetries, isLate)
		: new Dispatcher(service, connection, maxRetries);
	return { endpoint: connection.endpoint, dispatcher };
}
