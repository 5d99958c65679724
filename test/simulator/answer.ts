/** One HTTP answer, ready to be written. `code` is the service's own error code, for the record. */
export interface Answer {
	readonly status: number;
	readonly contentType: string;
	readonly text: string;
	readonly code?: number | string;
	readonly headers?: Readonly<Record<string, string>>;
}

/** A JSON answer. A bigint becomes a bare JSON number, however large. */
export function json(status: number, value: unknown, code?: number | string): Answer {
	const text = JSON.stringify(value, (_key, part: unknown) =>
		typeof part === 'bigint' ? `bigint:${part}` : part,
	).replace(/"bigint:(\d+)"/g, '$1');
	return { status, contentType: 'application/json;charset=UTF-8', text, code };
}

/** The kind of page a gateway in front of a service sends. */
export function html(status: number, title: string, headers?: Record<string, string>): Answer {
	const text = `<html>\r\n<head><title>${title}</title></head>\r\n<body><center><h1>${title}</h1></center></body>\r\n</html>\r\n`;
	return { status, contentType: 'text/html', text, headers };
}

/**
 * Thrown by a service to refuse a request.
 * `malformed` says how the request broke the documented shape, where it did.
 */
export class Refusal extends Error {
	constructor(
		readonly answer: Answer,
		readonly malformed?: string,
	) {
		super(malformed ?? `refused with ${answer.code ?? answer.status}`);
	}
}
