import {
	createServer,
	type AddressInfo,
	type IncomingMessage,
	type ServerResponse,
} from '../support/node';

/** What a request carried that nobody else may read. */
export interface Echo {
	readonly url: string;
	readonly authorization: string;
	/** The bare signature or token. */
	readonly signature: string;
}

type Answer = (echo: Echo, response: ServerResponse) => void;

/** A server that gives a caller's secrets away in every answer, as a careless gateway might. */
export class EchoServer {
	url = '';
	/** All that was seen, to be looked for. */
	readonly seen: Echo[] = [];
	answer: Answer = () => {};
	/** To who fetches a token. */
	fetchAnswer: Answer = givesToken;

	private readonly server = createServer((request, response) => this.receive(request, response));

	async start(): Promise<void> {
		await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
		this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	async stop(): Promise<void> {
		await new Promise<void>((done) => {
			this.server.close(() => done());
			this.server.closeAllConnections();
		});
	}

	private receive(request: IncomingMessage, response: ServerResponse): void {
		const { authorization = '' } = request.headers;
		const url = `${this.url}${request.url}`;
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			if (new URL(url).pathname.endsWith('/token')) {
				const body = JSON.parse(Buffer.concat(chunks).toString()) as { client_secret: string };
				this.fetchAnswer({ url, authorization, signature: body.client_secret }, response);
				return;
			}
			const userSig = new URL(url).searchParams.get('usersig');
			const signature = userSig ?? authorization.replace('Bearer ', '');
			const echo = { url, authorization, signature };
			this.seen.push(echo);
			this.answer(echo, response);
		});
	}
}

const text = ({ url, authorization, signature }: Echo): string =>
	`Could not serve ${url} with Authorization: ${authorization} (${signature})`;

const json =
	(status: number, body: (echo: Echo) => unknown, headers = {}): Answer =>
	(echo, response) => {
		response.writeHead(status, { 'content-type': 'application/json', ...headers });
		response.end(JSON.stringify(body(echo)));
	};

const page =
	(status: number): Answer =>
	(echo, response) => {
		response.writeHead(status, status === 302 ? { location: echo.url } : { 'x-url': echo.url });
		response.end(`<html><body><a href="${echo.url}">${text(echo)}</a></body></html>`);
	};

const tencent = (code: number, info: (echo: Echo) => string): Answer =>
	json(200, (echo) => ({ ActionStatus: 'FAIL', ErrorCode: code, ErrorInfo: info(echo) }));

const agora = (status: number, error: (echo: Echo) => string, headers = {}): Answer =>
	json(
		status,
		(echo) => ({
			error: error(echo),
			exception: text(echo),
			error_description: text(echo),
		}),
		headers,
	);

let tokens = 0;
/** As long as real ones, and each another one. */
export const givesToken: Answer = (_echo, response) => {
	const token = `YWMt${++tokens}${'e3bGu_OukEei-TkNP'.repeat(6)}`;
	response.writeHead(200, { 'content-type': 'application/json' });
	response.end(JSON.stringify({ access_token: token, expires_in: 3600 }));
};

/** Each way to fail, by name. */
export const careless: Readonly<Record<string, Answer>> = {
	'Tencent: wrong signature': tencent(70009, text),
	'Tencent: signature has run out': tencent(70001, text),
	'Tencent: no such group': tencent(10010, ({ url }) => `Error at ${url}`),
	'Tencent: one bad user': tencent(10004, ({ signature }) => signature),
	'Tencent: internal': tencent(10002, ({ url }) => encodeURIComponent(url)),
	'Tencent: undocumented': tencent(99_999, ({ url }) => url.replace('?', ' ')),
	'Tencent: code without number': json(200, (echo) => ({
		ErrorCode: text(echo),
		ErrorInfo: text(echo),
	})),
	'Tencent: shape': json(200, (echo) => ({
		ErrorCode: 0,
		ActionStatus: 'OK',
		MutedAccountList: text(echo),
	})),
	'Agora: no token': agora(401, () => 'unauthorized'),
	'Agora: forbidden': agora(403, ({ authorization }) => authorization),
	'Agora: stranger': json(400, (echo) => ({
		error: 'invalid_parameter',
		error_description: `users [${echo.signature}, ann] are not members of this group! ${echo.signature}`,
	})),
	'Agora: no such room': agora(404, ({ signature }) => signature),
	// Without a time to wait, a minute would be waited.
	'Agora: too many': agora(429, () => 'reach_limit', { 'retry-after': '3600' }),
	'Agora: quota': agora(429, () => 'resource_limited'),
	'Agora: internal': agora(500, text),
	'Agora: undocumented': agora(418, text),
	'Agora: row': json(200, (echo) => ({
		data: [{ user: 'ann', result: false, reason: text(echo), error: echo.signature }],
	})),
	'Agora: shape': json(200, (echo) => ({ data: text(echo) })),
	'gateway 502': page(502),
	'gateway 503': page(503),
	'gateway 403': page(403),
	'gateway 200': page(200),
	redirect: page(302),
	'not JSON': (echo, response) => response.end(`{"data": ${text(echo)}`),
	'connection cut': (_echo, response) => response.socket?.resetAndDestroy(),
	'answer cut': (echo, response) => {
		response.writeHead(200, { 'content-length': 100_000 });
		response.write(text(echo));
		response.socket?.destroySoon();
	},
	'not HTTP': (echo, response) => response.socket?.end(text(echo)),
	'no answer': () => {},
};

/** The ways a text is written within JSON, all signs but letters and digits at the most. */
export const writings: Readonly<Record<string, (text: string) => string>> = {
	'as it is': (text) => text,
	'as in a URL': encodeURIComponent,
	'as in a URL, in small letters': (text) =>
		encodeURIComponent(text).replace(/%../g, (sign) => sign.toLowerCase()),
	'as in a URL, all signs': (text) => escaped(text, '%', 2),
	'as in a URL of a URL': (text) => encodeURIComponent(encodeURIComponent(text)),
	'as in JSON, slashes': (text) => text.replaceAll('/', '\\/'),
	'as in JSON, all signs': (text) => escaped(text, '\\u', 4),
	'as in JSON, in capitals': (text) =>
		escaped(text, '\\u', 4).replace(/(?<=\\u)..../g, (digits) => digits.toUpperCase()),
	'as in JSON in JSON': (text) => escaped(text, '\\\\u', 4),
};

const escaped = (text: string, before: string, digits: number): string =>
	text.replace(
		/[^A-Za-z0-9]/g,
		(sign) => before + sign.charCodeAt(0).toString(16).padStart(digits, '0'),
	);

/** A good mute list of either service, with more in its row than anybody documents. */
export const mutedRow =
	(write: (text: string) => string): Answer =>
	(echo, response) => {
		const said = Object.values(echo).map(write).join(' ');
		const row = `{"user":"ann","expire":4638873600000,"Member_Account":"ann","MutedUntil":4294967295,"note":"${said}"}`;
		response.writeHead(200, { 'content-type': 'application/json' });
		response.end(`{"ErrorCode":0,"ActionStatus":"OK","MutedAccountList":[${row}],"data":[${row}]}`);
	};
