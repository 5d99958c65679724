import { once } from 'node:events';
import { createServer } from 'node:net';

export const loopback = '127.0.0.1';

/** A port that nobody listens on at the moment. */
export const freePort = async (taken) => {
	const port = await listenOnce(0);
	return String(port) === String(taken) ? await freePort(taken) : port;
};

/** Throws a plain sentence if somebody listens on one of these ports: `{ "the editor": 5678 }`. */
export async function mustBeFree(ports) {
	for (const [what, port] of Object.entries(ports)) {
		try {
			await listenOnce(port);
		} catch (error) {
			throw new Error(
				error.code === 'EADDRINUSE'
					? `Port ${port}, wanted for ${what}, is taken.\nStop what listens there, or choose another: npm start -- --port 5700`
					: `Port ${port}, wanted for ${what}, cannot be used: ${error.message}`,
			);
		}
	}
}

async function listenOnce(wanted) {
	const server = createServer().listen(wanted, loopback);
	await once(server, 'listening');
	const { port } = server.address();
	server.close();
	await once(server, 'close');
	return port;
}
