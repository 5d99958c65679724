import { login } from './owner.mjs';

/** The calls that the editor makes of n8n, by the user it was set up with. */
export async function signedIn(url) {
	const cookie = await login(url);

	async function text(method, path, body) {
		const response = await fetch(`${url}/rest/${path}`, {
			method,
			headers: { cookie, 'content-type': 'application/json' },
			body: body && JSON.stringify(body),
		});
		const answer = await response.text();
		if (response.ok) return answer;
		const { status } = response;
		throw Object.assign(new Error(`${method} ${path} answered ${status}: ${answer}`), { status });
	}

	return {
		text,
		/** What it answers with. */
		call: async (...request) => JSON.parse(await text(...request)).data,
	};
}
