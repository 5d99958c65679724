import {
	createServer,
	once,
	readFileSync,
	repositoryRoot,
	join,
	type AddressInfo,
	type IncomingMessage,
} from '../../support/node';
import type { Simulator } from '../index';
import { isRecord, type JsonObject } from '../shape';
import { agoraOnPage } from './agora';
import { sendMany, type PageService } from './service';
import { tencentOnPage } from './tencent';

export interface SimulatorPage {
	readonly url: string;
	stop(): Promise<void>;
}

/** How many callbacks the page shows. */
const shownCallbacks = 20;

/** Serves the page on which a person writes as a member, and sees what becomes of it. */
export async function startPage(
	simulator: Simulator,
	{ port = 0, host = '127.0.0.1' }: { readonly port?: number; readonly host?: string } = {},
): Promise<SimulatorPage> {
	const services = {
		tencent: tencentOnPage(simulator.tencent),
		agora: agoraOnPage(simulator.agora),
	};
	const page = readFileSync(join(repositoryRoot, 'test/simulator/page/index.html'), 'utf8');
	const server = createServer((incoming, outgoing) => {
		const url = new URL(incoming.url ?? '/', 'http://page');
		if (url.pathname === '/') {
			outgoing.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
			return;
		}
		void answer(services, incoming, url).then(
			(value) => outgoing.writeHead(200, json).end(JSON.stringify(value)),
			(error: unknown) => outgoing.writeHead(400, json).end(JSON.stringify({ error: say(error) })),
		);
	});
	server.listen({ port, host });
	await once(server, 'listening');
	return {
		url: `http://${host}:${(server.address() as AddressInfo).port}`,
		stop: async () => {
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		},
	};
}

const json = { 'content-type': 'application/json' };

type Services = Readonly<Record<string, PageService>>;

/** The page's own small API. */
async function answer(
	services: Services,
	incoming: IncomingMessage,
	{ pathname, searchParams }: URL,
) {
	switch (`${incoming.method} ${pathname}`) {
		case 'GET /services':
			return Object.entries(services).map(([id, service]) => ({
				id,
				title: service.title,
				secrets: service.secrets,
				callbackUrl: service.callbackUrl,
				kinds: service.kinds,
				places: service.places(),
			}));
		case 'GET /view': {
			const service = find(services, searchParams.get('service'));
			const view = service.look(searchParams.get('place') ?? '', searchParams.get('from') ?? '');
			return { ...view, callbacks: service.callbacks().slice(-shownCallbacks) };
		}
		case 'POST /send': {
			const fields = await bodyOf(incoming);
			const [place, from, text, kind] = [fields.place, fields.from, fields.text, fields.kind].map(
				String,
			);
			return await find(services, fields.service).send(place, from, text, kind);
		}
		case 'POST /flood':
		case 'POST /raid': {
			const fields = await bodyOf(incoming);
			const [place, from, text] = [fields.place, fields.from, fields.text].map(String);
			const service = find(services, fields.service);
			return await sendMany(service, place, from, text, pathname === '/raid');
		}
		case 'POST /callbacks': {
			const fields = await bodyOf(incoming);
			const service = find(services, fields.service);
			// An address that is none fails here, and not at the next message.
			service.callbackUrl = fields.url === '' ? undefined : new URL(String(fields.url)).href;
			return { callbackUrl: service.callbackUrl };
		}
		default:
			throw new Error('There is nothing here');
	}
}

function find(services: Services, id: unknown): PageService {
	const service = typeof id === 'string' ? services[id] : undefined;
	if (!service) throw new Error('There is no such service');
	return service;
}

/** JSON alone: a page from elsewhere cannot post that unasked. */
async function bodyOf(incoming: IncomingMessage): Promise<JsonObject> {
	if (incoming.headers['content-type'] !== json['content-type']) throw new Error('Post JSON');
	const chunks: Buffer[] = [];
	for await (const chunk of incoming) chunks.push(chunk as Buffer);
	const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
	if (!isRecord(body)) throw new Error('Post an object');
	return body;
}

const say = (error: unknown): string => (error instanceof Error ? error.message : String(error));
