import { createServer, once, setTimeout, type AddressInfo } from '../support/node';
import type { CallbackAnswer } from './outbox';
import type { JsonObject } from './shape';

/** A callback that arrived. */
export interface Received {
	readonly query: URLSearchParams;
	readonly contentType: string | undefined;
	readonly body: JsonObject;
}

/** An answer; with `afterMs`, only then. */
export type Reply = CallbackAnswer & { readonly afterMs?: number };

/** An app backend for the tests here: keeps what it is sent, and answers as it is told to. */
export interface Receiver {
	readonly received: Received[];
	url: string;
	answer: (callback: Received) => Reply;
	stop(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
	const received: Received[] = [];
	const receiver: Receiver = {
		received,
		url: '',
		answer: () => ({ status: 200, text: '' }),
		stop: async () =>
			await new Promise((stopped) => {
				server.close(() => stopped());
				server.closeAllConnections();
			}),
	};
	const server = createServer((incoming, outgoing) => {
		const chunks: Buffer[] = [];
		incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
		incoming.on('end', () => {
			const { searchParams } = new URL(incoming.url ?? '', receiver.url);
			const callback: Received = {
				query: searchParams,
				contentType: incoming.headers['content-type'],
				body: JSON.parse(Buffer.concat(chunks).toString()) as JsonObject,
			};
			received.push(callback);
			const { status, text, afterMs = 0 } = receiver.answer(callback);
			setTimeout(() => outgoing.writeHead(status).end(text), afterMs);
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?mine=1`;
	return receiver;
}

export const answerJson = (value: unknown, more: Partial<Reply> = {}): Reply => ({
	status: 200,
	text: JSON.stringify(value),
	...more,
});
