/** Thirty days from today, at six in the evening, in ms since 1970. */
export const until = new Date(Date.now() + 30 * 24 * 60 * 60 * 1000).setUTCHours(18, 0, 0, 0);
