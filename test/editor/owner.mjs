/** The only user. The editor listens on this machine alone, so the password may be known. */
export const owner = { email: 'editor@chat-mute.example.com', password: 'ChatMute1' };

/** Creates the first user, unless that has been done. */
export async function createOwner(url) {
	const settings = await (await fetch(`${url}/rest/settings`)).json();
	if (!settings.data.userManagement.showSetupOnFirstLoad) return owner;
	await post(`${url}/rest/owner/setup`, { ...owner, firstName: 'Chat', lastName: 'Mute' });
	return owner;
}

/** Signs the user in; the cookie for calls of the editor's API. */
export async function login(url) {
	const response = await post(`${url}/rest/login`, {
		emailOrLdapLoginId: owner.email,
		password: owner.password,
	});
	return response.headers
		.getSetCookie()
		.map((cookie) => cookie.split(';')[0])
		.join('; ');
}

async function post(url, body) {
	const response = await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
	return response;
}
