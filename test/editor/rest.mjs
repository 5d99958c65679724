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
		if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${answer}`);
		return answer;
	}

	return {
		text,
		/** What it answers with. */
		call: async (...request) => JSON.parse(await text(...request)).data,
	};
}
