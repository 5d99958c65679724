const { Socket, _normalizeArgs: normalized } = require('node:net');

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/;

/**
 * No test reaches out: whatever the client, a connection to anything but this machine fails.
 * At the socket, so that HTTP on loopback stays Node's own: tests measure rates and cut connections there.
 */
function connectToLoopback(...args) {
	const [{ host, path }] = Array.isArray(args[0]) ? args[0] : normalized(args);
	// Node takes a path for a socket in the file system, and no host for localhost.
	if (path || !host || LOOPBACK.test(host)) return connectToLoopback.connect.apply(this, args);
	const error = new Error(`A test may connect to this machine only, not to ${host}`);
	// As late as Node would tell of it: TLS has still to be set up on a socket that is alive.
	process.nextTick(() => this.destroy(Object.assign(error, { code: 'LOOPBACK_ONLY' })));
	return this;
}

// Node's modules are the same for all test files of a worker.
if (Socket.prototype.connect.name !== connectToLoopback.name) {
	connectToLoopback.connect = Socket.prototype.connect;
	Socket.prototype.connect = connectToLoopback;
}
