import nock from 'nock';

/**
 * The hosts of the real services, played by nock below n8n's own HTTP client: what arrives here is what would leave.
 * Whatever is sent to a host that no test has set up fails.
 */

export interface Sent {
	method: string;
	/** As it was sent, nothing decoded. */
	url: string;
	headers: Record<string, unknown>;
	/** JSON that is declared to be JSON as a value, anything else as text. */
	body: unknown;
}

export interface Answer {
	status: number;
	headers: Record<string, string>;
	body: string;
}

export class Wire {
	/** All that arrived at any host, in order. */
	readonly sent: Sent[] = [];

	/** @param origin such as `https://a61.chat.agora.io`; with `http://` in place of it another host */
	host(origin: string, answer: (sent: Sent) => Answer): void {
		const scope = nock(origin).persist();
		const { sent } = this;
		for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD']) {
			scope
				.intercept(() => true, method)
				.reply(function (path, body) {
					const arrived = { method, url: origin + path, headers: this.req.headers, body };
					sent.push(arrived);
					const { status, headers, body: text } = answer(arrived);
					return [status, text, headers];
				});
		}
	}
}

/** A wire for the tests of a file; each finds it without hosts. */
export function useWire(): Wire {
	const wire = new Wire();
	beforeAll(() => nock.disableNetConnect());
	afterEach(() => {
		jest.restoreAllMocks();
		nock.cleanAll();
		wire.sent.length = 0;
	});
	afterAll(() => nock.restore());
	return wire;
}

/** @param body a value, or JSON as it was written */
export const json = (body: object | string, status = 200): Answer => ({
	status,
	headers: { 'content-type': 'application/json' },
	body: typeof body === 'string' ? body : JSON.stringify(body),
});

/** The answers one after the other; the last one stays. */
export function inTurn(...answers: readonly Answer[]): () => Answer {
	let asked = 0;
	return () => answers[Math.min(asked++, answers.length - 1)];
}
