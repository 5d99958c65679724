import { once } from 'node:events';
import { createServer } from 'node:http';
import { after } from 'node:test';

/** The address of a server that answers each request with the status and the text that `answer` makes of it. */
export async function answering(answer) {
	const server = createServer(async (request, response) => {
		const { status, body } = await answer(request);
		response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
		response.end(body);
	});
	await once(server.listen(0, '127.0.0.1'), 'listening');
	after(() => server.close());
	return `http://127.0.0.1:${server.address().port}`;
}
