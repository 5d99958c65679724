/** n8n polls once a minute at the most, but may have several times for that: some seconds from now, and again. */
export function soon() {
	const second = new Date().getSeconds();
	const item = [8, 16, 24].map((later) => ({
		mode: 'custom',
		cronExpression: `${(second + later) % 60} * * * * *`,
	}));
	return { item };
}
