/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports --
   As in node.ts, which finds all timers virtual where time is: this is loaded before that. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Duplex } from 'node:stream';

/** HTTP within this process, without sockets: what is sent has arrived, however busy the machine is. */

type Done = (error?: Error | null) => void;

/** The parts of a TCP socket that Node's HTTP uses, at either end of a connection. */
export class MemorySocket extends Duplex {
	/** The two ends of a connection. */
	static pair(): [MemorySocket, MemorySocket] {
		const ends: [MemorySocket, MemorySocket] = [new MemorySocket(), new MemorySocket()];
		[ends[0].peer, ends[1].peer] = [ends[1], ends[0]];
		return ends;
	}

	readonly remoteAddress = '127.0.0.1';
	private peer!: MemorySocket;
	private saidAll = false;
	private idleMs = 0;
	private busyAt = 0;
	private idle: ReturnType<typeof setTimeout> | undefined;

	constructor() {
		super({ allowHalfOpen: true });
	}

	setTimeout(ms: number): this {
		clearTimeout(this.idle);
		this.idle = undefined;
		this.idleMs = ms;
		this.beBusy();
		return this;
	}

	setKeepAlive(): this {
		return this;
	}

	setNoDelay(): this {
		return this;
	}

	ref(): this {
		return this;
	}

	unref(): this {
		return this;
	}

	destroySoon(): void {
		this.end(() => this.destroy());
	}

	resetAndDestroy(): void {
		const reset = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
		process.nextTick(() => this.peer.destroy(reset));
		this.saidAll = true;
		this.destroy();
	}

	_read(): void {}

	_write(chunk: Buffer, _encoding: string, done: Done): void {
		this.beBusy();
		process.nextTick(() => {
			if (!this.peer.destroyed) this.peer.hear(chunk);
			done();
		});
	}

	_final(done: Done): void {
		this.sayAll();
		done();
	}

	_destroy(error: Error | null, done: Done): void {
		clearTimeout(this.idle);
		this.sayAll();
		done(error);
	}

	private sayAll(): void {
		if (this.saidAll) return;
		this.saidAll = true;
		process.nextTick(() => {
			if (!this.peer.destroyed) this.peer.hear(null);
		});
	}

	private hear(chunk: Buffer | null): void {
		this.beBusy();
		this.push(chunk);
	}

	/** A connection that nothing is heard on is idle from now on. */
	private beBusy(): void {
		this.busyAt = performance.now();
		if (this.idleMs > 0) this.idle ??= setTimeout(() => this.beIdle(), this.idleMs);
	}

	private beIdle(): void {
		this.idle = undefined;
		const leftMs = this.busyAt + this.idleMs - performance.now();
		if (leftMs > 0) this.idle = setTimeout(() => this.beIdle(), leftMs);
		else this.emit('timeout');
	}
}

const servers = new Map<number, http.Server>();

/** As Node's; where time is virtual, it is reached without sockets. */
export function createServer(listener: http.RequestListener): http.Server {
	const server = http.createServer(listener);
	let port = 0;
	server.on('listening', () => {
		({ port } = server.address() as AddressInfo);
		servers.set(port, server);
	});
	server.on('close', () => servers.delete(port));
	return server;
}

const sent = new Set<http.ClientRequest>();
const remember = (message: unknown): void => {
	const { request } = message as { request: http.ClientRequest };
	sent.add(request);
	request.once('close', () => sent.delete(request));
};

/** Whether a request is under way that goes another way: by a socket, or by one that nock plays. */
export const isElsewhere = (): boolean =>
	[...sent].some(({ socket }) => !(socket instanceof MemorySocket));

/** Node's HTTP client, and `fetch`, find the servers of this process without sockets. Gives what undoes it. */
export function connectInMemory(): () => void {
	const { prototype } = http.Agent;
	const { createConnection } = prototype;
	prototype.createConnection = function (options, ...more) {
		const server = servers.get(Number(options.port));
		if (!server) return createConnection.call(this, options, ...more);
		const [client, service] = MemorySocket.pair();
		server.emit('connection', service);
		return client;
	};
	subscribe('http.client.request.start', remember);
	const { fetch } = globalThis;
	globalThis.fetch = async (url, init) =>
		String(url).startsWith('http:')
			? await fetchPlainly(String(url), init)
			: await fetch(url, init);
	return () => {
		prototype.createConnection = createConnection;
		unsubscribe('http.client.request.start', remember);
	};
}

/** As `fetch`, by Node's HTTP client, whose requests are known. */
async function fetchPlainly(url: string, init: RequestInit = {}): Promise<Response> {
	const { method, headers, signal, body } = init as http.RequestOptions & { body?: string };
	return await new Promise((resolve, reject) => {
		const request = http.request(url, { method, headers, signal, agent: new http.Agent() });
		request.on('error', reject);
		request.on('response', (response) => {
			const chunks: Buffer[] = [];
			response.on('data', (chunk: Buffer) => chunks.push(chunk));
			response.on('error', reject);
			response.on('end', () => {
				const { statusCode: status, headers: received } = response;
				const answered = { status, headers: received as Record<string, string> };
				resolve(new Response(Buffer.concat(chunks), answered));
			});
		});
		request.end(body);
	});
}
