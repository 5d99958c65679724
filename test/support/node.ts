/* eslint-disable @n8n/community-nodes/no-restricted-globals --
   Tests and tools run in plain Node, not on n8n Cloud. What a node may not use is let in here, once. */
export { execFileSync } from 'node:child_process';
export { createHash, randomUUID } from 'node:crypto';
export { once } from 'node:events';
export { createServer } from './memoryNetwork';
export type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
export { connect, type AddressInfo } from 'node:net';
export { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
export { tmpdir } from 'node:os';
export { dirname, join } from 'node:path';
export { parse as parseQuery } from 'node:querystring';
export { connect as connectTls } from 'node:tls';
export { inflateSync } from 'node:zlib';

export const { performance, process, setImmediate, setTimeout } = globalThis;

/** The repository's root folder. */
export const repositoryRoot = process.cwd();

/** Waits for `ms` milliseconds of real time. */
export const delay = async (ms: number): Promise<void> =>
	await new Promise((done) => setTimeout(done, ms));

/** Writes one line to the terminal. */
export function print(line = ''): void {
	process.stdout.write(`${line}\n`);
}
