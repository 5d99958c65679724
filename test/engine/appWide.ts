import type { IDataObject } from 'n8n-workflow';

/** How a user stands in the whole app: what the tests of both services expect of a scope. */

export const notMuted = { muted: false, permanent: false, mutedUntil: null, remainingSeconds: 0 };
export const forEver = { muted: true, permanent: true, mutedUntil: null, remainingSeconds: null };

/** Muted for so many seconds from `nowMs` on. */
export const mutedFor = (seconds: number, nowMs: number): Record<string, unknown> => ({
	muted: true,
	permanent: false,
	mutedUntil: around(nowMs / 1000 + seconds),
	remainingSeconds: around(seconds),
});

/** Both services count in whole seconds, each by a clock of its own. */
const TOLERANCE_SECONDS = 1;

/** Matches seconds, and the text of a moment by its Unix seconds. */
const around = (wanted: number) => ({
	asymmetricMatch: (actual: unknown) => {
		const seconds = typeof actual === 'string' ? Date.parse(actual) / 1000 : Number(actual);
		return Math.abs(seconds - wanted) <= TOLERANCE_SECONDS;
	},
	toString: () => `about ${wanted} seconds`,
});

/** `{ ann: { chat: … }, bob: … }` of rows with the scopes of a user each. */
export const byUser = (rows: readonly IDataObject[]): Record<string, unknown> =>
	Object.fromEntries(rows.map(({ userId, scopes }) => [String(userId), scopes]));
